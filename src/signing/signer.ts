/**
 * OAuth 1.0a signatures for one request that is sent again and again with the same credentials (RFC 5849, as
 * in oauth1.ts). In the sandbox every operation is interpreted, so what never changes is hashed once: the two
 * key blocks and the base string up to the nonce are kept as intermediate states of SHA-1, the blocks behind
 * the timestamp as their schedules. What remains are the two or three blocks with nonce and timestamp, the
 * rounds of the known blocks and the outer block.
 */
import { asciiWords } from './ascii.ts';
import { base64Digest } from './base64.ts';
import { hmacKey, hmacOuter } from './hmac.ts';
import { type Credentials, signingKey } from './oauth1.ts';
import { type EncodeUriComponent, percentEncode } from './percent-encoding.ts';
import { compress, pad, rounds, schedule } from './sha1.ts';

/** What does not change between two signatures. Plain data; whoever has it can sign, so it is a secret. */
export interface Prepared {
  /** Digest of the inner hash after its key block and the blocks before the one in which words change. */
  readonly inner: number[];
  /** Digest of the outer hash after its key block. */
  readonly outer: number[];
  /** The nonce's first letters, none to three: the base string up to and with them is whole words. */
  readonly letters: string;
  /** The words behind `inner`, up to the three of the nonce that change. */
  readonly before: number[];
  /** The fourteen words between those and the three with the timestamp. */
  readonly between: number[];
  /** The words behind those, to the end of their block. */
  readonly after: number[];
  /** Of each block that follows, its schedule. */
  readonly known: number[][];
}

/** Draws a whole number between two, both included. */
export type Draw = (least: number, most: number) => number;

/** So many random characters, five bits each. Whatever `draw` gives, none is missing. */
function randomLetters(count: number, draw: Draw): string {
  let letters = '';
  while (letters.length < count) {
    letters += 'abcdefghijklmnopqrstuvwxyz234567'.charAt(draw(0, 31) & 31);
  }
  return letters;
}

/**
 * @param request method in upper case; `url` without query
 * @param credentials valid Unicode each; checked by the caller
 */
export function prepare(
  request: { readonly method: string; readonly url: string },
  credentials: Credentials,
  encode: EncodeUriComponent,
  draw: Draw,
): Prepared {
  // A value is encoded for the parameter string, and with that once more for the base string.
  const twice = (text: string): string => percentEncode(percentEncode(text, encode)!, encode)!;
  const start =
    request.method +
    '&' +
    percentEncode(request.url, encode) +
    '&oauth_consumer_key%3D' +
    twice(credentials.consumerKey) +
    '%26oauth_nonce%3D';
  const letters = randomLetters((4 - (start.length % 4)) % 4, draw);
  const base =
    start +
    letters +
    'aaaaaaaaaaaa%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D0000000000%26oauth_token%3D' +
    twice(credentials.accessToken) +
    '%26oauth_version%3D1.0';
  const words = asciiWords(base);
  // The key block stands before it.
  pad(words, 64 + base.length);

  // What changes are twelve letters, three words, and fourteen words later `3D` with the ten digits, three
  // more: the first of these twenty words and the one behind the last, each with the border of its block.
  const from = (start.length + letters.length) / 4;
  const to = from + 20;
  const begins = from - (from % 16);
  const ends = to + 15 - ((to + 15) % 16);
  const known: number[][] = [];
  let block = ends;
  while (block < words.length) {
    known.push(schedule(words.slice(block, block + 16)));
    block += 16;
  }
  const key = signingKey(credentials, encode);
  const hmac = hmacKey(asciiWords(key), key.length);
  return {
    inner: compress(hmac.inner, words.slice(0, begins)),
    outer: hmac.outer,
    letters: letters,
    before: words.slice(begins, from),
    between: words.slice(from + 3, to - 3),
    after: words.slice(to, ends),
    known: known,
  };
}

export interface Signed {
  readonly nonce: string;
  readonly timestamp: string;
  /** Base64, not percent-encoded. */
  readonly signature: string;
}

/** @param seconds since 1970, at most ten digits */
export function sign(prepared: Prepared, seconds: number, draw: Draw): Signed {
  const letters = randomLetters(12, draw);
  const timestamp = ('000000000' + seconds).slice(-10);
  const nonceWords = asciiWords(letters);
  const timestampWords = asciiWords('3D' + timestamp);
  let digest = compress(
    prepared.inner,
    prepared.before.concat(nonceWords, prepared.between, timestampWords, prepared.after),
  );
  for (const W of prepared.known) {
    digest = rounds(digest, W);
  }
  return {
    nonce: prepared.letters + letters,
    timestamp: timestamp,
    signature: base64Digest(hmacOuter(prepared.outer, digest)),
  };
}

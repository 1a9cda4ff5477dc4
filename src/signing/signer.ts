/**
 * OAuth 1.0a signatures for one request that is sent again and again with the same credentials (RFC 5849, as in
 * oauth1.ts), at the least cost. In the sandbox every operation is interpreted, so nothing is hashed twice that does not
 * change: the two key blocks, the head of the base string up to the nonce and the tail behind the timestamp are kept as
 * intermediate states of SHA-1. What remains for a signature are the blocks with nonce and timestamp, the known blocks
 * behind them and the outer block.
 *
 * The changing part of the nonce is ten letters, A to P or a to p, 50 random bits. In front of it stand as many random
 * letters as make it start at a word, or at a block where that saves one.
 * @lazy
 */
import { asciiWords } from './ascii.ts';
import { base64Digest } from './base64.ts';
import { hmacKey, hmacOuter } from './hmac.ts';
import { type Credentials, signingKey } from './oauth1.ts';
import { type EncodeUriComponent, percentEncode } from './percent-encoding.ts';
import { compressAll, compressKnown, pad, schedule } from './sha1.ts';

/** What does not change between two signatures. Plain data; whoever has it can sign, so it is a secret. */
export interface Prepared {
  /** Digest of the inner hash after its key block and all whole blocks before the nonce. */
  readonly inner: number[];
  /** Digest of the outer hash after its key block. */
  readonly outer: number[];
  /** The rest of the inner hash, with `A` for letters of the nonce and `0` for digits of the timestamp. */
  readonly words: number[];
  /** Which of the words the nonce starts in; the timestamp starts 17 words later. */
  readonly place: number;
  /** For each block of `words` behind the timestamp its schedule. */
  readonly known: number[][];
  /** The letters in front of the changing ones. */
  readonly nonce: string;
}

/** Draws a whole number between two, both included. */
export type Draw = (least: number, most: number) => number;

/** A letter's code is its place plus 65: four bits for the letter, one for its case. */
const LETTERS = 'ABCDEFGHIJKLMNOP                abcdefghijklmnop';
/** Of a random word: the five bits of each of four letters. */
const LETTER_BITS = 0x2f2f2f2f;

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
  const twice = (text: string): string => percentEncode(percentEncode(text, encode)!, encode)!;
  const head =
    request.method +
    '&' +
    percentEncode(request.url, encode) +
    '&oauth_consumer_key%3D' +
    twice(credentials.consumerKey) +
    '%26oauth_nonce%3D';
  const tail =
    'AAAAAAAAAA%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D0000000000%26oauth_token%3D' +
    twice(credentials.accessToken) +
    '%26oauth_version%3D1.0';

  // Bytes of the head in its last block; the nonce may start behind them or, at the latest, at the next block.
  const begun = head.length % 64;
  const toWord = (4 - (begun % 4)) % 4;
  const toBlock = (64 - begun) % 64;
  const blocks = (bytes: number): number => (bytes + 9 + 63 - ((bytes + 8) % 64)) / 64;
  const letters = blocks(tail.length) < blocks(begun + toWord + tail.length) ? toBlock : toWord;
  let nonce = '';
  while (nonce.length < letters) {
    nonce += LETTERS.charAt(draw(0, 15) & 15);
  }

  const key = signingKey(credentials, encode);
  const hmac = hmacKey(asciiWords(key), key.length);
  const words = asciiWords(head + nonce + tail);
  pad(words, 64 + head.length + nonce.length + tail.length);
  const before = head.length + nonce.length - ((head.length + nonce.length) % 64);
  const rest = words.slice(before / 4);
  const place = (head.length + nonce.length - before) / 4;
  const known: number[][] = [];
  // The timestamp's last digits stand in the twentieth word from the nonce's first.
  let start = place + 19 + 16 - ((place + 19) % 16);
  while (start < rest.length) {
    known.push(schedule(rest.slice(start, start + 16)));
    start += 16;
  }
  return {
    inner: compressAll(hmac.inner, words.slice(0, before / 4)),
    outer: hmac.outer,
    words: rest.slice(0, rest.length - 16 * known.length),
    place: place,
    known: known,
    nonce: nonce,
  };
}

/** The four letters a random word of LETTER_BITS stands for. */
function lettersOf(word: number): string {
  return (
    LETTERS.charAt(word >>> 24) +
    LETTERS.charAt((word >>> 16) & 47) +
    LETTERS.charAt((word >>> 8) & 47) +
    LETTERS.charAt(word & 47)
  );
}

export interface Signed {
  readonly nonce: string;
  readonly timestamp: string;
  /** Base64, not percent-encoded. */
  readonly signature: string;
}

/** @param seconds since 1970, ten digits */
export function sign(prepared: Prepared, seconds: number, draw: Draw): Signed {
  const first = draw(0, 2147483647) & LETTER_BITS;
  const second = draw(0, 2147483647) & LETTER_BITS;
  // Two letters only: the other two bytes stand behind the nonce.
  const third = draw(0, 2147483647) & 0x2f2f0000;
  const timestamp = ('0000000000' + seconds).slice(-10);
  // To a bitwise operation the text of a digit is its number.
  const digits = timestamp as unknown as number[];
  const words = prepared.words.slice();
  const place = prepared.place;
  words[place] = words[place]! + first;
  words[place + 1] = words[place + 1]! + second;
  words[place + 2] = words[place + 2]! + third;
  words[place + 17] =
    words[place + 17]! + ((digits[0]! << 24) | (digits[1]! << 16) | (digits[2]! << 8) | digits[3]!);
  words[place + 18] =
    words[place + 18]! + ((digits[4]! << 24) | (digits[5]! << 16) | (digits[6]! << 8) | digits[7]!);
  words[place + 19] = words[place + 19]! + ((digits[8]! << 24) | (digits[9]! << 16));

  let digest = compressAll(prepared.inner, words);
  for (const known of prepared.known) {
    digest = compressKnown(digest, known);
  }
  return {
    nonce: prepared.nonce + lettersOf(first) + lettersOf(second) + lettersOf(third).slice(0, 2),
    timestamp: timestamp,
    signature: base64Digest(hmacOuter(prepared.outer, digest)),
  };
}

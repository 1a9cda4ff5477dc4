/**
 * The signing code as it ships: the functions of template.tpl's own code section, called through the interpreter, and
 * whole runs of the template, both held against `node:crypto`, the `oauth-1.0a` library and published vectors.
 */
import { createHash, createHmac, randomInt } from 'node:crypto';
import * as fc from 'fast-check';
import { compile, createSandbox } from 'sgtm-toolkit/sandbox';
import { toNative, toSandbox } from 'sgtm-toolkit/sandbox/interpreter/border';
import { describe, expect, it } from 'vitest';
import { baseString, type Credentials, oauthParameters, parameterString } from '../../src/signing/oauth1.ts';
import type { EncodeUriComponent } from '../../src/signing/percent-encoding.ts';
import type { Draw, Prepared } from '../../src/signing/signer.ts';
import { anyCharacter } from '../any-character.ts';
import { encode as platform } from '../signing/platform.ts';
import type { Vector } from '../signing/vector.ts';
import vectors from '../vectors/oauth1.json' with { type: 'json' };
import { encode, hmacSha1 } from '../x-server/client.ts';
import { type Data, purchase, template, X } from './harness.ts';

/** The functions of the shipped code that are called here. */
interface Shipped {
  sha1(words: number[], length: number): number[];
  compress(digest: number[], words: number[]): number[];
  rounds(digest: number[], schedule: number[]): number[];
  schedule(block: number[]): number[];
  hmacKey(words: number[], length: number): { inner: number[]; outer: number[] };
  hmacOuter(outer: number[], digest: number[]): number[];
  asciiWords(text: string): number[];
  base64Digest(digest: number[]): string;
  percentEncode(text: string, encode: EncodeUriComponent): string | undefined;
  prepare(request: Data, credentials: Credentials, encode: EncodeUriComponent, draw: Draw): Prepared;
  sign(prepared: Prepared, seconds: number, draw: Draw): { nonce: string };
  authorizationHeader(
    credentials: Credentials,
    uniqueness: Data,
    signed: string,
    encode: EncodeUriComponent,
  ): string;
}

const NAMES = [
  'sha1',
  'compress',
  'rounds',
  'schedule',
  'hmacKey',
  'hmacOuter',
  'asciiWords',
  'base64Digest',
  'percentEncode',
  'prepare',
  'sign',
  'authorizationHeader',
] as const satisfies readonly (keyof Shipped)[];

/** The most instructions a block may take, and one whose schedule is known; on 2026-11-28: 3,843 and 2,505. */
const BLOCK = 3_900;
const KNOWN = 2_550;

/** Awkward ones. */
const CREDENTIALS: Credentials = {
  consumerKey: "ck('a')",
  consumerSecret: 'c!s*&=%',
  accessToken: 't~k-._ \u00e9',
  accessTokenSecret: '\u2603 7',
};

const sandbox = createSandbox({ eventData: purchase() });

/** The functions, handed out by the code section at the end of a run with settings that send nothing. */
function expose(): Shipped {
  const handedOut = NAMES.map((name) => `${name}: ${name}`).join(', ');
  const main = sandbox.load(compile(`${template.code}\nreturn { ${handedOut} };`));
  const nothing = (): void => undefined;
  const settings = { gtmOnSuccess: nothing, gtmOnFailure: nothing };
  return toNative(main.call([toSandbox(settings)])) as unknown as Shipped;
}

const shipped = expose();

/** Instructions that a call of the shipped code takes. */
function instructionsOf(call: () => unknown): number {
  const before = sandbox.instructions;
  call();
  return sandbox.instructions - before;
}

const wordsOf = (bytes: Buffer): number[] => {
  const whole = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  return Array.from({ length: whole.length / 4 }, (_, i) => whole.readInt32BE(4 * i));
};

const bytesOf = (words: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * words.length);
  for (const [i, word] of words.entries()) bytes.writeInt32BE(word | 0, 4 * i);
  return bytes;
};

const INITIAL = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];

/** The words of the end of a message of `length` bytes in all, as whole blocks (RFC 3174 section 4). */
function paddedWords(tail: Buffer, length: number): number[] {
  const padded = Buffer.alloc(Math.ceil((tail.length + 9) / 64) * 64);
  tail.copy(padded);
  padded[tail.length] = 0x80;
  padded.writeUInt32BE(8 * length, padded.length - 4);
  return wordsOf(padded);
}

const sha1 = (message: Buffer): string =>
  bytesOf(shipped.sha1(wordsOf(message), message.length)).toString('hex');

/** HMAC-SHA1 put together from the shipped parts, with padding of our own. */
function hmac(key: Buffer, message: Buffer): Buffer {
  const { inner, outer } = shipped.hmacKey(wordsOf(key), key.length);
  const digest = shipped.compress(inner, paddedWords(message, 64 + message.length));
  return bytesOf(shipped.hmacOuter(outer, digest));
}

const node = {
  sha1: (message: Buffer): string => createHash('sha1').update(message).digest('hex'),
  hmac: (key: Buffer, message: Buffer): string => createHmac('sha1', key).update(message).digest('hex'),
};

/** Bytes without a pattern that are the same in every run of the tests. */
const noise = (length: number, seed: string | number): Buffer =>
  createHash('shake256', { outputLength: Math.max(length, 1) })
    .update(String(seed))
    .digest()
    .subarray(0, length);

describe('SHA-1 in the shipped template', () => {
  // RFC 3174 section 7.3, all but the message of a million letters, which stands below in full.
  it.each([
    ['abc', 1, 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      1,
      '84983e441c3bd26ebaae4aa1f95129e5e54670f1',
    ],
    [
      '0123456701234567012345670123456701234567012345670123456701234567',
      10,
      'dea356a2cddd90c7a7ecedc5ebb563934f460452',
    ],
    ['', 1, 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ])('gives the digest of RFC 3174 for "%s" %i times', (text, times, digest) => {
    expect(sha1(Buffer.from(text.repeat(times)))).toBe(digest);
  });

  it('gives the digest of RFC 3174 for a million letters: 15,626 blocks do not leave the exact numbers', () => {
    expect(sha1(Buffer.alloc(1_000_000, 'a'))).toBe('34aa973cd4c4daa4f61eeb2bdbad27316534016f');
  });

  it('equals node:crypto for every length from 0 to 1024', () => {
    for (let length = 0; length <= 1024; length++) {
      const message = noise(length, length);
      expect([length, sha1(message)]).toEqual([length, node.sha1(message)]);
    }
  });

  it('does not change the message it is given', () => {
    const words = [1, 2, 3];
    shipped.sha1(words, 12);
    expect(words).toEqual([1, 2, 3]);
  });

  it('compresses a block with a known schedule to the same digest', () => {
    let digest = INITIAL;
    for (let i = 0; i < 50; i++) {
      const block = wordsOf(noise(64, `block ${i}`));
      const next = shipped.compress(digest, block);
      expect(shipped.rounds(digest, shipped.schedule(block))).toEqual(next);
      digest = next;
    }
  });

  it('takes words and digests with and without sign for the same', () => {
    const block = wordsOf(noise(64, 'sign'));
    const unsigned = block.map((word) => word >>> 0);
    const signed = INITIAL.map((word) => word | 0);
    expect(shipped.compress(signed, unsigned)).toEqual(shipped.compress(INITIAL, block));
  });

  it('takes no more instructions a block than set out', () => {
    const block = wordsOf(noise(64, 'cost'));
    const schedule = shipped.schedule(block);
    expect(instructionsOf(() => shipped.compress(INITIAL, block))).toBeLessThanOrEqual(BLOCK);
    expect(instructionsOf(() => shipped.rounds(INITIAL, schedule))).toBeLessThanOrEqual(KNOWN);
  });
});

describe('HMAC-SHA1 in the shipped template', () => {
  // RFC 2202 section 3.
  it.each([
    [Buffer.alloc(20, 0x0b), Buffer.from('Hi There'), 'b617318655057264e28bc0b6fb378c8ef146be00'],
    [
      Buffer.from('Jefe'),
      Buffer.from('what do ya want for nothing?'),
      'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
    ],
    [Buffer.alloc(20, 0xaa), Buffer.alloc(50, 0xdd), '125d7342b9ac11cd91a39af48aa17b4f63f175d3'],
    [
      Buffer.from(Array.from({ length: 25 }, (_, i) => i + 1)),
      Buffer.alloc(50, 0xcd),
      '4c9007f4026250c6bc8414f9bf50c86c2d7235da',
    ],
    [Buffer.alloc(20, 0x0c), Buffer.from('Test With Truncation'), '4c1a03424b55e07fe7f27be1d58bb9324a9a5a04'],
    [
      Buffer.alloc(80, 0xaa),
      Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First'),
      'aa4ae5e15272d00e95705637ce8a3b55ed402112',
    ],
    [
      Buffer.alloc(80, 0xaa),
      Buffer.from('Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data'),
      'e8e99d0f45237d786d6bbaa7965c7808bbff1a91',
    ],
  ])('gives the code of RFC 2202, case %#', (key, message, code) => {
    expect(hmac(key, message).toString('hex')).toBe(code);
  });

  it('equals node:crypto for every key length from 1 to 130 and messages around the ends of blocks', () => {
    for (let length = 1; length <= 130; length++) {
      const key = noise(length, `key ${length}`);
      const message = noise([0, 55, 56, 63, 64, 65, 119, 120][length % 8]!, `message ${length}`);
      expect([length, hmac(key, message).toString('hex')]).toEqual([length, node.hmac(key, message)]);
    }
  });

  it('writes the code as Base64, whatever its bits', () => {
    for (const words of [
      [0, 0, 0, 0, 0],
      [-1, -1, -1, -1, -1],
      [2 ** 31, 2 ** 32 - 1, 1, -2, -(2 ** 31)],
    ].concat(Array.from({ length: 100 }, (_, i) => wordsOf(noise(20, `base64 ${i}`)))))
      expect(shipped.base64Digest(words)).toBe(bytesOf(words).toString('base64'));
  });

  it('reads every character of percent-encoded text as its code, at every place of a word', () => {
    const characters = '%&-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~';
    for (let shift = 0; shift < 4; shift++) {
      const text = characters.slice(shift) + characters.slice(0, shift);
      expect(shipped.asciiWords(text)).toEqual(wordsOf(Buffer.from(text)));
    }
    for (let length = 0; length <= 9; length++)
      expect(shipped.asciiWords(characters.slice(0, length))).toEqual(
        wordsOf(Buffer.from(characters.slice(0, length))),
      );
  });
});

describe('percent-encoding in the shipped template', () => {
  const encoded = (text: string) => shipped.percentEncode(text, platform);

  it.each([
    ['Ladies + Gentlemen', 'Ladies%20%2B%20Gentlemen'],
    ['An encoded string!', 'An%20encoded%20string%21'],
    ['Dogs, Cats & Mice', 'Dogs%2C%20Cats%20%26%20Mice'],
    ['\u2603', '%E2%98%83'],
    ['', ''],
  ])('encodes X’s example %j', (text, expected) => {
    expect(encoded(text)).toBe(expected);
  });

  it('leaves exactly the unreserved characters of RFC 3986 alone', () => {
    const ascii = Array.from({ length: 128 }, (_, i) => String.fromCharCode(i));
    for (const character of ascii) expect(encoded(character)).toBe(encode(character));
    expect(ascii.filter((character) => encoded(character) === character).join('')).toBe(
      '-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~',
    );
    expect(encoded("!'()*".repeat(3))).toBe('%21%27%28%29%2A'.repeat(3));
  });

  it('equals an encoder that works byte by byte on any Unicode', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 40 }), (text) => {
        expect(encoded(text)).toBe(encode(text));
      }),
      { numRuns: 500 },
    );
  });

  it('has no result for half a surrogate pair', () => {
    for (const text of ['\ud83d', 'a\udc00b', '\udc00\ud83d']) expect(encoded(text)).toBeUndefined();
  });
});

/** Every vector's base string: the published one, else put together by the sources that test/signing holds against it. */
const baseOf = (vector: Vector): string => {
  if (vector.baseString) return vector.baseString;
  const credentials = {
    consumerKey: vector.consumerKey!,
    consumerSecret: vector.consumerSecret,
    accessToken: vector.token!,
    accessTokenSecret: vector.tokenSecret,
  };
  const extra = Object.entries({ ...vector.query, ...vector.form }).map(([name, value]) => ({ name, value }));
  const own = oauthParameters(credentials, { nonce: vector.nonce!, timestamp: vector.timestamp! });
  const parameters = parameterString([...extra, ...own], platform);
  return baseString({ method: vector.method!, url: vector.url! }, parameters, platform);
};

describe('the stages of a signature in the shipped template', () => {
  // The template draws its own nonce, so the published ones are signed with the parts it is made of.
  it.each(vectors.vectors as Vector[])('sign what is published: $source', (vector) => {
    const key = `${encode(vector.consumerSecret)}&${encode(vector.tokenSecret)}`;
    const base = baseOf(vector);
    const { inner, outer } = shipped.hmacKey(shipped.asciiWords(key), key.length);
    const digest = shipped.compress(inner, paddedWords(Buffer.from(base), 64 + base.length));
    expect(shipped.base64Digest(shipped.hmacOuter(outer, digest))).toBe(vector.signature);
    expect(hmacSha1(base, vector.consumerSecret, vector.tokenSecret)).toBe(vector.signature);
  });

  it('write the header of awkward credentials as RFC 5849 has it', () => {
    const uniqueness = { nonce: 'abcdef0123456789', timestamp: '1700000000' };
    const header = shipped.authorizationHeader(
      CREDENTIALS,
      uniqueness,
      'E4zhJp9bPnu9wXeLuM6nnAjjSAo=',
      platform,
    );
    expect(header).toBe(
      'OAuth oauth_consumer_key="ck%28%27a%27%29", oauth_nonce="abcdef0123456789", ' +
        'oauth_signature="E4zhJp9bPnu9wXeLuM6nnAjjSAo%3D", oauth_signature_method="HMAC-SHA1", ' +
        'oauth_timestamp="1700000000", oauth_token="t~k-._%20%C3%A9", oauth_version="1.0"',
    );
  });

  it('give no nonce twice in 2,000 draws of the same millisecond', () => {
    const draw: Draw = (least, most) => least + randomInt(most - least + 1);
    const request = { method: 'POST', url: `${X}/12/measurement/conversions/o8z6j` };
    const prepared = shipped.prepare(request, CREDENTIALS, platform, draw);
    const nonces = Array.from({ length: 2_000 }, () => shipped.sign(prepared, 1_763_800_321, draw).nonce);
    expect(new Set(nonces).size).toBe(2_000);
    // Chance alone keeps them apart: each of the last twelve letters is drawn from 32.
    for (let place = 1; place <= 12; place++)
      expect(new Set(nonces.map((nonce) => nonce.at(-place))).size).toBe(32);
  });
});

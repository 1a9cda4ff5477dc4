/**
 * The signing code as it ships: the functions of template.tpl's own code section, called through the interpreter, and
 * whole runs of the template, both held against `node:crypto`, the `oauth-1.0a` library and published vectors.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import OAuth from 'oauth-1.0a';
import { describe, expect, it } from 'vitest';
import { compile, createSandbox, type HttpRequest } from '../../sandbox/index.ts';
import { toNative, toSandbox } from '../../sandbox/interpreter/border.ts';
import vectors from '../vectors/oauth1.json' with { type: 'json' };
import { encode, hmacSha1, sign as signature } from '../x-server/client.ts';
import {
  CREDENTIALS,
  type Data,
  formsOf,
  oauth,
  oauthHeader,
  purchase,
  run,
  template,
  X,
} from './harness.ts';

/** What the shipped functions take and give, as far as they are called here. */
interface Shipped {
  sha1(words: number[], length: number): number[];
  compress(digest: number[], block: number[]): number[];
  compressKnown(digest: number[], known: number[]): number[];
  schedule(block: number[]): number[];
  hmacKey(words: number[], length: number): { inner: number[]; outer: number[] };
  hmacOuter(outer: number[], digest: number[]): number[];
  asciiWords(text: string): number[];
  base64Digest(digest: number[]): string;
  percentEncode(text: string, encode: unknown): string | undefined;
  prepare(request: Data, credentials: Data, encode: unknown, draw: unknown): Data;
  sign(
    prepared: Data,
    seconds: number,
    draw: unknown,
  ): { nonce: string; timestamp: string; signature: string };
  authorizationHeader(credentials: Data, uniqueness: Data, signed: string, encode: unknown): string;
  encodeUriComponent: unknown;
  generateRandom: unknown;
}

const FUNCTIONS = [
  'sha1',
  'compress',
  'compressKnown',
  'schedule',
  'hmacKey',
  'hmacOuter',
  'asciiWords',
  'base64Digest',
  'percentEncode',
  'prepare',
  'sign',
  'authorizationHeader',
] as const;

/** The code section with its last statement, `run();`, replaced by one that hands its functions out. */
function openCode(): string {
  const [, code] = template.code.match(/^([\s\S]*)\nrun\(\);$/) ?? [];
  if (code === undefined) throw new Error('The code section must end with "run();".');
  const missing = FUNCTIONS.filter((name) => !code.includes(`\nfunction ${name}(`));
  if (missing.length > 0) throw new Error(`The code section has no function ${missing.join(', ')}.`);
  const exposed = [...FUNCTIONS, 'encodeUriComponent', 'generateRandom'];
  return `${code}\nreturn { ${exposed.map((name) => `${name}: ${name}`).join(', ')} };\n`;
}

const shipped = toNative(
  createSandbox()
    .load(compile(openCode()))
    .call([toSandbox({ logging: 'never' })]),
) as Shipped;

const wordsOf = (bytes: Buffer): number[] => {
  const whole = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  return Array.from({ length: whole.length / 4 }, (_, i) => whole.readInt32BE(4 * i));
};

/** Digests of the shipped code are not cut to 32 bits. */
const bytesOf = (words: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * words.length);
  for (const [i, word] of words.entries()) bytes.writeInt32BE(word | 0, 4 * i);
  return bytes;
};

const INITIAL = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];

/** The blocks of the end of a message of `length` bytes in all (RFC 3174 section 4). */
function blocksOf(tail: Buffer, length = tail.length): number[][] {
  const padded = Buffer.alloc(Math.ceil((tail.length + 9) / 64) * 64);
  tail.copy(padded);
  padded[tail.length] = 0x80;
  padded.writeUInt32BE(8 * length, padded.length - 4);
  const words = wordsOf(padded);
  return Array.from({ length: words.length / 16 }, (_, i) => words.slice(16 * i, 16 * i + 16));
}

const sha1 = (message: Buffer): string =>
  bytesOf(shipped.sha1(wordsOf(message), message.length)).toString('hex');

/** HMAC-SHA1 put together from the shipped parts, with padding of our own. */
function hmac(key: Buffer, message: Buffer): Buffer {
  const { inner, outer } = shipped.hmacKey(wordsOf(key), key.length);
  const digest = blocksOf(message, 64 + message.length).reduce(shipped.compress, inner);
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

  it('equals node:crypto for every length from 0 to 200', () => {
    for (let length = 0; length <= 200; length++) {
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
      expect(bytesOf(shipped.compressKnown(digest, shipped.schedule(block)))).toEqual(bytesOf(next));
      digest = next;
    }
  });

  it('takes words and digests with and without sign for the same', () => {
    const block = wordsOf(noise(64, 'sign'));
    const unsigned = block.map((word) => word >>> 0);
    const signed = INITIAL.map((word) => word | 0);
    const expected = bytesOf(shipped.compress(INITIAL, block));
    expect(bytesOf(shipped.compress(signed, unsigned))).toEqual(expected);
    expect(bytesOf(shipped.compressKnown(signed, shipped.schedule(unsigned)))).toEqual(expected);
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
      [2 ** 33 + 5, -(2 ** 34), 1, 2, 3],
    ].concat(Array.from({ length: 100 }, (_, i) => wordsOf(noise(20, `base64 ${i}`)))))
      expect(shipped.base64Digest(words)).toBe(bytesOf(words).toString('base64'));
  });

  it('reads every character of percent-encoded text as its code, at every place of a word', () => {
    const characters = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).join('');
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
  const encoded = (text: string) => shipped.percentEncode(text, shipped.encodeUriComponent);

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
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(encoded(text)).toBe(encode(text));
      }),
      { numRuns: 500 },
    );
  });

  it('has no result for half a surrogate pair', () => {
    for (const text of ['\ud83d', 'a\udc00b', '\udc00\ud83d']) expect(encoded(text)).toBeUndefined();
  });
});

/** Signature of a request by the `oauth-1.0a` library. */
function byLibrary(
  url: string,
  secret: { consumerSecret: string; tokenSecret: string },
  header: Record<string, string>,
): string {
  const library = new OAuth({
    consumer: { key: header.oauth_consumer_key!, secret: secret.consumerSecret },
    signature_method: 'HMAC-SHA1',
    hash_function: (base, key) => createHmac('sha1', key).update(base).digest('base64'),
  });
  const { oauth_signature: _, ...signed } = header;
  return library.getSignature({ url, method: 'POST' }, secret.tokenSecret, {
    ...signed,
    oauth_timestamp: signed.oauth_timestamp as unknown as number,
  } as OAuth.Data);
}

/** Everything that must hold of the one header a run has sent for these settings. */
function expectSigned(request: HttpRequest, settings: Data, now: number): Record<string, string> {
  const trimmed = (name: string): string => String(settings[name]).trim();
  const url = `${X}/12/measurement/conversions/${trimmed('pixelId')}`;
  expect(request.url).toBe(url);
  const header = oauthHeader(request);
  const { oauth_nonce: nonce = '', oauth_timestamp: timestamp = '' } = header;
  expect(nonce).toMatch(/^[A-Za-z0-9]{10,80}$/);
  expect(timestamp).toBe(String(Math.floor(now / 1000)));
  const expected = signature({
    consumerKey: trimmed('consumerKey'),
    consumerSecret: trimmed('consumerSecret'),
    token: trimmed('accessToken'),
    tokenSecret: trimmed('accessTokenSecret'),
    method: 'POST',
    url,
    nonce,
    timestamp,
  });
  const secret = { consumerSecret: trimmed('consumerSecret'), tokenSecret: trimmed('accessTokenSecret') };
  expect(byLibrary(url, secret, header)).toBe(expected);
  // The header as a whole: order, names, encoding.
  expect(request.headers.Authorization).toBe(
    `OAuth oauth_consumer_key="${encode(trimmed('consumerKey'))}", oauth_nonce="${nonce}", ` +
      `oauth_signature="${encode(expected)}", oauth_signature_method="HMAC-SHA1", ` +
      `oauth_timestamp="${timestamp}", oauth_token="${encode(trimmed('accessToken'))}", oauth_version="1.0"`,
  );
  return header;
}

/** An event that makes little work: what counts here is the header. */
const EVENT = {
  event_name: 'purchase',
  event_id: 'e-1',
  page_location: 'https://shop.example/?twclid=2-abc',
};
const QUIET: Data = { consent: 'always', logging: 'never', setClickIdCookie: false };
const answered = async () => ({
  statusCode: 200,
  headers: {},
  body: '{"data":{"conversions_processed":1}}',
});
const NOW = 1_763_800_321_456;

/** The header of one run, checked. */
async function signedRun(
  settings: Data,
  storage: Map<string, unknown>,
  now = NOW,
): Promise<Record<string, string>> {
  const record = await run(settings, EVENT, { http: answered, storage, now: () => now });
  expect(record.outcome).toBe('success');
  expect(record.requests).toHaveLength(1);
  return expectSigned(record.requests[0]!.request, settings, now);
}

const settingsOf = (
  consumerKey: string,
  consumerSecret: string,
  accessToken: string,
  accessTokenSecret: string,
) => oauth({ ...QUIET, consumerKey, consumerSecret, accessToken, accessTokenSecret });

const PUBLISHED = vectors.vectors.find(({ source }) => source.includes('conversions endpoint'))!;

describe('the stages of a signature in the shipped template', () => {
  it('sign what is published for the conversions endpoint, given the published nonce', () => {
    // The template draws its own nonce, so the published one is signed with the parts it is made of.
    const key = `${encode(PUBLISHED.consumerSecret)}&${encode(PUBLISHED.tokenSecret)}`;
    const base = PUBLISHED.baseString!;
    const { inner, outer } = shipped.hmacKey(shipped.asciiWords(key), key.length);
    const digest = blocksOf(Buffer.from(base), 64 + base.length).reduce(shipped.compress, inner);
    expect(shipped.base64Digest(shipped.hmacOuter(outer, digest))).toBe(PUBLISHED.signature);
    expect(hmacSha1(base, PUBLISHED.consumerSecret, PUBLISHED.tokenSecret)).toBe(PUBLISHED.signature);
  });

  it('write the header of awkward credentials as RFC 5849 has it', () => {
    const credentials = {
      consumerKey: "ck('a')",
      consumerSecret: 'c!s*&=%',
      accessToken: 't~k-._ \u00e9',
      accessTokenSecret: '\u2603 7',
    };
    const uniqueness = { nonce: 'abcdef0123456789', timestamp: '1700000000' };
    expect(
      shipped.authorizationHeader(
        credentials,
        uniqueness,
        'E4zhJp9bPnu9wXeLuM6nnAjjSAo=',
        shipped.encodeUriComponent,
      ),
    ).toBe(
      'OAuth oauth_consumer_key="ck%28%27a%27%29", oauth_nonce="abcdef0123456789", ' +
        'oauth_signature="E4zhJp9bPnu9wXeLuM6nnAjjSAo%3D", oauth_signature_method="HMAC-SHA1", ' +
        'oauth_timestamp="1700000000", oauth_token="t~k-._%20%C3%A9", oauth_version="1.0"',
    );
  });

  it('give no nonce twice in 10,000 draws of the same millisecond', () => {
    const { generateRandom: draw, encodeUriComponent: platform } = shipped;
    const credentials = { consumerKey: 'a', consumerSecret: 'b', accessToken: 'c', accessTokenSecret: 'd' };
    const prepared = shipped.prepare({ method: 'POST', url: `${X}/p` }, credentials, platform, draw);
    const nonces = Array.from({ length: 10_000 }, () => shipped.sign(prepared, 1_763_800_321, draw).nonce);
    expect(new Set(nonces).size).toBe(10_000);
  });
});

const awkward = fc.constantFrom(
  ...' &%+=\'"!*()~-._/?#;,:@$\\\u00e4\u00f6\u00fc\u00df\u00e9\u20ac\u2603',
  '\u{1f511}',
  '%20',
  '%2B',
  '\u0000',
  '\n',
);
const credential = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
    fc.string({ unit: awkward, minLength: 1, maxLength: 60 }),
    fc.stringMatching(/^[A-Za-z0-9-]{1,90}$/),
  )
  .filter((text) => text.trim() !== '');
const pixelId = fc.stringMatching(/^[A-Za-z0-9]{3,12}$/);

describe('whole runs of the shipped template', () => {
  it('sign right for 1,000 random sets of credentials and pixels that share one storage, and again with what is stored', async () => {
    const storage = new Map<string, unknown>();
    const nonces = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          pixelId,
          consumerKey: credential,
          consumerSecret: credential,
          accessToken: credential,
          accessTokenSecret: credential,
        }),
        fc.integer({ min: 1_000_000_000_000, max: 9_999_999_999_999 }),
        async (set, now) => {
          const settings = oauth({ ...QUIET, ...set });
          const before = nonces.size;
          nonces.add((await signedRun(settings, storage, now)).oauth_nonce!);
          nonces.add((await signedRun(settings, storage, now)).oauth_nonce!);
          expect(nonces.size).toBe(before + 2);
        },
      ),
      { numRuns: 1000 },
    );
    expect(storage.size).toBeLessThanOrEqual(256);
  });

  it('sign right wherever in a block nonce and token stand', async () => {
    for (let length = 1; length <= 64; length++) {
      const settings = settingsOf('k'.repeat(length), 's', 't'.repeat(1 + ((length * 7) % 64)), 'u');
      const storage = new Map<string, unknown>();
      await signedRun(settings, storage);
      await signedRun(settings, storage);
    }
  });

  it('take numbers for texts, as a variable may give them', async () => {
    await signedRun(oauth({ ...QUIET, consumerKey: 12345, accessToken: 0, pixelId: 123 }), new Map());
  });
});

/** Every place in a value, as the way there. */
function placesOf(value: unknown, way: string[] = []): string[][] {
  const below = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [way, ...below.flatMap(([key, inner]) => placesOf(inner, [...way, key]))];
}

const isContainer = (value: unknown): value is Data => typeof value === 'object' && value !== null;

/** The value with one place changed; `undefined` removes it. */
function mutated(value: unknown, [step, ...rest]: string[], change: (old: unknown) => unknown): unknown {
  if (step === undefined || !isContainer(value)) return change(value);
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Data;
  const inner = mutated(copy[step], rest, change);
  if (inner === undefined) delete copy[step];
  else copy[step] = inner;
  return copy;
}

const SETTINGS = settingsOf('consumer-key-1', 'consumer-secret-1', 'access-token-1', 'access-token-secret-1');

describe('what is kept between runs', () => {
  it('is used: a second run costs less than half, and nothing is written anew', async () => {
    const storage = new Map<string, unknown>();
    const first = await run(SETTINGS, EVENT, { http: answered, storage });
    const kept = JSON.stringify([...storage]);
    const second = await run(SETTINGS, EVENT, { http: answered, storage });
    expect(second.instructions).toBeLessThan(first.instructions / 2);
    expect(JSON.stringify([...storage])).toBe(kept);
  });

  it('may be gone at any time', async () => {
    const storage = new Map<string, unknown>();
    for (let i = 0; i < 3; i++) {
      await signedRun(SETTINGS, storage);
      storage.clear();
    }
  });

  it('may be anything, of whatever origin', async () => {
    const storage = new Map<string, unknown>();
    await signedRun(SETTINGS, storage);
    const [key] = storage.keys();
    const whole = storage.get(key!);
    const foreign = [
      0,
      1,
      Number.NaN,
      true,
      false,
      '',
      'text',
      '{}',
      [],
      [[]],
      {},
      { state: {} },
      { seal: '' },
    ].concat([
      { state: null, seal: null },
      { state: undefined, seal: 'x' },
      { state: {}, seal: createHash('sha256').update('{}').digest('hex') },
      { state: {}, seal: createHash('sha256').update('{}').digest('base64') },
      { state: { inner: [], outer: [], words: [], place: 0, known: [], nonce: '' }, seal: true },
      [whole],
      { ...(whole as Data), extra: 1 },
    ] as never[]);
    for (const value of foreign) {
      storage.set(key!, value);
      await signedRun(SETTINGS, storage);
    }
  });

  it('spoils no signature when any single field of it is changed, removed or replaced', async () => {
    const storage = new Map<string, unknown>();
    await signedRun(SETTINGS, storage);
    const [[key, whole] = ['', {}]] = [...storage];
    const places = placesOf(whole);
    expect(places.length).toBeGreaterThan(20);
    const changes: ((old: unknown) => unknown)[] = [
      (old) => (typeof old === 'number' ? old + 1 : typeof old === 'string' ? `${old}x` : null),
      () => undefined,
      () => ({}),
    ];
    for (const place of places)
      for (const change of changes) {
        storage.set(key, mutated(whole, place, change));
        await signedRun(SETTINGS, storage);
      }
  });

  it('of other credentials is not taken, whichever of the four differs and in both directions', async () => {
    const storage = new Map<string, unknown>();
    await signedRun(SETTINGS, storage);
    for (const name of CREDENTIALS) {
      const other = { ...SETTINGS, [name]: `${SETTINGS[name]}x` };
      const otherStorage = new Map<string, unknown>();
      await signedRun(other, otherStorage);
      const [key] = storage.keys();
      const [otherKey] = otherStorage.keys();
      // As if both had the same key.
      await signedRun(SETTINGS, new Map([[key!, otherStorage.get(otherKey!)]]));
      await signedRun(other, new Map([[otherKey!, storage.get(key!)]]));
    }
    const otherPixel = { ...SETTINGS, pixelId: 'o8z6k' };
    const pixelStorage = new Map<string, unknown>();
    await signedRun(otherPixel, pixelStorage);
    const [pixelKey] = pixelStorage.keys();
    await signedRun(otherPixel, new Map([[pixelKey!, [...storage.values()][0]]]));
  });

  it('follows credentials that change from run to run', async () => {
    const storage = new Map<string, unknown>();
    for (const name of [...CREDENTIALS, ...CREDENTIALS])
      for (const settings of [SETTINGS, { ...SETTINGS, [name]: 'another one' }, SETTINGS])
        await signedRun(settings, storage);
  });

  it('tells apart credentials that only together make the same text', async () => {
    const storage = new Map<string, unknown>();
    for (const settings of [
      settingsOf('ab', 'c', 'd', 'e'),
      settingsOf('a', 'bc', 'd', 'e'),
      settingsOf('a","b', 'c', 'd', 'e'),
      settingsOf('a', 'b","c', 'd', 'e'),
      settingsOf('a', 'b', 'c&d', 'e'),
      settingsOf('a', 'b&c', 'd', 'e'),
    ])
      for (let i = 0; i < 2; i++) await signedRun(settings, storage);
  });

  it('serves two tags with different credentials at once', async () => {
    const storage = new Map<string, unknown>();
    const other = settingsOf('other-key', 'other-secret', 'other-token', 'other-token-secret');
    const headers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => signedRun(i % 2 ? other : SETTINGS, storage)),
    );
    expect(new Set(headers.map(({ oauth_nonce }) => oauth_nonce)).size).toBe(20);
  });

  it('and its key hold no credential as text, plain or encoded', async () => {
    for (let i = 0; i < 40; i++) {
      const secret = (name: string) => `${name}!${randomBytes(6).toString('base64')}\u00e4 ${'x'.repeat(i)}`;
      const settings = settingsOf(
        ...(['Kk', 'Ss', 'Tt', 'Uu'].map(secret) as [string, string, string, string]),
      );
      const storage = new Map<string, unknown>();
      await signedRun(settings, storage);
      expect(storage.size).toBe(1);
      const kept = JSON.stringify([...storage]);
      for (const name of CREDENTIALS)
        for (const form of formsOf(String(settings[name]))) {
          expect(kept).not.toContain(form);
          expect(kept).not.toContain(form.slice(0, 8));
        }
    }
  });

  it('is not needed: in preview, where storage is empty each time, signatures are as right', async () => {
    const record = await run(SETTINGS, purchase(), { http: answered, preview: true, now: () => NOW });
    expectSigned(record.requests[0]!.request, SETTINGS, NOW);
  });
});

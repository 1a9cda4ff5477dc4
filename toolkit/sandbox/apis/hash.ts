/** SHA-256 and its HMAC with a key the template never sees. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as digest } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Func, Value } from '../interpreter/values.ts';
import { type ApiFactory, api, expectTypes } from './context.ts';
import { base64, fromBase64Text, urlSafe } from './encode.ts';
import { optionsOf } from './plain.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function encoded(bytes: Uint8Array, options: Value, otherwise: string): string {
  const encoding = optionsOf(options).outputEncoding ?? otherwise;
  if (encoding === 'hex') return bytesToHex(bytes);
  return encoding === 'base64url' ? urlSafe(base64(bytes)) : base64(bytes);
}

export const sha256Sync: ApiFactory = () =>
  api('sha256Sync', (args) => {
    expectTypes('sha256Sync', ['string', 'Object|undefined'], args);
    return encoded(digest(utf8(args[0] as string)), args[1], 'base64');
  });

export const sha256: ApiFactory = ({ jobs }) =>
  api('sha256', (args) => {
    expectTypes('sha256', ['string', 'function', 'Object|undefined'], args);
    const text = encoded(digest(utf8(args[0] as string)), args[2], 'base64');
    const callback = args[1] as Func;
    jobs.enqueue(() => callback.call([text]));
    return undefined;
  });

export const hmacSha256: ApiFactory = ({ world, permissions }) =>
  api('hmacSha256', (args) => {
    expectTypes('hmacSha256', ['string', 'string', 'Object|undefined'], args);
    const [text, id] = args as [string, string];
    permissions.check('use_custom_private_keys', id);
    const keys = world.keys ?? {};
    const key = Object.hasOwn(keys, id) ? fromBase64Text(keys[id]!) : undefined;
    if (!key) throw new Error(`hmacSha256: no key with the id '${id}' in the credentials file.`);
    return encoded(hmac(digest, key, utf8(text)), args[2], 'base64url');
  });

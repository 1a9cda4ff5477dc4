import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import OAuth from 'oauth-1.0a';
import { describe, expect, it } from 'vitest';
import {
  baseString,
  type Credentials,
  oauthParameters,
  parameterString,
  signature,
  signingKey,
  signRequest,
} from '../../src/signing/oauth1.ts';
import vectors from '../vectors/oauth1.json' with { type: 'json' };
import { encode } from './platform.ts';
import type { Vector } from './vector.ts';

const credentialsOf = (vector: Vector): Credentials => ({
  consumerKey: vector.consumerKey ?? '',
  consumerSecret: vector.consumerSecret,
  accessToken: vector.token ?? '',
  accessTokenSecret: vector.tokenSecret,
});

const headerValue = (header: string, name: string): string =>
  decodeURIComponent(header.match(new RegExp(`${name}="([^"]*)"`))![1]!);

/** Signature by the `oauth-1.0a` library. */
function byLibrary(url: string, credentials: Credentials, nonce: string, timestamp: string): string {
  const oauth = new OAuth({
    consumer: { key: credentials.consumerKey, secret: credentials.consumerSecret },
    signature_method: 'HMAC-SHA1',
    hash_function: (base, key) => createHmac('sha1', key).update(base).digest('base64'),
  });
  return oauth.getSignature({ url, method: 'POST' }, credentials.accessTokenSecret, {
    oauth_consumer_key: credentials.consumerKey,
    oauth_nonce: nonce,
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: timestamp as unknown as number,
    oauth_token: credentials.accessToken,
    oauth_version: '1.0',
  });
}

describe('OAuth 1.0a signing', () => {
  for (const vector of (vectors as { vectors: Vector[] }).vectors) {
    it(`gives the published signature: ${vector.source}`, () => {
      const credentials = credentialsOf(vector);
      let base = vector.baseString;
      if (vector.method && vector.url) {
        const extra = Object.entries({ ...vector.query, ...vector.form }).map(([name, value]) => ({
          name,
          value,
        }));
        const uniqueness = { nonce: vector.nonce!, timestamp: vector.timestamp! };
        const parameters = parameterString([...extra, ...oauthParameters(credentials, uniqueness)], encode);
        base = baseString({ method: vector.method, url: vector.url }, parameters, encode);
        if (vector.baseString) expect(base).toBe(vector.baseString);
        const header = signRequest(
          { method: vector.method, url: vector.url, parameters: extra },
          credentials,
          uniqueness,
          encode,
        );
        expect(headerValue(header, 'oauth_signature')).toBe(vector.signature);
      }
      expect(signature(base!, signingKey(credentials, encode))).toBe(vector.signature);
    });
  }

  it('writes the header with seven parameters, sorted, encoded, in quotes', () => {
    const header = signRequest(
      { method: 'POST', url: 'https://ads-api.x.com/12/measurement/conversions/o8z6j' },
      {
        consumerKey: "ck('a')",
        consumerSecret: 'c!s*&=%',
        accessToken: 't~k-._ é',
        accessTokenSecret: '☃ 7',
      },
      { nonce: 'abcdef0123456789', timestamp: '1700000000' },
      encode,
    );
    expect(header).toBe(
      'OAuth oauth_consumer_key="ck%28%27a%27%29", oauth_nonce="abcdef0123456789", ' +
        'oauth_signature="E4zhJp9bPnu9wXeLuM6nnAjjSAo%3D", oauth_signature_method="HMAC-SHA1", ' +
        'oauth_timestamp="1700000000", oauth_token="t~k-._%20%C3%A9", oauth_version="1.0"',
    );
  });

  it('sorts by name before value, whatever the characters', () => {
    const names = ['a-b', 'a', 'a1', 'b5', 'a', 'c@'];
    const sorted = parameterString(
      names.map((name, i) => ({ name, value: `${9 - i}` })),
      encode,
    );
    expect(sorted).toBe('a=5&a=8&a-b=9&a1=7&b5=6&c%40=4');
  });

  it('equals node:crypto and the oauth-1.0a library for 1,000 random credentials and URLs', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    const tame = fc.constantFrom('', ...'abcdefghijklmnopqrstuvwxyz0123456789');
    fc.assert(
      fc.property(
        fc.record({ consumerKey: text, consumerSecret: text, accessToken: text, accessTokenSecret: text }),
        fc.array(tame, { minLength: 1, maxLength: 12 }).map((letters) => letters.join('')),
        fc.stringMatching(/^[A-Za-z0-9]{1,40}$/),
        fc.integer({ min: 0, max: 4_102_444_800 }).map(String),
        (credentials, pixelId, nonce, timestamp) => {
          const url = `https://ads-api.x.com/12/measurement/conversions/${pixelId}`;
          const header = signRequest({ method: 'POST', url }, credentials, { nonce, timestamp }, encode);
          const signed = headerValue(header, 'oauth_signature');
          const strict = (value: string) =>
            encodeURIComponent(value).replace(
              /[!'()*]/g,
              (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
            );
          const parameters = [
            `oauth_consumer_key=${strict(credentials.consumerKey)}`,
            `oauth_nonce=${nonce}`,
            'oauth_signature_method=HMAC-SHA1',
            `oauth_timestamp=${timestamp}`,
            `oauth_token=${strict(credentials.accessToken)}`,
            'oauth_version=1.0',
          ].join('&');
          const key = `${strict(credentials.consumerSecret)}&${strict(credentials.accessTokenSecret)}`;
          const base = `POST&${strict(url)}&${strict(parameters)}`;
          expect(signed).toBe(createHmac('sha1', key).update(base).digest('base64'));
          expect(signed).toBe(byLibrary(url, credentials, nonce, timestamp));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

/** Parameters in the query: signed as X's documents and the `oauth-1.0a` library have it, and sent as they are signed. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import OAuth from 'oauth-1.0a';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../scripts/lib/x-client.ts';
import { type Credentials, type Parameter, signRequest } from '../../src/signing/oauth1.ts';
import type { XServer } from '../../x-server/server.ts';
import { anyCharacter } from '../any-character.ts';
import { credentials as standIn, startServer } from '../x-server/client.ts';

/** X, Creating a signature, the credentials of the example; nonce and timestamp likewise. */
const credentials: Credentials = {
  consumerKey: 'xvz1evFS4wEEPTGEFPHBog',
  consumerSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
  accessToken: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
  accessTokenSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
};
const uniqueness = { nonce: 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg', timestamp: '1318622958' };

const signatureOf = (header: string): string =>
  decodeURIComponent(/oauth_signature="([^"]*)"/.exec(header)?.[1] ?? '');
const signed = (method: string, url: string, parameters: readonly Parameter[], own = credentials): string =>
  signatureOf(signRequest({ method, url, parameters }, own, uniqueness, encodeURIComponent));

function byLibrary(method: string, url: string, parameters: readonly Parameter[], own: Credentials): string {
  const library = new OAuth({
    consumer: { key: own.consumerKey, secret: own.consumerSecret },
    signature_method: 'HMAC-SHA1',
    hash_function: (text, key) => createHmac('sha1', key).update(text).digest('base64'),
  });
  const data = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  return library.getSignature({ method, url, data }, own.accessTokenSecret, {
    oauth_consumer_key: own.consumerKey,
    oauth_nonce: uniqueness.nonce,
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: Number(uniqueness.timestamp),
    oauth_token: own.accessToken,
    oauth_version: '1.0',
  });
}

const BASE = 'https://ads-api.x.com/12';
const TAGS = `${BASE}/accounts/18ce54d4x5t/web_event_tags`;
const order = {
  name: "Kauf – Shop (EU) 100% *neu*, A&B's",
  type: 'PURCHASE',
  click_window: '30',
  view_through_window: '1',
  retargeting_enabled: 'false',
};
const job = {
  entity: 'CAMPAIGN',
  entity_ids: '8fgzf,8u94t',
  start_time: '2026-11-01T00:00:00+01:00',
  end_time: '2026-11-08T00:00:00+01:00',
  granularity: 'DAY',
  placement: 'ALL_ON_TWITTER',
  metric_groups: 'WEB_CONVERSION',
  segmentation_type: 'CONVERSION_TAGS',
};

describe('a request with parameters in its query', () => {
  // Calculated by two independent programs on 2026-11-28 with the credentials of X's example; CC0.
  test.each<[string, string, Record<string, string>, string]>([
    ['GET', TAGS, { count: '1000', with_deleted: 'true' }, 'wFanuC7P3O8ZNU7wiIDw+akryNc='],
    [
      'GET',
      TAGS,
      { count: '1000', with_deleted: 'true', cursor: 'c-3yvu1pzhd3i7' },
      'b99mvjy62rwA8+ndRwzd/+iruDM=',
    ],
    ['POST', TAGS, order, 'Fuyi2hA+2zaOODjKZPZN4xO0cRU='],
    ['PUT', `${TAGS}/o3bk1`, { name: 'Lead form' }, 'any/XeGrCP+gSBvdgKELhl8SNH8='],
    ['DELETE', `${TAGS}/o3bk1`, {}, 'WaO3IpEbWON0M+vrF/uaipzx+PA='],
    ['POST', `${BASE}/stats/jobs/accounts/18ce54d4x5t`, job, 'fZP8/EDSZ7AMAfuPrARB92jC0nw='],
  ])('%s %s is signed as it must be', (method, url, query, signature) => {
    const parameters = Object.entries(query).map(([name, value]) => ({ name, value }));
    expect(signed(method, url, parameters)).toBe(signature);
    expect(byLibrary(method, url, parameters, credentials)).toBe(signature);
  });

  const texts = fc.string({
    unit: fc.oneof(fc.constantFrom(..."!*'()äöüß–☃ +%&=,;:/?#[]@~._-"), anyCharacter),
    maxLength: 20,
  });
  const parameters = fc
    .uniqueArray(
      fc.record({ name: texts.filter((name) => name !== '' && !name.startsWith('oauth_')), value: texts }),
      {
        maxLength: 6,
        selector: ({ name }) => name,
      },
    )
    // An object lists names that are whole numbers first, which the library's own sorting undoes.
    .filter((list) => !list.some(({ name }) => name === '__proto__'));

  test('has the signature of the library for any parameters', () => {
    fc.assert(
      fc.property(
        parameters,
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
        texts,
        (list, method, secret) => {
          const own = { ...credentials, consumerSecret: secret, accessTokenSecret: `${secret}!*'()ü` };
          expect(signed(method, TAGS, list, own)).toBe(byLibrary(method, TAGS, list, own));
        },
      ),
      { numRuns: 300 },
    );
  });

  describe('over HTTP', () => {
    let server: XServer;
    beforeAll(async () => {
      server = await startServer();
    });
    afterAll(() => server.close());

    test('arrives as it was signed', async () => {
      const { consumerKey, consumerSecret, token, tokenSecret } = standIn;
      const way = {
        method: 'oauth1' as const,
        credentials: { consumerKey, consumerSecret, accessToken: token, accessTokenSecret: tokenSecret },
      };
      const client = createClient(server.url, { now: Date.now, timeoutMs: 5000 });
      const path = 'accounts/18ce552mlaq/web_event_tags/o87ne';
      await fc.assert(
        fc.asyncProperty(parameters, async (list) => {
          const reply = await client.send({ method: 'PUT', path, parameters: list }, way);
          // Unknown parameters are refused, after the signature was found right.
          expect(reply).toMatchObject({ kind: 'answered', status: list.length === 0 ? 200 : 400 });
        }),
        { numRuns: 60 },
      );
    });
  });
});

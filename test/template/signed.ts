/** One signed run of the template, its header held against `node:crypto` and the `oauth-1.0a` library. */
import { createHmac } from 'node:crypto';
import OAuth from 'oauth-1.0a';
import type { HttpRequest } from 'sgtm-toolkit/sandbox';
import { expect } from 'vitest';
import { encode, sign as signature } from '../x-server/client.ts';
import { type Data, oauth, oauthHeader, run, X } from './harness.ts';

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
export function expectSigned(request: HttpRequest, settings: Data, now: number): Record<string, string> {
  const trimmed = (name: string): string => String(settings[name]).trim();
  const url = `${X}/12/measurement/conversions/${trimmed('pixelId')}`;
  expect(request.url).toBe(url);
  const header = oauthHeader(request);
  const { oauth_nonce: nonce = '', oauth_timestamp: timestamp = '' } = header;
  expect(nonce).toMatch(/^[a-z2-7]{12,15}$/);
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
export const EVENT = {
  event_name: 'purchase',
  event_id: 'e-1',
  page_location: 'https://shop.example/?twclid=2-abc',
};
export const QUIET: Data = {
  consent: 'always',
  logging: 'never',
  setClickIdCookie: false,
  // Bare, so that it goes with any pixel.
  categoryEvents: [{ category: 'purchase', eventId: 'o87ne' }],
};
export const answered = async () => ({
  statusCode: 200,
  headers: {},
  body: '{"data":{"conversions_processed":1}}',
});
export const NOW = 1_763_800_321_456;

/** The header of one run, checked. */
export async function signedRun(
  settings: Data,
  storage: Map<string, unknown>,
  now = NOW,
): Promise<Record<string, string>> {
  const record = await run(settings, EVENT, { http: answered, storage, now: () => now });
  expect(record.outcome).toBe('success');
  expect(record.requests).toHaveLength(1);
  return expectSigned(record.requests[0]!.request, settings, now);
}

export const settingsOf = (
  consumerKey: string,
  consumerSecret: string,
  accessToken: string,
  accessTokenSecret: string,
) => oauth({ ...QUIET, consumerKey, consumerSecret, accessToken, accessTokenSecret });

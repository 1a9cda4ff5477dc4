/** The shipped tag as a program without a world: what `npm run compare` also hands to Google's interpreter. */

import { compile } from 'sgtm-toolkit/sandbox';
import { createMachine } from 'sgtm-toolkit/sandbox/interpreter/evaluate';
import { createJobs } from 'sgtm-toolkit/sandbox/interpreter/jobs';
import { Dict } from 'sgtm-toolkit/sandbox/interpreter/values';
import { describe, expect, it } from 'vitest';
import { subject } from '../../bench/tables.ts';
import { tagSource } from '../../bench/tag-source.ts';
import { encode, hmacSha1 } from '../x-server/client.ts';

const { template, token, oauth, event } = await subject();

/** What the tag asks for, a line each. */
function asked(data: Record<string, unknown>, given = event): string[] {
  const machine = createMachine({ jobs: createJobs(), require: () => undefined });
  return String(machine.load(compile(tagSource(template.code, data, given))).call([new Dict()])).split('\n');
}

describe('the tag as a program', () => {
  it('sends the purchase twice and reports it', () => {
    const lines = asked(token);
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'cookie',
      'request',
      'success',
      'cookie',
      'request',
      'success',
    ]);
    expect(lines[1]).toContain('X-Pixel-Token: aPixelAccessTokenOfThirtyTwoChars');
    expect(lines[1]).toContain('content_price: 11.67');
  });

  it('signs both requests rightly, the second with what the first has kept', () => {
    const lines = asked(oauth);
    expect(lines.filter((line) => line.startsWith('storage'))).toHaveLength(1);
    const requests = lines.filter((line) => line.startsWith('request'));
    const headers = requests.map((line) =>
      Object.fromEntries(
        [...line.matchAll(/(oauth_\w+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
      ),
    );
    for (const { oauth_signature, ...parameters } of headers) {
      const list = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
      const url = `https://ads-api.x.com/12/measurement/conversions/${oauth.pixelId}`;
      const base = `POST&${encode(url)}&${encode(list.sort().join('&'))}`;
      expect(decodeURIComponent(oauth_signature!)).toBe(
        hmacSha1(base, String(oauth.consumerSecret), String(oauth.accessTokenSecret)),
      );
    }
    expect(new Set(headers.map(({ oauth_nonce }) => oauth_nonce)).size).toBe(2);
  });

  it('is not made of data that the language cannot write', () => {
    expect(() => tagSource('', {}, { note: '\u0007' })).toThrow('Control characters');
  });
});

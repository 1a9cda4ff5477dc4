/** The keys of a dictionary that the browser half needs: what is taken, and that each mistake is named at its place. */
import { describe, expect, it } from 'vitest';
import { read } from '../scripts/container-tools.ts';

const RIGHT = 'pixelId: o8z6j\ncategoryEvents:\n  purchase: tw-o8z6j-o87ne\n';
const [SERVER, GA4] = ['serverUrl: https://s.example\n', 'measurementId: G-AB12CD34EF\n'];

describe('the browser half in a dictionary', () => {
  it('is read, without the slash at the end of the address, and the banner has a usual name', () => {
    const { dictionary, problems } = read(`${RIGHT}${GA4}serverUrl: https://s.example/metrics/\n`);
    expect(problems).toEqual([]);
    expect(dictionary).toMatchObject({
      measurementId: 'G-AB12CD34EF',
      serverUrl: 'https://s.example/metrics',
      consentEvent: 'consent_update',
    });
    expect(read(`${RIGHT}consentEvent: answered`).dictionary.consentEvent).toBe('answered');
  });

  it.each<[string, string, string, number, number, RegExp]>([
    [
      'an ID of Universal Analytics',
      `${RIGHT}${SERVER}measurementId: UA-1-1`,
      'SETTING',
      5,
      16,
      /look like G-/,
    ],
    ['a container’s ID', `${RIGHT}${SERVER}measurementId: GTM-ABC`, 'SETTING', 5, 16, /look like G-/],
    [
      'a server without https',
      `${RIGHT}${GA4}serverUrl: http://s.example`,
      'SETTING',
      5,
      12,
      /https address/,
    ],
    [
      'a server without a scheme',
      `${RIGHT}${GA4}serverUrl: sgtm.shop.example`,
      'SETTING',
      5,
      12,
      /https address/,
    ],
    [
      'a server with a query',
      `${RIGHT}${GA4}serverUrl: https://s.example/?a=1`,
      'SETTING',
      5,
      12,
      /https address/,
    ],
    [
      'a server with a sign of HTML in its path',
      `${RIGHT}${GA4}serverUrl: https://s.example/a&b`,
      'SETTING',
      5,
      12,
      /https address/,
    ],
    [
      'a server with a password',
      `${RIGHT}${GA4}serverUrl: https://a:b@s.example`,
      'SETTING',
      5,
      12,
      /https address/,
    ],
    [
      'a server with a script',
      `${RIGHT}${GA4}serverUrl: "https://s.example/'x"`,
      'SETTING',
      5,
      12,
      /https address/,
    ],
    [
      'a server that is a variable',
      `${RIGHT}${GA4}serverUrl: https://s.example/{{x}}`,
      'SETTING',
      5,
      12,
      /https/,
    ],
    ['a server without a property', `${RIGHT}${SERVER}`, 'WEB', 4, 12, /without measurementId/],
    ['a property without a server', `${RIGHT}${GA4}`, 'WEB', 4, 16, /without serverUrl/],
    ['a banner’s event that is none', `${RIGHT}consentEvent: "{{x}}"`, 'SETTING', 4, 15, /name of an event/],
  ])('refuses %s', (_, text, code, line, column, message) => {
    const { problems } = read(text);
    const [first] = problems.filter(({ severity }) => severity === 'error');
    expect(first).toMatchObject({ code, line, column });
    expect(first!.message).toMatch(message);
  });
});

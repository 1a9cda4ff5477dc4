/** Secrets are shown nowhere, in whatever form they turn up. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadContainer } from '../../server/load.ts';
import { createSecrets, MASK } from '../../server/secrets.ts';
import { exported } from './exports.ts';

const secretsOf = (variable: Record<string, unknown>[] = [], parameter: Record<string, unknown> = {}) =>
  createSecrets(loadContainer(exported({ variable, tag: [{ name: 'A', type: 'sgtmgaaw', parameter }] })));

describe('secrets', () => {
  it('are the constants that a secret field is made of, and those of a secret name', () => {
    const { mask } = secretsOf(
      [
        { name: 'K', type: 'c', parameter: { value: '{{inner}}' } },
        { name: 'inner', type: 'c', parameter: { value: 'inner-value' } },
        { name: 'api-key', type: 'c', parameter: { value: 'named-value' } },
        { name: 'open', type: 'c', parameter: { value: 'open-value' } },
      ],
      { accessToken: '{{K}}', pixelId: '{{open}}' },
    );
    expect(mask('inner-value named-value open-value')).toBe(`${MASK} ${MASK} open-value`);
  });

  it('are learnt when a variable or a field gives them, in every form they travel in', () => {
    const { learn, mask } = secretsOf();
    learn('clientSecret', 'a"b&c d\u00e9');
    learn('value', 'not a secret');
    for (const form of [
      'a"b&c d\u00e9',
      encodeURIComponent('a"b&c d\u00e9'),
      JSON.stringify('a"b&c d\u00e9').slice(1, -1),
    ])
      expect(mask(`<${form}>`)).toBe(`<${MASK}>`);
    expect(mask('not a secret')).toBe('not a secret');
  });

  it('are known without the space around them, which templates cut off', () => {
    const { learn, mask } = secretsOf([
      { name: 'the token', type: 'c', parameter: { value: '  of the file\n' } },
    ]);
    learn('dbPwd', '\t of an event ');
    expect(mask('?a=of%20the%20file of an event')).toBe(`?a=${MASK} ${MASK}`);
  });

  it('are values of rows that name themselves so, as in a table of headers', () => {
    const { learn, mask, maskAll } = secretsOf();
    const rows = [
      { name: 'Authorization', value: 'Bearer abc' },
      { headerName: 'X-Api-Key', headerValue: 'key-value' },
      { name: 'Accept', value: 'text/html' },
      { item_name: 'Secret garden', item_id: 'SKU-1234' },
    ];
    expect(maskAll({ requestHeaders: rows })).toEqual({
      requestHeaders: [
        { name: 'Authorization', value: MASK },
        { headerName: 'X-Api-Key', headerValue: MASK },
        ...rows.slice(2),
      ],
    });
    learn('requestHeaders', rows);
    expect(mask('Bearer abc, key-value, text/html, SKU-1234')).toBe(`${MASK}, ${MASK}, text/html, SKU-1234`);
  });

  it('of a container that was replaced stay secret', () => {
    const { learn, values } = secretsOf([{ name: 'token', type: 'c', parameter: { value: 'old-value' } }]);
    learn('clientSecret', 'learnt-value');
    const { mask } = createSecrets(loadContainer(exported({})), values());
    expect(mask('old-value learnt-value')).toBe(`${MASK} ${MASK}`);
  });

  it.each([
    ['https://a.example/?api_key=abc&x=1', `https://a.example/?api_key=${MASK}&x=1`],
    ['https://a.example/?sig=abc#f', `https://a.example/?sig=${MASK}#f`],
    [
      'dl=https%3A%2F%2Fa.example%2F%3Ftoken%3Dabc%26x%3D1',
      `dl=https%3A%2F%2Fa.example%2F%3Ftoken%3D${MASK}%26x%3D1`,
    ],
    ['grant=x&client_secret=abc', `grant=x&client_secret=${MASK}`],
    ['{"access_token": "a\\"bc", "x": "y"}', `{"access_token": "${MASK}", "x": "y"}`],
    ['key of a song = yes', 'key of a song = yes'],
  ])('stand under their names in %s', (text, expected) => {
    expect(secretsOf().mask(text)).toBe(expected);
  });

  it('in headers, cookies and data are masked by their names', () => {
    const { maskAll } = secretsOf();
    expect(
      maskAll({
        headers: {
          Authorization: 'OAuth x',
          'X-Pixel-Token': 't',
          cookie: 'a=1; PHPSESSID=2; auth=3',
          'set-cookie': ['sid=4; Path=/'],
        },
        data: { password: 'p', nested: [{ consumerKey: 'k', token: 12345 }], name: 'n' },
      }),
    ).toEqual({
      headers: {
        Authorization: MASK,
        'X-Pixel-Token': MASK,
        cookie: `a=1; PHPSESSID=${MASK}; auth=${MASK}`,
        'set-cookie': [`sid=${MASK}; Path=/`],
      },
      data: { password: MASK, nested: [{ consumerKey: MASK, token: MASK }], name: 'n' },
    });
  });

  it('that overlap leave no part', () => {
    const { learn, mask } = secretsOf();
    learn('token', ['abcdefgh', 'defghijk', 'abcdefgh-and-more']);
    expect(mask('<abcdefghijk> <abcdefgh-and-more>')).toBe(`<${MASK}> <${MASK}>`);
  });

  it('of the file are never forgotten, however many an event brings', () => {
    const { learn, mask } = secretsOf([
      { name: 'the token', type: 'c', parameter: { value: 'of-the-file' } },
    ]);
    for (let n = 0; n < 2000; n++) learn('token', `of-event-${n}`);
    expect(mask('of-the-file of-event-1999')).toBe(`${MASK} ${MASK}`);
  });

  it('of any text leave no trace', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6, unit: 'grapheme' }).filter((text) => text === text.trim()),
        fc.string(),
        fc.string(),
        (secret, before, after) => {
          const { learn, maskAll } = secretsOf();
          learn('token', ` ${secret}\n`);
          const shown = maskAll({ text: before + secret + after }).text;
          fc.pre(!(before + after).includes(secret) && !MASK.includes(secret));
          expect(shown).not.toContain(secret);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are looked for in time that grows with the text', () => {
    const { mask } = secretsOf();
    for (const part of ['?', '?a', '%3F', '%3Fa', '"', '"a":', '"a":"', '\\"', 'token=', '&token', ' a']) {
      const time = (n: number): number => {
        const text = part.repeat(n);
        mask(text);
        const start = process.cpuUsage().user;
        for (let i = 0; i < 5; i++) mask(text);
        return process.cpuUsage().user - start;
      };
      expect(time(80_000)).toBeLessThan(100 * (time(4000) + 3000));
    }
  });
});

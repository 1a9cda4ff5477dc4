/** What the command sends, holds back, subtracts and says. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../scripts/send.ts';
import { captured } from '../../toolkit/test/cli/captured.ts';
import { folder, oauthEnvironment, secrets, stand } from './replay-setup.ts';
import { HEADER, MAP, only, order, sendTable } from './send-setup.ts';

describe('sending', () => {
  test('takes --yes: without it nothing is sent and nothing written', async () => {
    const server = await stand();
    const path = folder();
    const { code, totals, err } = await sendTable(HEADER + order('1'), {
      path,
      args: ['--endpoint', server.url],
      world: { environment: {} },
    });
    expect([code, totals]).toEqual([0, { rows: 1, sent: 1, refused: 0 }]);
    expect(err).toContain('Nothing was sent. Add --yes to send.');
    expect(server.received).toEqual([]);
    expect(existsSync(join(path, 'state.ndjson'))).toBe(false);
  });

  test('reaches X once, in this run and in all later ones', async () => {
    const server = await stand();
    const path = folder();
    const args = ['--yes', '--endpoint', server.url];
    const table = HEADER + order('1') + order('2') + order('1', '99');
    const first = await sendTable(table, { path, args });
    expect([first.code, first.totals]).toEqual([0, { rows: 3, sent: 2, refused: 0, leftOut: 1 }]);
    expect(first.leftOut).toEqual([
      {
        line: 4,
        leftOut: expect.stringContaining('an earlier row has the same event and conversion_id, and other'),
      },
    ]);
    const second = await sendTable(table + order('3'), { path, args });
    expect(second.totals).toEqual({ rows: 4, sent: 1, refused: 0, leftOut: 3 });
    expect(second.lines.map(({ line }) => line)).toEqual([5]);
    expect(server.recorded.processed).toBe(3);
    expect(server.received).toHaveLength(2);
  });

  test('with OAuth credentials signs', async () => {
    const server = await stand();
    const { code } = await sendTable(HEADER + order('1'), {
      args: ['--yes', '--endpoint', server.url],
      world: { environment: oauthEnvironment, now: Date.now },
    });
    expect([code, server.recorded.processed]).toEqual([0, 1]);
  });

  test('without credentials is a wrong call', async () => {
    const { code, err } = await sendTable(HEADER + order('1'), {
      args: ['--yes'],
      world: { environment: {} },
    });
    expect([code, err]).toEqual([2, expect.stringContaining('No credentials')]);
  });

  test('goes on without the row that X refuses, which is named with X’s words', async () => {
    const server = await stand();
    const dictionary = 'pixelId: o8z6j\ncategoryEvents:\n  purchase: o87ne\n  lead: zzzzz\n';
    const lead = order('2').replace('purchase', 'generate_lead');
    const { code, lines, totals } = await sendTable(HEADER + order('1') + lead + order('3'), {
      dictionary,
      args: ['--yes', '--endpoint', server.url],
    });
    expect([code, totals]).toEqual([1, { rows: 3, sent: 2, refused: 1 }]);
    expect(lines.find(({ line }) => line === 3)?.refused).toMatch(/^X answered 40\d: /);
    expect(server.recorded.processed).toBe(2);
  });

  test('never again what X may have got: it is listed in every run', async () => {
    const server = await stand();
    const path = folder();
    server.faults.next({ kind: 'cut', at: 'start', processed: true });
    const args = ['--yes', '--endpoint', server.url];
    for (const _run of [1, 2]) {
      const { code, lines } = await sendTable(HEADER + order('1'), { path, args });
      expect([code, lines]).toEqual([
        1,
        [{ line: 2, refused: expect.stringMatching(/^In doubt: X may have it/) }],
      ]);
    }
    expect(server.received).toHaveLength(1);
  });

  test('an X that answers nothing but its own faults is not asked for every row', async () => {
    const server = await stand();
    server.faults.use(() => ({ kind: 'cut', at: 'start' }));
    const table = HEADER + Array.from({ length: 2000 }, (_, i) => order(`o-${i}`)).join('');
    const { lines } = await sendTable(table, { args: ['--yes', '--endpoint', server.url, '--batch', '100'] });
    expect(server.received.length).toBe(8);
    expect(lines.filter(({ refused }) => refused?.startsWith('In doubt'))).toHaveLength(107);
    expect(lines.filter(({ refused }) => refused?.startsWith('8 requests in a row'))).toHaveLength(1893);
  });
});

describe('age', () => {
  test.each([
    ['2026-11-27 12:00', 'sent'],
    ['2026-10-20 12:00', 'sent and told'],
    ['2026-08-01 12:00', 'Column "Time": older than 90 days (--max-age).'],
    ['2026-12-24 12:00', expect.stringContaining('in the future')],
    ['2014-12-24 12:00', 'Column "Time" holds a time before 2015.'],
    ['2026-11-27', expect.stringContaining('without an offset. Export it like')],
    [
      '46348.42708',
      expect.stringMatching(/^Column "Time" holds no time that can be read.* like 2026-11-22 10:15:30\.$/),
    ],
    ['22.11.2026 10:15', expect.stringContaining('holds no time that can be read')],
    // As BigQuery and as Shopify write it.
    ['2026-11-27 11:00:00.123456 UTC', 'sent'],
    ['2026-11-27 12:00:00 +0100', 'sent'],
    ['', expect.stringContaining('Column "Time" holds no time')],
    ['2026-03-29 02:30', expect.stringContaining('that the clocks of the zone skip')],
  ])('an order of %s: %s', async (time, fate) => {
    const sent = await sendTable(HEADER + order('1', '10', time));
    const isOld = sent.err.includes('Older than 30 days: X attributes');
    expect(only(sent).refused ?? (isOld ? 'sent and told' : 'sent')).toEqual(fate);
    expect(sent.code).toBe(only(sent).refused === undefined ? 0 : 1);
  });

  test('--hold sends what is older by the clock of the run, a later run the rest', async () => {
    const server = await stand();
    const path = folder();
    const table = HEADER + order('1', '10', '2026-11-10 12:00') + order('2', '10', '2026-11-20 12:00');
    const args = ['--yes', '--hold', '14', '--endpoint', server.url];
    const first = await sendTable(table, { path, args });
    expect([first.code, first.totals]).toEqual([0, { rows: 2, sent: 1, refused: 0, leftOut: 1 }]);
    const later = await sendTable(table, {
      path,
      args,
      world: { now: () => Date.parse('2026-12-05T00:00Z') },
    });
    expect(later.lines.map(({ line }) => line)).toEqual([3]);
    expect(server.recorded.processed).toBe(2);
  });

  test.each([['x'], ['-1'], ['1.5'], ['']])('--hold %s is a wrong call', async (hold) => {
    for (const args of [[`--hold=${hold}`], ['--hold', hold]]) {
      const { code, err } = await sendTable(HEADER, { args });
      expect([code, err]).toEqual([2, expect.stringContaining('--hold must be a whole number')]);
    }
  });
});

describe('the map', () => {
  const renewal = order('9').replace('purchase', 'renewal');
  test('leaves renewals out', async () => {
    const { totals } = await sendTable(HEADER + renewal, {
      map: `${MAP}renewals: { column: Stage, is: renewal }\n`,
    });
    expect(totals).toEqual({ rows: 1, sent: 0, refused: 0, leftOut: 1 });
  });

  test('or gives them an event of their own', async () => {
    const map = `${MAP}renewals: { column: Stage, is: renewal, event: generate_lead }\n`;
    expect(only(await sendTable(HEADER + renewal, { map })).conversion?.event_id).toBe('o87nd');
  });

  test('gives a value by stage, and a currency, to rows without one', async () => {
    const rows = [
      'purchase,2026-11-27 12:00,1,a@b.example,,',
      'generate_lead,2026-11-27 12:00,2,a@b.example,7,usd',
    ];
    const map = `${MAP}constants: { currency: EUR }\nvalue: { purchase: 60, generate_lead: 10 }\n`;
    const { lines } = await sendTable(`${HEADER}${rows.join('\n')}\n`, { map });
    expect(lines.map(({ conversion }) => [conversion?.value, conversion?.price_currency])).toEqual([
      ['60.00', 'EUR'],
      ['7.00', 'USD'],
    ]);
  });

  test('filters', async () => {
    const map = `${MAP}only: { Currency: [EUR, CHF] }\nexcept: { Order: ["2", ""] }\n`;
    const rows = order('1') + order('2') + order('') + order('3').replace('EUR', 'USD');
    const { code, lines, totals } = await sendTable(HEADER + rows, { map });
    expect(lines.map(({ line }) => line)).toEqual([2]);
    expect([code, totals.leftOut]).toEqual([0, 3]);
  });

  test('takes items from a column, or from columns of one item', async () => {
    const map = `${MAP}  items: { item_id: Order, price: Total, quantity: Order }\n`;
    expect(only(await sendTable(HEADER + order('2', '5'), { map })).conversion).toMatchObject({
      contents: [{ content_id: '2', content_price: '5.00', num_items: 2 }],
      number_items: 2,
    });
  });

  test('names the columns of consent, and nothing is sent without it', async () => {
    const dictionary = 'pixelId: o8z6j\nconsent: adStorage\ncategoryEvents: { purchase: o87ne }\n';
    const map = MAP.replace('  currency: Currency', '  ad_storage: Currency');
    const rows =
      order('1').replace('EUR', 'granted') +
      order('2').replace('EUR', 'denied') +
      order('3').replace('EUR', '');
    const { lines } = await sendTable(HEADER + rows, { dictionary, map });
    expect(lines.map(({ refused }) => refused)).toEqual([
      undefined,
      'Column "Currency": ad_storage is denied (consent_state).',
      expect.stringMatching(/^Column "Currency": .*no consent signal for ad_storage/),
    ]);
  });
});

describe('what is told', () => {
  test('a row that names another event, or nobody, with the columns that it is about', async () => {
    const map = `${MAP}  phone: Phone\n`;
    const header = HEADER.replace('\n', ',Phone\n');
    const rows = 'scroll,2026-11-27 12:00,1,a@b.example,,,\npurchase,2026-11-27 12:00,2,,,,12\n';
    expect((await sendTable(header + rows, { map })).lines).toEqual([
      { line: 2, refused: 'Column "Stage": No X event ID is configured for the event "scroll".' },
      { line: 3, refused: expect.stringContaining('Columns "Mail", "Phone": The row identifies nobody') },
    ]);
  });

  test('what is left out of a conversion, with its column and line', async () => {
    const { err } = await sendTable(HEADER + order('1', '"1,234"'));
    expect(err).toMatch(/Column "Total": The value for "value" cannot be used.*\n +line 2\n/);
  });

  test('a currency that there is not', async () => {
    const { code, err } = await sendTable(HEADER + order('1').replace('EUR', 'XYZ') + order('2'));
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(/1 {2}Column "Currency": "XYZ" is not a currency.*\n +line 2\n/),
    ]);
  });

  test('is no row that X refused among those that were sent', async () => {
    const server = await stand();
    const table = HEADER + order('1').replace('EUR', 'XYZ');
    const { err, totals } = await sendTable(table, { args: ['--yes', '--endpoint', server.url] });
    expect(totals).toEqual({ rows: 1, sent: 0, refused: 1 });
    expect(err).toMatch(/^Warnings\n[\s\S]*"XYZ" is not a currency/m);
    expect(err).not.toContain('Sent');
  });

  test('rows of a JSON list by their number, because all may stand on one line', async () => {
    const row = (id: string, time: string) => ({
      Stage: 'purchase',
      Time: time,
      Order: id,
      Mail: 'a@b.example',
    });
    const table = JSON.stringify([
      row('1', '2026-11-27 12:00'),
      row('2', 'soon'),
      row('1', '2026-11-27 12:00'),
    ]);
    const { lines, leftOut, err } = await sendTable(table);
    expect([...lines, ...leftOut].map(({ line, entry }) => [line, entry])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
    expect(err).toContain('Doubles: an earlier row is the same conversion.\n           entry 3\n');
    expect(err).toMatch(/map\.yaml:8:10 warning COLUMN: No row of .*table has the field "Total"/);
  });

  test('a table without a header, and nobody in it', async () => {
    const { code, err } = await sendTable(order('1'));
    expect([code, err]).toEqual([1, expect.stringContaining('does not look like a header')]);
    expect(err).not.toContain('jane');
  });
});

test('no secret and no raw address stands in output or state', async () => {
  const server = await stand();
  const path = folder();
  const rows =
    order('jane.doe@example.com') +
    order('2').replace('purchase', 'jane.doe@example.com') +
    order('3', '10', 'jane.doe@example.com') +
    order('6').replace('purchase', '+49 151 23456789') +
    order('7').replace('purchase', '203.0.113.9') +
    order('4', 'jane.doe@example.com') +
    order('5').replace('EUR', 'jane.doe@example.com');
  for (const args of [[], ['--yes', '--endpoint', server.url]]) {
    const { out, err, totals } = await sendTable(HEADER + rows, { path, args });
    expect(totals).toEqual({ rows: 7, sent: 3, refused: 4 });
    for (const secret of [...secrets, 'jane.doe', 'example.com', '23456789', '203.0'])
      expect(out + err).not.toContain(secret);
  }
  const state = readFileSync(join(path, 'state.ndjson'), 'utf8');
  expect(state).not.toMatch(/jane|example|o87ne/);
});

test('people read a summary by event, value and reason', async () => {
  const example = (name: string): string => new URL(`../../examples/${name}`, import.meta.url).pathname;
  const { io, written } = captured();
  const code = await main([example('orders.csv'), '--map', example('orders-map.yaml')], io, {
    ...WORLD,
    now: () => Date.parse('2026-11-28T12:00:00Z'),
  });
  expect([code, written.err]).toEqual([1, '']);
  expect(written.out).toMatch(/ 3 {2}"purchase" {2}EUR 1513\.98\n/);
  expect(written.out).toMatch(/ 1 {2}"quote_requested" {2}EUR 30\.00\n/);
  expect(written.out).toMatch(
    / 1 {2}Column "Marketing consent": ad_storage is denied \(consent_state\)\.\n +line 10\n/,
  );
  expect(written.out).toMatch(/ 10 {2}rows read\n +4 {2}would be sent\n +2 {2}refused\n +4 {2}left out\n/);
});

const WORLD = {
  environment: {},
  stdin: process.stdin,
  sleep: async () => undefined,
  random: () => 0.5,
  stop: new AbortController().signal,
  timeoutMs: 30_000,
  drained: () => undefined,
};

/** What refunds take from which rows, and what is said of those that take nothing. */

import { describe, expect, test } from 'vitest';
import { folder, stand } from './replay-setup.ts';
import { type Call, HEADER, MAP, order, sendTable } from './send-setup.ts';

const REFUNDS = `${MAP}refunds: { column: Stage, is: [refund, chargeback] }\n`;
const refund = (id: string, total: string, currency = 'EUR'): string =>
  `refund,2026-11-28 09:00,${id},,${total},${currency}\n`;
const values = async (rows: string, call: Call = {}): Promise<unknown[]> =>
  (await sendTable(HEADER + rows, { map: REFUNDS, ...call })).lines.map(
    ({ conversion, refused }) => conversion?.value ?? refused,
  );

describe('refunds', () => {
  test.each([
    ['in part, by a later row', order('1', '100') + refund('1', '-30.50'), ['69.50']],
    ['in part, by an earlier row', refund('1', '"30,5"') + order('1', '100'), ['69.50']],
    [
      'in several parts',
      order('1', '100') + refund('1', '10') + refund('1', '20') + refund('1', '0.01'),
      ['69.99'],
    ],
    ['in parts that make the whole', order('1', '0.30') + refund('1', '0.1') + refund('1', '0.2'), []],
    ['more than the order', order('1', '10') + refund('1', '12'), []],
    ['whole, without an amount', order('1', '10') + refund('1', ''), []],
    [
      'by another word of the map',
      order('1', '10') + refund('1', '4').replace('refund', 'chargeback'),
      ['6.00'],
    ],
    ['of another order', order('1', '10') + refund('2', '4'), ['10.00']],
    ['without a currency', order('1', '10') + refund('1', '4', ''), ['6.00']],
    [
      'in another currency',
      order('1', '10') + refund('1', '4', 'USD'),
      ['A refund of the order is in another currency.'],
    ],
    ['unreadable', order('1', '10') + refund('1', '4 EUR'), [expect.stringContaining('cannot be read')]],
    ['of an order without a value', order('1', '') + refund('1', '4'), [expect.stringContaining('no value')]],
    [
      'of an order without a value and a currency',
      order('1', '').replace('EUR', '') + refund('1', '4'),
      [expect.stringContaining('no value')],
    ],
    [
      'in a currency, of an order without one',
      order('1').replace('EUR', '') + refund('1', '4'),
      ['A refund of the order has a currency and the order has none.'],
    ],
    ['of no order', refund('', '4'), [expect.stringContaining('Column "Order": the refund names no order')]],
    ['of large amounts', order('1', '9000000000000') + refund('1', '1'), ['8999999999999.00']],
  ])('%s', async (_what, rows, sent) => {
    expect(await values(rows)).toEqual(sent);
  });

  test('are read whatever the filters say', async () => {
    const rows = order('1', '10') + refund('1', '4');
    expect(await values(rows, { map: `${REFUNDS}only: { Stage: purchase }\n` })).toEqual(['6.00']);
  });

  test.each([['4'], ['10'], [''], ['4 EUR']])('of what was sent before (%j) are told', async (amount) => {
    const server = await stand();
    const call = { path: folder(), map: REFUNDS, args: ['--yes', '--endpoint', server.url] };
    await sendTable(HEADER + order('1', '10'), call);
    const { err, totals } = await sendTable(HEADER + order('1', '10') + refund('1', amount), call);
    expect(err).toContain('Sent by an earlier run and refunded since');
    expect(totals).toEqual({ rows: 2, sent: 0, refused: 0, leftOut: 2 });
    expect(server.received).toHaveLength(1);
  });

  test('without a currency are in that of their order, whatever the map has for orders without one', async () => {
    const map = `${REFUNDS}constants: { currency: CHF }\n`;
    expect(await values(order('1', '10') + refund('1', '4', ''), { map })).toEqual(['6.00']);
    const orderWithout = order('1', '10').replace('EUR', '');
    expect(await values(orderWithout + refund('1', '4', 'CHF'), { map })).toEqual(['6.00']);
  });

  test.each([
    ['purchase,"2026\n', 'The quotation mark that opens in line 3, column "Time", is not closed'],
    [refund('1', '4').replace(',EUR', ''), 'The row has 5 columns, the header 6: "Currency" is the first'],
  ])(
    'may stand in a row that cannot be read (%j): nothing is sent, the summary tells',
    async (row, problem) => {
      const server = await stand();
      const table = HEADER + order('1', '10') + row;
      const sent = await sendTable(table, { map: REFUNDS, args: ['--yes', '--endpoint', server.url] });
      expect([sent.code, sent.out, server.received]).toEqual([1, '', []]);
      for (const { code, err } of [sent, await sendTable(table, { map: REFUNDS })]) {
        expect([code, err]).toEqual([1, expect.stringContaining(`Line 3: ${problem}`)]);
        expect(err).toContain('1 of the rows cannot be read and may be refunds');
      }
      expect((await sendTable(table, { map: REFUNDS })).totals).toEqual({ rows: 2, sent: 1, refused: 1 });
    },
  );

  test('are known by a word in any case', async () => {
    expect(await values(order('1', '10') + refund('1', '4').replace('refund', ' REFUND '))).toEqual(['6.00']);
  });

  test('are told apart: of an order of the table, of one that was sent without or with them, of none', async () => {
    const server = await stand();
    const call = { path: folder(), map: REFUNDS, args: ['--yes', '--endpoint', server.url] };
    await sendTable(HEADER + order('0', '10') + order('3', '10') + refund('3', '4'), call);
    const table =
      HEADER + refund('0', '4') + refund('1', '4') + refund('2', '4') + refund('3', '4') + order('1', '10');
    const { lines, leftOut, totals } = await sendTable(table, call);
    expect(lines.map(({ conversion }) => conversion?.value)).toEqual(['6.00']);
    expect(leftOut).toEqual([
      { line: 2, leftOut: expect.stringContaining('sent without subtracting them') },
      { line: 3, leftOut: 'Refunds of orders of this table.' },
      { line: 4, leftOut: expect.stringContaining('that this table does not hold') },
      { line: 5, leftOut: 'Refunds of orders that an earlier run sent net of them.' },
    ]);
    expect(totals).toEqual({ rows: 5, sent: 1, refused: 0, leftOut: 4 });
  });

  test('that were subtracted when the order was sent are no news, a further one is', async () => {
    const server = await stand();
    const call = { path: folder(), map: REFUNDS, args: ['--yes', '--endpoint', server.url] };
    const table = HEADER + order('1', '10') + refund('1', '2') + refund('1', '3');
    const fates = async (rows: string): Promise<string[]> =>
      (await sendTable(rows, call)).leftOut.map(({ leftOut }) => leftOut.slice(0, 44));
    expect((await sendTable(table, call)).lines[0]?.conversion?.value).toBe('5.00');
    const row = 'Refunds of orders of this table.';
    expect(await fates(table)).toEqual(['Sent by an earlier run.', row, row]);
    // The export has moved on.
    expect(await fates(HEADER + order('1', '10') + refund('1', '3'))).toEqual([
      'Sent by an earlier run.',
      row,
    ]);
    expect((await fates(table + refund('1', '1')))[0]).toBe('Sent by an earlier run and refunded since: X');
    expect(server.recorded.processed).toBe(1);
  });

  test.each([
    ['of a stage that has one by the map', '', ['10.00', '70.00']],
    ['of zero', '0', ['0.00', '70.00']],
    ['of its own too', '100', ['70.00', '70.00']],
  ])(
    'reduce what carries the amount of the order, and not a lead with a value %s',
    async (_what, value, sent) => {
      const rows =
        order('1', value).replace('purchase', 'generate_lead') + order('1', '100') + refund('1', '30');
      const map = `${REFUNDS}value: { generate_lead: 10 }\n`;
      expect(await values(rows, { map })).toEqual(sent);
    },
  );

  test('reduce a value by stage when the order has no other', async () => {
    const map = `${REFUNDS}value: { purchase: 60 }\n`;
    expect(await values(order('1', '') + refund('1', '20'), { map })).toEqual(['40.00']);
  });

  test('whose field no row of JSON has are not overlooked', async () => {
    const map = REFUNDS.replace('{ column: Stage, is: [refund', '{ column: type, is: [refund');
    const row =
      '{"Type":"refund","Stage":"purchase","Time":"2026-11-27 12:00","Order":"1","Mail":"a@b.example"}\n';
    const { code, out, err } = await sendTable(row, { map });
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/map\.yaml:10:20 error COLUMN: No row of .* has the field "type"/);
  });

  test('need a file', async () => {
    const { code, err } = await sendTable('', { map: REFUNDS, args: ['-'] });
    expect([code, err]).toEqual([2, expect.stringContaining('Refunds need a file')]);
  });
});

test('says of a run that was stopped only that, not that fields of unread rows are missing', async () => {
  const row = { Stage: 'purchase', Time: '2026-11-27 12:00', Order: '1', Total: '1', Currency: 'EUR' };
  const table = JSON.stringify([row, { ...row, Order: '2', Mail: 'a@b.example', Type: 'order' }]);
  const map = `${MAP}refunds: { column: Type, is: refund }\n`;
  expect((await sendTable(table, { map })).err).not.toMatch(/has the field/);
  const { err } = await sendTable(table, { map, world: { stop: AbortSignal.abort() } });
  expect(err).toMatch(/was stopped/);
  expect(err).not.toMatch(/has the field|takes a map without/);
});

/** Inputs with nothing in them, or not all: what is missing of a log would be taken for what never fired, an empty table for agreement. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { called, HEADER, reported } from './reconcile-setup.ts';

const orders = `${HEADER}\norder,order-1,2026-11-20T10:00:00Z,purchase,,65.00,EUR,granted\n`;
const text = '{"timestamp":"2026-11-20T10:00:01Z","textPayload":"Listening on port 8080"}\n'.repeat(20);

test.each([
  ['gzip that was cut off', gzipSync(text).subarray(0, -20), /log0, line \d+: reading failed/],
  ['UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le'), /log0, line 1: .*convert it to UTF-8/],
])('%s', async (_, log, said) => {
  const { code, out, err } = await called({ logs: [log], orders });
  expect([code, out, err]).toEqual([2, '', expect.stringMatching(said)]);
  const whole = await called({ logs: [text], orders });
  expect([whole.code, whole.out.trimEnd().split('\n').at(-1)]).toEqual([
    0,
    'Nothing could be judged with these inputs.',
  ]);
});

test('a table without an order that can be used does not agree with the log in silence', async () => {
  for (const rows of [`${HEADER}\n`, orders.replace('2026-11-20T10:00:00Z', 'yesterday')]) {
    const { report } = await reported({ logs: [text], orders: rows });
    const why = report.impossible.find(({ verdict }) => verdict === 'not-fired')?.why;
    expect(why).toBe('The table of the orders holds no order that can be used.');
  }
  const { report } = await reported({ logs: [text], orders });
  expect(report.impossible.map(({ why }) => why).join()).not.toContain('no order');
});

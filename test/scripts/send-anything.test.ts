/** Whatever the files hold, the command says what is wrong and counts every row; and sums of refunds are exact. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCounters } from '../../scripts/replay/counters.ts';
import { createRefunds } from '../../scripts/send/refunds.ts';
import { anyCharacter } from '../any-character.ts';
import { runs } from '../counts.ts';
import { folder } from './replay-setup.ts';
import { HEADER, MAP, order, sendTable } from './send-setup.ts';

/** Texts with the signs that have a meaning in the file more often than others. */
const textOf = (...signs: string[]): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...signs) }, anyCharacter),
    maxLength: 200,
  });

/** Somebody, in cells of any column. */
const PERSON = ['jane.doe@example.com', '+49 151 23456789'];
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  textOf('"', ',', ';', '\n', '\r', '{', '}', '[', ']', 'purchase', '\uFEFF', ...PERSON).map((text) =>
    Buffer.from(text),
  ),
  // Rows of the right length with anything in their cells, some of them open.
  fc
    .array(
      fc.array(fc.constantFrom('purchase', 'refund', '2026-11-27 12:00', '1', 'XYZ', '"', '', ...PERSON), {
        minLength: 6,
        maxLength: 6,
      }),
    )
    .map((rows) => Buffer.from(rows.map((cells) => cells.join(',')).join('\n'))),
);

test(
  'any bytes are a table, or are refused',
  async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.boolean(), fc.boolean(), async (tail, hasHeader, hasRefunds) => {
        const table = Buffer.concat([Buffer.from(hasHeader ? HEADER + order('1') : ''), tail]);
        const map = hasRefunds ? `${MAP}refunds: { column: Stage, is: refund }\n` : MAP;
        const { code, totals, out, err } = await sendTable(table, { map });
        expect([0, 1, 2]).toContain(code);
        expect(out + err).not.toMatch(/jane\.doe|23456789/);
        if (out === '') return;
        const places = out.trimEnd().split('\n').slice(0, -1);
        const lines = places.map((text) => Number(/^\{"line":(\d+),"/.exec(text)?.[1]));
        expect(lines).toHaveLength(totals.rows!);
        expect(lines).toEqual([...lines].sort((a, b) => a - b));
        expect(totals.sent! + totals.refused! + (totals.leftOut ?? 0)).toBe(totals.rows);
        expect(code).toBe(totals.refused === 0 ? 0 : 1);
      }),
      { numRuns: runs(100, 5000) },
    );
  },
  60_000 + runs(0, 600_000),
);

test(
  'any text is a map, or is refused with a place',
  async () => {
    const lines = MAP.split('\n').slice(0, -1);
    const text = fc.oneof(
      textOf(':', ' ', '\n', '-', '{', '}', '[', '"', 'columns', 'tag', '&a', '*a'),
      fc
        .tuple(fc.nat({ max: lines.length - 1 }), textOf(' ', ':', '"', '[', '{', '\n', 'value', 'Total'))
        .map(([at, line]) => [...lines.slice(0, at), line, ...lines.slice(at + 1)].join('\n')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (map) => {
        const { code, err } = await sendTable(HEADER + order('1'), { map });
        expect([0, 1, 2]).toContain(code);
        if (code === 1) expect(err).toMatch(/:\d+:\d+ error [A-Z_]+: |Nothing was sent/);
      }),
      { numRuns: runs(100, 5000) },
    );
  },
  60_000 + runs(0, 600_000),
);

test('what is left of an order is exact, however it was paid back', () => {
  const cents = fc.integer({ min: 0, max: 1_000_000_000 });
  const text = (value: number): string =>
    `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`;
  fc.assert(
    fc.property(cents, fc.array(fc.tuple(cents, fc.boolean())), (paid, parts) => {
      const counters = createCounters(folder());
      const refunds = createRefunds(counters);
      for (const [part, isNegative] of parts) refunds.add('1', (isNegative ? '-' : '') + text(part), 'EUR');
      const rest = paid - parts.reduce((sum, [part]) => sum + part, 0);
      const left = refunds.left('1', text(paid), 'EUR', true);
      counters.close();
      if (parts.length === 0) expect(left).toBeUndefined();
      else if (rest <= 0) expect(left).toEqual({ kind: 'nothing' });
      else expect(left).toEqual({ kind: 'some', value: `${text(rest)}0` });
    }),
    { numRuns: runs(50, 500) },
  );
});

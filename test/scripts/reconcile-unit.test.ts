/** What is known of one conversion does not hang on the order in which its lines are read. */
import { expect, test } from 'vitest';
import type { LineFact } from '../../scripts/reconcile/facts.ts';
import { addFact, createUnit } from '../../scripts/reconcile/unit.ts';

const MIDNIGHT = Date.parse('2026-11-05T00:00:00Z');

const line = (type: LineFact['type'], at: number, time: number | undefined): LineFact => ({
  kind: 'line',
  key: 'k',
  id: '1001',
  event: 'o87ne',
  type,
  format: 'console',
  run: 'r1',
  at,
  time,
  money: undefined,
  marks: [],
  why: '',
  line: `${type} ${at}`,
});

test.each([
  ['first', [0, 1, 2]],
  ['last', [2, 1, 0]],
  ['between', [1, 0, 2]],
])("the conversion's own time is its time, where the line that says it comes %s", (_, order) => {
  const lines = [
    line('request', MIDNIGHT + 100, MIDNIGHT - 1000),
    line('processed', MIDNIGHT + 900, undefined),
    line('answered', MIDNIGHT + 800, undefined),
  ];
  const unit = createUnit('k', '1001', 'o87ne');
  for (const at of order) addFact(unit, lines[at]!);
  expect(unit.time).toBe(MIDNIGHT - 1000);
  expect([unit.first, unit.last]).toEqual([MIDNIGHT + 100, MIDNIGHT + 900]);
});

/** What became of each record of an input: used, or ignored and why. Nothing is passed over in silence. */
import type { InputFigures, InputKind } from './model.ts';

export interface Ledger {
  used(): void;
  /** @param why a sentence without a word of the input */
  ignored(why: string, line: number): void;
  figures(): InputFigures;
}

/** Reasons that are told apart, and lines that are named of each. */
const MOST = 50;
const LINES = 5;

/** @param name as it was given on the command line */
export function createLedger(kind: InputKind, name: string): Ledger {
  const reasons = new Map<string, { count: number; lines: number[] }>();
  let used = 0;
  return {
    used() {
      used += 1;
    },
    ignored(given, line) {
      const why = reasons.has(given) || reasons.size < MOST ? given : 'Other reasons.';
      const known = reasons.get(why) ?? { count: 0, lines: [] };
      known.count += 1;
      if (known.lines.length < LINES) known.lines.push(line);
      reasons.set(why, known);
    },
    figures() {
      const ignored = [...reasons].map(([why, { count, lines }]) => ({ why, count, lines }));
      ignored.sort((a, b) => b.count - a.count);
      const read = ignored.reduce((sum, { count }) => sum + count, used);
      return { kind, name, read, used, ignored };
    },
  };
}

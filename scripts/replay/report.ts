/**
 * What a replay says: one entry for each thing a person may want to look at, and a table at the end. For people the first
 * entries of a kind are shown; as JSON all of them, each on a line as it happens, so that the memory stays bounded.
 */

/** In the order of the report. */
export const KINDS = {
  damaged: 'Damaged: there may be conversions in it that nobody can read',
  invalid: 'Not sent, because X would refuse the whole request',
  refused: 'Refused by X',
  held: 'In doubt and not sent again: X may have it, and without the same conversion_id and X event ID it could not recognise a double',
  notDelivered: 'In doubt and not delivered by this run: X may have it',
  twice: 'Sent more than once, because an answer was lost: the same conversion_id lets X drop the double',
  old: 'Older than 30 days: X attributes a conversion within 30 days of the click at most; the time is sent unchanged',
} as const;

export type Kind = keyof typeof KINDS;

export interface Entry {
  kind: Kind;
  where: string;
  pixel?: string;
  eventId?: string;
  conversionId?: string | undefined;
  reason?: string;
}

/** Everything that is counted, with its label; the order is that of the table. */
export const COUNTS = {
  records: 'records read',
  other: 'other records, skipped',
  nothingToSend: 'failures before there was a conversion, nothing to send',
  damaged: 'damaged records',
  conversions: 'conversions found',
  filtered: 'of other pixels, left out',
  mapped: 'with another X event ID (--map-event)',
  doubles: 'doubles, dropped',
  alreadyDelivered: 'delivered by earlier runs',
  delivered: 'delivered',
  invalid: 'invalid, not sent',
  refused: 'refused by X',
  held: 'in doubt, not sent again',
  notSent: 'not sent or not accepted',
  twice: 'of the delivered, sent more than once',
  old: 'older than 30 days',
} as const;

export type Counts = Record<keyof typeof COUNTS, number>;

/** Entries of a kind shown to people. */
const SHOWN = 20;

/** Different reasons that are told apart; X's words are free text. */
const MOST_REASONS = 50;

export interface Report {
  counts: Counts;
  add(entry: Entry): void;
  /** Counts a reason that concerns many. */
  because(kind: 'nothingToSend' | 'notSent', reason: string, times?: number): void;
  /** Writes the end. @param facts what else the summary says */
  finish(facts: { dryRun: boolean; exitCode: number; state: string }): void;
}

export function createReport(json: boolean, out: (text: string) => void): Report {
  const counts = Object.fromEntries(Object.keys(COUNTS).map((name) => [name, 0])) as Counts;
  const entries = new Map<Kind, { shown: Entry[]; count: number }>();
  const reasons = { nothingToSend: new Map<string, number>(), notSent: new Map<string, number>() };
  return {
    counts,
    add(entry) {
      if (json) {
        out(`${JSON.stringify(entry)}\n`);
        return;
      }
      const known = entries.get(entry.kind) ?? { shown: [], count: 0 };
      entries.set(entry.kind, known);
      known.count += 1;
      if (known.shown.length < SHOWN) known.shown.push(entry);
    },
    because(kind, reason, times = 1) {
      const known = reasons[kind];
      const name = known.has(reason) || known.size < MOST_REASONS ? reason : 'other reasons';
      known.set(name, (known.get(name) ?? 0) + times);
    },
    finish({ dryRun, exitCode, state }) {
      if (json) {
        const summary = {
          kind: 'summary',
          dryRun,
          exitCode,
          state,
          ...counts,
          reasons: Object.fromEntries(
            Object.entries(reasons).map(([kind, known]) => [kind, Object.fromEntries(known)]),
          ),
        };
        out(`${JSON.stringify(summary)}\n`);
        return;
      }
      for (const kind of Object.keys(KINDS) as Kind[]) {
        const known = entries.get(kind);
        if (known === undefined) continue;
        out(`\n${KINDS[kind]}\n`);
        for (const entry of known.shown) out(`  ${describe(entry)}\n`);
        if (known.count > SHOWN)
          out(
            `  … and ${number(known.count - SHOWN)} more; the same command with --dry-run --json names every one of what the state file knows\n`,
          );
      }
      writeReasons('Failures without a conversion to send', reasons.nothingToSend, out);
      if (!dryRun) writeReasons('Not sent or not accepted', reasons.notSent, out);
      out('\n');
      const rows = Object.entries(COUNTS) as [keyof Counts, string][];
      const always = ['records', 'conversions', 'delivered'];
      for (const [name, label] of rows)
        if (counts[name] > 0 || always.includes(name))
          out(
            `${number(counts[name]).padStart(9)}  ${dryRun && name === 'notSent' ? 'would be sent' : label}\n`,
          );
    },
  };
}

const number = (value: number): string => value.toLocaleString('en');

function describe({ where, pixel, eventId, conversionId, reason }: Entry): string {
  const parts = [where];
  if (pixel !== undefined) parts.push(`pixel ${pixel}`);
  if (eventId !== undefined) parts.push(`event ${eventId}`);
  if (conversionId !== undefined) parts.push(`conversion_id ${conversionId}`);
  if (reason !== undefined) parts.push(reason);
  return parts.join('  ');
}

function writeReasons(title: string, reasons: Map<string, number>, out: (text: string) => void): void {
  if (reasons.size === 0) return;
  out(`\n${title}\n`);
  for (const [reason, count] of [...reasons].sort(([, a], [, b]) => b - a))
    out(`${number(count).padStart(9)}  ${reason}\n`);
}

/**
 * What a run says: for people a summary by event, value and reason; as JSON one object a row as soon as its fate is known, and
 * totals at the end. Every row is counted as sent, refused or left out. No value of a row is repeated but the conversion itself.
 */
import { clean } from '../lib/x-answer.ts';
import { decimalText, unitsOf } from './refunds.ts';
import { type Place, placeOf } from './table.ts';

/** What of a conversion the summary tells. */
export interface Summed {
  /** As it may be shown. */
  eventName: string;
  value: string | undefined;
  currency: string | undefined;
}

export interface Report {
  counts: { rows: number; sent: number; refused: number; leftOut: number };
  /** @param json the conversion as it is, or would be, sent */
  sent(place: Place, json: string, summed: Summed): void;
  /** Why a row cannot be sent. */
  refused(place: Place, reason: string): void;
  /** Why a row is not meant to be sent by this run. */
  leftOut(place: Place, reason: string): void;
  /** A sentence about a conversion that is sent all the same, unless X refuses it. */
  told(place: Place, sentence: string): void;
  finish(isSending: boolean): void;
}

/** Different reasons, sentences and sums that are told apart, and places that are named of each. */
const MOST = 50;
const PLACES = 10;

interface Reason {
  count: number;
  places: Place[];
}

export function createReport(
  json: boolean,
  out: (text: string) => void,
  err: (text: string) => void,
): Report {
  const counts = { rows: 0, sent: 0, refused: 0, leftOut: 0 };
  const refusals = new Map<string, Reason>();
  const omissions = new Map<string, Reason>();
  const sentences = new Map<string, Reason>();
  const sums = new Map<string, { count: number; units: bigint }>();
  return {
    counts,
    sent(place, conversion, { eventName, value, currency }) {
      counts.sent += 1;
      if (json) out(`${JSON.stringify(placeOf(place)).slice(0, -1)},"conversion":${conversion}}\n`);
      const money = value === undefined ? NO_VALUE : (currency ?? 'without a currency');
      const sum = entryIn(sums, `${clean(eventName)}\t${money}`, 'others\t', () => ({ count: 0, units: 0n }));
      sum.count += 1;
      sum.units += unitsOf(value) ?? 0n;
    },
    refused(place, given) {
      counts.refused += 1;
      const reason = clean(given);
      if (json) out(`${JSON.stringify({ ...placeOf(place), refused: reason })}\n`);
      note(refusals, reason, place);
    },
    leftOut(place, reason) {
      counts.leftOut += 1;
      if (json) out(`${JSON.stringify({ ...placeOf(place), leftOut: reason })}\n`);
      note(omissions, reason, place);
    },
    told: (place, sentence) => note(sentences, clean(sentence), place),
    finish(isSending) {
      const say = json ? err : out;
      if (!json) {
        say(`${isSending ? 'Sent' : 'Would be sent'}\n`);
        for (const [name, { count, units }] of sums) {
          const [event = '', money = ''] = name.split('\t');
          const amount = money === NO_VALUE ? money : `${money} ${decimalText(units).replace(/0$/, '')}`;
          say(`${number(count)}  ${event}  ${amount}\n`);
        }
        list('\nRefused', refusals, say);
      }
      list('\nLeft out', omissions, say);
      list('\nWarnings', sentences, say);
      const { rows, sent, refused, leftOut } = counts;
      if (json) out(`${JSON.stringify({ rows, sent, refused, ...(leftOut > 0 && { leftOut }) })}\n`);
      else
        say(
          `\n${number(rows)}  rows read\n${number(sent)}  ${isSending ? 'sent' : 'would be sent'}\n${number(refused)}  refused\n${number(leftOut)}  left out\n`,
        );
      if (!isSending) say('\nNothing was sent. Add --yes to send.\n');
    },
  };
}

/** The entry of this name, or of `others` when there are too many names. */
function entryIn<T>(map: Map<string, T>, name: string, others: string, make: () => T): T {
  const own = map.has(name) || map.size < MOST ? name : others;
  const known = map.get(own) ?? make();
  map.set(own, known);
  return known;
}

function note(reasons: Map<string, Reason>, reason: string, place: Place): void {
  const known = entryIn(reasons, reason, 'Other reasons', () => ({ count: 0, places: [] }));
  known.count += 1;
  if (known.places.length < PLACES) known.places.push(placeOf(place));
}

function list(title: string, reasons: ReadonlyMap<string, Reason>, say: (text: string) => void): void {
  if (reasons.size === 0) return;
  say(`${title}\n`);
  for (const [reason, { count, places }] of [...reasons].sort(([, a], [, b]) => b.count - a.count)) {
    const numbers = places.map(({ line, entry }) => entry ?? line).join(', ');
    const kind = places[0]?.entry === undefined ? 'line' : 'entry';
    say(`${number(count)}  ${reason}\n           ${kind} ${numbers}${count > places.length ? ' …' : ''}\n`);
  }
}

const NO_VALUE = 'without a value';

const number = (value: number): string => value.toLocaleString('en').padStart(9);

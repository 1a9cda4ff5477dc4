/** What must be known to read X's figures, as sentences: what they are, what is assumed, what could not be matched. */
import { clean } from '../lib/x-answer.ts';

/** What a note is about → its sentence, made of everything that was noted. */
const SENTENCES = {
  unmatched: (names: string) =>
    `X has figures of segments that are no event of the account, or of several: ${names}. They belong to no event here.`,
  byType: (names: string) =>
    `X gives no figures by event for the type ${names}: they count for the type, and for an event only when it is the only one of its type.`,
  otherMetric: (names: string) =>
    `X has figures under a metric that is not that of the event's type, which do not count for the event: ${names}.`,
  sum: (names: string) =>
    `X's figures by event do not add up to its totals, as X says they need not: ${names}. Those by event are used.`,
  placement: (names: string) => `X's figures lack the placement ${names}, so they are not the whole.`,
  unknown: (names: string) => `X has figures of metrics that are not known here and are left out: ${names}.`,
} as const;
export type NoteKind = keyof typeof SENTENCES;

const MOST_NAMED = 10;

export interface Notes {
  /** The same text counts once. */
  add(kind: NoteKind, text: string): void;
  sentences(): string[];
}

export function createNotes(): Notes {
  const noted = new Map<NoteKind, Set<string>>();
  return {
    add(kind, text) {
      const texts = noted.get(kind) ?? new Set();
      noted.set(kind, texts.add(clean(text)));
    },
    sentences: () =>
      [...noted].map(([kind, texts]) => {
        const more = texts.size > MOST_NAMED ? ` and ${texts.size - MOST_NAMED} more` : '';
        return SENTENCES[kind](`${[...texts].slice(0, MOST_NAMED).join(', ')}${more}`);
      }),
  };
}

/** What holds of X's figures whatever they are. */
export const ABOUT_X: readonly string[] = [
  'X counts only conversions that it attributes to ads, so its figures are a part of what was sent, never equal to it.',
  'Whether X dates a conversion by the ad or by the conversion is not documented: compare periods, not days. Figures of the last weeks may still change, for as long as the click window.',
];

/** Of a period that ended less than two days ago. */
export const CHANGING =
  "X's figures of the last two days are not whole yet: end the period two days ago to compare it.";

/** @param currency ISO 4217; `''` when it is not known */
export const aboutCurrency = (currency: string): string =>
  currency === ''
    ? "X's amounts name no currency, and the account's could not be told: they stand without one."
    : `X's amounts name no currency: they are taken to be in ${clean(currency)}, that of the account's funding instruments.`;

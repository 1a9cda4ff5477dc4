/** X's answers, read without trusting them (X, Web conversions, response and errors). */

export interface XError {
  code: string;
  message: string;
  /** The payload key the error is about; `''` when X names none. */
  parameter: string;
}

export interface XAnswer {
  /** The parsed body; undefined when it is no JSON object. */
  body: Record<string, unknown> | undefined;
  errors: XError[];
  /** `data.conversions_processed` when it is a number. */
  processed: number | undefined;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

export function readAnswer(body: string | undefined): XAnswer {
  const parsed = parse(body ?? '');
  if (!isObject(parsed)) return { body: undefined, errors: [], processed: undefined };
  const list: unknown[] = Array.isArray(parsed.errors) ? parsed.errors : parsed.errors ? [parsed.errors] : [];
  const errors = list.map((entry) =>
    isObject(entry)
      ? { code: text(entry.code), message: text(entry.message), parameter: text(entry.parameter) }
      : { code: '', message: text(entry), parameter: '' },
  );
  const processed = isObject(parsed.data) ? parsed.data.conversions_processed : undefined;
  return { body: parsed, errors, processed: typeof processed === 'number' ? processed : undefined };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Longest text of X that is repeated. */
const LONGEST = 300;

/** X's words on one line: no control characters, no whole hash of a person, bounded. */
export function wordsOf({ errors, body }: XAnswer, raw?: string): string {
  const said = [
    ...new Set(
      errors.map(
        ({ code, message, parameter }) => (message || code) + (parameter === '' ? '' : ` [${parameter}]`),
      ),
    ),
  ]
    .slice(0, 10)
    .join('; ');
  if (said !== '') return clean(said);
  if (body !== undefined) return 'no error named';
  if (raw === undefined) return 'a body that is too long or no UTF-8';
  if (raw.trim() === '') return 'an empty body';
  const title = /<title>([^<]*)/i.exec(raw)?.[1];
  return /^\s*</.test(raw) ? `a page${title ? ` "${clean(title).slice(0, 80)}"` : ''}, not JSON` : 'no JSON';
}

/** Text from outside as it may stand on a terminal or in a log: one line, no person in it. */
export const clean = (text: string): string =>
  onOneLine(
    text
      .replace(/[^\s()"']+(@|%40)[^\s()"']+/g, '…@…')
      .replace(/[A-Fa-f0-9]{64}/g, (hash) => `${hash.slice(0, 8)}…`),
  );

/** A text of the caller's own as it may stand on a terminal. */
export function onOneLine(text: string): string {
  const plain = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}

/** Which verdicts the given inputs cannot give, and why: said before anybody takes their absence for good news. */
import type { RowMap } from '../send/map.ts';
import type { LogSeen } from './log.ts';
import type { Impossible, Verdict } from './model.ts';

export interface Given {
  map: RowMap;
  /** Whether any row of the orders could be used. */
  hasOrders: boolean;
  hasPixel: boolean;
  /** Whether the log holds every line of the tag. */
  isFull: boolean;
  seen: LogSeen;
  /** What the tag needs consent for: `always` when it asks for none. */
  consent: string;
  /** Runs without consent or failed that no order can claim, because nothing says when they were. */
  timeless: number;
}

export function impossibleOf({
  map,
  hasOrders,
  hasPixel,
  isFull,
  seen,
  consent,
  timeless,
}: Given): Impossible[] {
  const found: Impossible[] = [];
  const all = (why: string, ...verdicts: Verdict[]): void => {
    for (const verdict of verdicts)
      if (!found.some((one) => one.verdict === verdict)) found.push({ verdict, why });
  };
  const has = (key: string): boolean => map.columns.has(key) || map.constants.has(key);
  if (!hasOrders)
    all(
      'The table of the orders holds no order that can be used.',
      'refunded',
      'not-fired',
      'several-ids',
      'value',
      'currency',
      'unknown',
    );
  if (!isFull)
    all(
      seen.lines === 0
        ? 'The log holds no line of the tag. Set Write to the console to "Everything, always", or take the BigQuery table.'
        : 'The log holds failures alone. Set Write to the console to "Everything, always", or take the BigQuery table.',
      'refunded',
      'not-fired',
      'no-consent',
      'sent-twice',
      'several-ids',
      'id-differs',
      'value',
      'currency',
    );
  if (map.refunds === undefined) all('The map of the orders marks no refunds.', 'refunded');
  if (consent === 'always') all('The tag asks for no consent: it sends always.', 'no-consent');
  if (timeless > 0)
    all(
      `${timeless} lines of runs that ended early have no time and name no order: up to so many of "not fired" are these.`,
      'no-consent',
      'failed',
    );
  if (!hasPixel) all('No HAR of a browser was given.', 'id-differs', 'automatic-event');
  if (!has('value') && map.values.size === 0) all('The map of the orders names no value.', 'value');
  if (!has('currency')) all('The map of the orders names no currency.', 'currency');
  if (!['email', 'phone', 'twclid'].some((key) => map.columns.has(key)))
    all(
      'The map of the orders names no person: only orders without a line are found under another id, by amount and time.',
      'several-ids',
    );
  return found;
}

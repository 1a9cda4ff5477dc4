/** What became of recorded requests, tag by tag. Holds nothing that changes from one replay to the next. */
import type { Outcome, RequestTrace } from './trace.ts';

export interface TagReport {
  fired: number;
  /** How many of them ended in which way. */
  outcomes: Partial<Record<Outcome, number>>;
  /** Outgoing requests that were answered with a status below 400. */
  sent: number;
  /** Outgoing requests that were answered with another one, or not at all. */
  refused: number;
  /** Reasons that were given, of tags that fired and of those that did not, with how often. */
  reasons: Record<string, number>;
}

export interface ReplayReport {
  requests: number;
  /** Requests that no client claimed. */
  unclaimed: number;
  /** Events by name. */
  events: Record<string, number>;
  tags: Record<string, TagReport>;
}

/** @param names of all tags of the container: those that never fire are in the report too */
export function emptyReport(names: readonly string[]): ReplayReport {
  const tags = names.map((name): [string, TagReport] => [
    name,
    { fired: 0, outcomes: {}, sent: 0, refused: 0, reasons: {} },
  ]);
  return { requests: 0, unclaimed: 0, events: {}, tags: Object.fromEntries(tags) };
}

const addTo = (counts: Record<string, number>, key: string): void => {
  const before = Object.hasOwn(counts, key) ? counts[key]! : 0;
  Object.defineProperty(counts, key, {
    value: before + 1,
    enumerable: true,
    writable: true,
    configurable: true,
  });
};

/** A reason without the time at which it came up, as in the body of a refused request. */
const timeless = (text: string): string =>
  text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z/g, '(time)');

/** Adds a request that is over. @param mask takes secrets out of reasons */
export function addRequest(report: ReplayReport, trace: RequestTrace, mask: (text: string) => string): void {
  report.requests++;
  if (!trace.client) report.unclaimed++;
  for (const { name, tags } of trace.events) {
    addTo(report.events, name || '(no name)');
    for (const tag of tags) {
      const mine = report.tags[tag.name];
      if (!mine) continue;
      if (tag.fired) mine.fired++;
      if (tag.outcome) mine.outcomes[tag.outcome] = (mine.outcomes[tag.outcome] ?? 0) + 1;
      if (tag.why) addTo(mine.reasons, timeless(mask(tag.why)));
    }
  }
  for (const { by, answer } of trace.outgoing) {
    const mine = report.tags[by.replace(/^tag "(.*)"$/s, '$1')];
    if (!mine || !by.startsWith('tag ')) continue;
    if (answer && answer.statusCode < 400) mine.sent++;
    else mine.refused++;
  }
}

/** Where two reports differ, one line each: `tags.X.fired: expected 2, got 3`. */
export function differences(expected: unknown, actual: unknown, path = ''): string[] {
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null;
  if (!isObject(expected) || !isObject(actual))
    return expected === actual
      ? []
      : [`${path || 'the report'}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`];
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  return keys.flatMap((key) =>
    differences(
      Object.hasOwn(expected, key) ? expected[key] : undefined,
      Object.hasOwn(actual, key) ? actual[key] : undefined,
      path === '' ? key : `${path}.${key}`,
    ),
  );
}

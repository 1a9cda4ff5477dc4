/**
 * What X would count: one conversion for an event and a `conversion_id` within 48 hours (X, Web conversions 2026-01,
 * deduplication). X promises this for pixel against server only; between two server requests it is an assumption, which is
 * why the book keeps what was processed beside what would count. The 48 hours are those of the server's clock, from the
 * conversion that counted.
 */

export const deduplicationWindowMs = 48 * 60 * 60 * 1000;

export interface BookEntry {
  /** Bare id, `o87ne`. */
  eventId: string;
  /** Absent: nothing can be recognised as a duplicate. */
  conversionId: string | undefined;
  /** How often it was accepted. */
  processed: number;
  /** How often it would count. */
  counted: number;
}

export interface Book {
  readonly processed: number;
  readonly counted: number;
  entries(): BookEntry[];
  find(eventId: string, conversionId: string): BookEntry | undefined;
  /** `at` in milliseconds since 1970. */
  add(eventId: string, conversionId: string | undefined, at: number): void;
}

export function createBook(): Book {
  const entries = new Map<string, BookEntry & { countedAt: number }>();
  const key = (eventId: string, conversionId: string | undefined) => JSON.stringify([eventId, conversionId]);
  let processed = 0;
  let counted = 0;
  return {
    get processed() {
      return processed;
    },
    get counted() {
      return counted;
    },
    entries: () => [...entries.values()].map(({ countedAt: _, ...entry }) => entry),
    find(eventId, conversionId) {
      const found = entries.get(key(eventId, conversionId));
      if (found === undefined) return undefined;
      const { countedAt: _, ...entry } = found;
      return entry;
    },
    add(eventId, conversionId, at) {
      const id = key(eventId, conversionId);
      const entry = entries.get(id) ?? { eventId, conversionId, processed: 0, counted: 0, countedAt: 0 };
      entries.set(id, entry);
      entry.processed += 1;
      processed += 1;
      const isDuplicate =
        conversionId !== undefined && entry.counted > 0 && at - entry.countedAt < deduplicationWindowMs;
      if (isDuplicate) return;
      entry.counted += 1;
      entry.countedAt = at;
      counted += 1;
    },
  };
}

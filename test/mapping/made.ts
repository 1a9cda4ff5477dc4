/** One conversion of an event, for the tests of its parts. */
import { expect } from 'vitest';
import { type ConversionSources, conversion } from '../../src/mapping/conversion.ts';
import { dropPersons } from '../../src/mapping/persons.ts';
import { textOf } from '../../src/mapping/text.ts';
import { toolsFor } from './tools.ts';

export type Fields = Record<string, unknown>;

export const NOW = Date.UTC(2026, 10, 22, 10, 15, 30, 123);
export const NOW_TEXT = '2026-11-22T10:15:30.123Z';

export const sources: ConversionSources = {
  eventId: 'tw-o8z6j-o87ne',
  category: '',
  identifiers: [{ twclid: '2-abc' }],
  overrides: undefined,
  auto: true,
  page: '',
  conversionIdSource: 'event_id',
  contentIdSource: 'item_id',
  now: NOW,
  tellsDoubts: true,
};

/** What X gets (a key with `undefined` is dropped by JSON) and what the log tells. */
export function made(event: Fields, more: Partial<ConversionSources> = {}) {
  const tools = toolsFor(event);
  const given = { ...sources, page: textOf(event.page_location), ...more };
  const result = conversion(given, tools);
  dropPersons(result, tools);
  const sent = JSON.parse(JSON.stringify(result)) as Fields;
  return { sent, warnings: tools.warnings };
}

export const sentOf = (event: Fields, more: Partial<ConversionSources> = {}): Fields =>
  made(event, more).sent;
export const overridden = (overrides: Fields, event: Fields = {}) => made(event, { overrides });
export const aboutUnusable = (name: string) => expect.stringContaining(`"${name}" cannot be used`);

/** Moments as exports write them, and the days they are in. */
import { offsetsOf } from '../send/zone.ts';

/** The years in which anything can have been written. */
const EARLIEST = Date.UTC(2015);
const LATEST = Date.UTC(2100);

/**
 * Epoch milliseconds of ISO 8601, of BigQuery's `2026-11-22 10:15:30.123456 UTC`, and of seconds since 1970 as a number or its text,
 * as BigQuery's command line writes them. Without an offset it is UTC. Undefined for everything else.
 */
export function momentOf(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.length > 60) return undefined;
  const ms = /^\d+(?:\.\d+)?(?:E\+?\d{1,2})?$/i.test(text) ? epoch(Number(text)) : written(text);
  return ms !== undefined && ms >= EARLIEST && ms < LATEST ? ms : undefined;
}

/** Seconds, milliseconds or microseconds since 1970: between 2015 and 2100 no number can be two of them. */
function epoch(value: number): number {
  if (value < 1e10) return Math.floor(value * 1000);
  return Math.floor(value < 1e13 ? value : value / 1000);
}

function written(text: string): number | undefined {
  const [, day, time, fraction = '', offset = 'Z'] =
    /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|z|UTC|[+-]\d\d:?\d\d)?$/.exec(text) ?? [];
  if (day === undefined) return undefined;
  const zone = /[+-]/.test(offset) ? offset.replace(/^(...)(\d\d)$/, '$1:$2') : 'Z';
  const ms = Date.parse(`${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}${zone}`);
  return Number.isNaN(ms) ? undefined : ms;
}

const QUARTER = 15 * 60_000;

/** @returns from a moment to its day `YYYY-MM-DD` on the clocks of a zone; no function when there is no such zone */
export function daysOf(zone: string): ((at: number) => string) | undefined {
  const offsetAt = offsetsOf(zone);
  if (offsetAt === undefined) return undefined;
  // Clocks change at quarters of an hour, and asking them takes long.
  const offsets = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      if (offsets.size > 10_000) offsets.clear();
      offset = offsetAt(quarter * QUARTER);
      offsets.set(quarter, offset);
    }
    return new Date(at + offset).toISOString().slice(0, 10);
  };
}

/** The day after a day, both `YYYY-MM-DD`. */
export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

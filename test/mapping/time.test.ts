import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventTime, isoTime } from '../../src/mapping/time.ts';
import { runs } from '../counts.ts';
import { NOW, NOW_TEXT } from './made.ts';
import { toolsFor } from './tools.ts';

const LAST = Date.UTC(2100, 1, 28, 23, 59, 59, 999);
const EARLIEST = Date.UTC(2015, 0, 1);

const twoDigits = (n: number): string => String(n).padStart(2, '0');

describe('conversion time', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000Z'],
    [951_782_400_000, '2000-02-29T00:00:00.000Z'],
    [1_763_800_321_456, '2025-11-22T08:32:01.456Z'],
    [LAST, '2100-02-28T23:59:59.999Z'],
  ])('writes %d as ISO 8601 with milliseconds', (milliseconds, expected) => {
    expect(isoTime(milliseconds)).toBe(expected);
  });

  it('equals the platform’s for every millisecond up to March 2100', () => {
    const near = fc.tuple(fc.integer({ min: 1970, max: 2099 }), fc.integer({ min: -2, max: 2 }));
    const moment = fc.oneof(
      fc.integer({ min: 0, max: LAST }),
      near.map(([year, distance]) => Math.max(0, Date.UTC(year, 0, 1) + distance)),
      near.map(([year, distance]) => Date.UTC(year, 2, 1) + distance),
    );
    fc.assert(
      fc.property(moment, (milliseconds) => {
        if (isoTime(milliseconds) !== new Date(milliseconds).toISOString())
          throw new Error(`${milliseconds}`);
      }),
      { numRuns: runs(3_000, 2_000_000) },
    );
  });
});

/** The time that is sent, and what is told. */
function of(given: unknown, now = NOW) {
  const tools = toolsFor();
  return { time: eventTime(given, now, tools), told: tools.warnings };
}

const FIVE = '2026-11-22T10:00:00.000Z';
const seconds = Date.parse(FIVE) / 1000;

describe('the time of an event', () => {
  it.each<[given: unknown, time: string]>([
    [FIVE, FIVE],
    ['2026-11-22T10:00:00Z', FIVE],
    ['2026-11-22T10:00Z', FIVE],
    ['2026-11-22t10:00:00z', FIVE],
    ['2026-11-22 10:00:00+00:00', FIVE],
    ['2026-11-22T10:00:00-00:00', FIVE],
    ['2026-11-22T12:00:00+02:00', FIVE],
    ['2026-11-22T12:00:00+0200', FIVE],
    ['2026-11-22T12:00:00+02', FIVE],
    ['2026-11-22T15:30:00+05:30', FIVE],
    ['2026-11-21T22:00:00.000-12:00', FIVE],
    ['2026-11-22T10:00:00.5Z', '2026-11-22T10:00:00.500Z'],
    ['2026-11-22T10:00:00,25Z', '2026-11-22T10:00:00.250Z'],
    ['2026-11-22T10:00:00.123456789Z', '2026-11-22T10:00:00.123Z'],
    ['2025-01-01T00:30:00+01:00', '2024-12-31T23:30:00.000Z'],
    ['2024-03-01T00:30:00+01:00', '2024-02-29T23:30:00.000Z'],
    ['2024-02-29T23:30:00-01:00', '2024-03-01T00:30:00.000Z'],
    [` ${FIVE} `, FIVE],
    [NOW_TEXT, NOW_TEXT],
    ['2015-01-01T00:00:00Z', '2015-01-01T00:00:00.000Z'],
    [seconds, FIVE],
    [String(seconds), FIVE],
    [seconds + 0.5, '2026-11-22T10:00:00.500Z'],
    [`${seconds}.1239`, '2026-11-22T10:00:00.123Z'],
    [seconds * 1e3, FIVE],
    [seconds * 1e3 + 0.75, FIVE],
    [seconds * 1e6 + 999, FIVE],
    [`${seconds}123456789`, '2026-11-22T10:00:00.123Z'],
  ])('%j is %s', (given, time) => {
    expect(of(given)).toEqual({ time, told: [] });
  });

  it.each([
    'yesterday',
    '2026-02-30T10:00:00.000Z',
    '2025-02-29T10:00:00Z',
    '2026-04-31T10:00:00.000Z',
    '2026-00-10T10:00:00.000Z',
    '2026-13-10T10:00:00.000Z',
    '2026-10-00T10:00:00.000Z',
    '2026-10-32T10:00:00.000Z',
    '2026-10-10T24:00:00.000Z',
    '2026-10-10T10:60:00.000Z',
    '2026-10-10T10:00:60.000Z',
    '2026-10-10T10:00:00+24:00',
    '2026-10-10T10:00:00+02:60',
    '2026-10-10T10:00:00+2',
    '2026-10-10T10:00:00 +02:00',
    '2026-10-10T10:00:00',
    '2026-10-10T10:00:00.Z',
    '2026-10-10T10:00:00.1234567890Z',
    '2026-10-10',
    '20261110T100000Z',
    'Sun, 22 Nov 2026 10:00:00 GMT',
    '20261101',
    '20261101120000',
    '2014-12-31T23:59:59.999Z',
    '1969-12-31T23:59:59Z',
    '2015-01-01T00:30:00+01:00',
    '2100-02-29T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '2026-11-22T10:15:30.124Z',
    '2026-11-22T10:15:31-00:01',
    NOW + 1,
    NOW / 1000 + 86_400,
    0,
    -5,
    1e21,
    5e-324,
    Number.POSITIVE_INFINITY,
    true,
    {},
    [seconds],
    '1'.repeat(1000),
  ])('%j is none: now is sent, and it is told', (given) => {
    expect(of(given)).toEqual({
      time: NOW_TEXT,
      told: [expect.stringContaining('time of the event cannot be used')],
    });
  });

  const moment = fc.integer({ min: EARLIEST, max: NOW });

  it('is exact with any offset and any number of decimals', () => {
    const minutes = fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 });
    const tail = fc.stringMatching(/^[0-9]{6}$/);
    const style = fc.constantFrom(':', '', 'hours only');
    fc.assert(
      fc.property(moment, minutes, fc.nat(9), tail, style, (milliseconds, offset, decimals, digits, kind) => {
        const away = kind === 'hours only' ? Math.trunc(offset / 60) * 60 : offset;
        const local = new Date(milliseconds + away * 60_000).toISOString();
        const fraction = (local.slice(20, 23) + digits).slice(0, decimals);
        const clock = local.slice(0, 19) + (fraction && `.${fraction}`);
        const hours = (offset < 0 ? '-' : '+') + twoDigits(Math.floor(Math.abs(away) / 60));
        const rest = twoDigits(Math.abs(away) % 60);
        // Date reads neither a bare hour nor an offset without its colon.
        const time = Date.parse(`${clock}${hours}:${rest}`);
        fc.pre(time >= EARLIEST);
        const text = clock + hours + (kind === 'hours only' ? '' : kind + rest);
        const expected = new Date(time).toISOString();
        if (of(text).time !== expected) throw new Error(`${text} is ${of(text).time}, not ${expected}`);
      }),
      { numRuns: runs(3_000, 2_000_000) },
    );
  });

  it('is exact as a number of any unit, as number and as text', () => {
    fc.assert(
      fc.property(moment, fc.constantFrom('seconds', '', '000', '000000'), (milliseconds, unit) => {
        const text = unit === 'seconds' ? `${milliseconds / 1000}` : `${milliseconds}${unit}`;
        const expected = new Date(milliseconds).toISOString();
        expect(of(text).time).toBe(expected);
        // Nanoseconds are more than a number holds exactly.
        if (unit !== '000000') expect(of(Number(text)).time).toBe(expected);
      }),
      { numRuns: runs(2_000, 500_000) },
    );
  });

  it('reads a day exactly when the calendar has it', () => {
    for (let year = 2015; year <= 2099; year += 1)
      for (let month = 0; month <= 13; month += 1)
        for (const day of [0, 1, 28, 29, 30, 31, 32]) {
          const date = new Date(Date.UTC(year, month - 1, day));
          const exists = day > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
          const text = `${year}-${twoDigits(month)}-${twoDigits(day)}T00:00:00Z`;
          if ((of(text, LAST).told.length === 0) !== exists) throw new Error(text);
        }
  });
});

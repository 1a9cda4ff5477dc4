/** Times of a zone's clocks, against the clocks that the platform shows. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockOf, momentOf } from '../../scripts/send/zone.ts';
import { runs } from '../counts.ts';

test.each([
  ['Europe/Berlin', '2026-11-22 10:15:30', '2026-11-22T09:15:30.000Z'],
  ['Europe/Berlin', '2026-07-22T10:15', '2026-07-22T08:15:00.000Z'],
  ['Europe/Berlin', '2026-07-22 10:15:30.123456', '2026-07-22T08:15:30.123Z'],
  ['America/New_York', '2026-01-01 00:00', '2026-01-01T05:00:00.000Z'],
  ['Asia/Kolkata', '2026-01-01 00:00', '2025-12-31T18:30:00.000Z'],
  ['Pacific/Apia', '2026-01-01 00:00', '2025-12-31T11:00:00.000Z'],
  ['UTC', '2026-01-01 00:00', '2026-01-01T00:00:00.000Z'],
  ['+01:00', '2026-01-01 00:00', '2025-12-31T23:00:00.000Z'],
  ['-03:30', '2026-01-01 00:00', '2026-01-01T03:30:00.000Z'],
  // Clocks that go forward skip an hour, clocks that go back show one twice: the first is meant.
  ['Europe/Berlin', '2026-03-29 01:59', '2026-03-29T00:59:00.000Z'],
  ['Europe/Berlin', '2026-03-29 02:00', undefined],
  ['Europe/Berlin', '2026-03-29 03:00', '2026-03-29T01:00:00.000Z'],
  ['Europe/Berlin', '2026-10-25 02:30', '2026-10-25T00:30:00.000Z'],
  ['America/New_York', '2026-11-01 01:30', '2026-11-01T05:30:00.000Z'],
  ['Australia/Lord_Howe', '2026-04-05 01:45', '2026-04-04T14:45:00.000Z'],
  // Not for this zone to say.
  ['Europe/Berlin', '2026-11-22T10:15:30+02:00', '2026-11-22T10:15:30+02:00'],
  ['Europe/Berlin', '2026-11-22T10:15:30Z', '2026-11-22T10:15:30Z'],
  ['Europe/Berlin', '1795342530', '1795342530'],
  ['Europe/Berlin', '2026-11-22', '2026-11-22'],
  ['Europe/Berlin', '2026-02-29 10:15', '2026-02-29 10:15'],
  ['Europe/Berlin', '22.11.2026 10:15', '22.11.2026 10:15'],
])('%s: %s is %s', (zone, text, moment) => {
  expect(clockOf(zone)!(text)).toBe(moment);
});

test.each([
  ['2026-11-22 10:15:30 UTC', '2026-11-22 10:15:30Z'],
  [' 2026-11-22T10:15:30.123456 UTC ', '2026-11-22T10:15:30.123456Z'],
  ['2026-11-22 10:15:30 +0100', '2026-11-22 10:15:30+0100'],
  ['2026-11-22 10:15 -03:30', '2026-11-22 10:15-03:30'],
  ['2026-11-22 10:15:30', '2026-11-22T09:15:30.000Z'],
  ['2026-11-22 10:15:30 CET', '2026-11-22 10:15:30 CET'],
])('%j is %s, whatever the zone', (text, moment) => {
  expect(momentOf(text, clockOf('Europe/Berlin'))).toBe(moment);
  if (text.length > 19) expect(momentOf(text, undefined)).toBe(moment);
});

test.each([['Berlin'], ['+1'], ['+24:00'], [''], ['Europe/Berlin; x']])('%j is no zone', (zone) => {
  expect(clockOf(zone)).toBeUndefined();
});

test('what clocks show at any moment leads back to it, or to the hour before when they show it twice', () => {
  const zones = [
    'Europe/Berlin',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Africa/Casablanca',
  ];
  const made = new Map(
    zones.map((timeZone) => [
      timeZone,
      {
        clock: clockOf(timeZone)!,
        shown: new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
      },
    ]),
  );
  const moments = fc.integer({ min: Date.UTC(2015, 0) / 1000, max: Date.UTC(2036, 0) / 1000 });
  fc.assert(
    fc.property(fc.constantFrom(...zones), moments, (zone, seconds) => {
      const { clock, shown } = made.get(zone)!;
      const text = shown.format(seconds * 1000);
      const found = Date.parse(clock(text)!) / 1000;
      expect(shown.format(found * 1000)).toBe(text);
      expect(seconds - found).toBeGreaterThanOrEqual(0);
      expect(seconds - found).toBeLessThanOrEqual(3600);
    }),
    { numRuns: runs(1000, 50_000) },
  );
});

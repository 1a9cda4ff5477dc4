/** Time as X demands it: `yyyy-MM-ddTHH:mm:ss.SSSZ`, UTC (X, Web conversions, error table). */
import { numberOf } from './amount.ts';
import { givenText } from './not-given.ts';
import type { Tools } from './tools.ts';

/**
 * Days and years are counted from 1 March 1900: the leap day is the last of its year, every fourth year has
 * one until the end of February 2100, and months of 31 and 30 days alternate so that every five have 153.
 * `| 0` cuts off the decimals.
 */
const TO_1970 = 25508;

/**
 * @param milliseconds since 1970, from 0 to the end of February 2100; a part of one is cut off
 * @returns for example `2026-11-22T10:15:30.123Z`
 */
export function isoTime(milliseconds: number): string {
  const days = ((milliseconds / 86400000) | 0) + TO_1970;
  const time = milliseconds % 86400000;
  const year = ((4 * days + 3) / 1461) | 0;
  const day = days - (((1461 * year) / 4) | 0);
  // 0 is March, 10 January.
  const month = ((5 * day + 2) / 153) | 0;
  const isNext = month > 9;
  return (
    (isNext ? 1901 : 1900) +
    year +
    '-' +
    ('0' + (isNext ? month - 9 : month + 3)).slice(-2) +
    '-' +
    ('0' + (day - (((153 * month + 2) / 5) | 0) + 1)).slice(-2) +
    'T' +
    ('0' + ((time / 3600000) | 0)).slice(-2) +
    ':' +
    ('0' + (((time / 60000) | 0) % 60)).slice(-2) +
    ':' +
    ('0' + (((time / 1000) | 0) % 60)).slice(-2) +
    '.' +
    ('00' + ((time % 1000) | 0)).slice(-3) +
    'Z'
  );
}

/** Milliseconds since 1970 of a text in ISO 8601 with an offset, `undefined` when it is none. */
function fromIso(text: string): number | undefined {
  const found = text.match(
    '^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([01][0-9]|2[0-3]):([0-5][0-9])' +
      '(:([0-5][0-9])([.,]([0-9]{1,9}))?)?([Zz]|([+-])([01][0-9]|2[0-3])(:?([0-5][0-9]))?)$',
  );
  if (!found) {
    return undefined;
  }
  const month = numberOf(found[2]!);
  const year = numberOf(found[1]!) - 1900 - (month < 3 ? 1 : 0);
  const months = ((153 * (month < 3 ? month + 9 : month - 3) + 2) / 5) | 0;
  const days = (((1461 * year) / 4) | 0) + months + numberOf(found[3]!) - 1 - TO_1970;
  const minutes = days * 1440 + numberOf(found[4]!) * 60 + numberOf(found[5]!);
  // A day that the calendar does not have is another one when it is written.
  if (isoTime(minutes * 60000).slice(0, 10) !== text.slice(0, 10)) {
    return undefined;
  }
  const offset = numberOf(found[12] || '0') * 60 + numberOf(found[14] || '0');
  const thousandths = numberOf((found[7] || '') + ((found[9] || '') + '000').slice(0, 3));
  return (found[11] === '-' ? minutes + offset : minutes - offset) * 60000 + thousandths;
}

/**
 * The time of an event.
 * @param given ISO 8601 text with an offset, or a number since 1970 in seconds, milliseconds, microseconds
 * or nanoseconds
 * @param now epoch milliseconds, sent in place of what is no time, lies before 2015 or in the future; that
 * is told
 */
export function eventTime(given: unknown, now: number, tools: Tools): string {
  const text = givenText(given);
  // Of the years 2001 to 2286 seconds have 10 digits before the point, smaller units 13, 16 or 19.
  const number = text.match('^([0-9]{10}([0-9]{3}){0,3})([.]([0-9]*))?$');
  const time = number ? numberOf((number[1] + (number[4] || '') + '000').slice(0, 13)) : fromIso(text);
  // What lies before 2015-01-01 is no time of an event: X's click id is younger.
  if (time && time >= 1420070400000 && time <= now) {
    return isoTime(time);
  }
  tools.warn(
    'The time of the event cannot be used: no time, before 2015 or in the future. The current time is sent.',
  );
  return isoTime(now);
}

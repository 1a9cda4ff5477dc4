/** Time as X demands it: `yyyy-MM-ddTHH:mm:ss.SSSZ`, UTC (X, Web conversions, error table). */
import { numberOf } from './amount.ts';
import { LONGEST } from './limits.ts';
import { givenText } from './not-given.ts';
import type { Tools } from './tools.ts';

const DAY = 86400000;

/** 2015-01-01. What lies before is no time of an event: X's click id is younger. */
const EARLIEST = 1420070400000;

/** How often a divisor goes into a whole number from 0 on. */
function quotient(dividend: number, divisor: number): number {
  return (dividend - (dividend % divisor)) / divisor;
}

/**
 * Days are counted from 1 March 1900 and years begin on 1 March: the leap day is the last of its year, and until the end of February
 * 2100 every fourth year has one.
 */
const TO_1970 = 25508;

/** The days of the years before one that begins on 1 March, counted from 1900. */
function daysBeforeYear(year: number): number {
  return quotient(1461 * (year - 1900), 4);
}

/** The days of the months before one, 0 for March: months of 31 and 30 days alternate so that every five have 153. */
function daysBeforeMonth(month: number): number {
  return quotient(153 * month + 2, 5);
}

/** A number below a hundred as two digits. */
function twoDigits(number: number): string {
  return ('' + (100 + number)).slice(1);
}

/**
 * @param milliseconds since 1970, from 0 to the end of February 2100; a part of one is cut off
 * @returns for example `2026-11-22T10:15:30.123Z`
 */
export function isoTime(milliseconds: number): string {
  const days = quotient(milliseconds, DAY) + TO_1970;
  const time = quotient(milliseconds % DAY, 1);
  const year = 1900 + quotient(4 * days + 3, 1461);
  const day = days - daysBeforeYear(year);
  // 0 is March, 10 January.
  const month = quotient(5 * day + 2, 153);
  return (
    (month < 10 ? year : year + 1) +
    '-' +
    twoDigits(month < 10 ? month + 3 : month - 9) +
    '-' +
    twoDigits(day - daysBeforeMonth(month) + 1) +
    'T' +
    twoDigits(quotient(time, 3600000)) +
    ':' +
    twoDigits(quotient(time, 60000) % 60) +
    ':' +
    twoDigits(quotient(time, 1000) % 60) +
    '.' +
    ('' + (1000 + (time % 1000))).slice(1) +
    'Z'
  );
}

function daysIn(month: number, year: number): number {
  return [31, year % 4 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!;
}

/** Milliseconds since 1970 of a text in ISO 8601 with an offset; `undefined` when it is none or names no moment of 1970 to 2099. */
function fromIso(text: string): number | undefined {
  const found = text.match(
    '^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2})(:([0-9]{2})([.,]([0-9]{1,9}))?)?',
  );
  const zone = found && text.slice(found[0]!.length).match('^([Zz]|([+-])([0-9]{2})(:?([0-9]{2}))?)$');
  if (!found || !zone) {
    return undefined;
  }
  const year = numberOf(found[1]!);
  const month = numberOf(found[2]!);
  const day = numberOf(found[3]!);
  const hour = numberOf(found[4]!);
  const minute = numberOf(found[5]!);
  const second = numberOf(found[7] || '0');
  const thousandths = numberOf(((found[9] || '') + '000').slice(0, 3));
  const offsetHours = numberOf(zone[3] || '0');
  const offsetMinutes = numberOf(zone[5] || '0');
  if (year < 1970 || year > 2099 || month < 1 || month > 12 || day < 1 || day > daysIn(month, year)) {
    return undefined;
  }
  if (hour > 23 || minute > 59 || second > 59 || offsetHours > 23 || offsetMinutes > 59) {
    return undefined;
  }
  // A year that begins on 1 March.
  const days =
    month > 2
      ? daysBeforeYear(year) + daysBeforeMonth(month - 3)
      : daysBeforeYear(year - 1) + daysBeforeMonth(month + 9);
  const local =
    (days + day - 1 - TO_1970) * DAY + hour * 3600000 + minute * 60000 + second * 1000 + thousandths;
  const offset = offsetHours * 3600000 + offsetMinutes * 60000;
  return zone[2] === '-' ? local + offset : local - offset;
}

/**
 * Milliseconds since 1970 of a number that counts seconds, milliseconds, microseconds or nanoseconds since then, told apart
 * by its digits before the point: those of the years 2001 to 5138 are 10 or 11, 13 or 14, 16 or 17, 19 or 20.
 */
function fromNumber(text: string): number | undefined {
  const found = text.match('^([0-9]{1,20})([.]([0-9]*))?$');
  if (!found) {
    return undefined;
  }
  const whole = found[1]!;
  const behind = whole.length - 11;
  if (behind <= 0) {
    return numberOf(whole + ((found[3] || '') + '000').slice(0, 3));
  }
  return numberOf(behind <= 3 ? whole : behind <= 6 ? whole.slice(0, -3) : whole.slice(0, -6));
}

/**
 * The time of an event.
 * @param given ISO 8601 text with an offset, or a number since 1970 in seconds, milliseconds, microseconds or nanoseconds
 * @param now epoch milliseconds, sent in place of what is no time, lies before 2015 or in the future; that is told
 */
export function eventTime(given: unknown, now: number, tools: Tools): string {
  const text = givenText(given);
  let time: number | undefined;
  if (text.length <= LONGEST.time) {
    time = fromIso(text) || fromNumber(text);
  }
  if (time && time >= EARLIEST && time <= now) {
    return isoTime(time);
  }
  tools.warn(
    'The time of the event cannot be used: it is no time, lies before 2015 or in the future. ' +
      'The conversion is sent with the time of now.',
  );
  return isoTime(now);
}

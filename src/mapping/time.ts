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

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days from 1 January 1970 to 1 January of a year from 1970 on. 477 of the years before 1970 were leap years. */
function daysBefore(year: number): number {
  const last = year - 1;
  const leapDays = quotient(last, 4) - quotient(last, 100) + quotient(last, 400) - 477;
  return 365 * (year - 1970) + leapDays;
}

function monthsOf(year: number): number[] {
  return [31, isLeapYear(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
}

function padded(number: number, digits: number): string {
  return ('000' + number).slice(-digits);
}

/**
 * @param milliseconds since 1970, from 0 to the end of the year 9999; a part of one is cut off
 * @returns for example `2026-11-22T10:15:30.123Z`
 */
export function isoTime(milliseconds: number): string {
  const days = quotient(milliseconds, DAY);
  const time = quotient(milliseconds % DAY, 1);
  let year = 1970 + quotient(days, 365);
  // Too late by a few years at most: some had a day more.
  while (daysBefore(year) > days) {
    year = year - 1;
  }
  let day = days - daysBefore(year);
  const months = monthsOf(year);
  let month = 0;
  while (day >= months[month]!) {
    day = day - months[month]!;
    month += 1;
  }
  return (
    padded(year, 4) +
    '-' +
    padded(month + 1, 2) +
    '-' +
    padded(day + 1, 2) +
    'T' +
    padded(quotient(time, 3600000), 2) +
    ':' +
    padded(quotient(time, 60000) % 60, 2) +
    ':' +
    padded(quotient(time, 1000) % 60, 2) +
    '.' +
    padded(time % 1000, 3) +
    'Z'
  );
}

/** Milliseconds since 1970 of a text in ISO 8601 with an offset; `undefined` when it is none or names no moment. */
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
  const months = monthsOf(year);
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > months[month - 1]!) {
    return undefined;
  }
  if (hour > 23 || minute > 59 || second > 59 || offsetHours > 23 || offsetMinutes > 59) {
    return undefined;
  }
  const days = months.slice(0, month - 1).reduce((sum, length) => sum + length, daysBefore(year) + day - 1);
  const local = days * DAY + hour * 3600000 + minute * 60000 + second * 1000 + thousandths;
  const offset = offsetHours * 3600000 + offsetMinutes * 60000;
  return zone[2] === '-' ? local + offset : local - offset;
}

/**
 * Milliseconds since 1970 of a number that counts seconds, milliseconds, microseconds or nanoseconds since then, told apart
 * by its digits before the point: those of the years 2015 to 5138 are 10 or 11, 13 or 14, 16 or 17, 19 or 20.
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

/** Texts of the inputs as they may be shown: on one line, bounded, with no person in them. Masks come before cuts. */
import { shortenedHashes, withoutPersons } from '../../src/mapping/persons.ts';
import { shownName } from '../send/event.ts';
import type { EventName } from './model.ts';

const LONGEST_ID = 60;
const LONGEST_REASON = 200;

/**
 * How phone numbers are written, where order numbers are not: with a plus, with an area code in brackets or with a blank, slash or dot
 * behind it, as 415-555-2671, or as 10 to 15 digits from 0 on. What is neither may still be one: nothing tells 491712345678 from an
 * order number.
 */
const PHONES = [
  /[+＋][\d\s()./-]{7,20}/g,
  /\(\d{2,6}\)[\d ./-]{5,18}/g,
  /(?<![\w-])(?:1[-. ])?\d{3}[-. ]\d{3}[-. ]\d{4}(?![\w-])/g,
  /(?<!\w)0\d{2,5}\.\d[\d.]{5,12}(?!\w)/g,
  /(?<!\w)0\d{1,6}[ /(][\d /()-]{4,18}/g,
  /^0\d{2,5}[-.]\d{5,9}$/g,
  /(?<!\w)0\d{9,14}(?!\w)/g,
];
/** IPv4, IPv6 in full, and IPv6 with `::` and three colons at least. */
const ADDRESS =
  /\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}\b|(?<![\w:])(?=(?:[0-9a-f]{0,4}:){3})[0-9a-f:]{0,34}::[0-9a-f:]{0,34}(?:\.\d{1,3}){0,3}/gi;

const oneLine = (text: string): string => text.replace(/[\p{C}\s]+/gu, ' ').trim();

const cut = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest)}…` : text;

/** Longest text that is looked at: what is longer is no id and no sentence of the tag. */
const LONGEST = 4000;

function masked(given: string): string {
  const text = oneLine(given.slice(0, LONGEST));
  return withoutPersons(shortenedHashes(text))
    .replace(/\S*(?:@|＠|%40)\S*/g, '(e-mail address)')
    .replace(ADDRESS, '(IP address)');
}

/** A conversion_id, or another text of a few words. */
export const shownId = (given: string): string =>
  cut(
    PHONES.reduce((text, phone) => text.replace(phone, '(phone number)'), masked(given)),
    LONGEST_ID,
  );

/** A sentence of the tag, whose numbers are X's statuses and times. */
export const shownReason = (given: string): string => cut(masked(given), LONGEST_REASON);

/** The name of an event. */
export const shownEvent = (given: string): string => oneLine(shownName(given).replace(/^"(.*)"$/s, '$1'));

/** An X event ID, `''` when it is none. */
export const shownEventId = (given: string): string =>
  /^[a-z0-9:-]{1,40}$/i.test(given) ? given : '(no X event ID)';

/** `purchase tw-o8z6j-o87ne` */
export const shownEventName = ({ id, names }: EventName): string =>
  names.length === 0 ? id || '(no event)' : `${names.join(', ')}${id === '' ? '' : ` ${id}`}`;

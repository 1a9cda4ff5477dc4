/**
 * E-mail address and phone number: normalised as X asks, then hashed (X, Web conversions, identifiers).
 * A value of 64 hex digits is a hash already and passes in lower case.
 */
import type { Tools } from './tools.ts';

const HASH = '^[A-Fa-f0-9]{64}$';

/** The hash of an address trimmed and lower-cased; `undefined` when the text is no address. */
export function hashedEmail(text: string, tools: Tools): string | undefined {
  const email = text.trim().toLowerCase();
  if (email.match(HASH)) {
    return email;
  }
  return email.match('^[^@\\s]+@[^@\\s]+$') ? tools.sha256(email) : undefined;
}

/**
 * The number in E.164 with `+`; `undefined` when that cannot be known.
 * @param countryCallingCode digits, for numbers written the national way; `''` when there is none
 */
export function e164(text: string, countryCallingCode: string): string | undefined {
  // "+44 (0)20 ...": the zero in brackets is only dialled inside the country.
  const plain = text.trim().replace('(0)', '');
  let number = '';
  for (const character of plain) {
    if ('0123456789'.indexOf(character) >= 0 || (character === '+' && !number)) {
      number += character;
    } else if (character.trim() && '-()./'.indexOf(character) < 0) {
      return undefined;
    }
  }
  if (number.indexOf('00') === 0) {
    number = '+' + number.slice(2);
  } else if (number.charAt(0) !== '+') {
    // The trunk prefix 0 falls away, except in Italy, where it belongs to the number.
    const national = number.charAt(0) === '0' && countryCallingCode !== '39' ? number.slice(1) : number;
    number = countryCallingCode ? '+' + countryCallingCode + national : '';
  }
  return number.match('^[+][1-9][0-9]{6,14}$') ? number : undefined;
}

/** The hash of a number in E.164; `undefined` when it cannot be brought to it. */
export function hashedPhone(text: string, countryCallingCode: string, tools: Tools): string | undefined {
  if (text.trim().match(HASH)) {
    return text.trim().toLowerCase();
  }
  const number = e164(text, countryCallingCode);
  return number ? tools.sha256(number) : undefined;
}

/** A value, an array of values or an object keyed 0, 1, ... as a list (GA4 user data on arrival). */
export function unfold(value: unknown, tools: Tools): unknown[] {
  const type = tools.typeOf(value);
  if (type === 'array') {
    return value as unknown[];
  }
  if (type !== 'object') {
    return [value];
  }
  const values: unknown[] = [];
  const keyed = value as Record<string, unknown>;
  let i = 0;
  while (keyed['' + i] !== undefined) {
    values.push(keyed['' + i]);
    i += 1;
  }
  return values;
}

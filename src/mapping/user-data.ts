/** What e-mail addresses and phone numbers look like before they are hashed (X, Web conversions, identifiers). */

/** What an e-mail address looks like, trimmed and in lower case. */
export const EMAIL = '^[^@\\s]+@[^@\\s]+$';

/**
 * Up to eight groups of digits between blanks, brackets, dots, slashes, hyphens and the marks and dashes that copied
 * numbers bring along (U+200E to U+202F).
 */
export const GROUPS =
  '[\\s().\\/\\u200e-\\u202f-]*([0-9]+)(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?[\\s().\\/\\u200e-\\u202f-]*$';

/**
 * The groups of digits of a number that begins with its calling code, behind + or 00 and 7 to 15 digits long; no list when
 * it is none. "+44 (0)20 ...": the zero in brackets is dialled only inside the country.
 * @inline
 */
export function internationalGroups(text: string): readonly string[] | null {
  return text
    .replace('(0)', ' ')
    .match('^[\\s().\\/\\u200e-\\u202f-]*(?:[+]|00)(?=[^0-9]*[1-9](?:[^0-9]*[0-9]){6,14}[^0-9]*$)' + GROUPS);
}

/**
 * The number of such groups in E.164.
 * @inline
 */
export function joined(groups: readonly string[]): string {
  return '+' + groups.slice(1).join('');
}

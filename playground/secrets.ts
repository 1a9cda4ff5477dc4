/** Which fields hold credentials, and what may be shown or kept of values. */

import { type Field, type Values, valued } from 'sgtm-toolkit/form';
import { maskAll } from '../scripts/lib/mask.ts';

const CREDENTIAL = /secret|token|passw|credential|private_?key|(?:api|consumer|access|auth|client)_?key/i;

/** Told by its name, since a template does not say so. */
export const isCredential = (name: string): boolean => CREDENTIAL.test(name);

/** The credentials in a form. Texts of one or two characters are none, and masking them would spoil everything else. */
export function secretsOf(fields: readonly Field[], values: Values): string[] {
  return valued(fields)
    .filter(({ type, name }) => type === 'TEXT' && isCredential(name))
    .map(({ name }) => values[name])
    .filter((value): value is string => typeof value === 'string')
    .flatMap((value) => [value, value.trim()])
    .filter((value) => value.length > 2);
}

/** How a text is shown: as it is, or with every secret masked. */
export type Show = (text: string) => string;

export const showing = (secrets: readonly string[], plain: boolean): Show =>
  plain ? (text) => text : (text) => maskAll(text, secrets);

/** The same value with every credential masked, by field name and wherever its text occurs. */
export function masked(value: unknown, show: Show): unknown {
  return JSON.parse(JSON.stringify(value ?? null), (_key, item: unknown) =>
    typeof item === 'string' ? show(item) : item,
  );
}

/** The mapping's surroundings on Node: an event as plain data, and the warnings that were given. */
import { createHash } from 'node:crypto';
import { labelOf } from '../../src/labels.ts';
import type { Tools } from '../../src/mapping/tools.ts';

const typeOf = (value: unknown): string =>
  Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export function toolsFor(event: Record<string, unknown> = {}): Tools & { warnings: string[] } {
  const warnings: string[] = [];
  return {
    warnings,
    read: (key) =>
      key
        .split('.')
        .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], event),
    typeOf,
    sha256,
    parseJson: (text) => {
      try {
        return JSON.parse(text);
      } catch {
        return undefined;
      }
    },
    holdsSecret: () => false,
    stringify: (value) => {
      try {
        return JSON.stringify(value) as string | undefined;
      } catch {
        return undefined;
      }
    },
    decode: (text) => {
      try {
        return decodeURIComponent(text);
      } catch {
        return undefined;
      }
    },
    labelOf,
    warn: (sentence) => warnings.push(sentence),
  };
}

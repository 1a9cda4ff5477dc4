/**
 * The page's state in the address, behind the `#`, which no browser sends to a server. Credentials never stand in it, nor
 * do values that look like a person's e-mail address or phone number; a pasted event, cookies and headers only when asked for.
 */
import type { Values } from 'sgtm-toolkit/form';
import { isCredential } from './secrets.ts';

export type View = 'run' | 'scenarios';

export interface Shared {
  view: View;
  /** Id of an example, `''` for an event of one's own. */
  example: string;
  consent: string;
  answer: string;
  once: boolean;
  preview: boolean;
  /** Fields that differ from the values the page starts with. */
  fields: Values;
  /** The texts that are kept only when asked for. */
  kept?: Kept;
}

export interface Kept {
  event: string;
  cookies: string;
  headers: string;
  address: string;
}

export const initial: Shared = {
  view: 'run',
  example: 'purchase',
  consent: 'accepted',
  answer: 'success',
  once: false,
  preview: false,
  fields: {},
};

const PERSONAL_NAME = /e-?mail|phone/i;
const isPersonal = (value: unknown): boolean =>
  typeof value === 'string' && /@|^\+?[\d\s()./-]{9,}$/.test(value);

/** A value without what may not stand in an address; `undefined` when nothing is left of it. */
function shareable(name: string, value: unknown): unknown {
  if (isCredential(name) || isPersonal(value)) return undefined;
  if (Array.isArray(value))
    return value.map((item) => shareable('', item)).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  // A table row such as {name: 'email', value: …} tells by one cell what the other holds.
  const personal = entries.some(([, cell]) => typeof cell === 'string' && PERSONAL_NAME.test(cell));
  return Object.fromEntries(
    entries
      .map(([key, cell]) => [key, personal && key === 'value' ? undefined : shareable(key, cell)] as const)
      .filter(([, cell]) => cell !== undefined),
  );
}

/** What of a form differs from `start` and may stand in an address. */
export function sharedFields(values: Values, start: Values): Values {
  const names = new Set([...Object.keys(values), ...Object.keys(start)]);
  return Object.fromEntries(
    [...names]
      .filter((name) => JSON.stringify(values[name]) !== JSON.stringify(start[name]))
      .map((name) => [name, shareable(name, values[name] ?? null)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

export function writeFragment(state: Shared): string {
  const parameters = new URLSearchParams();
  if (state.view !== initial.view) parameters.set('view', state.view);
  for (const name of ['example', 'consent', 'answer'] as const)
    if (state[name] !== initial[name]) parameters.set(name, state[name]);
  for (const name of ['once', 'preview'] as const) if (state[name]) parameters.set(name, '1');
  if (Object.keys(state.fields).length > 0) parameters.set('fields', JSON.stringify(state.fields));
  if (state.kept) parameters.set('kept', JSON.stringify(state.kept));
  return parameters.toString();
}

const isPlain = (value: unknown): boolean =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** A field's value from an address, which anybody can have written: a plain value, or rows of plain cells; nothing else is taken. */
function fieldValue(value: unknown): unknown {
  if (!Array.isArray(value)) return isPlain(value) ? value : undefined;
  return value
    .filter((row: unknown) => typeof row === 'object' && row !== null && !Array.isArray(row))
    .map((row: object) => Object.fromEntries(Object.entries(row).filter(([, cell]) => isPlain(cell))));
}

/** The state in a fragment; anything that cannot be read is left at its start. */
export function readFragment(fragment: string): Shared {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ''));
  const object = (name: string): Values => {
    try {
      const value: unknown = JSON.parse(parameters.get(name) ?? '{}');
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : {};
    } catch {
      return {};
    }
  };
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const { event, cookies, headers, address } = object('kept');
  return {
    view: parameters.get('view') === 'scenarios' ? 'scenarios' : 'run',
    example: parameters.get('example') ?? initial.example,
    consent: parameters.get('consent') ?? initial.consent,
    answer: parameters.get('answer') ?? initial.answer,
    once: parameters.get('once') === '1',
    preview: parameters.get('preview') === '1',
    fields: Object.fromEntries(
      Object.entries(object('fields'))
        .filter(([name]) => !isCredential(name))
        .map(([name, value]) => [name, fieldValue(value)] as const)
        .filter(([, value]) => value !== undefined),
    ),
    ...(parameters.has('kept') && {
      kept: { event: text(event), cookies: text(cookies), headers: text(headers), address: text(address) },
    }),
  };
}

/**
 * Secrets of a container are shown nowhere: values of fields and variables whose name says that they are secret, and of rows
 * of a table that name themselves so, wherever they turn up, and what stands under such a name in headers, URLs, cookies and
 * bodies. Masks come before cuts.
 */
import { withoutCycles } from '../sandbox/apis/plain.ts';
import type { Container } from './container.ts';
import { referencesOf } from './expressions.ts';
import { isPlain, type Plain } from './text.ts';

export interface Secrets {
  /** Notes the texts in a value that stands under a name, if the name is one of a secret. */
  learn: (name: string, value: unknown) => void;
  /** The values that are known, for the secrets of a container that takes the place of this one. */
  values: () => string[];
  /** A text without secrets. */
  mask: (text: string) => string;
  /** Plain data without secrets, cycles and what is too deep for JSON. */
  maskAll: <T>(value: T) => T;
}

export const MASK = '•••';

const NAME =
  /secret|token|passw|passphrase|pwd|credential|authorization|bearer|(?:api|private|consumer|access|signing|encryption|shared)[-_. ]?key/i;

/** Names of parameters in URLs, besides. */
const PARAMETER = /^(?:key|sig|signature|auth|jwt)$/i;

/** Names of cookies that are as good as a password. */
const COOKIE = /sess|auth|jwt|csrf|sid$/i;

const isSecretName = (name: string): boolean => NAME.test(name);

/** A parameter of a URL or a form, one of a URL inside a URL, and a text of JSON under its name. */
const PAIR = /(^|[?&\s])([^=&?#\s"]{1,80})=([^&#\s"]+)/g;
const ENCODED_PAIR = /(%3F|%26)([\w.~-]{1,80})%3D((?:(?!%26|%23)[^&#\s"])+)/gi;
const MEMBER = /"([^"\\]{1,80})"(\s{0,9}:\s{0,9})"[^"\\]*(?:\\.[^"\\]*)*"/g;

/** Rows of a table such as a list of headers: `{name: 'Authorization', value: '…'}`. */
const ROW_NAME = /^(?:name|key|header|(?:header|field|param|parameter|query)[-_]?(?:name|key))$/i;
const ROW_VALUE = /value$/i;

const isSecretRow = (row: Plain): boolean =>
  Object.entries(row).some(
    ([key, name]) => ROW_NAME.test(key) && typeof name === 'string' && isSecretName(name),
  );

const isSecretPair = (name: string): boolean => isSecretName(name) || PARAMETER.test(name);

/** Shorter texts occur by chance. */
const SHORTEST = 6;

/** Most forms of values that are remembered of events; those learnt first are forgotten first. The file's are never. */
const MOST_LEARNT = 300;

/** Values may overlap: no part of any is left. */
function withoutValues(text: string, values: readonly string[]): string {
  const spans: [start: number, end: number][] = [];
  for (const value of values)
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
      spans.push([at, at + value.length]);
  let masked = '';
  let done = 0;
  for (const [start, end] of spans.sort(([a], [b]) => a - b)) {
    if (start >= done) masked += text.slice(done, start) + MASK;
    done = Math.max(done, end);
  }
  return masked + text.slice(done);
}

/** As it stands in a URL. */
function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * @param container whose constants are known from the start
 * @param earlier values of the container before it, which still stand in what was kept
 */
export function createSecrets(
  { variables, tags, clients }: Container,
  earlier: readonly string[] = [],
): Secrets {
  const known = new Set(earlier);
  const learnt = new Set<string>();
  const add = (values: Set<string>, text: string): void => {
    // Templates cut off the space that came along when a secret was pasted.
    for (const whole of [text, text.trim()])
      for (const form of [whole, encoded(whole), JSON.stringify(whole).slice(1, -1)])
        if (form.length >= SHORTEST && !known.has(form)) values.add(form);
    for (const oldest of learnt) {
      if (learnt.size <= MOST_LEARNT) break;
      learnt.delete(oldest);
    }
  };
  const addAll = (values: Set<string>, value: unknown): void => {
    if (typeof value === 'string' || typeof value === 'number') add(values, String(value));
    else if (Array.isArray(value) || isPlain(value))
      for (const item of Object.values(value)) addAll(values, item);
  };

  const learnRows = (value: unknown): void => {
    const isRow = isPlain(value) && isSecretRow(value);
    if (!Array.isArray(value) && !isPlain(value)) return;
    for (const [key, item] of Object.entries(value))
      if (isRow && ROW_VALUE.test(key)) addAll(learnt, item);
      else learnRows(item);
  };

  // A variable is secret by its own name, or because a secret field or variable is made of it.
  const names = new Set([...variables.keys()].filter(isSecretName));
  for (const { parameters } of [...tags, ...clients])
    for (const [name, value] of parameters)
      if (isSecretName(name)) for (const reference of referencesOf(value)) names.add(reference);
  for (const name of names)
    for (const [, value] of variables.get(name)?.parameters ?? [])
      if (variables.get(name)?.type === 'c')
        for (const reference of referencesOf(value)) names.add(reference);
  for (const name of names) {
    const { type, parameters = [] } = variables.get(name) ?? {};
    if (type === 'c')
      for (const [, value] of parameters) if (value.kind === 'value') addAll(known, value.value);
  }

  const mask = (text: string): string => {
    return withoutValues(text, [...known, ...learnt])
      .replace(PAIR, (whole, before: string, name: string) =>
        isSecretPair(name) ? `${before}${name}=${MASK}` : whole,
      )
      .replace(ENCODED_PAIR, (whole, before: string, name: string) =>
        isSecretPair(name) ? `${before}${name}%3D${MASK}` : whole,
      )
      .replace(MEMBER, (whole, name: string, colon: string) =>
        isSecretName(name) ? `"${name}"${colon}"${MASK}"` : whole,
      );
  };
  const maskCookies = (text: string): string =>
    text.replace(/(^|;\s?)([^=;\s]+)=([^;]*)/g, (whole, before: string, name: string) =>
      COOKIE.test(name) || isSecretName(name) ? `${before}${name}=${MASK}` : whole,
    );
  const masked = (value: unknown, name: string): unknown => {
    if (typeof value === 'string') {
      if (isSecretName(name) && value !== '') return MASK;
      return mask(/^(?:set-)?cookie$/i.test(name) ? maskCookies(value) : value);
    }
    if (typeof value === 'number' && isSecretName(name)) return MASK;
    if (Array.isArray(value)) return value.map((item) => masked(item, name));
    if (!isPlain(value)) return value;
    const isRow = isSecretRow(value);
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        masked(item, isRow && ROW_VALUE.test(key) ? 'secret' : key),
      ]),
    );
  };
  return {
    learn(name, value) {
      const isSecret = isSecretName(name) || names.has(name);
      if (typeof value === 'object' && value !== null) {
        if (isSecret) addAll(learnt, withoutCycles(value));
        else learnRows(withoutCycles(value));
      } else if (isSecret) addAll(learnt, value);
    },
    values: () => [...known, ...learnt],
    mask,
    maskAll: <T>(value: T): T => masked(withoutCycles(value), '') as T,
  };
}

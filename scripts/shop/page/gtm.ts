/**
 * Stands in for Google's `gtm.js`: runs a web container of exactly the kinds of tags, triggers and variables that
 * `web-container.ts` compiles. The order of events, the merging of the data layer and when Custom HTML runs are as observed in
 * Google's script and reported by practitioners.
 *
 * Left out: everything else of Tag Manager, sequencing and schedules among it.
 */

import type { Signal } from './consent-state.ts';
import { listen } from './data-layer.ts';
import { createGoogleTag, isArguments } from './google-tag.ts';

/** A value that may hold references: text parts, and `{ref}` for a variable. One reference alone keeps its type. */
type Template = (string | { ref: string })[];

/** Evaluates a variable for the event at hand. */
type Macro = (name: string) => unknown;

interface Condition {
  type: 'EQUALS' | 'MATCH_REGEX';
  left: Template;
  right: Template;
}

interface Trigger {
  type: 'INIT' | 'HISTORY_CHANGE' | 'CUSTOM_EVENT';
  conditions: Condition[];
}

interface TagBase {
  name: string;
  triggers: Trigger[];
  priority: number;
  /** Signals that must be granted when the trigger fires. */
  consent: Signal[];
}
type Rows = [name: Template, value: Template][];
type Tag = TagBase &
  (
    | { type: 'googtag'; id: Template; settings: Rows }
    | { type: 'gaawe'; id: Template; event: Template; settings: Rows; ecommerce: boolean }
    | { type: 'html'; scripts: Template[] }
  );

type Variable =
  | { type: 'c'; value: Template }
  | { type: 'v'; key: string; version: 1 | 2 }
  | { type: 'e' }
  | { type: 'jsm'; run: (macro: Macro) => unknown };

export interface WebContainer {
  id: string;
  tags: Tag[];
  variables: Record<string, Variable>;
}

type Plain = Record<string, unknown>;

declare global {
  interface Window {
    /** What the code of Custom HTML calls for a variable, as in Google's script. */
    google_tag_manager?: Record<string, { macro: (call: number, name: string) => unknown }>;
  }
}

/** Milliseconds until Custom HTML is tried again while the page has no body. */
const AGAIN = 200;

const EVENT_OF: Record<Trigger['type'], string> = {
  INIT: 'gtm.init',
  HISTORY_CHANGE: 'gtm.historyChange-v2',
  CUSTOM_EVENT: '',
};

export function run({ id, tags, variables }: WebContainer, nonce: string): void {
  const google = createGoogleTag();
  /** The data layer in its second version, merged, and in its first: for each key what was pushed last. */
  const model: Plain = Object.create(null);
  const last: Plain = Object.create(null);
  const calls: string[] = [];
  let events = 0;

  /** @param inside of the variables that are being evaluated; one that needs itself is undefined there */
  const macroOf =
    (event: string, inside: readonly string[] = []): Macro =>
    (name) => {
      const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
      if (!variable || inside.includes(name)) return undefined;
      const macro = macroOf(event, [...inside, name]);
      try {
        if (variable.type === 'e') return event;
        if (variable.type === 'c') return resolve(variable.value, macro);
        if (variable.type === 'v')
          return variable.version === 1 ? last[variable.key] : read(model, variable.key);
        return variable.run(macro);
      } catch {
        return undefined;
      }
    };

  const rowsOf = (rows: Rows, macro: Macro): Plain =>
    Object.fromEntries(rows.map(([name, value]) => [String(resolve(name, macro)), resolve(value, macro)]));

  const fire = (tag: Tag, event: string): void => {
    const macro = macroOf(event);
    if (tag.type === 'googtag') google.config(String(resolve(tag.id, macro)), rowsOf(tag.settings, macro));
    else if (tag.type === 'gaawe') {
      const ecommerce = tag.ecommerce ? plainOf(last.ecommerce) : {};
      const send_to = String(resolve(tag.id, macro));
      google.event(String(resolve(tag.event, macro)), {
        ...ecommerce,
        ...rowsOf(tag.settings, macro),
        send_to,
      });
    } else insert(tag.scripts, event);
  };

  const insert = (scripts: readonly Template[], event: string): void => {
    if (!document.body) {
      setTimeout(() => insert(scripts, event), AGAIN);
      return;
    }
    const call = calls.push(event) - 1;
    const reference = (name: string): string =>
      `google_tag_manager[${JSON.stringify(id)}].macro(${call}, ${JSON.stringify(name)})`;
    for (const parts of scripts) {
      const script = document.createElement('script');
      script.nonce = nonce;
      script.textContent = parts
        .map((part) => (typeof part === 'string' ? part : reference(part.ref)))
        .join('');
      document.body.append(script);
    }
  };

  const handle = (event: string): void => {
    const macro = macroOf(event);
    const isMet = ({ type, left, right }: Condition): boolean => {
      const [given, wanted] = [textOf(left, macro), textOf(right, macro)];
      return type === 'EQUALS' ? given === wanted : new RegExp(wanted).test(given);
    };
    const isFired = ({ type, conditions }: Trigger): boolean =>
      (EVENT_OF[type] === '' || EVENT_OF[type] === event) && conditions.every(isMet);
    const fired = tags
      .filter(({ triggers }) => triggers.some(isFired))
      .filter(({ consent }) => consent.every((signal) => google.consent.get(signal) !== 'denied'))
      .sort((a, b) => b.priority - a.priority);
    for (const tag of fired) fire(tag, event);
  };

  const event = (name: string): void => {
    events += 1;
    const own = { event: name, 'gtm.uniqueEventId': events };
    Object.assign(model, own);
    Object.assign(last, own);
    handle(name);
  };

  window.google_tag_manager = {
    ...window.google_tag_manager,
    [id]: { macro: (call, name) => macroOf(calls[call]!)(name) },
  };
  listen((entry) => {
    if (isArguments(entry)) return google.take(entry);
    if (typeof entry !== 'object' || entry === null) return;
    const isStart = 'gtm.start' in entry;
    if (isStart) for (const name of ['gtm.init_consent', 'gtm.init']) event(name);
    merge(model, entry as Plain);
    Object.assign(last, entry);
    if ('event' in entry && typeof entry.event === 'string') event(entry.event);
  });
  watchHistory();
}

/** Whatever the site's router does to the address is an event. */
function watchHistory(): void {
  const tell = (): void => {
    (window as unknown as { dataLayer: unknown[] }).dataLayer.push({ event: EVENT_OF.HISTORY_CHANGE });
  };
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name];
    history[name] = (...given) => {
      original.apply(history, given);
      tell();
    };
  }
  window.addEventListener('popstate', tell);
}

/** One reference alone keeps its type; in a text nothing becomes ''. */
function resolve(template: Template, macro: Macro): unknown {
  const [first] = template;
  if (template.length === 1 && typeof first === 'object') return macro(first.ref);
  return template
    .map((part) => (typeof part === 'string' ? part : (macro(part.ref) ?? '')))
    .map(String)
    .join('');
}

/** In conditions everything is a text, `undefined` too. */
const textOf = (template: Template, macro: Macro): string => String(resolve(template, macro));

const plainOf = (value: unknown): Plain =>
  typeof value === 'object' && value !== null ? (value as Plain) : {};

/** A key of the data layer, in its second version: dots lead inside. */
const read = (model: Plain, key: string): unknown =>
  Object.hasOwn(model, key)
    ? model[key]
    : key.split('.').reduce<unknown>((value, part) => plainOf(value)[part], model);

/** Objects and lists are merged part by part, everything else is replaced. */
function merge(into: Plain, from: Plain): void {
  for (const [key, value] of Object.entries(from)) {
    if (key === '__proto__') continue;
    const known = into[key];
    const isSame = isMergeable(value) && isMergeable(known) && Array.isArray(value) === Array.isArray(known);
    if (isSame) merge(known as Plain, value as Plain);
    else if (isMergeable(value)) {
      const fresh = (Array.isArray(value) ? [] : {}) as Plain;
      merge(fresh, value as Plain);
      into[key] = fresh;
    } else into[key] = value;
  }
}

const isMergeable = (value: unknown): boolean =>
  Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]';

/** The book of both halves: what X heard from the pixel and from the server, line by line, with what it would count. */
import { textOf } from '../../src/mapping/text.ts';
import type { Received } from '../../x-server/server.ts';
import { type Beacon, readBeacon } from '../lib/beacons.ts';
import { type Counted, createCounter, type Heard, type Side } from './count.ts';

/** A line as the page shows it. */
export interface Line extends Partial<Counted> {
  number: number;
  /** Milliseconds since 1970. */
  at: number;
  side: Side | 'google';
  /** The event as people call it. */
  name: string;
  conversionId: string;
  /** What else was said: amount, click id, restricted data use. */
  notes: string[];
  why: string;
}

export interface Book {
  readonly lines: readonly Line[];
  /** Orders that were placed: the truth. */
  readonly orders: number;
  /** Takes an order and gives its number. */
  order: () => string;
  /** Conversions that X would count, by name. */
  totals: () => Record<string, number>;
  /** A beacon of the pixel, by the address that it has at X. */
  beacon: (url: string, at: number) => void;
  /** A request of the server half, when X answers it. */
  conversions: (received: Received) => void;
  /** A hit of Google's tag that went past the server container. */
  pastServer: (name: string, at: number) => void;
  clear: () => void;
  /** Told of each change; gives what ends that. */
  watch: (listener: () => void) => () => void;
}

const MOST_LINES = 500;
/** What a line shows at most of a text of the page, its middle left out. */
const short = (text: string): string => (text.length > 48 ? `${text.slice(0, 23)}…${text.slice(-23)}` : text);

/** @param names ID of the event at X, bare, → what people call it, such as `Purchase` */
export function createBook(names: ReadonlyMap<string, string>): Book {
  const listeners = new Set<() => void>();
  let lines: Line[] = [];
  let orders = 0;
  let calls = new Set<string>();
  let judge = createCounter();

  const change = (): void => {
    for (const listener of listeners) listener();
  };
  const add = (line: Omit<Line, 'number'>): void => {
    if (lines.length >= MOST_LINES) return;
    lines.push({ ...line, number: lines.length + 1 });
    change();
  };
  const hear = (heard: Omit<Heard, 'line'>, notes: string[]): void => {
    const { at, side, event } = heard;
    const conversionId = short(heard.conversionId);
    const counted = judge({ ...heard, line: lines.length + 1 });
    add({ at, side, name: names.get(event) ?? short(event), conversionId, notes, ...counted });
  };

  return {
    get lines() {
      return lines;
    },
    get orders() {
      return orders;
    },
    order() {
      orders += 1;
      change();
      return String(1000 + orders);
    },
    totals: () => {
      const sums = new Map<string, number>();
      for (const { name, counts = 0 } of lines)
        if (counts > 0) sums.set(name, (sums.get(name) ?? 0) + counts);
      return Object.fromEntries(sums);
    },
    beacon(url, at) {
      const beacon = readBeacon(url);
      // The other request of a call says the same.
      if (!beacon || lines.length >= MOST_LINES || (beacon.callId !== '' && calls.has(beacon.callId))) return;
      calls.add(beacon.callId);
      const { kind, name, eventId, conversionId } = beacon;
      const notes = notesOf(beacon);
      if (kind === 'event') hear({ side: 'pixel', at, event: eventId, conversionId, kind }, notes);
      else if (kind === 'automatic') hear({ side: 'pixel', at, event: name, conversionId, kind }, notes);
      else
        add({
          side: 'pixel',
          at,
          name: 'Page view',
          conversionId: '',
          notes,
          why: 'No event of Events Manager is named.',
        });
    },
    conversions({ at, body, verdict, diagnostics }) {
      for (const conversion of conversionsIn(body)) {
        const event = textOf(conversion.event_id).split('-').at(-1)!;
        const kind = verdict === 'accepted' ? 'event' : 'refused';
        const notes = [amountOf(conversion.value, conversion.price_currency), ...identifiersOf(conversion)];
        const reasons = [...notes, ...diagnostics.reasons].filter((note) => note !== '');
        hear({ side: 'server', at, event, conversionId: textOf(conversion.conversion_id), kind }, reasons);
      }
    },
    pastServer: (name, at) =>
      add({
        side: 'google',
        at,
        name: short(name),
        conversionId: '',
        notes: [],
        why: 'Google’s tag sent it to Google: the server container never saw it.',
      }),
    clear() {
      lines = [];
      orders = 0;
      calls = new Set();
      judge = createCounter();
      change();
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function notesOf({ parameters, clickIdSource, restrictedDataUse, hashes }: Beacon): string[] {
  const persons = Object.keys(hashes).join(', ').replaceAll('_', ' ');
  return [
    amountOf(parameters.value, parameters.currency),
    clickIdSource === '' ? '' : `click ID from the ${clickIdSource === 'url' ? 'address' : 'cookie'}`,
    persons === '' ? '' : `${persons} hashed`,
    ['', 'off'].includes(restrictedDataUse) ? '' : `data use: ${restrictedDataUse}`,
  ]
    .filter((note) => note !== '')
    .map(short);
}

const amountOf = (value: unknown, currency: unknown): string => `${textOf(value)} ${textOf(currency)}`.trim();

const IDENTIFIERS: Record<string, string> = {
  twclid: 'click ID',
  hashed_email: 'email address hashed',
  hashed_phone_number: 'phone number hashed',
};

/** By what X can find the visitor; what only the browser is known by is not told. */
function identifiersOf({ identifiers }: Record<string, unknown>): string[] {
  const names = (Array.isArray(identifiers) ? identifiers : []).flatMap((one) => Object.keys(one ?? {}));
  return Object.keys(IDENTIFIERS)
    .filter((name) => names.includes(name))
    .map((name) => IDENTIFIERS[name]!);
}

function conversionsIn(body: unknown): Record<string, unknown>[] {
  const { conversions } = (body ?? {}) as { conversions?: unknown };
  return (Array.isArray(conversions) ? conversions : []).filter(
    (one) => typeof one === 'object' && one !== null,
  );
}

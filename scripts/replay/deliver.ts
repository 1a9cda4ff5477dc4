/**
 * Sends conversions in batches, one request at a time, until each of them is delivered, refused by X in X's words, or named as
 * not delivered. Every request is in the state file before it leaves.
 */
import type { Authorization } from '../lib/credentials.ts';
import { backoffMs, type Pace, WINDOW_MS } from '../lib/pace.ts';
import { clean } from '../lib/x-answer.ts';
import type { Client } from '../lib/x-client.ts';
import { bareEventId, type Item } from './conversion.ts';
import { judge } from './judge.ts';
import type { State } from './state.ts';

/** What became of one conversion. */
export type Fate =
  | { kind: 'delivered' }
  | { kind: 'refused'; reason: string }
  /** X may have got it, and it is not sent again: it could count twice. */
  | { kind: 'held' }
  | { kind: 'notSent'; reason: string };

export interface DeliveryWorld {
  /** Epoch milliseconds. */
  now: () => number;
  /** Resolves after that many milliseconds, or earlier when the run is to stop. */
  sleep: (ms: number) => Promise<void>;
  random: () => number;
  /** Asks the run to end after the request under way. */
  stop: AbortSignal;
}

export interface DeliveryOptions {
  client: Client;
  authorization: Authorization;
  state: State;
  pace: Pace;
  world: DeliveryWorld;
  /** Most conversions in a request. */
  batch: number;
  /** Most attempts at one request. */
  attempts: number;
  /** Whether one that X may have got already is sent again; without it those with a conversion_id are. */
  sendsAgain?: (item: Item) => boolean;
  settled: (item: Item, fate: Fate) => void;
  /** Called with a sentence whenever the run waits or meets a failure. */
  said: (sentence: string) => void;
}

export interface Delivery {
  /** Takes a conversion that may be sent; resolves when there is room for another. */
  add(item: Item): Promise<void>;
  /** Sends what is left. */
  finish(): Promise<void>;
}

interface Group {
  items: Item[];
  failures: number;
  /** Since when X has answered nothing but that its limit is used up; epoch milliseconds. */
  limitedSince?: number;
}

/** Characters of a body; X names no limit, and a megabyte is far more than 500 usual conversions. */
const LONGEST_BODY = 1_000_000;

export function createDelivery(options: DeliveryOptions): Delivery {
  const { client, authorization, state, pace, world, batch, settled, said } = options;
  // By a conversion_id X recognises the double.
  const sendsAgain = options.sendsAgain ?? (({ conversionId }: Item) => conversionId !== undefined);
  const waiting = new Map<string, Item[]>();
  let count = 0;
  /** Why nothing more is sent, for everything or for one pixel. */
  let stopped: string | undefined;
  const blocked = new Map<string, string>();
  /** X's words about an event id, by pixel and bare id: they hold for every conversion of that event. */
  const badEvents = new Map<string, string>();
  /** Requests given up one after the other: two in a row mean that it is not the request. */
  let givenUp = 0;
  /** Requests one after the other of which X may have everything: the next one puts a single conversion at risk. */
  let doubts = 0;
  let isAnnounced = false;

  const eventKey = ({ pixel, eventId }: Item): string => `${pixel} ${bareEventId(pixel, eventId)}`;

  function whyNot(pixel: string): string | undefined {
    if (world.stop.aborted) stopped ??= 'The run was stopped';
    return stopped ?? blocked.get(pixel);
  }

  /** Settles those about which nothing is left to try; the others are returned. */
  function sift(pixel: string, items: Item[]): Item[] {
    const reason = whyNot(pixel);
    return items.filter((item) => {
      const words = badEvents.get(eventKey(item));
      if (words !== undefined) settled(item, { kind: 'refused', reason: words });
      else if (reason !== undefined) settled(item, { kind: 'notSent', reason });
      return words === undefined && reason === undefined;
    });
  }

  /** X tells of a deprecated endpoint with each answer (X, Versioning); once is enough. */
  function announce(words: string | null): void {
    if (words === null || isAnnounced) return;
    isAnnounced = true;
    said(`X announces: ${clean(words)}`);
  }

  async function deliver(pixel: string, items: Item[]): Promise<void> {
    const stack: Group[] = [{ items, failures: 0 }];
    for (let group = stack.pop(); group !== undefined; group = stack.pop()) {
      const open = sift(pixel, group.items);
      if (open.length === 0) continue;
      const { events, waitMs } = pace.allowance(
        Math.min(open.length, doubts > 0 ? 1 : batch, fitting(open)),
        world.now(),
      );
      if (events === 0) {
        said(`The rate limit is used up: waiting ${Math.ceil(waitMs / 1000)} s`);
        await world.sleep(waitMs);
        stack.push({ ...group, items: open });
        continue;
      }
      if (events < open.length) stack.push({ items: open.slice(events), failures: 0 });
      stack.push(...(await attempt(pixel, { ...group, items: open.slice(0, events) })));
    }
  }

  /** One request. @returns what is to be tried next, last first */
  async function attempt(pixel: string, { items, failures, limitedSince }: Group): Promise<Group[]> {
    const body = `{"conversions":[${items.map(({ json }) => json).join(',')}]}`;
    const request = state.sending(
      items.map(({ key }) => key),
      world.now(),
    );
    pace.sent(items.length, world.now());
    const reply = await client.send(
      { method: 'POST', path: `measurement/conversions/${pixel}`, body },
      authorization,
    );
    if (reply.kind === 'answered') {
      pace.learn(reply.headers, world.now());
      announce(reply.headers.get('x-api-warn'));
    }
    const verdict = judge(reply, items.length, world.now());
    const inDoubt = 'inDoubt' in verdict && verdict.inDoubt;
    for (const item of items) item.inDoubt ||= inDoubt;
    state.done(request, verdict.kind === 'delivered' ? 'delivered' : inDoubt ? 'unknown' : 'undelivered');
    if (verdict.kind !== 'later') {
      givenUp = 0;
      doubts = 0;
    }

    switch (verdict.kind) {
      case 'delivered':
        for (const item of items) settled(item, { kind: 'delivered' });
        return [];
      case 'refused':
        return afterRefusal(items, verdict.words, verdict.errors);
      case 'blocked':
        blocked.set(pixel, verdict.words);
        said(`Pixel ${pixel}: ${verdict.words}`);
        return [{ items: inDoubt ? holdBack(items) : items, failures: 0 }];
      case 'later': {
        const open = inDoubt ? holdBack(items) : items;
        if (open.length === 0) {
          doubts += 1;
          if (doubts < options.attempts) await pause(doubts, verdict.words, 'the next request');
          else stopped = `${doubts} requests in a row were in doubt: ${verdict.words}`;
          return [];
        }
        const since = verdict.limited ? (limitedSince ?? world.now()) : undefined;
        // X promises its headers for GET only: a limit without them is over after one window at the latest.
        const isPatient = since !== undefined && world.now() - since <= WINDOW_MS;
        if (isPatient || failures + 1 < options.attempts) {
          await pause(failures + 1, verdict.words, `attempt ${failures + 2}`);
          return [
            { items: open, failures: failures + 1, ...(since === undefined ? {} : { limitedSince: since }) },
          ];
        }
        givenUp += 1;
        const reason = `Given up after ${failures + 1} attempts: ${verdict.words}`;
        said(reason);
        if (givenUp > 1) stopped = reason;
        for (const item of open) settled(item, { kind: 'notSent', reason });
        return [];
      }
    }
  }

  async function pause(failures: number, words: string, next: string): Promise<void> {
    const waitMs = backoffMs(failures, world.random());
    said(`${words}; ${next} in ${Math.ceil(waitMs / 1000)} s`);
    await world.sleep(waitMs);
  }

  function afterRefusal(
    items: Item[],
    words: string,
    errors: readonly { parameter: string; message: string }[],
  ): Group[] {
    const [only] = items;
    if (only !== undefined && items.length === 1) {
      if (errors.some(({ parameter }) => parameter === 'event_id')) badEvents.set(eventKey(only), words);
      settled(only, { kind: 'refused', reason: words });
      return [];
    }
    const half = Math.ceil(items.length / 2);
    return [
      { items: items.slice(half), failures: 0 },
      { items: items.slice(0, half), failures: 0 },
    ];
  }

  /** Settles those of which a second request might count twice; the others are returned. */
  function holdBack(items: Item[]): Item[] {
    return items.filter((item) => {
      const isAgain = sendsAgain(item);
      if (!isAgain) settled(item, { kind: 'held' });
      return isAgain;
    });
  }

  async function flush(pixel: string): Promise<void> {
    const items = waiting.get(pixel) ?? [];
    waiting.delete(pixel);
    count -= items.length;
    await deliver(pixel, items);
  }

  return {
    async add(item) {
      const items = waiting.get(item.pixel) ?? [];
      if (items.length === 0) waiting.set(item.pixel, items);
      items.push(item);
      count += 1;
      if (items.length >= batch) await flush(item.pixel);
      // Many pixels: the memory stays bounded.
      else if (count >= batch * 10) for (const pixel of [...waiting.keys()]) await flush(pixel);
    },
    async finish() {
      for (const pixel of [...waiting.keys()]) await flush(pixel);
    },
  };
}

/** How many of the items, at least one, a body may hold. */
function fitting(items: readonly Item[]): number {
  let length = 0;
  for (const [index, { json }] of items.entries()) {
    length += json.length + 1;
    if (length > LONGEST_BODY) return Math.max(index, 1);
  }
  return items.length;
}

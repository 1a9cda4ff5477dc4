/** `--x`: X's figures for a reconciliation, from the account or from a file, and kept in a file where that is wanted. */
import { type Io, type Option, UsageError, type Values } from 'sgtm-toolkit/shell';
import { typeOf } from '../container/categories.ts';
import type { Dictionary } from '../container/dictionary.ts';
import { RefusedError } from '../lib/access.ts';
import { idOf } from '../lib/web-events.ts';
import { X_ENDPOINT } from '../lib/x-client.ts';
import { endpointOf } from '../replay/options.ts';
import { clockOf } from '../send/zone.ts';
import type { Report, XFigures } from './model.ts';
import { dayAfter } from './moment.ts';
import { accountAsker, askAccount, usualPeriod, type XWorld } from './x-account.ts';
import { figuresOf, type XEvent } from './x-figures.ts';
import { readSaved, writeSaved } from './x-file.ts';
import { CHANGING } from './x-notes.ts';
import { XDataError } from './x-statistics.ts';

export interface XOptions {
  /** `account`, or the path of a file. */
  from: string;
  /** File that keeps what X answered. */
  saveTo: string | undefined;
  /** Ads account; `''` for the only one of the user. */
  account: string;
  endpoint: string;
  /** A file of credentials; else they come from the environment. */
  credentials: string | undefined;
}

export const X_OPTIONS = {
  x: {
    type: 'string',
    value: 'account|FILE',
    help: "what X attributed: asked from the ads account (needs OAuth), or a file of --save-x or of X's statistics",
  },
  'save-x': { type: 'string', value: 'FILE', help: 'keeps what the ads account answered, for --x FILE' },
  account: { type: 'string', value: 'ID', help: 'the ads account, where the dictionary has no accountId' },
  endpoint: {
    type: 'string',
    value: 'URL',
    help: `instead of ${X_ENDPOINT}, for example a stand-in on this machine`,
  },
  credentials: { type: 'string', value: 'FILE', help: 'see below' },
} as const satisfies Record<string, Option>;

/** Undefined without --x. @throws UsageError */
export function readXOptions(values: Values): XOptions | undefined {
  const text = (name: string): string | undefined =>
    values[name] === undefined ? undefined : String(values[name]).trim();
  const from = text('x');
  if (from !== 'account')
    for (const name of ['save-x', 'account', 'endpoint', 'credentials'])
      if (values[name] !== undefined) throw new UsageError(`--${name} needs --x account.`);
  if (from === undefined) return undefined;
  const account = text('account') ?? '';
  if (account !== '' && !/^[A-Za-z0-9]{3,20}$/.test(account))
    throw new UsageError(
      `--account must be 3 to 20 letters and digits, got ${JSON.stringify(account.slice(0, 60))}.`,
    );
  return {
    from,
    saveTo: text('save-x'),
    account,
    endpoint: endpointOf(text('endpoint') ?? X_ENDPOINT),
    credentials: text('credentials'),
  };
}

/** X's figures for the days of a report; those of a file are cut to them. @throws RefusedError for what X says */
export type AskX = (period: Pick<Report['period'], 'from' | 'to'>) => Promise<XFigures>;

/** The events that the dictionary names, for a file that does not tell those of the account. Names are X's own, so none is known. */
function eventsIn({ pixelId, categoryEvents, customEvents }: Dictionary): XEvent[] {
  const event = (eventId: string, type: string): XEvent => ({
    id: idOf(eventId),
    name: '',
    type,
    pixel: pixelId,
    deleted: false,
  });
  const all = [
    ...categoryEvents.map(({ selector, eventId }) => event(eventId, typeOf(selector))),
    ...customEvents.map(({ eventId }) => event(eventId, '')),
  ];
  // Several rows may send one event of X; a category tells its type.
  return all.filter(({ id }, i) => all.findIndex((other) => other.id === id) === i);
}

/** The account that option and dictionary name, which must not be two. */
function accountOf({ account }: XOptions, { accountId }: Dictionary): string {
  if (account !== '' && accountId !== '' && account.toLowerCase() !== accountId.toLowerCase())
    throw new UsageError(
      `--account is ${account}, the dictionary's accountId is ${accountId}. Give one of them.`,
    );
  return accountId || account;
}

/**
 * What can be wrong before X is asked is told at once.
 * @param dictionary of the tag
 * @param zone as daysOf() takes it: on whose clocks days are
 * @throws UsageError for the credentials, and for what is in a file
 */
export function openX(
  options: XOptions,
  dictionary: Dictionary,
  zone: string,
  io: Pick<Io, 'progress'>,
  world: XWorld,
): AskX {
  const { from, saveTo } = options;
  if (from !== 'account') {
    const saved = readSaved(from);
    const events = saved.account === '' ? eventsIn(dictionary) : saved.events;
    const figures = figured(() => figuresOf({ ...saved, events }, from, zone), UsageError);
    return async (period) => cut(figures, period);
  }
  const account = accountOf(options, dictionary);
  const asker = accountAsker(options, io, world);
  return async (period) => {
    const moments = momentsOf(period, zone, world.now());
    const saved = await askAccount({ ...options, account, period: moments }, asker, io, world);
    if (saveTo !== undefined) writeSaved(saveTo, saved);
    const figures = figured(() => figuresOf(saved, `account ${saved.account}`, zone), RefusedError);
    const changes = moments.end > usualPeriod(world.now()).end;
    return cut(changes ? { ...figures, notes: [...figures.notes, CHANGING] } : figures, period);
  };
}

function figured(figures: () => XFigures, Wrong: new (message: string) => Error): XFigures {
  try {
    return figures();
  } catch (error) {
    throw error instanceof XDataError ? new Wrong(error.message) : error;
  }
}

/** The days of a report as moments, none of them to come; X's usual period where it has no days. */
function momentsOf(
  { from, to }: Parameters<AskX>[0],
  zone: string,
  now: number,
): { start: number; end: number } {
  const clock = clockOf(zone)!;
  const at = (day: string): number =>
    Date.parse(clock(`${day}T00:00:00`) ?? clock(`${day}T01:00:00`) ?? `${day}T00:00:00Z`);
  if (from === undefined || to === undefined) return usualPeriod(now);
  const start = at(from);
  const end = Math.min(at(dayAfter(to)), Math.floor(now / HOUR_MS) * HOUR_MS);
  return start < end ? { start, end } : usualPeriod(now);
}

/** The entries of a report's days and those without a day; what that leaves out or lacks is noted. */
function cut(figures: XFigures, { from, to }: Parameters<AskX>[0]): XFigures {
  const isIn = (day: string | undefined): boolean =>
    day === undefined || ((from === undefined || day >= from) && (to === undefined || day <= to));
  const entries = figures.entries.filter(({ day }) => isIn(day));
  const lacks = (from !== undefined && figures.start > from) || (to !== undefined && figures.end <= to);
  const total = figures.entries.some(({ day }) => day === undefined);
  if (!lacks && !total && entries.length === figures.entries.length) return figures;
  return {
    ...figures,
    entries,
    notes: [
      ...figures.notes,
      `X's figures are of ${figures.start} until ${figures.end}, the report is of ${from ?? 'any day'} to ${to ?? 'any day'}: ${
        total ? 'figures without a day count whole' : 'days outside of the report are left out'
      }${lacks ? ', and X lacks some of its days' : ''}.`,
    ],
  };
}

const HOUR_MS = 3_600_000;

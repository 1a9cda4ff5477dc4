/** One run of the template against anything, held to what must always be true, and values nobody should send. */

import type { RunRecord, World } from 'sgtm-toolkit/sandbox';
import { expect } from 'vitest';
import { checkBody } from '../../x-server/body.ts';
import type { XServer } from '../../x-server/server.ts';
import {
  byToken,
  CREDENTIALS,
  configurationFor,
  type Data,
  inProcess,
  leaks,
  logLines,
  oauth,
  overHttp,
  PIXEL_TOKEN,
  purchase,
  reasonOf,
  run,
  wholeHashes,
} from './harness.ts';

/** Credentials with every kind of character that some encoding changes. */
export const AWKWARD = ['pass<word>&"more"\\/\u00e9', "it's (secret)!*~", 'x%2Fy+z==,a/b'];
export const SECRETS = [...CREDENTIALS.map((name) => String(oauth()[name])), PIXEL_TOKEN];
/** An address and a number, as the example's event has them and as they could leave after half of the work. */
export const MAIL = 'jane.doe@example.com';
export const PHONE = '+49 (0)151 2345-6789';
export const PERSONAL = [MAIL, PHONE, '4915123456789', '01512345678'];

/** Settings that ask for no consent, so that the event alone decides, and sign nothing, which is quicker. */
export const SETTINGS = byToken({ consent: 'always' });
export const SIGNED = oauth({ consent: 'always' });

/** What X would say about the bodies a run has sent, whoever sent them. */
function complaints(record: RunRecord): string[] {
  const configuration = configurationFor(SIGNED);
  return record.requests.flatMap(({ request }) => {
    expect(request.url).toMatch(
      /^https:\/\/ads-api\.x\.com\/12\/measurement\/conversions\/[A-Za-z0-9]{3,12}$/,
    );
    const { reasons } = checkBody(
      Buffer.from(request.body ?? ''),
      configuration.pixels[0]!,
      configuration,
      false,
    );
    return reasons.filter((reason) => !reason.includes('event_id'));
  });
}

/** One run against the stand-in in this process. Whatever happens must be harmless. */
export async function play(event: Data, settings: Data = SETTINGS, world: World = {}) {
  const { http, judgements } = inProcess(SIGNED);
  const record = await run(settings, event, { http, ...world });
  const awkward = AWKWARD.filter((secret) => Object.values(settings).includes(secret));
  expect(leaks(record, [...SECRETS, ...awkward, ...PERSONAL])).toEqual([]);
  expect(wholeHashes(record)).toEqual([]);
  expect(complaints(record)).toEqual([]);
  const body = record.requests[0]?.request.body;
  const sent = body === undefined ? undefined : (JSON.parse(body) as { conversions: Data[] }).conversions[0]!;
  return { record, reason: reasonOf(record), sent, judgements };
}

/** One purchase over real sockets to a stand-in that is first changed. */
export async function outcomeWhen(
  change: (server: XServer) => void,
  settings: Data = oauth(),
  event: Data = purchase(),
) {
  return overHttp(oauth(), async (server, http) => {
    change(server);
    const record = await run(settings, event, { http });
    expect(leaks(record, [...SECRETS, ...PERSONAL])).toEqual([]);
    return { record, reason: reasonOf(record), received: server.received, recorded: server.recorded };
  });
}

/** Milliseconds of this process for the best of so many runs. */
export async function processorTime(once: () => Promise<unknown>, times: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i += 1) {
    const before = process.cpuUsage();
    await once();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

/** Sentences of the log about what was left out. */
export const warnings = (record: RunRecord): string[] =>
  logLines(record).flatMap(({ Type, Message }) => (Type === 'Warning' ? [Message ?? ''] : []));

/** Nested `depth` times. */
const deep = (depth: number, make: (inner: unknown) => unknown): unknown => {
  let value: unknown = 'end';
  for (let i = 0; i < depth; i++) value = make(value);
  return value;
};

/** Values of every type in places they do not belong. */
export const JUNK: [name: string, value: unknown][] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['zero', 0],
  ['a negative number', -1.5],
  ['NaN', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['a huge number', 1e300],
  ['empty text', ''],
  ['blanks', ' \t\n '],
  ['text', 'abc!'],
  ['a long text', 'x'.repeat(20_000)],
  ['half a surrogate pair', 'a\ud83d'],
  ['markup and control bytes', '<script>\u0000"\r\n\u2028\\'],
  ['an empty list', []],
  ['a list of junk', [null, 1, 'x', [], {}, [[]], true]],
  ['an empty object', {}],
  ['an object keyed by numbers', { 0: 'x', 1: null, 3: {} }],
  [
    'an object with awkward keys',
    JSON.parse('{"__proto__": {"a": 1}, "constructor": 1, "length": 3, "": 2}'),
  ],
  ['a deep list', deep(500, (inner) => [inner])],
  ['a deep object', deep(500, (inner) => ({ a: inner }))],
];

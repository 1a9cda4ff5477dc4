/** Requests to X within its limits, and what is asked again. */
import { describe, expect, test } from 'vitest';
import { createAsker, outcomeOf } from '../../scripts/lib/ask.ts';
import type { Reply, XRequest } from '../../scripts/lib/x-client.ts';

const answered = (status: number, body: string | undefined = '{"data":[]}'): Reply => ({
  kind: 'answered',
  status,
  headers: new Headers(),
  body,
});
const cut: Reply = { kind: 'cut', status: undefined, reason: 'The connection ended' };
const unsent: Reply = { kind: 'unsent', reason: 'The connection was refused' };

/** @param replies to the requests in their order, then success */
function asking(...replies: Reply[]) {
  let now = 0;
  const sent: number[] = [];
  const send = async (): Promise<Reply> => {
    sent.push(now);
    return replies.shift() ?? answered(200);
  };
  const world = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
    random: () => 0.5,
  };
  const way = { method: 'pixelToken' as const, token: '' };
  const asker = createAsker({ endpoint: '', send }, way, world, () => undefined);
  return { ...asker, sent };
}

const WRITE: XRequest = { method: 'PUT', path: 'accounts/a1/web_event_tags/b1' };
const MAKE: XRequest = { method: 'POST', path: 'accounts/a1/web_event_tags' };
const READ: XRequest = { method: 'GET', path: 'accounts/a1/web_event_tags' };
const GLOBAL_READ: XRequest = { method: 'GET', path: 'accounts' };

const MINUTE = 60_000;
test.each<[string, XRequest, number, number]>([
  ['450 writes a minute', WRITE, 450, MINUTE],
  ['450 of all kinds of writes', MAKE, 450, MINUTE],
  ['2,000 reads of an account in 15 minutes', READ, 2000, 15 * MINUTE],
  ['5 reads without an account in 15 minutes', GLOBAL_READ, 5, 15 * MINUTE],
])('%s are sent without a word of X, and no more', async (_what, request, limit, window) => {
  const { ask, sent } = asking();
  for (let i = 0; i <= limit; i += 1) await ask(request);
  expect(sent.slice(-2)).toEqual([0, window]);
});

describe.each<[string, Reply, ReturnType<typeof outcomeOf>]>([
  ['200', answered(200), 'done'],
  ['201', answered(201, '{"data":{}}'), 'done'],
  ['200 with a page', answered(200, '<!doctype html>'), 'unknown'],
  ['200 with half a text', answered(200, '{"data":'), 'unknown'],
  ['200 with a list', answered(200, '[]'), 'unknown'],
  ['200 with nothing', answered(200, ''), 'unknown'],
  ['200 that is too long', { ...answered(200), body: undefined } as Reply, 'unknown'],
  ['204', answered(204, ''), 'unknown'],
  ['302', answered(302, ''), 'unknown'],
  ['400', answered(400, '{"errors":[]}'), 'refused'],
  ['401', answered(401, ''), 'refused'],
  ['403 with a page', answered(403, '<html>'), 'refused'],
  ['404', answered(404, ''), 'refused'],
  ['408', answered(408, ''), 'unknown'],
  ['423', answered(423, ''), 'not now'],
  ['429', answered(429, ''), 'not now'],
  ['500', answered(500, ''), 'unknown'],
  ['503', answered(503, ''), 'unknown'],
  ['an answer that is cut', cut, 'unknown'],
  ['a request that never left', unsent, 'not now'],
])('%s', (_what, reply, outcome) => {
  test(`is ${outcome}`, () => {
    expect(outcomeOf(reply)).toBe(outcome);
  });

  const isFinal = outcome === 'done' || outcome === 'refused';
  test(`is ${isFinal ? 'taken' : 'asked again'}, but for what makes an event`, async () => {
    for (const request of [READ, GLOBAL_READ, WRITE, MAKE]) {
      const { ask, sent } = asking(reply);
      const last = await ask(request);
      const isTaken = isFinal || request === MAKE;
      expect([request, sent.length, last === reply]).toEqual([request, isTaken ? 1 : 2, isTaken]);
    }
  });
});

test('is not asked for ever', async () => {
  const { ask, sent } = asking(...Array<Reply>(9).fill(cut));
  expect(await ask(READ)).toBe(cut);
  expect(sent).toEqual([0, 750, 2250, 5250, 11_250]);
});

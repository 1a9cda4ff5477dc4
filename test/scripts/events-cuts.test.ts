/** Applying cut off at every call, in every way: nothing is made twice, and the next run goes on. */
import { describe, expect, test } from 'vitest';
import { type ErrorName, errorAnswer } from '../../x-server/answers.ts';
import type { Fault } from '../../x-server/faults.ts';
import { dictionaryFile, events, eventsAt } from './events-run.ts';
import { standing, TEXT, writes } from './events-shop.ts';

const busy = (name: ErrorName, processed: boolean): Fault => ({
  kind: 'answer',
  answer: errorAnswer(name),
  processed,
});
const FAULTS: [string, Fault][] = [
  ['cut before it was seen', { kind: 'cut', at: 'start' }],
  ['cut after it was done', { kind: 'cut', at: 'start', processed: true }],
  ['cut within the answer', { kind: 'cut', at: 'body', processed: true }],
  ['a page in place of the answer', { kind: 'garbage', body: 'html', processed: true }],
  ['half an answer', { kind: 'garbage', body: 'notJson', processed: true }],
  ['an empty answer', { kind: 'garbage', body: 'empty', processed: true }],
  ['500 though it was done', busy('internalError', true)],
  ['503', busy('overCapacity', false)],
  ['503 though it was done', busy('overCapacity', true)],
  ['429', busy('tooManyRequests', false)],
  ['429 though it was done', busy('tooManyRequests', true)],
  ['423', busy('lockTimeout', false)],
  ['408 though it was done', busy('cancelledRequest', true)],
  ['403 though it was done', busy('wrongRole', true)],
  ['a redirection though it was done', { kind: 'redirect', location: '/12/elsewhere', processed: true }],
];

describe('a cut at any call makes nothing twice, and the next runs go on', () => {
  // Without a fault a run makes five calls.
  test.each(FAULTS)('%s', async (_what, fault) => {
    for (let struck = 1; struck <= 5; struck += 1) {
      const server = await standing();
      const file = dictionaryFile(TEXT);
      server.faults.use(({ number }) => (number === struck ? fault : undefined));
      let runs = 1;
      while (runs < 4 && (await events(server, ['apply', file, '--yes'])).code !== 0) runs += 1;
      expect([struck, runs <= 2]).toEqual([struck, true]);
      expect([
        struck,
        eventsAt(server)
          .map(({ name }) => name)
          .sort(),
      ]).toEqual([
        struck,
        ['Account', "Kauf – Shop (EU) 100% *neu*, A&B's!", 'Newsletter', 'Old', 'Quote form'],
      ]);
      server.faults.clear();
      expect((await events(server, ['plan', file])).code).toBe(0);
    }
  });

  test('a POST whose fate stays unknown is not sent again by the same run', async () => {
    const server = await standing();
    server.faults.use(({ method }) => (method === 'POST' ? { kind: 'cut', at: 'start' } : undefined));
    const { code, err, sleeps } = await events(server, ['apply', dictionaryFile(TEXT), '--yes']);
    expect([code, writes(server)]).toEqual([1, ['POST']]);
    expect(err).toMatch(/Run the command again in a minute: it looks at what X has before it makes anything/);
    expect(sleeps).toHaveLength(3);
  });
});

/** Failures under a wrong X event ID, sent under the right one. */
import { describe, expect, test } from 'vitest';
import { errorAnswer } from '../../x-server/answers.ts';
import { failure, ndjson, replayText, run, stand } from './replay-setup.ts';

const wrong = (id: string, change: Record<string, unknown> = {}) =>
  failure({ id, change: { event_id: 'o87nx', ...change } });

describe('--map-event', () => {
  test('sends under the new X event ID what X refuses under the old one, and nothing else', async () => {
    const server = await stand();
    const text = ndjson(wrong('1'), wrong('2', { event_id: 'tw-o8z6j-O87NX' }), failure({ id: '3' }));
    const refused = await replayText(server, text);
    expect([refused.code, refused.summary.refused]).toEqual([1, 2]);
    const { code, summary } = await refused.again({ args: ['--map-event', 'o87nx=o87nf'] });
    expect([code, summary.delivered, summary.alreadyDelivered, summary.mapped]).toEqual([0, 2, 1, 2]);
    expect(['1', '2'].map((id) => server.recorded.find('o87nf', id)?.processed)).toEqual([1, 1]);
    expect(server.recorded.find('o87ne', '3')?.processed).toBe(1);
    const again = await refused.again({ args: ['--map-event', 'o87nx=o87nf'] });
    expect([again.code, again.summary.delivered, again.summary.alreadyDelivered]).toEqual([0, 0, 3]);
  });

  test('takes what stood in the place of an X event ID, and the long spelling of the new one', async () => {
    const server = await stand();
    const text = ndjson(wrong('1', { event_id: 'Purchase done' }));
    const { code } = await replayText(server, text, {
      args: ['--map-event', 'purchase done=tw-o8z6j-o87ne'],
    });
    expect([code, server.recorded.find('o87ne', '1')?.processed]).toEqual([0, 1]);
  });

  test('never sends what X may have under the old X event ID: it could not recognise the double', async () => {
    const server = await stand();
    const doubtful = { ...wrong('1'), InDoubt: true };
    const { code, summary, entries } = await replayText(server, ndjson(doubtful), {
      args: ['--map-event', 'o87nx=o87ne'],
    });
    expect([code, summary.held, summary.delivered, server.received.length]).toEqual([1, 1, 0, 0]);
    expect(entries).toMatchObject([{ kind: 'held', eventId: 'o87ne', conversionId: '1' }]);
  });

  test('never sends again what an earlier run delivered under the old X event ID', async () => {
    const server = await stand();
    const { again } = await replayText(server, ndjson(failure({ id: '1' })));
    const { summary } = await again({ args: ['--map-event', 'o87ne=o87nf'] });
    expect(summary).toMatchObject({ delivered: 0, alreadyDelivered: 1 });
    expect(server.recorded.find('o87nf', '1')).toBeUndefined();
  });

  test('goes on after a lost answer to a conversion under the new X event ID', async () => {
    const server = await stand();
    server.faults.next({ kind: 'answer', answer: errorAnswer('serviceUnavailable') });
    const { code } = await replayText(server, ndjson(wrong('1')), { args: ['--map-event', 'o87nx=o87ne'] });
    expect([code, server.recorded.find('o87ne', '1')?.processed]).toEqual([0, 1]);
  });

  test.each([
    ['tw-aaaaa-o87ne', /event of another pixel/],
    ['o8z6j', /the ID of the pixel/],
    ['tw-o8z6j-O8Z6J', /the ID of the pixel/],
  ])('gives no conversion %s', async (to, reason) => {
    const server = await stand();
    const { code, entries } = await replayText(server, ndjson(wrong('1')), {
      args: ['--map-event', `o87nx=${to}`],
    });
    expect([code, server.received.length]).toEqual([1, 0]);
    expect(entries).toMatchObject([{ kind: 'invalid', reason: expect.stringMatching(reason) }]);
  });

  test('that fits no conversion is told, and is no success', async () => {
    const { code, err } = await replayText(undefined, ndjson(failure({ id: '1' })), {
      args: ['--dry-run', '--map-event', 'zzzzz=o87ne'],
    });
    expect([code, err]).toEqual([1, '--map-event zzzzz=o87ne: no conversion has the X event ID zzzzz.\n']);
  });

  test.each([
    [['o87nx'], /must be the old and the new X event ID/],
    [['=o87ne'], /must be the old and the new/],
    [['o87nx='], /must be the old and the new/],
    [['o87nx=a purchase'], /got "o87nx=a purchase"/],
    [['o87nx=purchase'], /the new X event ID is "purchase", the name of an event/],
    [['o87nx=o87ne', 'o87nx=o87nf'], /gives o87nx two new X event IDs/],
  ])('%j is a mistake of the caller', async (given, expected) => {
    const { code, err } = await run({ args: ['-', ...given.flatMap((one) => ['--map-event', one])] });
    expect([code, err]).toEqual([2, expect.stringMatching(expected)]);
  });
});

/** The two ends of the failure line: what the shipped tag logs when X fails, the replay delivers unchanged. */
import { readFileSync } from 'node:fs';
import { parseTemplate, runTemplate } from 'sgtm-toolkit/sandbox';
import type { World } from 'sgtm-toolkit/sandbox/world';
import { describe, expect, test } from 'vitest';
import { errorAnswer } from '../../x-server/answers.ts';
import { ndjson, replayText, stand } from './replay-setup.ts';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

const event: Record<string, unknown> = JSON.parse(read('examples/purchase.json'));
const { event_id: _, transaction_id: __, ...withoutId } = event;

/** The log of the shipped tag when X behaves so, and the body it sent. */
async function failedRun(eventData: Record<string, unknown>, http: NonNullable<World['http']>) {
  const record = await runTemplate(
    parseTemplate(read('template.tpl')),
    { ...JSON.parse(read('examples/settings.json')), logging: 'always' },
    { eventData, http },
  );
  expect(record.outcome).toBe('failure');
  return { lines: ndjson(...record.logs), body: JSON.parse(record.requests[0]!.request.body!) as unknown };
}

const answering =
  (statusCode: number, body: unknown = '') =>
  async () => ({ statusCode, headers: {}, body: body === '' ? '' : JSON.stringify(body) });
const silence = () => Promise.reject({ reason: 'timed_out' });
const noConnection = () => Promise.reject({ reason: 'failed' });

test.each([
  ['X could not take', event, answering(503, errorAnswer('overCapacity').body)],
  ['X refused, without a conversion_id', withoutId, answering(403)],
])('a purchase that %s arrives by the replay, exactly as the tag had it', async (_, eventData, http) => {
  const { lines, body } = await failedRun(eventData, http);
  const server = await stand();
  const { code, summary, entries } = await replayText(server, lines);
  expect([code, summary.conversions, summary.delivered, summary.damaged]).toEqual([0, 1, 1, 0]);
  expect(entries.filter(({ kind }) => kind === 'twice')).toEqual([]);
  expect(server.received.at(-1)?.body).toEqual(body);
});

describe.each([
  ['no answer in time', silence],
  ['a connection that failed', noConnection],
  ['a gateway', answering(502)],
  ['an answer that says nothing', answering(200)],
])('after %s X may have the conversion', (_, http) => {
  test('it is sent again with its conversion_id, and named', async () => {
    const { lines } = await failedRun(event, http);
    const { code, summary, entries } = await replayText(await stand(), lines);
    expect([code, summary.delivered]).toEqual([0, 1]);
    expect(entries).toMatchObject([{ kind: 'twice', conversionId: event.transaction_id }]);
  });

  test('without a conversion_id it is named and not sent', async () => {
    const { lines } = await failedRun(withoutId, http);
    const server = await stand();
    const { code, summary, entries } = await replayText(server, lines);
    expect([code, summary.held, server.received.length]).toEqual([1, 1, 0]);
    expect(entries).toMatchObject([{ kind: 'held' }]);
  });
});

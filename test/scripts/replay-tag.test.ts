/** The two ends of the failure line: what the shipped tag logs when X fails, the replay delivers unchanged. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseTemplate, runTag } from '../../sandbox/index.ts';
import { ndjson, replayText, stand } from './replay-setup.ts';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

test('a purchase that X could not take arrives by the replay, exactly as the tag had it', async () => {
  const record = await runTag(
    parseTemplate(read('template.tpl')),
    { ...JSON.parse(read('examples/settings.json')), logging: 'always' },
    {
      eventData: JSON.parse(read('examples/purchase.json')),
      http: async () => ({ statusCode: 503, headers: {}, body: '' }),
    },
  );
  expect(record.outcome).toBe('failure');
  const [first] = record.requests;
  const server = await stand();
  const { code, summary } = await replayText(server, ndjson(...record.logs));
  expect([code, summary.conversions, summary.delivered, summary.damaged]).toEqual([0, 1, 1, 0]);
  expect(server.received.at(-1)?.body).toEqual(JSON.parse(first!.request.body!));
});

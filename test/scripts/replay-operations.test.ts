/** Every command in docs/operations.md, run as it stands there but for the places of its files and the endpoint. */

import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTemplate, runTemplate } from 'sgtm-toolkit/sandbox';
import { expect, test } from 'vitest';
import { main as doctor } from '../../scripts/doctor.ts';
import { captured } from '../../toolkit/test/cli/captured.ts';
import { failure, folder, ndjson, run, stand } from './replay-setup.ts';

const guide = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const commands = [...guide.matchAll(/^ *npm run (?:--silent )?(doctor|replay) -- (.*)$/gm)].map(
  ([, verb = '', args = '']) => [verb, args] as const,
);

const account = {
  pixels: [
    {
      id: 'o8z6j',
      accountId: '18ce552mlaq',
      eventIds: ['o87ne'],
      eventDetails: { o87ne: { type: 'PURCHASE', status: 'TRACKING' as const } },
    },
  ],
  apps: [{ consumerKey: 'consumer', consumerSecret: 'secret' }],
  tokens: [{ token: '12-access', secret: 'token-secret' }],
};
/** A conversion under the wrong X event ID of the guide. */
const WRONG = { change: { event_id: 'o87nd' } };
const credentials =
  'X_CONSUMER_KEY=consumer\nX_CONSUMER_SECRET=secret\nX_ACCESS_TOKEN=12-access\nX_ACCESS_TOKEN_SECRET=token-secret\n';

test('the guide shows the commands', () => {
  expect(commands.map(([verb]) => verb)).toEqual([
    'doctor',
    'doctor',
    'replay',
    'replay',
    'replay',
    'replay',
  ]);
});

test.each(commands)('npm run %s -- %s works', async (verb, line) => {
  const server = await stand(account);
  const path = folder();
  const files: Record<string, string> = {
    'x.env': credentials,
    'failures.json': ndjson(failure({ id: '1', ...(line.includes('--map-event') && WRONG) })),
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(path, name), text);
    chmodSync(join(path, name), 0o600);
  }
  const args = line.split(' ').map((word) => (word in files ? join(path, word) : word));
  args.push('--endpoint', server.url);
  if (verb === 'doctor') {
    const { io } = captured();
    expect(await doctor(args, io, { environment: {}, now: Date.now, timeoutMs: 5000 })).toBe(0);
    return;
  }
  const { code } = await run({ args: [...args, '--state', join(path, 'state')], environment: {} });
  expect(code).toBe(0);
  expect(server.recorded.processed).toBe(line.includes('--dry-run') ? 0 : 1);
});

/** Every line the shipped tag writes for a purchase that X cannot take. */
async function linesOf(eventChange: object): Promise<Record<string, unknown>[]> {
  const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const record = await runTemplate(
    parseTemplate(read('template.tpl')),
    { ...JSON.parse(read('examples/settings.json')), logging: 'always' },
    {
      eventData: { ...JSON.parse(read('examples/purchase.json')), ...eventChange },
      http: async () => ({ statusCode: 503, headers: {}, body: '' }),
    },
  );
  return record.logs.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test.each(['Request', 'Response', 'Warning', 'Failure'])(
  'the guide names the fields of a %s line',
  async (type) => {
    const namedIn = (text = ''): string[] => [...text.matchAll(/`(\w+)`/g)].map(([, field]) => field!);
    const lines = guide.split('\n');
    const always = ['Every line has', 'From the first attempt on'].flatMap((words) =>
      namedIn(lines.find((line) => line.startsWith(words))),
    );
    const own = namedIn(lines.find((line) => line.startsWith(`| \`${type}\``))?.split('|')[3]);
    const written = Object.keys((await linesOf({})).find(({ Type }) => Type === type) ?? {});
    expect(new Set([...always, ...own])).toEqual(new Set([...written, 'TraceId']));
  },
);

const filters = [...guide.matchAll(/jsonPayload\.Message=~"(.*)"\n/g)].map(([, filter = '']) => filter);
const NO_VALUE = 0;
const NO_ID = 1;

test.each([
  [NO_VALUE, { value: undefined, items: undefined }],
  [NO_VALUE, { currency: undefined, items: undefined }],
  [NO_VALUE, { value: 'much' }],
  [NO_VALUE, { currency: 'EURO' }],
  [NO_ID, { transaction_id: undefined, event_id: undefined }],
  [NO_ID, { transaction_id: 'jane@shop.example', event_id: 'jane@shop.example' }],
])('filter %i for a warning finds the one about %j', async (n, change) => {
  const pattern = new RegExp(JSON.parse(`"${filters[n]}"`));
  const messages = (lines: Record<string, unknown>[]) =>
    lines.flatMap(({ Type, Message }) => (Type === 'Warning' ? [String(Message)] : []));
  expect(messages(await linesOf(change)).some((message) => pattern.test(message))).toBe(true);
  expect(messages(await linesOf({})).some((message) => pattern.test(message))).toBe(false);
});

test('the links inside the guide lead somewhere', () => {
  const headings = [...guide.matchAll(/^#+ (.*)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );
  const links = [...guide.matchAll(/\]\(#([^)]*)\)/g)].map(([, target]) => target);
  expect(links.length).toBeGreaterThan(0);
  for (const link of links) expect(headings).toContain(link);
});

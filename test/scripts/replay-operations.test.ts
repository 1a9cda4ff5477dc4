/** Every command in docs/operations.md, run as it stands there but for the places of its files and the endpoint. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main as doctor } from '../../scripts/doctor.ts';
import { failure, folder, ndjson, run, stand } from './replay-setup.ts';

const guide = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const commands = [...guide.matchAll(/^ *npm run (doctor|replay) -- (.*)$/gm)].map(
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
const credentials =
  'X_CONSUMER_KEY=consumer\nX_CONSUMER_SECRET=secret\nX_ACCESS_TOKEN=12-access\nX_ACCESS_TOKEN_SECRET=token-secret\n';

test('the guide shows the commands', () => {
  expect(commands.map(([verb]) => verb)).toEqual(['doctor', 'doctor', 'replay', 'replay', 'replay']);
});

test.each(commands)('npm run %s -- %s works', async (verb, line) => {
  const server = await stand(account);
  const path = folder();
  const files: Record<string, string> = {
    'x.env': credentials,
    'failures.json': ndjson(failure({ id: '1' })),
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(path, name), text);
    chmodSync(join(path, name), 0o600);
  }
  const args = line.split(' ').map((word) => (word in files ? join(path, word) : word));
  args.push('--endpoint', server.url);
  if (verb === 'doctor') {
    const io = { out: () => undefined, err: () => undefined };
    expect(await doctor(args, io, { environment: {}, now: Date.now, timeoutMs: 5000 })).toBe(0);
    return;
  }
  const { code } = await run({ args: [...args, '--state', join(path, 'state')], environment: {} });
  expect(code).toBe(0);
  expect(server.recorded.processed).toBe(line.includes('--dry-run') ? 0 : 1);
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

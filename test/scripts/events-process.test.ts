/** What only processes of their own can meet: signals, and two runs at once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { XServer } from '../../x-server/server.ts';
import { TSX } from '../tsx.ts';
import { dictionaryFile, events, eventsAt, pixelWith, RIGHT } from './events-run.ts';
import { folder, oauthEnvironment, stand } from './replay-setup.ts';

const program = fileURLToPath(new URL('../../scripts/events.ts', import.meta.url));

/** The command in a process of its own; `ended` gives its exit status, or the signal. */
function start(server: XServer, file: string): { child: ChildProcess; ended: Promise<unknown> } {
  const args = [...TSX, program, 'apply', file, '--yes', '--endpoint', server.url];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...oauthEnvironment },
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ended: once(child, 'close').then(([code, signal]) => code ?? signal) };
}

const TEXT = `${RIGHT}customEvents:\n${[1, 2, 3].map((n) => `  e${n}: { name: Event ${n} }\n`).join('')}`;
const names = (server: XServer) => eventsAt(server).map(({ name }) => name);

test('of two runs at once one is told that the other one goes on, whichever link leads it to the file', async () => {
  const file = dictionaryFile(TEXT);
  const link = join(folder(), 'link.yaml');
  symlinkSync(file, link);
  let isWriting = false;
  const server = await stand({
    pixels: [pixelWith({})],
    onRequest: ({ method }) => {
      if (method === 'POST' && !isWriting) child.kill('SIGSTOP');
      isWriting ||= method === 'POST';
    },
  });
  const { child, ended } = start(server, file);
  while (!isWriting) await wait(20);
  const second = await events(server, ['apply', link, '--yes']);
  expect([second.code, second.err]).toEqual([
    2,
    expect.stringContaining(`link.yaml: process ${child.pid} is using it. Wait for it`),
  ]);
  child.kill('SIGCONT');
  expect([await ended, names(server)]).toEqual([0, ['Event 1', 'Event 2', 'Event 3']]);
  expect(readdirSync(dirname(file))).toEqual(['shop.yaml']);
}, 30_000);

test.each<[NodeJS.Signals, unknown, string[]]>([
  ['SIGINT', 130, ['shop.yaml']],
  ['SIGKILL', 'SIGKILL', ['shop.yaml', 'shop.yaml.lock']],
])(
  'a run that %s ends is gone on with, and nothing is made twice',
  async (signal, status, left) => {
    const server = await stand({ pixels: [pixelWith({})] });
    let posts = 0;
    server.faults.use(({ method }) => {
      if (method === 'POST') posts += 1;
      return posts === 2 ? { kind: 'silence', processed: true } : undefined;
    });
    const file = dictionaryFile(TEXT);
    const { child, ended } = start(server, file);
    while (posts < 2) await wait(20);
    child.kill(signal);
    expect([await ended, readdirSync(dirname(file))]).toEqual([status, left]);
    server.faults.clear();
    const { code, out } = await events(server, ['apply', file, '--yes']);
    expect([code, out]).toEqual([0, expect.stringContaining('1 to create, 1 to adopt; 1 as the file says')]);
    expect(names(server)).toEqual(['Event 1', 'Event 2', 'Event 3']);
    expect(readdirSync(dirname(file))).toEqual(['shop.yaml']);
  },
  30_000,
);

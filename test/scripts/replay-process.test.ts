/** What only a process of its own can meet: signals, a reader of its output that goes away, a disk that is full. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { XServer } from '../../x-server/server.ts';
import { TSX } from '../tsx.ts';
import { failure, folder, ndjson, stand, tokenEnvironment } from './replay-setup.ts';

const program = fileURLToPath(new URL('../../scripts/replay.ts', import.meta.url));

interface Replay {
  child: ChildProcess;
  state: string;
  output: { out: string; err: string };
  /** Resolves with the exit status once the process has ended and everything it wrote was read. */
  ended: Promise<number | null>;
}

/** @param limit what a shell does before it becomes the replay */
function start(server: XServer, path: string, text: string, args: string[], limit = ':'): Replay {
  const [file, state] = [join(path, 'failures.ndjson'), join(path, 'state.ndjson')];
  writeFileSync(file, text);
  const command = [process.execPath, ...TSX, program, file, ...args];
  command.push('--endpoint', server.url, '--state', state);
  const child = spawn('/bin/sh', ['-c', `${limit}; exec "$@"`, 'sh', ...command], {
    env: { PATH: process.env.PATH, ...tokenEnvironment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    output.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.err += chunk;
  });
  return { child, state, output, ended: once(child, 'close').then(([code]) => code as number | null) };
}

const orders = (count: number, change = {}): string =>
  ndjson(...Array.from({ length: count }, (_, i) => failure({ id: `order-${i}`, change })));

test('one Ctrl-C that arrives twice, from the terminal and from npm, is an orderly end', async () => {
  const server = await stand();
  let isAsked = false;
  server.faults.use(() => {
    isAsked = true;
    return { kind: 'delay', ms: 500 };
  });
  const { child, state, output, ended } = start(server, folder(), orders(3), ['--batch', '1']);
  while (!isAsked) await wait(20);
  child.kill('SIGINT');
  await wait(100);
  child.kill('SIGINT');
  expect(await ended).toBe(1);
  expect(output.out).toMatch(/ 2 {2}The run was stopped\n(.*\n)* +1 {2}delivered\n/);
  expect(existsSync(`${state}.lock`)).toBe(false);
});

test('a report that nobody reads any more ends the run in order: nothing unseen is sent', async () => {
  const server = await stand();
  const text = orders(20_000, { identifiers: [] }) + ndjson(failure({ id: 'last' }));
  const { child, state, output, ended } = start(server, folder(), text, ['--json']);
  child.stdout!.once('data', () => child.stdout!.destroy());
  expect([await ended, output.err, existsSync(`${state}.lock`)]).toEqual([1, '', false]);
  expect(server.received).toEqual([]);
});

test('a disk that fills up stops the run; the next one sends the rest, and one request at most again', async () => {
  const server = await stand();
  const path = folder();
  const text = orders(4000);
  const full = start(server, path, text, ['--json', '--batch', '100'], 'ulimit -f 128');
  expect(await full.ended).toBe(1);
  expect(full.output.err).toMatch(/The state file cannot be written: EFBIG.*Make room and start again/);
  const { conversions, delivered, notSent } = JSON.parse(full.output.out.trimEnd().split('\n').at(-1)!);
  expect([delivered + notSent, delivered > 0, notSent > 0]).toEqual([conversions, true, true]);

  const roomy = start(server, path, text, ['--json', '--batch', '100']);
  expect(await roomy.ended).toBe(0);
  expect(server.recorded.counted).toBe(4000);
  expect(server.recorded.processed).toBeLessThanOrEqual(4100);
});

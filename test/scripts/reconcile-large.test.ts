/** The memory of the full size, a log of 1,000,000 lines, is that of a small one; and what a line costs does not grow with the log. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Report } from '../../scripts/reconcile/model.ts';
import { runs } from '../counts.ts';
import { TSX } from '../tsx.ts';
import { harvest, type TagRun, written } from './reconcile-lines.ts';
import { DICTIONARY, HEADER, MAP } from './reconcile-setup.ts';
import { folder } from './replay-setup.ts';

const program = fileURLToPath(new URL('./reconcile-child.ts', import.meta.url));
const START = Date.parse('2026-10-01T00:00:00Z');
/** A run that is processed writes four lines. */
const LINES = runs(30_000, 1_000_000);
const ORDERS = Math.ceil(LINES / 4);

const timeOf = (i: number): number => START + i * 2000;

/** Of twenty orders one is sent twice, one under an id of its own, one has no consent and one is not fired. */
function runsOf(i: number): TagRun[] {
  const at = timeOf(i) + 900;
  const run: TagRun = {
    outcome: 'processed',
    event: 'purchase',
    id: `order-${i}`,
    trace: `t${i}`,
    at,
    time: at,
    mail: `v${i}@shop.example`,
    value: '12.50',
    currency: 'EUR',
  };
  switch (i % 20) {
    case 1:
      return [run, { ...run, trace: `again${i}` }];
    case 2:
      return [run, { ...run, trace: `other${i}`, id: `other-${i}` }];
    case 3:
      return [{ ...run, outcome: 'denied' }];
    case 4:
      return [];
    default:
      return [run];
  }
}

async function write(path: string, texts: Iterable<string>): Promise<number> {
  const stream = createWriteStream(path);
  let count = 0;
  for (const text of texts) {
    count += 1;
    if (!stream.write(`${text}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  return count;
}

test(
  'a log of a million lines is reconciled in flat memory',
  async () => {
    const path = folder();
    const lines = await harvest();
    const numbers = Array.from({ length: ORDERS }, (_, i) => i);
    writeFileSync(join(path, 'tag.yaml'), DICTIONARY);
    writeFileSync(join(path, 'map.yaml'), MAP);
    const count = await write(
      join(path, 'log'),
      (function* () {
        for (const i of numbers) for (const run of runsOf(i)) yield* written(lines, run, 'cloud', 0);
      })(),
    );
    await write(
      join(path, 'orders.csv'),
      (function* () {
        yield HEADER;
        for (const i of numbers)
          yield `order,order-${i},${new Date(timeOf(i)).toISOString()},purchase,v${i}@shop.example,12.50,EUR,granted`;
      })(),
    );
    const began = Date.now();
    const child = fork(
      program,
      [
        '--log',
        join(path, 'log'),
        '--orders',
        join(path, 'orders.csv'),
        '--map',
        join(path, 'map.yaml'),
        '--json',
      ],
      { execArgv: TSX, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
    );
    let out = '';
    child.stdout!.on('data', (chunk) => {
      out += chunk;
    });
    let memory = { heap: 0, rss: 0 };
    child.on('message', (message) => {
      memory = message as typeof memory;
    });
    const [code] = await once(child, 'close');
    const report = JSON.parse(out) as Report;
    const per = (rest: number): number => numbers.filter((i) => i % 20 === rest).length;
    expect(report.events[0]?.verdicts).toEqual({
      'not-fired': per(4),
      'no-consent': per(3),
      'sent-twice': per(1),
      'several-ids': per(2),
    });
    expect([code, report.inputs[1]?.read]).toEqual([1, count]);
    const mb = (bytes: number): number => Math.round(bytes / 1024 / 1024);
    console.log(
      `${count} lines: heap ${mb(memory.heap)} MB, ${mb(memory.rss)} MB in all, ${Math.round((Date.now() - began) / 1000)} s`,
    );
    expect(memory.heap).toBeGreaterThan(0);
    expect(mb(memory.heap)).toBeLessThan(300);
  },
  600_000 + runs(0, 6_600_000),
);

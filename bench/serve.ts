/** Events a second through a served container: with the tag by pixel token and by OAuth, beside the same server without a tag. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startStandIn } from '../scripts/demo/stand-in.ts';
import type { Job } from './serve-child.ts';

const root = path.join(import.meta.dirname, '..');

/** Hits under way at a time. */
const AT_ONCE = 16;
const WARM_UP = 500;
const EVENTS = 3000;

type Plain = Record<string, unknown>;

export interface Speed {
  name: string;
  /** Events a second. */
  rate: number;
  /** Milliseconds from the hit to its answer, of so many per cent of them at most. */
  p50: number;
  p95: number;
  p99: number;
}

/** Measures on this machine, now; the stand-in for X and what sends the hits share a process that is not the server's. */
export async function serveSpeed(events = EVENTS, warmUp = WARM_UP): Promise<Speed[]> {
  const templateText = await readFile(path.join(root, 'template.tpl'), 'utf8');
  const settings = JSON.parse(await readFile(path.join(root, 'examples/settings.json'), 'utf8')) as Plain;
  const quiet = { ...settings, pixelToken: 'demoPixelToken0123456789', logging: 'failures' };
  const x = await startStandIn(quiet, 'https://ads-api.x.com');
  try {
    const speeds: Speed[] = [];
    for (const [name, data] of [
      ['without a tag', undefined],
      ['with the tag, pixel token', { ...quiet, authMethod: 'pixelToken' }],
      ['with the tag, OAuth', { ...quiet, authMethod: 'oauth1' }],
    ] as const) {
      const before = x.recorded.processed;
      speeds.push({ name, ...(await speedOf({ templateText, data, x: x.url }, events, warmUp)) });
      const sent = x.recorded.processed - before;
      const wanted = data ? events + warmUp : 0;
      if (sent !== wanted)
        throw new Error(`${name}: ${wanted} conversions expected, the stand-in took ${sent}.`);
    }
    return speeds;
  } finally {
    await x.close();
  }
}

async function speedOf(job: Job, events: number, warmUp: number): Promise<Omit<Speed, 'name'>> {
  const child = fork(fileURLToPath(new URL('serve-child.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx', '-C', 'sgtm-source'],
  });
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  try {
    child.send(job);
    const [url] = (await once(child, 'message')) as [string];
    await run(url, agent, warmUp);
    const start = performance.now();
    const times = (await run(url, agent, events)).sort((a, b) => a - b);
    const seconds = (performance.now() - start) / 1000;
    const at = (share: number): number =>
      times[Math.min(Math.floor(times.length * share), times.length - 1)]!;
    return { rate: events / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  } finally {
    agent.destroy();
    child.kill();
  }
}

/** Milliseconds of each hit. */
async function run(url: string, agent: Agent, events: number): Promise<number[]> {
  const times: number[] = [];
  let sent = 0;
  const work = async (): Promise<void> => {
    while (sent < events) {
      sent++;
      const start = performance.now();
      await hit(`${url}/g/collect?${queryOf()}`, agent);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return times;
}

let orders = 0;
const queryOf = (): URLSearchParams =>
  new URLSearchParams({
    v: '2',
    tid: 'G-TEST',
    cid: '1200.1790000000',
    en: 'purchase',
    cu: 'EUR',
    'epn.value': '65',
    'ep.transaction_id': `t-${++orders}`,
    'ep.event_id': `e-${orders}`,
    dl: 'https://shop.example/thanks?twclid=2-4m8k1vq7zj0c5t',
    'ep.user_data.email_address': 'test@x.com',
    pr1: 'idA~nmShoe~pr32.5~qt1',
    pr2: 'idB~nmSock~pr16.25~qt2',
  });

const hit = (url: string, agent: Agent): Promise<void> =>
  new Promise((resolve, reject) => {
    request(url, { agent, headers: { 'user-agent': 'Mozilla/5.0' } }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`status ${response.statusCode}`)),
      );
    })
      .on('error', reject)
      .end();
  });

/** The speeds as a table; the share is that of the server without a tag. */
export function speedTable(speeds: readonly Speed[]): string {
  const [bare] = speeds;
  const rows = speeds.map(({ name, rate, p50, p95, p99 }) => [
    name,
    rate.toFixed(0),
    (rate / bare!.rate).toFixed(2),
    ...[p50, p95, p99].map((ms) => ms.toFixed(1)),
  ]);
  const head = ['', 'events/s', 'share', 'p50 ms', 'p95 ms', 'p99 ms'];
  return [head, ...rows]
    .map(([name = '', ...cells]) => name.padEnd(27) + cells.map((cell) => cell.padStart(10)).join(''))
    .join('\n');
}

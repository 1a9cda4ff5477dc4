/** Many events through a served container while X is slow, fails and cuts connections. */
import { Agent, request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadContainer } from 'sgtm-toolkit/server/load';
import type { LogLine } from 'sgtm-toolkit/server/log';
import { serveContainer } from 'sgtm-toolkit/server/serve';
import { expect, it } from 'vitest';
import { formatExport } from '../../scripts/container/envelope.ts';
import { startShop } from '../../scripts/serve/stand-in.ts';
import { errorAnswer } from '../../x-server/answers.ts';
import type { Fault } from '../../x-server/faults.ts';
import { runs } from '../counts.ts';
import { build } from './container-tools.ts';

const EVENTS = runs(170, 200_000);
const AT_ONCE = 16;

const DICTIONARY = `pixelId: o8z6j
authMethod: pixelToken
categoryEvents:
  purchase: tw-o8z6j-o87ne
container: new
`;

/** What X does to one request in so many, by what is left of its number. */
const FAULTS: Record<number, Fault> = {
  3: { kind: 'delay', ms: 20 },
  5: { kind: 'cut', at: 'start' },
  7: { kind: 'cut', at: 'body', processed: true },
  11: { kind: 'answer', answer: errorAnswer('internalError') },
  13: { kind: 'garbage', body: 'html' },
  15: { kind: 'garbage', body: 'empty', status: 503 },
};

/** Megabytes in use once all that is garbage is gone. */
function megabytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed / 1e6;
}

it('gives every event one outcome, answers each, and holds on to none', async () => {
  /** How many outcomes each hit has. */
  const outcomes = new Uint8Array(EVENTS + 1);
  let successes = 0;
  const onLine = (line: LogLine): void => {
    if (line.kind !== 'tag') return;
    outcomes[line.hit] = outcomes[line.hit]! + (line.outcome === null ? 100 : 1);
    if (line.outcome === 'success') successes++;
  };
  const shop = await startShop(loadContainer(formatExport(build(DICTIONARY).exported)));
  shop.x.faults.use(({ number }) => FAULTS[number % 17]);
  const served = await serveContainer({ ...shop, port: 0, onLine });
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  // Without an id of its order a conversion leaves nothing in the stand-in's book that grows.
  const hit = `${served.url}/g/collect?v=2&tid=G-1&cid=1.2&en=purchase&epn.value=65&cu=EUR&ep.user_data.email_address=a%40b.example`;
  const send = (): Promise<number> =>
    new Promise((resolve, reject) => {
      request(hit, { agent }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      })
        .on('error', reject)
        .end();
    });
  let sent = 0;
  const heaps: number[] = [];
  const work = async (): Promise<void> => {
    while (sent < EVENTS) {
      sent++;
      if (sent % (EVENTS / 10) === 0) heaps.push(megabytes());
      expect(await send()).toBe(200);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  agent.destroy();
  await served.stop();
  await shop.x.close();
  expect(outcomes.subarray(1).every((count) => count === 1)).toBe(true);
  // X's limit of requests in a quarter of an hour makes others fail, and on a slow machine the tag's time-out.
  expect(successes).toBeGreaterThan(0);
  expect(successes).toBeLessThanOrEqual(shop.x.recorded.processed);
  // The first tenths fill what is kept for the page.
  expect(Math.max(...heaps.slice(-3)) - heaps[2]!).toBeLessThan(30);
});

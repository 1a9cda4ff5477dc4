/** The whole way: hits into a served container with this tag, X played by the stand-in, and the log reconciled with the shop's orders. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadContainer } from 'sgtm-toolkit/server/load';
import { serveContainer } from 'sgtm-toolkit/server/serve';
import { expect, onTestFinished, test } from 'vitest';
import { formatExport } from '../../scripts/container/envelope.ts';
import { startShop } from '../../scripts/serve/stand-in.ts';
import { build } from './container-tools.ts';
import { DICTIONARY, HEADER, reported } from './reconcile-setup.ts';

/** The log of a server that got the hits, and what X would count. */
async function served(hits: readonly Record<string, string>[], status?: (n: number) => number | undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-'));
  const log = join(folder, 'shop.jsonl');
  const text = formatExport(build(`${DICTIONARY}authMethod: pixelToken\ncontainer: new\n`).exported);
  const shop = await startShop(loadContainer(text));
  let requests = 0;
  const served = await serveContainer({
    ...shop,
    send: async (request) => {
      requests += 1;
      const refused = status?.(requests);
      return refused === undefined ? shop.send(request) : { statusCode: refused, headers: {}, body: '' };
    },
    port: 0,
    log,
  });
  onTestFinished(async () => {
    await shop.x.close();
    rmSync(folder, { recursive: true });
  });
  for (const values of hits) {
    const shared = { v: '2', tid: 'G-TEST', cid: '12345.67890', gcs: 'G111', gcd: '13t3t3t3t5l1', cu: 'EUR' };
    const query = new URLSearchParams({ ...shared, dl: 'https://shop.example/?twclid=2-abc', ...values });
    await fetch(`${served.url}/g/collect?${query}`, { headers: { 'user-agent': 'Mozilla/5.0' } });
  }
  await served.stop();
  return { log: readFileSync(log, 'utf8'), counted: shop.x.recorded.counted };
}

const purchase = (id: string, value: string, more: Record<string, string> = {}): Record<string, string> => ({
  en: 'purchase',
  'ep.transaction_id': id,
  'epn.value': value,
  ...more,
});

test('orders, the log of a served container and the stand-in for X agree, but for what was planted', async () => {
  const denied = { gcs: 'G100', gcd: '13q3q3q3q5l1' };
  const { log, counted } = await served(
    [
      purchase('t-1', '65'),
      purchase('t-2', '10'),
      purchase('t-2', '10'),
      purchase('t-3', '20', denied),
      purchase('t-4', '30', { cu: 'USD' }),
      purchase('t-5', '41'),
      purchase('t-6', '50'),
      { en: 'scroll' },
    ],
    // The last purchase.
    (request) => (request === 6 ? 403 : undefined),
  );
  expect(counted).toBe(4);
  const now = new Date().toISOString();
  const orders = ['t-1,65', 't-2,10', 't-3,20', 't-4,30', 't-5,40', 't-6,50', 't-7,70'].map((both) => {
    const [id, value] = both.split(',');
    return `order,${id},${now},purchase,jane@shop.example,${value},EUR,granted\n`;
  });
  const { report, code } = await reported({
    logs: [log],
    orders: `${HEADER}\n${orders.join('')}`,
    now: Date.now() + 60_000,
  });
  expect(code).toBe(1);
  const found = new Map(report.samples.map(({ id, verdict }) => [id, verdict]));
  expect(Object.fromEntries(found)).toEqual({
    't-1': undefined,
    't-2': 'sent-twice',
    't-3': 'no-consent',
    't-4': 'currency',
    't-5': 'value',
    't-6': 'refused',
    't-7': 'not-fired',
  });
  expect(report.events).toMatchObject([
    { layers: { orders: 7, fired: 6, sent: 6, processed: 5 }, agreed: 1 },
  ]);
});

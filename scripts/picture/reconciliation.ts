/** The page of a reconciliation of the examples, as the command of docs/reconciliation.md writes it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { main } from '../reconcile.ts';

/** @returns HTML. @throws when the command finds its call wrong */
export async function reconciliationPage(root: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'picture-'));
  const page = path.join(folder, 'report.html');
  const example = (name: string): string => path.join(root, 'examples', name);
  let said = '';
  const io = {
    out: () => undefined,
    err: (text: string) => {
      said += text;
    },
    colour: false,
    progress: () => undefined,
  };
  const args = [
    ...['--log', example('server.ndjson'), '--orders', example('orders.csv')],
    ...['--map', example('orders-map.yaml'), '--pixel', example('browser.har')],
    ...['--x', example('stats.json'), '--page', page],
  ];
  try {
    const status = await main(args, io, {
      stdin: Readable.from([]),
      environment: {},
      now: Date.now,
      sleep: () => Promise.resolve(),
      random: Math.random,
      timeoutMs: 0,
    });
    if (status === 2) throw new Error(said);
    return await readFile(page, 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Everything that `npm run shop` starts: both halves out of one dictionary, the stand-ins, the pages, the book. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { startServer } from 'sgtm-toolkit/cli/serving';
import { readFields } from 'sgtm-toolkit/form';
import { parseTemplate } from 'sgtm-toolkit/sandbox';
import { loadContainer } from 'sgtm-toolkit/server/load';
import { type Io, readText, type Values } from 'sgtm-toolkit/shell';
import { readDictionary } from '../container/dictionary.ts';
import { main as makeContainer } from '../container.ts';
import { startShop } from '../serve/stand-in.ts';
import { type Book, createBook } from './book.ts';
import { filesOf, pageOf } from './files.ts';
import { type Form, shopRoute } from './routes.ts';

const TEMPLATE = path.join(import.meta.dirname, '../../template.tpl');

export interface OpenShop {
  /** `http://localhost:PORT` */
  url: string;
  book: Book;
  /** Whether the server half is at work on no request. */
  idle: () => boolean;
  close: () => Promise<void>;
}

/**
 * Opens the shop. Both halves are made by `npm run container`, into a folder of their own that is removed at once.
 *
 * @param file the dictionary; it names the server container and the measurement ID too
 * @param web the browser half's form until the visitor chooses another
 * @param options of the server: port and log
 * @param io gets what happens, and what `npm run container` says of a dictionary that is wrong
 * @returns nothing for such a dictionary. Throws a UsageError when the port is taken.
 * @throws WebContainerError when the web container has something that the stand-in for gtm.js does not know
 */
export async function openShop(
  file: string,
  web: Form,
  options: Values,
  io: Io,
): Promise<OpenShop | undefined> {
  const halves = await makeHalves(file, io);
  if (!halves) return undefined;
  const { dictionary } = readDictionary(
    file,
    readText(file),
    readFields(parseTemplate(readFileSync(TEMPLATE, 'utf8')).parameters!.value),
  );
  const rows = [...dictionary.categoryEvents, ...dictionary.customEvents];
  const book = createBook(
    new Map(rows.map(({ eventId, selector }) => [eventId.split('-').at(-1)!, titleOf(selector)])),
  );
  const files = await filesOf({
    container: JSON.parse(halves.web),
    snippet: halves.snippet,
    serverUrl: dictionary.serverUrl,
  });
  const shop = shopRoute({ files, page: await pageOf(), web, book });
  const loaded = loadContainer(halves.server);
  const { container, send, x } = await startShop(loaded, book.conversions);
  try {
    const served = await startServer(container, send, options, io, shop.route);
    return {
      url: served.url,
      book,
      idle: shop.idle,
      async close() {
        shop.close();
        await served.stop();
        await x.close();
      },
    };
  } catch (error) {
    await x.close();
    throw error;
  }
}

async function makeHalves(
  file: string,
  io: Io,
): Promise<{ server: string; web: string; snippet: string } | undefined> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shop-'));
  const at = (name: string): string => path.join(folder, name);
  try {
    const names = ['--out', at('server.json'), '--web', at('web.json'), '--snippet', at('web.js')];
    const status = await makeContainer([file, ...names], { ...io, out: () => undefined }, {});
    if (status !== 0) return undefined;
    const read = (name: string): string => readFileSync(at(name), 'utf8');
    return { server: read('server.json'), web: read('web.json'), snippet: read('web.js') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `add_to_cart` as people write it. */
const titleOf = (name: string): string => (name[0] ?? '').toUpperCase() + name.slice(1).replaceAll('_', ' ');

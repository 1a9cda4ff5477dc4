/** What a browser loads from the shop: the stand-ins, the page's script and style, and both forms of the browser half. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { build } from 'esbuild';
import { programOf } from './web-container.ts';

const FOLDER = path.join(import.meta.dirname, 'page');

/** Where an address of the browser half leads on this machine. Nothing else of what was generated is changed. */
const ADDRESSES = {
  'https://static.ads-twitter.com/uwt.js': '/x/uwt.js',
  'https://www.googletagmanager.com/gtag/js': '/google/gtag.js',
};
/** Below this path the shop's host is the server container, as when both share a host behind one door. */
const SERVER = '/server';

export interface BrowserHalf {
  /** The web container's export, parsed. */
  container: unknown;
  /** The snippet's text. */
  snippet: string;
  /** The server container's address in both. */
  serverUrl: string;
}

/** The scripts and the style of `page/` as a browser takes them, by their names. */
export async function builtPage(): Promise<(name: string) => string> {
  const { outputFiles } = await build({
    absWorkingDir: FOLDER,
    entryPoints: ['uwt.ts', 'gtag.ts', 'gtm.ts', 'consent.ts', 'app.ts', 'style.css'],
    outdir: 'out',
    bundle: true,
    format: 'iife',
    globalName: 'standIn',
    target: 'es2022',
    charset: 'utf8',
    write: false,
    logLevel: 'silent',
  });
  const built = new Map(outputFiles.map(({ path: file, text }) => [path.basename(file), text]));
  return (name) => built.get(name)!;
}

/** What stands in for `gtm.js` with a container in it, whose program is `programOf`'s. */
export const gtmScript = (runner: string, program: string): string =>
  `${runner}standIn.run(${program}, document.currentScript.nonce);\n`;

/**
 * Path → text of a script or style.
 *
 * @throws WebContainerError for a container with something that the stand-in does not know
 */
export async function filesOf(half: BrowserHalf): Promise<ReadonlyMap<string, string>> {
  const local = (text: string): string =>
    Object.entries({ ...ADDRESSES, [half.serverUrl]: SERVER }).reduce(
      (all, [from, to]) => all.replaceAll(from, to),
      text,
    );
  const file = await builtPage();
  return new Map([
    ['/x/uwt.js', file('uwt.js')],
    ['/google/gtag.js', file('gtag.js')],
    ['/google/gtm.js', gtmScript(file('gtm.js'), local(programOf(half.container)))],
    ['/shop/snippet.js', local(half.snippet)],
    ['/shop/consent.js', file('consent.js')],
    ['/shop/app.js', file('app.js')],
    ['/shop/style.css', file('style.css')],
  ]);
}

/** The page, with the script's one-time word and the tags of one of the browser half's forms. */
export async function pageOf(): Promise<(nonce: string, web: 'snippet' | 'container') => string> {
  const page = await readFile(path.join(FOLDER, 'index.html'), 'utf8');
  return (nonce, web) =>
    page.replace('"WEB"', `"${web}"`).replace('<!-- TAGS -->', TAGS[web]).replaceAll('"NONCE"', `"${nonce}"`);
}

const TAGS = {
  snippet: '<script nonce="NONCE" src="/shop/snippet.js"></script>',
  container: `<script nonce="NONCE">dataLayer.push({ 'gtm.start': Date.now(), event: 'gtm.js' });</script>
    <script nonce="NONCE" async src="/google/gtm.js"></script>`,
};

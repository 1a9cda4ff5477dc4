/**
 * The playground as four files that any web server can host: page, script, style, icon. The template, its compiled form and
 * the settings to start with are put into the script, so the page needs nothing from anywhere.
 */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { parseTemplate } from 'sgtm-toolkit/sandbox';
import { storeProgram } from 'sgtm-toolkit/sandbox/compiler/stored';
import { compileTemplate } from 'sgtm-toolkit/sandbox/loaded';

/** The page's content security policy. It stands in the page, for any web server, and in the answers of ours. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'none'",
  // A worker from a blob is under this policy too, and runs the page's own script.
  'worker-src blob:',
  "form-action 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types worker',
].join('; ');

export interface Site {
  /** File name → content. */
  files: Map<string, Uint8Array>;
  /** What went into the script. */
  metafile: Metafile;
}

/** @param root the repository; nothing is written */
export async function buildPlayground(root: string): Promise<Site> {
  const text = (file: string): Promise<string> => readFile(path.join(root, file), 'utf8');
  const template = await text('template.tpl');
  const shipped = {
    template,
    program: JSON.stringify(storeProgram(compileTemplate(parseTemplate(template)))),
    settings: JSON.parse(await text('examples/settings.json')) as unknown,
  };
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { app: 'playground/app.ts', style: 'playground/style.css' },
    outdir: 'site',
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    conditions: ['sgtm-source'],
    legalComments: 'linked',
    charset: 'utf8',
    define: { SHIPPED: JSON.stringify(shipped) },
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const files = new Map<string, Uint8Array>();
  for (const { path: file, contents } of outputFiles) files.set(path.basename(file), contents);
  const page = (await text('playground/index.html')).replace('"POLICY"', `"${POLICY}"`);
  files.set('index.html', new TextEncoder().encode(page));
  files.set('icon.svg', await readFile(path.join(root, 'playground/icon.svg')));
  return { files, metafile };
}

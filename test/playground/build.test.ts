/** The build of the page and its command line, without a browser. */

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPlayground, type Site } from '../../scripts/playground/build.ts';
import { type Serving, serve } from '../../scripts/playground/serve.ts';
import { TSX } from '../tsx.ts';

const root = path.join(import.meta.dirname, '../..');
const command = (...options: string[]) =>
  promisify(execFile)(process.execPath, [...TSX, path.join(root, 'scripts/playground.ts'), ...options], {
    cwd: root,
  }).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );

let site: Site;
beforeAll(async () => {
  site = await buildPlayground(root);
});

describe('the built page', () => {
  it('holds the shipped template and no code that builds code', () => {
    const script = new TextDecoder().decode(site.files.get('app.js'));
    expect(script).toContain('___SANDBOXED_JS_FOR_SERVER___');
    expect(script).not.toContain('new Function(');
    const inputs = Object.values(site.metafile.outputs).flatMap(({ inputs: parts }) =>
      Object.entries(parts).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
    );
    expect(inputs.filter(([name]) => /node_modules\/ajv\//.test(name))).toEqual([]);
    expect(inputs.some(([name]) => name === 'toolkit/sandbox/run.ts')).toBe(true);
  });

  it('names no place outside itself in its markup', () => {
    const page = new TextDecoder().decode(site.files.get('index.html'));
    expect(page).toContain("default-src 'none'");
    expect(page).toContain("connect-src 'none'");
    expect(page).not.toContain('unsafe-');
    expect(page).not.toMatch(/(?:src|href)="https?:/);
  });
});

describe('the server', () => {
  let serving: Serving;
  beforeAll(async () => {
    serving = await serve(site, 0);
  });
  afterAll(() => serving.close());

  it('listens on this machine only', () => {
    expect(serving.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it('serves the page, and nothing that is not of it', async () => {
    const page = await fetch(serving.url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await fetch(`${serving.url}app.js`)).headers.get('x-content-type-options')).toBe('nosniff');
    expect((await fetch(`${serving.url}package.json`)).status).toBe(404);
    expect((await fetch(serving.url, { method: 'POST' })).status).toBe(405);
    const raw = await new Promise<number | undefined>((resolve) => {
      request(`${serving.url}`, { path: '/../package.json' }, ({ statusCode }) => resolve(statusCode)).end();
    });
    expect(raw).toBe(404);
  });

  it('says when a port is taken', async () => {
    await expect(serve(site, Number(new URL(serving.url).port))).rejects.toThrow(/EADDRINUSE/);
  });
});

describe('npm run playground', () => {
  it('explains itself', async () => {
    expect((await command('--help')).stdout).toContain('--out DIR');
  });

  it('writes a folder that any web server can host', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'playground-'));
    try {
      const { code, stdout } = await command('--out', path.join(folder, 'site'));
      expect([code, /KB compressed/.test(stdout)]).toEqual([0, true]);
      expect((await readdir(path.join(folder, 'site'))).sort()).toEqual([...site.files.keys()].sort());
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([['--port', 'x'], ['--port', '70000'], ['--nothing'], ['--out=']])(
    'refuses a wrong call with status 2: %s %s',
    async (...options) => {
      expect((await command(...options)).code).toBe(2);
    },
  );
});

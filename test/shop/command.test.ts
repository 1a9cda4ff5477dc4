import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { runCommand } from 'sgtm-toolkit/shell';
import { afterAll, describe, expect, it } from 'vitest';
import { shopCommand } from '../../scripts/shop.ts';
import { TSX } from '../tsx.ts';

const root = path.join(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'shop-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function called(...args: string[]): Promise<{ status: number; text: string }> {
  let text = '';
  const say = (more: string): void => {
    text += more;
  };
  const io = { out: say, err: say, colour: false, progress: () => undefined };
  const status = await runCommand('npm run shop --', shopCommand, args, io);
  return { status, text };
}

describe('npm run shop', () => {
  it('serves the shop until it is ended', async () => {
    const child = spawn(process.execPath, [...TSX, 'scripts/shop.ts', '--port', '0', '--web', 'container'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      let out = '';
      const url = await new Promise<string>((resolve, reject) => {
        child.once('exit', () => reject(new Error(`It ended: ${out}`)));
        child.stdout.on('data', (chunk) => {
          out += chunk;
          const [, found] = /(http:\/\/localhost:\d+) is the shop/.exec(out) ?? [];
          if (found !== undefined) resolve(found);
        });
      });
      expect(await (await fetch(url)).text()).toContain('data-web="container"');
      expect(await (await fetch(`${url}/google/gtm.js`)).text()).toContain('X Ads - pixel');
      child.kill('SIGTERM');
      expect(await once(child, 'close')).toEqual([0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('says what is wrong with a dictionary or a call', async () => {
    const file = path.join(folder, 'shop.yaml');
    writeFileSync(file, 'pixelId: o8z6j\ncategoryEvents:\n  purchase: tw-o8z6j-o87ne\n');
    expect(await called(file)).toEqual({ status: 1, text: expect.stringContaining('serverUrl') });
    expect(await called('--web', 'gtm')).toEqual({
      status: 2,
      text: expect.stringContaining('snippet or container, got gtm'),
    });
    expect(await called('one.yaml', 'two.yaml')).toEqual({
      status: 2,
      text: expect.stringContaining('at most one'),
    });
    expect(await called('--port', 'x')).toEqual({
      status: 2,
      text: expect.stringContaining('--port must be a number'),
    });
  });
});

/** The command: what it writes, what it refuses to write over, how it ends, and that it keeps secrets. */

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { faultsOf } from '../../scripts/container/verify.ts';
import { main } from '../../scripts/container.ts';
import { webFaultsOf } from '../../scripts/web/verify.ts';
import { captured } from '../../toolkit/test/cli/captured.ts';
import { TSX } from '../tsx.ts';
import { dataOf, root, type Version } from './container-tools.ts';

const RIGHT = 'pixelId: o8z6j\nauthMethod: pixelToken\ncategoryEvents:\n  purchase: tw-o8z6j-o87ne\n';

const WITH_WEB = `${RIGHT}measurementId: G-AB12CD34EF\nserverUrl: https://sgtm.shop.example/\n`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'container-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the command in the test's folder; arguments that end in a file name are looked for there. */
async function run(args: string[], environment: Record<string, string> = {}) {
  const { io, written } = captured();
  const placed = args.map((arg) => (/^[a-z]+\.(ya?ml|json|txt)$/.test(arg) ? path.join(folder, arg) : arg));
  const status = await main(placed, io, environment);
  return { status, ...written };
}

const save = (name: string, text: string, mode = 0o644): void => {
  writeFileSync(path.join(folder, name), text);
  chmodSync(path.join(folder, name), mode);
};
const load = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
const versionIn = (name: string): Version => JSON.parse(load(name)).containerVersion as Version;

describe('npm run container', () => {
  it('writes a file beside the dictionary that can be imported, and says what is left to do', async () => {
    save('shop.yaml', RIGHT);
    const { status, out, err } = await run(['shop.yaml']);
    expect([status, err]).toEqual([0, '']);
    expect(faultsOf(JSON.parse(load('shop.gtm.json')))).toEqual([]);
    expect(out).toMatch(
      /The tag fires on purchase\.\nIt also fires on page_view, which it does not send, to keep/,
    );
    expect(out).toMatch(/Replace REPLACE_ME after the import in: X Ads - Pixel access token\./);
    expect(readdirSync(folder).sort()).toEqual(['shop.gtm.json', 'shop.yaml']);
  });

  it('writes both forms of the browser half beside the server half, and says what they report', async () => {
    save('shop.yaml', WITH_WEB);
    const { status, out, err } = await run(['shop.yaml', '--web', 'web.json', '--snippet', 'snippet.txt']);
    expect([status, err]).toEqual([0, '']);
    expect(readdirSync(folder).sort()).toEqual(['shop.gtm.json', 'shop.yaml', 'snippet.txt', 'web.json']);
    expect(webFaultsOf(JSON.parse(load('web.json')))).toEqual([]);
    expect(load('snippet.txt')).toContain('"measurementId": "G-AB12CD34EF"');
    expect(out).toMatch(/web\.json: .* the browser half for page_view, purchase\./);
    expect(out).not.toMatch(/server alone/);
    const again = await run(['shop.yaml', '--web', 'web.json', '--force', '--json']);
    expect(JSON.parse(again.out)).toMatchObject({
      ok: true,
      web: { bytes: statSync(path.join(folder, 'web.json')).size, eventNames: ['page_view', 'purchase'] },
    });
    expect(JSON.parse(again.out).snippet).toBeUndefined();
  });

  it('says which events only the server reports', async () => {
    save('shop.yaml', `${WITH_WEB}defaultEventId: o87nz\n`);
    expect((await run(['shop.yaml', '--web', 'web.json'])).out).toMatch(/reported by the server alone/);
  });

  it('writes all its files or none', async () => {
    save('shop.yaml', WITH_WEB);
    save('there.txt', 'mine');
    const calls = [
      ['shop.yaml', '--web', 'web.json', '--snippet', 'there.txt'],
      ['shop.yaml', '--web', 'web.json', '--snippet', '/nowhere/at/all.js', '--force'],
      ['shop.yaml', '--web', 'shop.yaml', '--force'],
      ['shop.yaml', '--web', '.', '--force'],
      ['shop.yaml', '--web', 'web.json', '--snippet', 'web.json', '--force'],
    ];
    for (const call of calls) {
      expect((await run(call)).status).toBe(2);
      expect(readdirSync(folder).sort()).toEqual(['shop.yaml', 'there.txt']);
    }
    expect(load('there.txt')).toBe('mine');
  });

  it('says once that one of the two is missing', async () => {
    save('shop.yaml', `${RIGHT}measurementId: G-AB12CD34EF\n`);
    const { status, err } = await run(['shop.yaml', '--web', 'web.json']);
    expect(status).toBe(1);
    expect(err.match(/error WEB/g)).toHaveLength(1);
  });

  it('needs the GA4 property and the server for the browser half, and says how to write them', async () => {
    save('shop.yaml', RIGHT);
    const { status, err } = await run(['shop.yaml', '--snippet', 'snippet.txt']);
    expect(status).toBe(1);
    expect(err).toMatch(
      /error WEB: The browser half needs measurementId and serverUrl.*https:\/\/sgtm\.shop\.example/,
    );
    expect(readdirSync(folder)).toEqual(['shop.yaml']);
  });

  it('lists a change of the browser half', async () => {
    save('old.yaml', WITH_WEB);
    save('shop.yaml', WITH_WEB.replace('AB12CD34EF', 'ZZ12CD34EF'));
    const { out } = await run(['shop.yaml', '--previous', 'old.yaml', '--web', 'web.json']);
    expect(out).toMatch(
      /setting +measurementId is G-ZZ12CD34EF, was G-AB12CD34EF\. Put both halves in place together/,
    );
    save('shop.yaml', RIGHT);
    const without = await run(['shop.yaml', '--previous', 'old.yaml', '--force']);
    expect(without.out).toMatch(/serverUrl is not set, was https:\/\/sgtm\.shop\.example/);
  });

  it('writes over nothing without --force', async () => {
    save('shop.yaml', RIGHT);
    save('there.json', 'mine');
    const refused = await run(['shop.yaml', '--out', 'there.json']);
    expect([refused.status, refused.out]).toEqual([2, '']);
    expect(refused.err).toMatch(/exists; use --force/);
    expect(load('there.json')).toBe('mine');
    expect((await run(['shop.yaml', '--out', 'there.json', '--force'])).status).toBe(0);
    expect(faultsOf(JSON.parse(load('there.json')))).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['shop.yaml', 'there.json']);
  });

  it('never writes over what it reads, --force or not', async () => {
    save('shop.yaml', RIGHT);
    save('old.yaml', RIGHT);
    for (const out of ['shop.yaml', 'old.yaml']) {
      const { status, err } = await run(['shop.yaml', '--previous', 'old.yaml', '--out', out, '--force']);
      expect([status, err]).toEqual([2, expect.stringMatching(/is read from/)]);
      expect(load(out)).toBe(RIGHT);
    }
  });

  it('writes nothing for a wrong dictionary, and names each mistake with file, line and column', async () => {
    save('shop.yaml', `${RIGHT}  leed: o87nf\nconsent: sometimes\n`);
    const { status, out, err } = await run(['shop.yaml']);
    expect([status, out]).toEqual([1, '']);
    expect(err).toMatch(/shop\.yaml:5:3 error UNKNOWN_CATEGORY: .*Did you mean 'lead'\?/);
    expect(err).toMatch(/shop\.yaml:6:10 error SETTING: consent must be one of/);
    expect(existsSync(path.join(folder, 'shop.gtm.json'))).toBe(false);
  });

  it('tells with --json the same to a machine', async () => {
    save('shop.yaml', RIGHT);
    const good = JSON.parse((await run(['shop.yaml', '--json'])).out);
    expect(good).toMatchObject({
      ok: true,
      eventNames: ['page_view', 'purchase'],
      problems: [],
      changes: [],
      secret: false,
    });
    expect(good.bytes).toBe(statSync(path.join(folder, 'shop.gtm.json')).size);
    save('bad.yaml', 'pixelId: o8z6j');
    const bad = await run(['bad.yaml', '--json']);
    expect(bad.status).toBe(1);
    expect(JSON.parse(bad.out)).toMatchObject({ ok: false, problems: [{ code: 'NO_EVENTS', line: 1 }] });
  });

  it('lists what changed since an older dictionary', async () => {
    save('old.yaml', RIGHT);
    save('shop.yaml', RIGHT.replace('purchase:', 'lead:'));
    const { status, out } = await run(['shop.yaml', '--previous', 'old.yaml']);
    expect(status).toBe(0);
    expect(out).toMatch(/Since .*old\.yaml:\n {2}renamed {3}tw-o8z6j-o87ne is now fed by category lead/);
    const same = await run(['old.yaml', '--previous', 'old.yaml']);
    expect(same.out).toMatch(/Nothing changed since .*old\.yaml/);
  });

  it('only warns of mistakes in the older dictionary, unless it cannot be read', async () => {
    save('shop.yaml', RIGHT);
    save('old.yaml', `${RIGHT}  lead:\n`);
    const warned = await run(['shop.yaml', '--previous', 'old.yaml']);
    expect(warned.status).toBe(0);
    expect(warned.err).toMatch(/old\.yaml:5:3 warning EMPTY/);
    save('old.yaml', '[');
    expect((await run(['shop.yaml', '--previous', 'old.yaml', '--force'])).status).toBe(1);
  });

  it.each([
    [[], /exactly one event dictionary/],
    [['a.yaml', 'b.yaml'], /exactly one/],
    [['missing.yaml'], /no such file/],
    [['--colour'], /Unknown option/],
    [['shop.yaml', '--pixelToken=hush'], /Unknown option '--pixelToken'/],
    [['shop.yaml', '--out', '/nowhere/at/all.json'], /cannot be written/],
    [['shop.yaml', '--credentials', 'missing.txt'], /cannot be read/],
    [['shop.yaml', '--credentials', 'env'], /none of X_PIXEL_TOKEN is set/],
    [['shop.yaml', '--credentials', 'keys.txt'], /none of pixelToken is in the file/],
  ])('ends with 2 when it is called wrongly: %j', async (args, message) => {
    save('shop.yaml', RIGHT);
    save('keys.txt', 'consumerKey: hush', 0o600);
    const { status, out, err } = await run(args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/hush|^\s+at /m);
  });

  it('has a help that names every option', async () => {
    const { status, out } = await run(['--help']);
    expect(status).toBe(0);
    for (const option of ['--out', '--force', '--previous', '--credentials', '--json'])
      expect(out).toContain(option);
  });

  it('runs as a program', () => {
    const script = path.join(root, 'scripts/container.ts');
    const { status, stdout } = spawnSync(process.execPath, [...TSX, script, '--help'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^npm run container/)]);
  });
});

describe('credentials', () => {
  const secretOf = (name: string) => dataOf(versionIn(name)).pixelToken;

  it('come from environment variables when asked for, and only then', async () => {
    save('shop.yaml', RIGHT);
    const environment = { X_PIXEL_TOKEN: 'hush-1' };
    await run(['shop.yaml', '--out', 'a.json'], environment);
    expect(secretOf('a.json')).toBe('REPLACE_ME');
    const { status, out, err } = await run(
      ['shop.yaml', '--out', 'b.json', '--credentials', 'env'],
      environment,
    );
    expect(status).toBe(0);
    expect(secretOf('b.json')).toBe('hush-1');
    expect(out).toMatch(/holds credentials in clear text/);
    expect(out + err).not.toContain('hush');
  });

  it('come from a file that only its owner can read', async () => {
    save('shop.yaml', RIGHT);
    save('keys.txt', 'pixelToken: hush-2', 0o644);
    const refused = await run(['shop.yaml', '--credentials', 'keys.txt']);
    expect([refused.status, refused.err]).toEqual([2, expect.stringMatching(/mode 644\)\. Run: chmod 600/)]);
    chmodSync(path.join(folder, 'keys.txt'), 0o600);
    expect((await run(['shop.yaml', '--credentials', 'keys.txt'])).status).toBe(0);
    expect(secretOf('shop.gtm.json')).toBe('hush-2');
  });

  it('make the written file its owner’s alone, also over an open one', async () => {
    save('shop.yaml', RIGHT);
    save('open.json', '', 0o666);
    await run(['shop.yaml', '--out', 'open.json', '--force', '--credentials', 'env'], {
      X_PIXEL_TOKEN: 'hush',
    });
    expect(statSync(path.join(folder, 'open.json')).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['pixelToken: "hush {{x}}"', /keys\.txt:1:1 error CREDENTIAL: pixelToken holds \{\{/],
    ['pixelToken:', /CREDENTIAL: pixelToken is empty/],
    ['pixeltoken: hush', /UNKNOWN_KEY: Unknown credential\. Did you mean 'pixelToken'/],
    ['pixelToken: hush\npixelToken: hush', /keys\.txt:2:1 error DUPLICATE/],
    ['hush', /keys\.txt:1:1 error SHAPE/],
    ['pixelToken: "hush', /error SYNTAX/],
    ['pixelToken: [hush]', /error SHAPE/],
    ['hush: !hush hush', /error SYNTAX/],
  ])('are never shown by what is said about them: %s', async (text, message) => {
    save('shop.yaml', RIGHT);
    save('keys.txt', text, 0o600);
    const { status, out, err } = await run(['shop.yaml', '--credentials', 'keys.txt']);
    expect([status, out]).toEqual([1, '']);
    expect(err).toMatch(message);
    expect(err).not.toContain('hush');
  });

  it('survive with any characters', async () => {
    save('shop.yaml', RIGHT.replace('pixelToken', 'oauth1'));
    const secret = `a b&%+"'\\ü☃😀</script>{x}`;
    save('keys.txt', JSON.stringify({ consumerSecret: secret }), 0o600);
    expect((await run(['shop.yaml', '--credentials', 'keys.txt'])).status).toBe(0);
    expect(dataOf(versionIn('shop.gtm.json')).consumerSecret).toBe(secret);
  });
});

describe('docs/container.md and examples/container.yaml', () => {
  const page = readFileSync(path.join(root, 'docs/container.md'), 'utf8');
  const sources = ['../container.ts', ...readdirSync(path.join(root, 'scripts/container'))].map((name) =>
    readFileSync(path.join(root, 'scripts/container', name), 'utf8'),
  );

  it('the example is right, and so is every dictionary on the page', async () => {
    const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!);
    expect(blocks.length).toBeGreaterThan(0);
    blocks.push(readFileSync(path.join(root, 'examples/container.yaml'), 'utf8'));
    for (const [i, block] of blocks.entries()) {
      expect(parse(block)).toHaveProperty('pixelId');
      save('page.yaml', block);
      const { status, err } = await run(['page.yaml', '--out', `${'x'.repeat(i + 1)}.json`]);
      expect([status, err]).toEqual([0, '']);
    }
  });

  it('the page has a heading for every code, and no other', () => {
    const codes = sources.flatMap((text) => [
      ...[...text.matchAll(/report\(\s*'([A-Z_]+)'/g)].map(([, code]) => code!),
      ...[...text.matchAll(/code: '([A-Z_]+)'/g)].map(([, code]) => code!),
      ...(text.includes("code: 'EVENT_ID' | 'EVENT_ID_OTHER_PIXEL'") ? ['EVENT_ID_OTHER_PIXEL'] : []),
    ]);
    const headings = [...page.matchAll(/^### ([A-Z_]+)$/gm)].map(([, code]) => code!);
    expect(headings.sort()).toEqual([...new Set(codes)].sort());
  });

  it('the page names every option of the command and every environment variable', async () => {
    const { out } = await run(['--help']);
    for (const [word] of out.matchAll(/--[a-z]+|X_[A-Z_]+/g))
      if (word !== '--help') expect(page).toContain(word);
  });
});

/** `npm start` as a person calls it: what it prints, what it hides, and how it ends. */

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../../scripts/demo.ts';
import { captured } from '../../toolkit/test/cli/captured.ts';

type Data = Record<string, unknown>;

const root = path.join(import.meta.dirname, '../..');
const CREDENTIALS = ['consumerKey', 'consumerSecret', 'accessToken', 'accessTokenSecret'];

const example = async (name: string): Promise<Data> =>
  JSON.parse(await readFile(path.join(root, 'examples', name), 'utf8')) as Data;

interface Ended {
  status: number;
  stdout: string;
  stderr: string;
}

/** The command called in this process. */
async function demo(...args: string[]): Promise<Ended> {
  const { io, written } = captured();
  const status = await main(args, io);
  return { status, stdout: written.out, stderr: written.err };
}

/** The command as a process, from a folder that is not the repository's: paths must not depend on it. */
const demoProcess = (): Promise<Ended> =>
  new Promise((resolve) => {
    const file = path.join(root, 'scripts/demo.ts');
    const loader = path.join(root, 'node_modules/tsx/dist/loader.mjs');
    execFile(
      process.execPath,
      ['-C', 'sgtm-source', '--import', loader, file],
      { cwd: tmpdir() },
      (error, stdout, stderr) =>
        resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });

/** A file with this content, removed with the test. */
async function file(content: unknown): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'demo-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const name = path.join(folder, 'file.json');
  await writeFile(name, typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

/** No secret in any of the ways in which a request may carry it. */
function expectHidden(output: string, secrets: readonly unknown[]): void {
  const strict = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  for (const secret of secrets.map(String))
    for (const form of [secret, strict(secret), strict(strict(secret)), JSON.stringify(secret).slice(1, -1)])
      expect(output).not.toContain(form);
}

describe('the demo', () => {
  it('plays the example to a success and shows request, stages, answer, cookie and the file to import', async () => {
    const { status, stdout, stderr } = await demoProcess();
    expect([status, stderr]).toEqual([0, '']);
    for (const part of [
      'POST https://ads-api.x.com/12/measurement/conversions/o8z6j',
      '"event_id": "tw-o8z6j-o87ne"',
      '"value": "164.98"',
      'parameter string',
      'base string       POST&https%3A%2F%2Fads-api.x.com%2F12',
      'signing key',
      '"conversions_processed": 1',
      '_twclid=%7B%22pixelVersion%22%3A%22',
      'success after',
      path.join(root, 'template.tpl'),
    ])
      expect(stdout).toContain(part);
    expect(stdout).not.toContain('sent another one');
    const settings = await example('settings.json');
    expectHidden(
      stdout,
      CREDENTIALS.map((name) => settings[name]),
    );
    expect(stdout.toLowerCase()).not.toContain('jane.doe');
  });

  it('hides credentials with characters that are encoded on their way', async () => {
    const awkward = {
      consumerKey: "ck('a') \u00e4 0123456789",
      consumerSecret: 'c!s*&=% 0123456789',
      accessToken: 't~k-._ \u00e9 "quoted" \\ 0123456789',
      accessTokenSecret: '\u2603 7 0123456789',
    };
    const data = await file({ ...(await example('settings.json')), ...awkward });
    const { status, stdout, stderr } = await demo('--data', data);
    expect([status, stderr]).toEqual([0, '']);
    expectHidden(stdout, Object.values(awkward));
    expect(stdout).not.toContain('sent another one');
  });

  it('masks a secret of one letter once: its masks stay masks', async () => {
    const letters = { consumerKey: 'a', consumerSecret: 'c', accessToken: '1', accessTokenSecret: '<' };
    const data = await file({ ...(await example('settings.json')), ...letters });
    const { stdout } = await demo('--data', data);
    expect(stdout).toContain('<1 characters>');
    expect(stdout.replaceAll('<1 characters>', '')).not.toMatch(/<1|characters>/);
  });

  it('plays the pixel access token too, and hides it', async () => {
    const settings = await example('settings.json');
    const pixelToken = 'pixel-token-0123456789';
    const data = await file({ ...settings, authMethod: 'pixelToken', pixelToken });
    const { status, stdout } = await demo('--data', data);
    expect(status).toBe(0);
    expect(stdout).toContain('X-Pixel-Token');
    expect(stdout).not.toContain('base string');
    expectHidden(stdout, [pixelToken]);
  });

  it('plays an event of the user’s own, and ends with 1 when the tag reports a failure', async () => {
    const event = await file({ event_name: 'purchase', value: 5 });
    const { status, stdout } = await demo('--event', event);
    expect(status).toBe(1);
    expect(stdout).toMatch(/identifies nobody/);
    expect(stdout).toContain('failure after');
  });

  it('explains itself when asked', async () => {
    const { status, stdout, stderr } = await demo('--help');
    expect([status, stderr]).toEqual([0, '']);
    for (const part of ['--event FILE', '--data FILE', '--help', 'Exit status'])
      expect(stdout).toContain(part);
  });

  it('ends with 2 and the name of the option for files that are none or hold something else', async () => {
    const cases: [string[], RegExp][] = [
      [['--event', '/nowhere/event.json'], /--event \/nowhere\/event\.json: the file cannot be read/],
      [['--data', tmpdir()], /--data .*: the file cannot be read/],
      [['--event', await file('{"event_name": "purchase"')], /--event .*one JSON object/],
      [['--data', await file('[]')], /--data .*one JSON object.*settings\.json/s],
      [['--event'], /--event/],
      [['--unknown'], /--unknown/],
    ];
    for (const [args, message] of cases) {
      const { status, stdout, stderr } = await demo(...args);
      expect([args, status, stdout]).toEqual([args, 2, '']);
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });

  it('reads files that begin with a byte-order mark', async () => {
    const text = await readFile(path.join(root, 'examples/purchase.json'), 'utf8');
    expect((await demo('--event', await file(`\uFEFF${text}`))).status).toBe(0);
  });
});

describe('npm start with odd settings', () => {
  it('hides credentials pasted with blanks around them, and numbers', async () => {
    const settings = await example('settings.json');
    const data = await file({
      ...settings,
      consumerKey: ` ${settings.consumerKey}\n`,
      accessToken: 98765432101234,
    });
    const { stdout } = await demo('--data', data);
    expect(stdout).not.toContain(String(settings.consumerKey));
    expect(stdout).not.toContain('98765432101234');
  });

  it('survives a table row that is null', async () => {
    const settings = await example('settings.json');
    const data = await file({ ...settings, customEvents: [null] });
    const { status, stderr } = await demo('--data', data);
    expect([status, stderr]).toEqual([0, '']);
  });

  it('names X event IDs that cannot be right, for every row and whichever event is sent', async () => {
    const settings = await example('settings.json');
    const rows = [...(settings.categoryEvents as Data[]), { category: 'lead', eventId: 'tw-zzz99-o87nf' }];
    const data = await file({ ...settings, categoryEvents: rows });
    const { status, stdout } = await demo('--data', data);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /X event IDs to correct\n {2}Conversion categories, row 3: .*belongs to another pixel/,
    );
    expect((await demo()).stdout).not.toContain('to correct');
  });
});

import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  failure,
  folder,
  ndjson,
  oauthEnvironment,
  replayText,
  run,
  secrets,
  stand,
  tokenEnvironment,
} from './replay-setup.ts';

const two = ndjson(failure({ id: 'order-1' }), failure({ id: 'order-2' }));

describe('the state file', () => {
  test('is for its owner alone, and holds neither ids of conversions nor secrets', async () => {
    const server = await stand();
    const { state } = await replayText(server, two);
    const text = readFileSync(state, 'utf8');
    expect(statSync(state).mode & 0o077).toBe(0);
    expect(text).not.toMatch(/order-|o8z6j|o87ne/);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text.split('\n').map((line) => line.slice(0, 17))).toEqual([
      '{"type":"x-replay',
      '{"type":"sending"',
      '{"type":"done","n',
      '',
    ]);
    expect(existsSync(`${state}.lock`)).toBe(false);
  });

  test('without the outcome of its last request, or with half of it: that request is in doubt, sent again and named', async () => {
    for (const keep of [/\{"type":"done".*\n/, /"outcome":"delivered"\}\n/]) {
      const server = await stand();
      const { state, again } = await replayText(server, two);
      const text = readFileSync(state, 'utf8');
      writeFileSync(state, text.slice(0, text.search(keep)));
      const second = await again();
      expect(second.summary).toMatchObject({ alreadyDelivered: 0, delivered: 2, twice: 2 });
      expect((await again()).summary).toMatchObject({ alreadyDelivered: 2, twice: 2 });
      expect(
        readFileSync(state, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line).type),
      ).toContain('done');
    }
  });

  test('with half of its last announcement: nothing was sent, nothing is in doubt', async () => {
    const server = await stand();
    const { state, again } = await replayText(server, two);
    const text = readFileSync(state, 'utf8');
    writeFileSync(state, text.slice(0, text.indexOf('"keys"')));
    expect((await again()).summary).toMatchObject({ delivered: 2, twice: 0 });
  });

  test.each([
    ['some other file', '{"a":1}\n', 'is not a state file of a replay'],
    ['some other file without a line end', 'precious', 'is not a state file of a replay'],
    [
      'a damaged line before the end',
      '{"type":"x-replay-state","version":1}\n{"type":"done"}\n',
      'holds a line that cannot be read',
    ],
  ])('that is %s is left alone, and nothing is sent', async (_, text, words) => {
    const server = await stand();
    const state = join(folder(), 'state');
    writeFileSync(state, text);
    const { code, err } = await run({ args: ['-', '--endpoint', server.url, '--state', state], input: two });
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect([readFileSync(state, 'utf8'), server.received.length]).toEqual([text, 0]);
    expect(existsSync(`${state}.lock`)).toBe(false);
  });

  test('in use by a running process is refused, one left by a killed process is taken over', async () => {
    const server = await stand();
    const { again, state } = await replayText(server, two);
    writeFileSync(`${state}.lock`, String(process.ppid));
    const { code, err } = await run({ args: ['-', '--endpoint', server.url, '--state', state], input: two });
    expect([code, err]).toEqual([2, expect.stringMatching(`process ${process.ppid} is using it`)]);
    writeFileSync(`${state}.lock`, '4194304999');
    expect((await again()).code).toBe(0);
  });

  test('that cannot be made is a mistake of the caller', async () => {
    const { code, err } = await run({ args: ['-', '--state', '/no/such/folder/state'], input: two });
    expect([code, err.split('\n')[0]]).toEqual([
      2,
      '--state /no/such/folder/state: /no/such/folder/state.lock cannot be made (ENOENT).',
    ]);
    const state = join(folder(), 'state');
    mkdirSync(`${state}.lock`);
    const blocked = await run({ args: ['-', '--state', state], input: two });
    expect([blocked.code, blocked.err]).toEqual([2, expect.stringContaining('state.lock cannot be made')]);
  });
});

describe('a dry run', () => {
  test('sends nothing, writes nothing and needs no credentials', async () => {
    const server = await stand();
    const text = two + ndjson(failure({ id: 'order-1' }));
    const { code, summary, state } = await replayText(server, text, { args: ['--dry-run'], environment: {} });
    expect([code, summary.dryRun, summary.notSent, summary.doubles]).toEqual([0, true, 2, 1]);
    expect([server.received.length, existsSync(state), existsSync(`${state}.lock`)]).toEqual([
      0,
      false,
      false,
    ]);
  });

  test('knows what was delivered', async () => {
    const server = await stand();
    const { again } = await replayText(server, two);
    const { summary } = await again({ args: ['--dry-run'] });
    expect(summary).toMatchObject({ alreadyDelivered: 2, notSent: 0 });
  });
});

describe('credentials', () => {
  const file = (text: string, mode: number): string => {
    const path = join(folder(), 'x.env');
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };
  const lines = `# X\nexport X_CONSUMER_KEY="${oauthEnvironment.X_CONSUMER_KEY}"\n${Object.entries(
    oauthEnvironment,
  )
    .slice(1)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')}`;

  test('may come from a file of its owner', async () => {
    const server = await stand();
    const { code } = await replayText(server, two, {
      args: ['--credentials', file(lines, 0o600)],
      environment: {},
    });
    expect([code, server.received[0]?.diagnostics.by]).toEqual([0, 'oauth1']);
  });

  test.each([
    ['others may read', lines, 0o604, /others may read it \(mode 604\). Run: chmod 600/],
    ['a group may write', lines, 0o620, /mode 620/],
    ['is no list of NAME=VALUE', 'secret-value\n', 0o600, /line 1: expected NAME=VALUE/],
  ])('in a file that %s are refused before anything is sent', async (_, text, mode, message) => {
    const server = await stand();
    const { code, err } = await run({
      args: ['-', '--endpoint', server.url, '--credentials', file(text, mode)],
      environment: {},
    });
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(err).not.toContain('secret-value');
    expect(server.received).toEqual([]);
  });

  test.each([
    [{}, /No credentials: set X_CONSUMER_KEY/],
    [{ X_CONSUMER_KEY: 'a', X_ACCESS_TOKEN: 'b' }, /set also X_CONSUMER_SECRET, X_ACCESS_TOKEN_SECRET/],
    [{ X_PIXEL_TOKEN: 'two\nlines' }, /printable ASCII on one line/],
  ])('that are incomplete are named: %j', async (environment, message) => {
    const { code, err } = await run({ args: ['-'], environment });
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  test('are never shown, whatever X answers', async () => {
    const server = await stand();
    const both = { ...oauthEnvironment, ...tokenEnvironment };
    for (const status of [200, 400, 401, 403, 404, 500]) {
      server.faults.use(() => ({
        kind: 'answer',
        answer: { status, body: { errors: [{ message: 'no' }] } },
      }));
      const { out, err } = await replayText(server, two, { environment: both, args: ['--attempts', '2'] });
      for (const secret of secrets) expect(out + err).not.toContain(secret);
      expect(err).toMatch(/X_PIXEL_TOKEN is set too and not used/);
    }
  });
});

describe('the command', () => {
  test('ends with a table, and the reasons of what was not delivered', async () => {
    const server = await stand();
    const input =
      two +
      ndjson(
        failure({ id: 'order-3', change: { value: '65' } }),
        '{"Name":"X Conversions","Type":"Failure"',
        'noise',
      );
    const { code, out } = await run({
      args: ['-', '--endpoint', server.url, '--state', join(folder(), 's')],
      input,
    });
    expect(code).toBe(1);
    expect(out).toMatch(/^\nDamaged: .*\n {2}stdin:4 {2}a failure line that is not complete JSON\n/);
    expect(out).toMatch(
      /\nRefused by X\n {2}stdin:3 {2}pixel o8z6j {2}event o87ne {2}conversion_id order-3 {2}X answered 400: Expected Double/,
    );
    expect(out).toMatch(
      /\n +5 {2}records read\n +1 {2}other records, skipped\n +1 {2}damaged records\n +3 {2}conversions found\n +2 {2}delivered\n +1 {2}refused by X\n$/,
    );
  });

  test('shows twenty of a kind and counts the others', async () => {
    const lines = Array.from({ length: 30 }, (_, i) =>
      failure({ id: `order-${i}`, change: { identifiers: [] } }),
    );
    const { out } = await run({ args: ['-', '--dry-run'], input: ndjson(...lines) });
    expect(out.match(/stdin:/g)).toHaveLength(20);
    expect(out).toMatch(/… and 10 more/);
  });

  test('keeps what others wrote off the terminal: no control characters', async () => {
    const { out } = await run({
      args: ['-', '--dry-run'],
      input: ndjson({
        ...failure(),
        RequestBody: undefined,
        Reason: '\u001b[31mred\u0007 jane@shop.example',
      }),
    });
    expect(out).toContain('[31mred …@…');
    expect(out).not.toContain('\u001b');
  });

  test('explains itself', async () => {
    const { code, out } = await run({ args: ['--help'] });
    expect(code).toBe(0);
    for (const option of [
      '--dry-run',
      '--state',
      '--pixel',
      '--batch',
      '--limit',
      '--endpoint',
      'X_PIXEL_TOKEN',
    ])
      expect(out).toContain(option);
  });

  test.each([
    [[], /No file given/],
    [['-', '-'], /once only/],
    [['scripts'], /scripts is a folder: name its files, for example scripts\/\*\.json/],
    [['-', '--batch', '501'], /--batch must be a whole number from 1 to 500, got "501"/],
    [['-', '--batch', '0'], /--batch must be/],
    [['-', '--limit', 'x'], /--limit must be/],
    [['-', '--pixel', 'a b'], /--pixel must be/],
    [['-', '--endpoint', 'http://ads-api.x.com'], /--endpoint must be an https address/],
    [['-', '--endpoint', 'https://ads-api.x.com/12'], /--endpoint must be scheme and host only/],
    [['-', '--endpoint', 'https://user:password@ads-api.x.com'], /--endpoint must be scheme and host only/],
    [['-', '--consumer-secret', 'x'], /consumer-secret/],
  ])('called with %j says what is wrong', async (args, message) => {
    const { code, out, err } = await run({ args });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(err).toMatch(/usage: npm run replay/);
  });
});

/** docs/events.md and examples/events.yaml: the example runs from nothing to a container, the page says what is there. */

import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readEvents } from '../../scripts/container/dictionary.ts';
import { main as container } from '../../scripts/container.ts';
import { TSX } from '../tsx.ts';
import { form, root } from './container-tools.ts';
import { events, eventsAt, textIn } from './events-run.ts';
import { folder, stand } from './replay-setup.ts';

const page = readFileSync(join(root, 'docs/events.md'), 'utf8');
const example = join(root, 'examples/events.yaml');

describe('the example', () => {
  test('is planned, applied, in step, and makes a container', async () => {
    const server = await stand();
    const file = join(folder(), 'shop.yaml');
    copyFileSync(example, file);
    expect((await events(server, ['plan', file])).code).toBe(2);
    expect((await events(server, ['apply', file, '--yes'])).code).toBe(0);
    expect((await events(server, ['plan', file])).code).toBe(0);
    expect(eventsAt(server).map(({ name, type }) => [name, type])).toEqual([
      ['Event o87ne', 'CUSTOM'],
      ['Event o87nf', 'CUSTOM'],
      ['Order paid', 'PURCHASE'],
      ['Quote form sent', 'SIGN_UP'],
      ['Account made', 'SIGN_UP'],
      ['Newsletter', 'SUBSCRIBE'],
    ]);
    expect(textIn(file).replace(/\n +id: tw-o8z6j-\w+/g, '')).toBe(textIn(example));
    const said: string[] = [];
    const io = {
      out: (text: string) => said.push(text),
      err: (text: string) => said.push(text),
      colour: false,
      progress: () => undefined,
    };
    expect([await container([file], io, {}), said.join('')]).toEqual([
      0,
      expect.stringContaining('newsletter_joined'),
    ]);
    expect(await container([example, '--out', join(folder(), 'x.json')], io, {})).toBe(1);
  });

  test('runs as a program, which tells what is missing', async () => {
    const { code, text } = await new Promise<{ code: number; text: string }>((resolve) => {
      const call = [...TSX, 'scripts/events.ts', 'plan', example];
      const environment = { PATH: process.env.PATH };
      execFile(process.execPath, call, { cwd: root, env: environment }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, text: stdout + stderr }),
      );
    });
    expect([code, text]).toEqual([
      1,
      expect.stringMatching(/Web events need the four OAuth values.*X_CONSUMER_KEY/),
    ]);
  });
});

describe('docs/events.md', () => {
  test('shows a dictionary that can be read', () => {
    const blocks = [...page.matchAll(/```yaml\n([^`]*)```/g)].map(([, text]) => text!);
    expect(blocks).toHaveLength(1);
    expect(readEvents('f', blocks[0]!, form).problems).toEqual([]);
  });

  test('has a heading for every code that plan reports, and no other', () => {
    const source = readFileSync(join(root, 'scripts/events/plan.ts'), 'utf8');
    const codes = [...source.matchAll(/'([A-Z_]{5,})',\n\s+row,|report\(\s*'([A-Z_]+)'/g)].map(
      ([, a, b]) => a ?? b!,
    );
    const headings = [...page.matchAll(/^### ([A-Z_]+)$/gm)].map(([, code]) => code!);
    expect(headings.sort()).toEqual([...new Set(codes)].sort());
  });

  test('names every option', async () => {
    const server = await stand();
    for (const word of ['pull', 'plan', 'apply']) {
      const { out } = await events(server, [word, '--help']);
      for (const [option] of out.matchAll(/--[a-z-]+/g))
        if (option !== '--help') expect(page).toContain(option);
    }
  });
});

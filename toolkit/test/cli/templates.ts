/** The tpl command as tests call it, in a folder of templates good and bad that is made anew and removed again. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { COMMANDS } from '../../cli/commands.ts';
import { endIsolated } from '../../cli/isolated.ts';
import { runProgram } from '../../cli/shell.ts';
import type { Json } from '../../sandbox/tpl/json.ts';
import { permission, templateText } from '../sandbox/build-template.ts';
import { captured } from './captured.ts';

let folder: string;
export const at = (name: string): string => join(folder, name);

export const field = (name: string, more: object = {}): Json => ({
  type: 'TEXT',
  name,
  displayName: name,
  simpleValueType: true,
  ...more,
});

export const good = templateText({
  parameters: [field('text'), field('fail', { type: 'CHECKBOX', checkboxText: 'Fail' })],
  code: "const log = require('logToConsole');\nlog(data.text);\nif (data.fail) {\n  data.gtmOnFailure();\n} else {\n  data.gtmOnSuccess();\n}",
  permissions: [permission('logging', { environments: 'all' })],
  scenarios: [{ name: 'Logs', code: "runCode({text: 'x'});\nassertApi('logToConsole').wasCalledWith('x');" }],
});
const failing = templateText({
  code: 'let a = /x/\ndata.gtmOnSuccess();',
  scenarios: [{ name: 'Fails', code: 'fail();' }],
});
export const red = templateText({
  code: 'data.gtmOnSuccess();',
  scenarios: [
    { name: 'Passes', code: 'runCode({});' },
    { name: 'Fails', code: "runCode({});\nassertThat(1, 'the sum').isEqualTo(2);" },
  ],
});

/** The same for web containers. */
const web = good
  .replace('SANDBOXED_JS_FOR_SERVER', 'SANDBOXED_JS_FOR_WEB_TEMPLATE')
  .replace('SERVER_PERMISSIONS', 'WEB_PERMISSIONS')
  .replace('"SERVER"', '"WEB"');

export function useFolder(): void {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tpl-'));
    mkdirSync(at('many/deep'), { recursive: true });
    mkdirSync(at('web'));
    for (const [name, text] of Object.entries({
      'good.tpl': good,
      'failing.tpl': failing,
      'red.tpl': red,
      'many/a.tpl': good,
      'many/deep/b.tpl': red,
      'many/web.tpl': web,
      'many/notes.txt': 'no template',
      'web/only.tpl': web,
      'data.json': '{"text": "hello"}',
      'broken.json': '{"text": ',
      'latin.json': Buffer.from('{"text": "caf\u00e9"}', 'latin1'),
      'list.json': '[]',
      'deep.json': `{"text":${'['.repeat(5000)}${']'.repeat(5000)}}`,
      'shape.json': '{"cookies": "a=b"}',
      'request.json': '{"request": {"metod": "GET"}}',
    }))
      writeFileSync(at(name), text);
  });
  afterAll(() => {
    endIsolated();
    rmSync(folder, { recursive: true });
  });
}

interface Result {
  status: number;
  out: string;
  err: string;
}

/** The command as called in a terminal without colours. */
export async function sgtm(...args: string[]): Promise<Result> {
  const { io, written } = captured();
  const status = await runProgram('sgtm', COMMANDS, args, io);
  const { out, err } = written;
  expect(out + err).not.toMatch(/\n\s+at .*:\d+:\d+\)?\n/);
  return { status, out: out.replaceAll(folder, ''), err: err.replaceAll(folder, '') };
}

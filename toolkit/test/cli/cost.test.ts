import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { permission, templateText } from '../sandbox/build-template.ts';
import { at, field, sgtm, useFolder } from './templates.ts';

useFolder();

const code = (turns: string): string => `
const event = require('getAllEventData')();
const storage = require('templateDataStorage');
if (!storage.getItemCopy('known')) {
  storage.setItemCopy('known', 'a' + 'b' + 'c');
}
const items = event.items || [];
let sum = 0;
items.forEach((item) => { ${turns} });
data.gtmOnSuccess();`;
const permissions = [
  permission('read_event_data', { eventDataAccess: 'any' }),
  permission('access_template_storage'),
];
const text = (turns: string): string =>
  templateText({ code: code(turns), permissions, parameters: [field('name')] });

beforeAll(() => {
  writeFileSync(at('linear.tpl'), text('sum = sum + item;'));
  writeFileSync(at('square.tpl'), text('items.forEach((other) => { sum = sum + other; });'));
  writeFileSync(at('event.json'), '{"items": [1, 2], "deep": {"text": "ab"}, "empty": ""}');
});

const cost = (file: string, ...more: string[]) =>
  sgtm('cost', at(file), '--event', at('event.json'), ...more);

describe('cost', () => {
  it('counts the first event and a later one, and the bytes of the compiled code', async () => {
    const { status, out } = await cost('linear.tpl');
    expect(status).toBe(0);
    const [, first, later] = /first event +(\d+) instructions\n +later events +(\d+) instructions/.exec(out)!;
    expect(Number(first)).toBeGreaterThan(Number(later));
    expect(out).toMatch(/ compiled +\d+ bytes\n$/);
  });

  it('shows growth with a list, a line for each length', async () => {
    const each = (out: string): string[] =>
      [...out.matchAll(/, ([\d.]+) for each/g)].map(([, number]) => number!);
    const linear = each((await cost('linear.tpl', '--grow', 'items=1,10,100')).out);
    const [near, far] = each((await cost('square.tpl', '--grow', 'items=1,10,100')).out);
    expect(linear[0]).toBe(linear[1]);
    expect(Number(far)).toBeGreaterThan(5 * Number(near));
    expect((await cost('linear.tpl', '--grow', 'deep.text=1,1000')).out).toContain('deep.text × 1,000');
  });

  it.each([
    ['items', '--grow must be a key of the event and lengths'],
    ['items=1,9999999', 'lengths up to 1,000,000'],
    ['nothing=1', '--grow nothing: the event needs a list or text there that is not empty.'],
    ['empty=1', '--grow empty: the event needs a list or text'],
    ['deep=1', '--grow deep: the event needs a list or text'],
  ])('does not grow %s', async (grow, message) => {
    expect(await cost('linear.tpl', '--grow', grow)).toMatchObject({
      status: 2,
      err: expect.stringContaining(message),
    });
  });

  it('fails above a bound, and only above it', async () => {
    const { first, size } = JSON.parse((await cost('linear.tpl', '--json')).out);
    const bounds = (instructions: number, bytes: number) =>
      cost('linear.tpl', '--max-instructions', String(instructions), '--max-size', String(bytes));
    expect((await bounds(first, size)).status).toBe(0);
    const { status, out } = await bounds(first - 1, size - 1);
    expect(status).toBe(1);
    expect(out).toContain('1 more than the bound of');
    expect((await cost('linear.tpl', '--max-size', 'many')).status).toBe(2);
  });

  it('fails when an event ends with an error, whose cost says nothing', async () => {
    writeFileSync(at('thrown.tpl'), templateText({ type: 'MACRO', code: 'let a; return a.b.c;' }));
    const { status, out } = await sgtm('cost', at('thrown.tpl'));
    expect(status).toBe(1);
    expect(out).toContain('error An event ended with an error, so its cost says little: ');
  });

  it('compares with a file and with a revision', async () => {
    expect((await cost('linear.tpl', '--against', at('linear.tpl'))).out).toContain('(as before)');
    expect((await cost('square.tpl', '--against', at('linear.tpl'))).out).toMatch(
      /first event .* \(\+\d+, \+/,
    );
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], { cwd: at('.') });
    git('init', '-q');
    git('add', 'linear.tpl');
    git('commit', '-qm', 'a');
    writeFileSync(at('linear.tpl'), text('sum = sum + item + 1;'));
    expect((await cost('linear.tpl', '--against', 'HEAD')).out).toMatch(/compared with HEAD\n.*\(\+/);
    expect(await cost('square.tpl', '--against', 'HEAD')).toMatchObject({
      status: 2,
      err: expect.stringContaining('neither a file nor a git revision'),
    });
  });
});

describe('the data of a run', () => {
  it('has the defaults of the form', async () => {
    const parameters = [field('name', { defaultValue: 'me' }), field('other', { defaultValue: 'you' })];
    const told = "require('logToConsole')(data.name, data.other);\ndata.gtmOnSuccess();";
    const logging = [permission('logging', { environments: 'all' })];
    writeFileSync(at('defaults.tpl'), templateText({ code: told, permissions: logging, parameters }));
    writeFileSync(at('other.json'), '{"other": "they", "gtmTagId": 1}');
    expect((await sgtm('run', at('defaults.tpl'), '--data', at('other.json'))).out).toContain('me they');
  });

  it('names values without a field, and those that the form leaves out', async () => {
    const condition = { paramName: 'on', paramValue: true, type: 'EQUALS' };
    const parameters = [
      field('on', { type: 'CHECKBOX' }),
      field('below', { enablingConditions: [condition] }),
    ];
    writeFileSync(at('parts.tpl'), templateText({ code: 'data.gtmOnSuccess();', parameters }));
    writeFileSync(at('idle.json'), '{"below": "x"}');
    expect(await sgtm('run', at('parts.tpl'), '--data', at('idle.json'))).toMatchObject({
      status: 0,
      err: 'note: 1 field without a part in the form: below.\n',
    });
    writeFileSync(at('odd.json'), '{"belwo": "x"}');
    expect(await sgtm('run', at('parts.tpl'), '--data', at('odd.json'))).toMatchObject({
      status: 2,
      err: expect.stringContaining(
        "The template has no field 'belwo', so nothing would read its value. Did you mean 'below'?",
      ),
    });
  });
});

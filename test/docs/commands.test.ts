/**
 * The commands that the documentation shows: scripts exist, options are known to what they call, and each is executed, by
 * this file or by another one that is named here. A file of ours is called with --help, which must name each option shown.
 */

import { execFile, execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { COMMANDS } from 'sgtm-toolkit/cli/commands';
import { type Io, runProgram } from 'sgtm-toolkit/shell';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main as build } from '../../scripts/build.ts';
import { main as container } from '../../scripts/container.ts';
import { main as demo } from '../../scripts/demo.ts';
import { main as release } from '../../scripts/release.ts';
import { TSX } from '../tsx.ts';
import { type Command, commandsIn, entryOf, SCRIPTS, SHOWN } from './commands.ts';
import { root, textOf } from './files.ts';

interface Ended {
  status: number;
  text: string;
}

type Main = (args: readonly string[], io: Io) => Promise<number>;

/** A command in this process. */
async function called(main: Main, ...args: string[]): Promise<Ended> {
  const texts: string[] = [];
  const say = (text: string) => texts.push(text);
  const status = await main(args, { out: say, err: say, colour: false, progress: () => undefined });
  return { status, text: texts.join('') };
}

/** Commands that other tests, or npm run check, start as a process: here they are called. */
const MAINS: Record<string, Main> = {
  'scripts/build.ts': (args, io) => build(args, root, io),
  'scripts/demo.ts': demo,
  'toolkit/cli/main.ts': (args, io) => runProgram('sgtm', COMMANDS, args, io),
  'scripts/container.ts': (args, io) => container(args, io, ENVIRONMENT),
  'scripts/release.ts': (args, io) => release(args, root, io),
};

const helps = new Map<string, Promise<Ended>>();

/** What a file of ours answers to --help, with its verb if it has verbs. */
function helpOf(file: string, verb: string[]): Promise<Ended> {
  const key = [file, ...verb].join(' ');
  const main = MAINS[file];
  const help = helps.get(key) ?? (main ? called(main, ...verb, '--help') : helpOfProcess(file, verb));
  helps.set(key, help);
  return help;
}

const helpOfProcess = (file: string, verb: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const call = [...TSX, file, ...verb, '--help'];
    execFile(process.execPath, call, { cwd: root }, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, text: stdout + stderr }),
    );
  });

/** Verbs are lower-case words; files have a dot or a slash, placeholders are upper-case. */
const verbOf = (args: readonly string[]): string[] =>
  args.slice(0, 1).filter((word) => /^[a-z]+(?:-[a-z]+)*$/.test(word));

/** What is wrong with a command, `''` when it can be typed as it is shown. */
async function faultOf(command: Command): Promise<string> {
  const { program, name, args } = command;
  if (program === 'npm' && !Object.hasOwn(SCRIPTS, name)) return `there is no script "${name}"`;
  if (program === 'npx' && !existsSync(path.join(root, 'node_modules/.bin', name)))
    return `there is no ${name}`;
  if (program === 'npm' && args.includes('--json') && !command.shown.includes(' --silent '))
    return 'npm writes two lines of its own before the JSON; --silent is missing';
  const entry = entryOf(command);
  if (!entry) {
    const missing = args.find((arg) => /^[\w-]+\/[\w./-]+$/.test(arg) && !existsSync(path.join(root, arg)));
    return missing ? `there is no ${missing}` : '';
  }
  if (!existsSync(path.join(root, entry.file))) return `there is no ${entry.file}`;
  const verb = verbOf(entry.args);
  const help = await helpOf(entry.file, verb);
  if (help.status !== 0)
    return `${entry.file} ${verb.join(' ')} --help ends with ${help.status}: ${help.text}`;
  const options = entry.args.filter((arg) => arg.startsWith('-')).map((arg) => arg.replace(/=.*/, ''));
  const unknown = options.find(
    (option) => !new RegExp(`(^|[^\\w-])${option}($|[^\\w-])`, 'm').test(help.text),
  );
  return unknown ? `${entry.file} does not know ${unknown}` : '';
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'commands-'));
  for (const [name, source] of Object.entries({
    'template.tpl': 'template.tpl',
    'FILE.tpl': 'template.tpl',
    'D.json': 'examples/settings.json',
    'E.json': 'examples/purchase.json',
    'A.json': 'examples/answer.json',
    'shop.yaml': 'examples/container.yaml',
    'before.yaml': 'examples/container.yaml',
  }))
    copyFileSync(path.join(root, source), path.join(folder, name));
  writeFileSync(path.join(folder, 'keys.yaml'), "pixelToken: 'secret'\n", { mode: 0o600 });
  // Processes start together.
  for (const { command } of SHOWN) {
    const entry = entryOf(command);
    if (entry) void helpOf(entry.file, verbOf(entry.args));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const ENVIRONMENT = { X_PIXEL_TOKEN: 'secret' };

/** A file or folder of a command as one below the temporary folder; what the repository holds stays where it is. */
const placed = (arg: string): string =>
  !existsSync(path.join(root, arg)) && /^DIR$|\.(?:tpl|json|yaml)$/.test(arg) ? path.join(folder, arg) : arg;

/** Commands that are executed here, in the order of their pages, with what they must say. */
const HERE: Record<string, string> = {
  'npm run tpl -- --help': 'sgtm COMMAND',
  'npm run tpl -- check FILE.tpl': 'all is well',
  'npm run tpl -- test FILE.tpl': 'passed',
  'npm run tpl -- run FILE.tpl --data D.json --event E.json --answer A.json': 'success',
  'npm run tpl -- compile FILE.tpl': '[',
  'npm run tpl -- split FILE.tpl DIR': '8 files',
  'npm run tpl -- join DIR NEW.tpl': 'NEW.tpl',
  'npm run release -- check': 'Ready for the Gallery.',
  'npm run container -- examples/container.yaml --out x.json': 'The tag fires on',
  'npm run container -- shop.yaml': 'Replace REPLACE_ME',
  'npm run container -- shop.yaml --credentials env --force': 'The file holds credentials',
  'npm run container -- shop.yaml --credentials keys.yaml --force': 'The file holds credentials',
  'npm run container -- shop.yaml --previous before.yaml --force': 'Nothing changed since',
};

/**
 * Where all other commands are executed, by the name of the script, and words of that file which show it: they take long,
 * change the repository, or need a server, a browser or another repository.
 */
const ELSEWHERE: Record<string, readonly [file: string, words: string]> = {
  // The same tests; what LONG does is read in one place.
  'test:long': ['test/counts.ts', 'process.env.LONG'],
  start: ['test/scripts/demo.test.ts', 'scripts/demo.ts'],
  test: ['.ci/run', 'npm test'],
  check: ['package.json', '"test": "npm run --silent check && vitest run"'],
  vitest: ['package.json', '"test": "npm run --silent check && vitest run"'],
  build: ['package.json', 'tsx -C sgtm-source scripts/build.ts --check'],
  bench: ['test/bench/run.test.ts', 'bench/run.ts'],
  compare: ['test/bench/compare.test.ts', 'bench/compare.ts'],
  corpus: ['test/bench/corpus.test.ts', 'bench/corpus.ts'],
  container: ['test/scripts/container-command.test.ts', 'scripts/container.ts'],
  doctor: ['test/scripts/replay-operations.test.ts', 'docs/operations.md'],
  events: ['test/scripts/events-example.test.ts', 'docs/events.md'],
  reconcile: ['test/scripts/reconcile-guide.test.ts', 'scripts/reconcile.ts'],
  replay: ['test/scripts/replay-operations.test.ts', 'docs/operations.md'],
  'replay-hits': ['test/scripts/replay-hits.test.ts', 'scripts/replay-hits.ts'],
  send: ['test/scripts/send-command.test.ts', "['--yes', '--hold', '14',"],
  release: ['test/scripts/release.test.ts', "release('1.0.0', '--yes')"],
  serve: ['test/scripts/serve.test.ts', 'scripts/serve.ts'],
  shop: ['test/shop/command.test.ts', 'scripts/shop.ts'],
  sync: ['test/scripts/sync.test.ts', 'await sync(exported)'],
  playground: ['test/playground/build.test.ts', 'scripts/playground.ts'],
  picture: ['test/scripts/picture.test.ts', 'importSteps('],
  tpl: ['toolkit/test/cli/verbs.test.ts', 'toolkit/cli/main.ts'],
  tsx: ['test/x-server/main.test.ts', 'x-server/main.ts'],
};

describe('every command that is shown can be typed', () => {
  it.each(SHOWN.map(({ page, command }) => [command.shown, page, command] as const))(
    '%s (%s)',
    async (_shown, _page, command) => {
      expect(await faultOf(command)).toBe('');
    },
  );

  it('and there are some', () => {
    expect(SHOWN.map(({ command }) => command.shown)).toEqual(
      expect.arrayContaining(['npm start', 'npm test']),
    );
  });
});

describe('every command that is shown is executed', () => {
  const shown = new Map(SHOWN.map(({ command }) => [command.shown, command]));

  it.each(Object.entries(HERE))('%s', async (line, words) => {
    const command = shown.get(line);
    expect(command).toBeDefined();
    const ended = await called(MAINS[entryOf(command!)!.file]!, ...command!.args.map(placed));
    expect(ended).toEqual({ status: 0, text: expect.stringContaining(words) });
  });

  it('npm run format', () => {
    expect(shown.has('npm run format')).toBe(true);
    const copy = path.join(folder, 'formatted');
    mkdirSync(copy);
    for (const name of ['biome.json', '.gitignore'])
      copyFileSync(path.join(root, name), path.join(copy, name));
    writeFileSync(path.join(copy, 'a.ts'), 'export const a = "b"\n');
    const [program, ...args] = SCRIPTS.format!.split(' ');
    execFileSync(path.join(root, 'node_modules/.bin', program!), args, { cwd: copy, stdio: 'pipe' });
    expect(readFileSync(path.join(copy, 'a.ts'), 'utf8')).toBe("export const a = 'b';\n");
  });

  it('those that are not, by another file', () => {
    const others = SHOWN.filter(
      ({ command: { shown: line } }) => !Object.hasOwn(HERE, line) && line !== 'npm run format',
    );
    const nowhere = others.filter(({ command }) => !Object.hasOwn(ELSEWHERE, command.name));
    expect(nowhere.map(({ command }) => command.shown)).toEqual([]);
    for (const [name, [file, words]] of Object.entries(ELSEWHERE))
      expect([name, textOf(file)]).toEqual([name, expect.stringContaining(words)]);
    expect(
      Object.keys(ELSEWHERE).filter((name) => !others.some(({ command }) => command.name === name)),
    ).toEqual([]);
  });

  it('a template that is split and joined again is the same', () => {
    expect(readFileSync(path.join(folder, 'NEW.tpl'), 'utf8')).toBe(textOf('template.tpl'));
  });
});

describe('a command that cannot is found', () => {
  const faults = async (code: string) =>
    (await Promise.all(commandsIn(code).map(faultOf))).filter((fault) => fault !== '');
  it.each([
    ['an unknown script', 'npm run no-such-script', 'no script'],
    ['an unknown program', 'npx no-such-program', 'no no-such-program'],
    ['an unknown option', 'npm run build -- --no-such-option', 'does not know --no-such-option'],
    ['an unknown option behind another command', 'npm ci && npm run build -- --chec', 'does not know --chec'],
    ['an unknown option behind a variable', 'A_B=c npm run build -- --chec', 'does not know --chec'],
    ['an unknown verb', 'npm run tpl -- nosuchverb FILE.tpl', 'ends with'],
    ['a folder that is not there', 'npx vitest run test/no-such-folder', 'no test/no-such-folder'],
  ])('%s', async (_what, code, fault) => {
    expect(await faults(code)).toEqual([expect.stringContaining(fault)]);
  });

  it('but a comment or another program is none', async () => {
    expect(await faults('npm run build # npm run nonsense')).toEqual([]);
    expect(await faults('git push --follow-tags')).toEqual([]);
  });
});

/**
 * The commands that the documentation shows: scripts exist, options are known to what they call. A script that runs one of
 * our own files is called with --help, which must answer at once and name each option that is shown.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesLike, root, textOf } from './files.ts';
import { codeOf } from './markdown.ts';

interface Command {
  /** As it is shown. */
  shown: string;
  program: 'npm' | 'npx';
  /** Name of the script or of the program. */
  name: string;
  args: string[];
}

/** What npm does without a script. */
const OWN_WORDS = ['ci', 'install'];

/** The calls of npm and npx in one piece of code; `&&`, pipes and comments end a call. */
function commandsIn(code: string): Command[] {
  return code
    .replace(/ # .*$/, '')
    .split(/&&|[|;]/)
    .map((part) =>
      part
        .trim()
        .replace(/^\$ /, '')
        .replace(/ > \S+$/, ''),
    )
    .flatMap((shown): Command[] => {
      const [program, ...words] = shown.split(/\s+/);
      if ((program !== 'npm' && program !== 'npx') || words.length === 0) return [];
      if (program === 'npx') return [{ shown, program, name: words[0]!, args: words.slice(1) }];
      if (OWN_WORDS.includes(words[0]!)) return [];
      const [first, ...rest] = words;
      const [name = '', ...args] = first === 'run' ? rest : [first!, ...rest];
      return [{ shown, program, name, args: args.filter((word) => word !== '--') }];
    });
}

const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

/** Our own file that a script or `npx tsx` runs, with its arguments in front. */
function entryOf({ program, name, args }: Command): { file: string; args: string[] } | undefined {
  if (program === 'npx') return name === 'tsx' ? { file: args[0] ?? '', args: args.slice(1) } : undefined;
  const [, file, own = ''] = /(?:^|&& )tsx (\S+\.ts)((?: \S+)*)$/.exec(scripts[name] ?? '') ?? [];
  return file === undefined ? undefined : { file, args: [...own.split(' ').filter(Boolean), ...args] };
}

const answers = new Map<string, { status: number | null; text: string }>();

/** What a file of ours answers to --help, with its verb if it has verbs. */
function helpOf(file: string, verb: string[]): { status: number | null; text: string } {
  const key = [file, ...verb].join(' ');
  let answer = answers.get(key);
  if (!answer) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', file, ...verb, '--help'],
      { cwd: root, encoding: 'utf8' },
    );
    answer = { status, text: stdout + stderr };
    answers.set(key, answer);
  }
  return answer;
}

/** What is wrong with a command, `''` when it can be typed as it is shown. */
function faultOf(command: Command): string {
  const { program, name, args } = command;
  if (program === 'npm' && !(name in scripts)) return `there is no script "${name}"`;
  if (program === 'npx' && !existsSync(path.join(root, 'node_modules/.bin', name)))
    return `there is no ${name}`;
  const entry = entryOf(command);
  if (!entry) {
    const missing = args.find((arg) => /^[\w-]+\/[\w./-]+$/.test(arg) && !existsSync(path.join(root, arg)));
    return missing ? `there is no ${missing}` : '';
  }
  if (!existsSync(path.join(root, entry.file))) return `there is no ${entry.file}`;
  // Verbs are lower-case words; files have a dot or a slash, placeholders are upper-case.
  const verb = entry.args.slice(0, 1).filter((word) => /^[a-z]+$/.test(word));
  const help = helpOf(entry.file, verb);
  if (help.status !== 0)
    return `${entry.file} ${verb.join(' ')} --help ends with ${help.status}: ${help.text}`;
  const options = entry.args.filter((arg) => arg.startsWith('-')).map((arg) => arg.replace(/=.*/, ''));
  const unknown = options.find(
    (option) => !new RegExp(`(^|[^\\w-])${option}($|[^\\w-])`, 'm').test(help.text),
  );
  return unknown ? `${entry.file} does not know ${unknown}` : '';
}

const pages = filesLike('README.md', 'CONTRIBUTING.md', 'docs/*.md', 'sandbox/*.md', 'x-server/*.md');
const shown = pages.flatMap((page) =>
  codeOf(textOf(page))
    .flatMap(commandsIn)
    .map((command) => ({ page, command })),
);
const distinct = [...new Map(shown.map((one) => [one.command.shown, one])).values()];

describe('every command that is shown can be typed', () => {
  it.each(distinct.map(({ page, command }) => [command.shown, page, command] as const))(
    '%s (%s)',
    (_shown, _page, command) => {
      expect(faultOf(command)).toBe('');
    },
  );

  it('and there are some', () => {
    expect(distinct.map(({ command }) => command.shown)).toEqual(
      expect.arrayContaining(['npm start', 'npm test']),
    );
  });
});

describe('a command that cannot is found', () => {
  const faults = (code: string) =>
    commandsIn(code)
      .map(faultOf)
      .filter((fault) => fault !== '');
  it.each([
    ['an unknown script', 'npm run no-such-script', 'no script'],
    ['an unknown program', 'npx no-such-program', 'no no-such-program'],
    ['an unknown option', 'npm run build -- --no-such-option', 'does not know --no-such-option'],
    ['an unknown option behind another command', 'npm ci && npm run build -- --chec', 'does not know --chec'],
    ['an unknown verb', 'npm run tpl -- nosuchverb FILE.tpl', 'ends with'],
    ['a folder that is not there', 'npx vitest run test/no-such-folder', 'no test/no-such-folder'],
  ])('%s', (_what, code, fault) => {
    expect(faults(code)).toEqual([expect.stringContaining(fault)]);
  });

  it('but a comment or another program is none', () => {
    expect(faults('npm run build # npm run nonsense')).toEqual([]);
    expect(faults('git push --follow-tags')).toEqual([]);
  });
});

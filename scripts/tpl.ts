/**
 * `npm run tpl -- VERB …`: check, test, run, compile, split and join any server-side template. Exit status: 0 when all is well,
 * 1 when something is wrong with the template or its run, 2 when the command was called wrongly.
 */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { checkVerb } from './tpl/check.ts';
import { compileVerb } from './tpl/compile.ts';
import { type Io, UsageError, type Verb } from './tpl/io.ts';
import { runVerb } from './tpl/run.ts';
import { joinVerb, splitVerb } from './tpl/split.ts';
import { testVerb } from './tpl/test.ts';

const VERBS: Record<string, Verb> = {
  check: checkVerb,
  test: testVerb,
  run: runVerb,
  compile: compileVerb,
  split: splitVerb,
  join: joinVerb,
};

/** Runs the command line and gives the exit status. Throws only for defects of the tool itself. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name = '', ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    io.out(overview());
    return 0;
  }
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!verb) {
    io.err(`${name === '' ? 'No verb given.' : `Unknown verb '${name}'.`}\n\n${overview()}`);
    return 2;
  }
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      options: { ...verb.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    if (values.help) {
      io.out(helpOf(verb));
      return 0;
    }
    return await verb.run(positionals, values as Record<string, string | boolean | undefined>, io);
  } catch (error) {
    if (!(error instanceof UsageError) && !isArgumentError(error)) throw error;
    io.err(`${error.message}\nusage: npm run tpl -- ${verb.usage} [options], or --help\n`);
    return 2;
  }
}

const isArgumentError = (error: unknown): error is Error =>
  error instanceof TypeError && String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');

function overview(): string {
  const width = Math.max(...Object.values(VERBS).map(({ usage }) => usage.length));
  const lines = Object.values(VERBS).map(({ usage, about }) => `  ${usage.padEnd(width)}  ${about}`);
  return `npm run tpl -- VERB …\n\n${lines.join('\n')}\n\nEach verb takes --help and --json. Exit status 0: all is well, 1: something is wrong with the template, 2: wrong call.\n`;
}

function helpOf({ usage, about, options }: Verb): string {
  const names = Object.entries(options).map(([name, { value }]) => `--${name}${value ? ` ${value}` : ''}`);
  const width = Math.max(...names.map((name) => name.length));
  const lines = Object.values(options).map(({ help }, index) => `  ${names[index]!.padEnd(width)}  ${help}`);
  return `npm run tpl -- ${usage}\n\n${about}\n\n${lines.join('\n')}\n`;
}

// A reader that has seen enough (`| head`) closes the pipe; the exit status stays that of the command.
const ignoreClosedPipe = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
};

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.on('error', ignoreClosedPipe);
  process.stderr.on('error', ignoreClosedPipe);
  process.exitCode = await main(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
  });
}

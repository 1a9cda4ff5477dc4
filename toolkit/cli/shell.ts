/**
 * What all commands share: where they write, how a call is taken apart and explained, how files are read and written, and what
 * a mistake in the call looks like. Exit status, where the help of a command says nothing else: 0 all is well, 1 something is
 * wrong with what was looked at, 2 the command was called wrongly.
 */
import { lstatSync, mkdirSync, readFileSync, realpathSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { nearest } from '../sandbox/language/nearest.ts';

export interface Io {
  out: (text: string) => void;
  err: (text: string) => void;
  /** Whether to use colours. */
  colour: boolean;
  /** How far long work is, in place of what was said before; an empty text takes it away. Silent where nobody looks on. */
  progress: (text: string) => void;
}

/** Whether the module of this address is what Node was started with. */
export const isProgram = (url: string): boolean =>
  process.argv[1] !== undefined && url === pathToFileURL(process.argv[1]).href;

/** Of an Io, what commands need that neither colour nor tell how far they are. */
export type Output = Pick<Io, 'out' | 'err'>;

/** A mistake in how the command was called, or a file that is not there: exit status 2, no stack trace. */
export class UsageError extends Error {}

export interface Option {
  type: 'boolean' | 'string';
  /** What stands for the value in the help, of options that take one. */
  value?: string;
  help: string;
  /** May be given several times: the value is a list. */
  multiple?: true;
}

export type Values = Record<string, string | boolean | string[] | undefined>;

/** What one command is: its options for parseArgs, its help, its run. The run gives the exit status. */
export interface Command {
  /** The call without the program's name and the options: `check FILE-OR-FOLDER…`. */
  usage: string;
  /** False for a command that takes nothing but options. */
  files?: false;
  about: string;
  options: Record<string, Option>;
  /** Said after the options, such as examples. */
  more?: string;
  run: (files: string[], options: Values, io: Io) => Promise<number>;
}

/** The commands of a program by name, each loaded when it is called. */
export type Commands = Readonly<Record<string, () => Promise<Command>>>;

/**
 * Runs one command and gives its exit status. Throws only for defects of the tool itself.
 * @param program what the caller typed in front of the command's usage: `sgtm`, `npm run doctor --`
 */
export async function runCommand(
  program: string,
  command: Command,
  args: readonly string[],
  io: Io,
): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: withNegativeNumbers(args, command.options),
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: command.files !== false,
    });
    if (values.help) {
      io.out(helpOf(program, command));
      return 0;
    }
    return await command.run(positionals, values as Values, io);
  } catch (error) {
    if (!(error instanceof UsageError) && !isArgumentError(error)) throw error;
    io.err(
      `${callProblem(error, command.options)}\nusage: ${`${program} ${command.usage}`.trimEnd()} [options], or --help\n`,
    );
    return 2;
  } finally {
    io.progress('');
  }
}

/**
 * Runs the command that the first argument names; a name of two words is one of a group, as `release check`.
 * @param version what `--version` prints, of a program that has one
 */
export async function runProgram(
  program: string,
  commands: Commands,
  args: readonly string[],
  io: Io,
  version?: () => string,
): Promise<number> {
  const [first = '', second = '', ...rest] = args;
  if (version && first === '--version') {
    io.out(`${version()}\n`);
    return 0;
  }
  if (['', '--help', '-h', 'help'].includes(first)) {
    const overview = await overviewOf(program, commands);
    if (first !== '') io.out(overview);
    else io.err(`No command given.\n\n${overview}`);
    return first === '' ? 2 : 0;
  }
  const pair = `${first} ${second}`;
  const [name, own] = Object.hasOwn(commands, pair) ? [pair, rest] : [first, args.slice(1)];
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load) return runCommand(program, await load(), own, io);
  const groups = Object.keys(commands).map((known) => known.split(' ')[0]!);
  const isGroup = groups.includes(first);
  const called = isGroup ? pair.trimEnd() : first;
  const near = nearest(called, isGroup ? Object.keys(commands) : [...Object.keys(commands), ...groups]);
  const meant = near === undefined ? '' : ` Did you mean '${near}'?`;
  io.err(`Unknown command '${called}'.${meant}\n\n${await overviewOf(program, commands)}`);
  return 2;
}

/** @throws UsageError when the value of an option is none of the words that it takes */
export function oneOf<const Word extends string>(
  option: string,
  value: Values[string],
  known: readonly Word[],
): Word {
  const found = known.find((word) => word === value);
  if (found !== undefined) return found;
  const near = nearest(String(value), known);
  throw new UsageError(
    `--${option} must be one of ${known.join(', ')}, got ${value}.${near === undefined ? '' : ` Did you mean '${near}'?`}`,
  );
}

const isArgumentError = (error: unknown): error is Error =>
  error instanceof TypeError && String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');

/** `--days -1` as `--days=-1`, which parseArgs takes for a value, so that the command itself says what it expects. */
function withNegativeNumbers(args: readonly string[], options: Command['options']): string[] {
  const joined: string[] = [];
  for (const word of args) {
    const name = joined.includes('--') ? undefined : /^--(.+)$/.exec(joined.at(-1) ?? '')?.[1];
    if (name !== undefined && options[name]?.type === 'string' && /^-\.?\d/.test(word))
      joined.push(`${joined.pop()}=${word}`);
    else joined.push(word);
  }
  return joined;
}

/** What is wrong with the call: the option that was meant, or what stands for the value of one. */
function callProblem({ message }: Error, options: Command['options']): string {
  const [, unknown] = /^Unknown option '(-[^']*)'/.exec(message) ?? [];
  if (unknown !== undefined) {
    const near = nearest(unknown.replace(/^-+/, ''), [...Object.keys(options), 'help']);
    return near === undefined
      ? `Unknown option '${unknown}'. A file whose name begins with '-' comes behind '--'.`
      : `Unknown option '${unknown}'. Did you mean '--${near}'?`;
  }
  const [, name = ''] =
    /^Option '(?:-\w, )?--([\w-]+)(?: <value>)?' argument (?:is ambiguous|missing)/.exec(message) ?? [];
  const value = options[name]?.value;
  return value === undefined
    ? message
    : `--${name} needs a value: --${name} ${value}. One that begins with a hyphen is written --${name}=${value}.`;
}

async function overviewOf(program: string, commands: Commands): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const rows = all.map(({ usage, about }): [string, string] => [usage, about]);
  return `${program} COMMAND …\n\n${table(rows)}\n\nEach command takes --help. Exit status 0: all is well, 1: something is wrong, 2: wrong call, unless its help says otherwise.\n`;
}

function helpOf(program: string, { usage, about, options, more }: Command): string {
  const rows = Object.entries(options).map(([name, { value, help }]): [string, string] => [
    `--${name}${value === undefined ? '' : ` ${value}`}`,
    help,
  ]);
  rows.push(['--help', 'this text']);
  return `${`${program} ${usage}`.trimEnd()}\n\n${about}\n\n${table(rows)}\n${more === undefined ? '' : `\n${more}\n`}`;
}

function table(rows: readonly [string, string][]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

/**
 * Standard output and standard error as a command writes to them. A reader that goes away, as `| head` does, is no defect: what
 * is written after that is dropped.
 * @param abandoned called when nobody reads standard output any more
 */
export function standardIo(abandoned: () => void = () => undefined): Io {
  const writer = (stream: NodeJS.WriteStream, closed: () => void): ((text: string) => void) => {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      closed();
    });
    return (text) => void stream.write(text);
  };
  const out = writer(process.stdout, abandoned);
  const err = writer(process.stderr, () => undefined);
  const watched = process.stderr.isTTY === true && process.stdout.isTTY === true;
  let shown = '';
  const progress = (text: string): void => {
    if (!watched || text === shown) return;
    process.stderr.write(`\r\u001b[K${text}`);
    shown = text;
  };
  const clearing = (write: (text: string) => void) => (text: string) => {
    progress('');
    write(text);
  };
  const colour = process.stdout.isTTY === true && !process.env.NO_COLOR;
  return { out: clearing(out), err: clearing(err), colour, progress };
}

const paint = (code: number) => (io: Pick<Io, 'colour'>, text: string) =>
  io.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
export const red = paint(31);
export const green = paint(32);
export const yellow = paint(33);
export const grey = paint(90);
export const bold = paint(1);

export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** A problem at a place of a file; lines and columns from 1, or both 0 where the whole file is meant. */
export interface Placed {
  line: number;
  column: number;
  severity: string;
  code: string;
  message: string;
}

/** One problem on one line, in the form editors recognise. */
export function problemLine(io: Io, file: string, { line, column, severity, code, message }: Placed): string {
  const colour = severity === 'error' ? red : severity === 'warning' ? yellow : grey;
  const place = line === 0 ? file : `${file}:${line}:${column}`;
  return `${bold(io, place)} ${colour(io, severity)} ${code}: ${message}`;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws UsageError when the file cannot be read, or is no UTF-8 where that is asked for */
export const readText = (path: string, encoding: 'utf8' | 'latin1' = 'utf8'): string =>
  attempt(path, 'read', () => {
    const bytes = readFileSync(path);
    return encoding === 'utf8' ? utf8.decode(bytes) : bytes.toString(encoding);
  });

/** @throws UsageError when the file cannot be written */
export const writeText = (path: string, text: string, encoding: 'utf8' | 'latin1' = 'utf8'): void =>
  attempt(path, 'written', () => writeFileSync(path, text, encoding));

/**
 * Writes a file of a folder, which is made when it is not there. Nothing is written outside of it, through a link either.
 * @throws UsageError when the file cannot be written, or a link leads out of the folder
 */
export function writeBelow(
  folder: string,
  file: string,
  text: string,
  encoding: 'utf8' | 'latin1' = 'utf8',
): void {
  makeFolder(folder);
  const path = join(folder, file);
  let there = path;
  const isThere = (): boolean =>
    attempt(there, 'written', () => lstatSync(there, { throwIfNoEntry: false })) !== undefined;
  while (!isThere()) there = dirname(there);
  const real = attempt(there, 'written', () => realpathSync(there));
  const root = realpathSync(folder);
  if (real !== root && !real.startsWith(root.endsWith(sep) ? root : `${root}${sep}`))
    throw new UsageError(
      `${there}: a link leads from here to ${real}, out of ${folder}, and nothing is written there. Put a file or folder of its own in its place.`,
    );
  makeFolder(dirname(path));
  writeText(path, text, encoding);
}

/** A link is removed itself, not what it leads to. @throws UsageError when it cannot be */
export const removeFile = (path: string): void => attempt(path, 'replaced', () => unlinkSync(path));

/** Makes a folder and those above it. @throws UsageError when that cannot be done */
export const makeFolder = (path: string): unknown =>
  attempt(path, 'made', () => mkdirSync(path, { recursive: true }));

const REASONS: Record<string, string> = {
  ENOENT: 'no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'part of the path is a file',
  EEXIST: 'there is a file of this name',
  EACCES: 'not permitted',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8; save it as UTF-8',
};

/** A file operation; what the system refuses is a mistake in the call. */
export function attempt<T>(path: string, verb: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path}: cannot be ${verb}, ${REASONS[code] ?? code}.`);
  }
}

/** How often the shell of npm is looked for, in milliseconds. */
const LOOK_MS = 500;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** The process that started this one. */
const starter = process.ppid;

/**
 * Settles when the process is told to end. npx and npm hand a signal to the shell that they start, which ends and leaves the
 * process alone with another parent.
 */
export const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (process.ppid !== starter) end();
    };
    const timer = process.env.npm_command === undefined ? undefined : setInterval(look, LOOK_MS);
    const end = (): void => {
      clearInterval(timer);
      for (const signal of SIGNALS) process.removeListener(signal, end);
      resolve();
    };
    for (const signal of SIGNALS) process.once(signal, end);
  });

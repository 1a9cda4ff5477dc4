/**
 * `npm run container -- FILE`: from an event dictionary to a file that Google Tag Manager imports into a server container: the
 * template, one tag, its constants and its trigger. Exit status: 0 the file was written, 1 the dictionary or the template is
 * wrong and nothing was written, 2 the command was called wrongly.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { type Field, readFields } from 'sgtm-toolkit/form';
import { parseTemplate } from 'sgtm-toolkit/sandbox';
import {
  bold,
  type Command,
  count,
  type Io,
  isProgram,
  problemLine,
  readText,
  runCommand,
  standardIo,
  UsageError,
} from 'sgtm-toolkit/shell';
import {
  type Assembled,
  assemble,
  formatExport,
  neededCredentials,
  PLACEHOLDER,
} from './container/assemble.ts';
import { type Change, changesBetween } from './container/compare.ts';
import { type Credentials, fromEnvironment, fromFile, variableOf } from './container/credentials.ts';
import { type Dictionary, readDictionary } from './container/dictionary.ts';
import type { Problem } from './container/document.ts';
import { credentialsOf } from './container/form.ts';
import { faultsOf } from './container/verify.ts';

const TEMPLATE = path.join(import.meta.dirname, '..', 'template.tpl');

type Environment = Readonly<Record<string, string | undefined>>;

const containerCommand = (environment: Environment): Command => ({
  usage: 'FILE',
  about: `Makes a file for Google Tag Manager's Import Container from an event dictionary (YAML or JSON): the template, one tag that
uses it, constants for the pixel ID and the credentials, and a trigger for exactly the mapped events.
examples/container.yaml is a dictionary to copy, docs/container.md explains it.`,
  options: {
    out: {
      type: 'string',
      value: 'FILE',
      help: "where to write (default: the dictionary's name with .gtm.json)",
    },
    force: { type: 'boolean', help: 'write over a file that is there' },
    previous: {
      type: 'string',
      value: 'FILE',
      help: 'the dictionary as it was: lists what changes, and what a renamed event does to its history at X',
    },
    credentials: {
      type: 'string',
      value: 'env|FILE',
      help: 'take credentials from environment variables, or from a file that only you can read; otherwise placeholders',
    },
    json: { type: 'boolean', help: 'the result as JSON' },
  },
  more: `The variables are X_CONSUMER_KEY, X_CONSUMER_SECRET, X_ACCESS_TOKEN, X_ACCESS_TOKEN_SECRET, X_PIXEL_TOKEN.

Exit status: 0 the file was written, 1 the dictionary is wrong and nothing was written, 2 the command was called wrongly.`,
  async run([file, ...more], { out, previous, credentials, force, json }, io) {
    if (file === undefined || more.length > 0)
      throw new UsageError('Give exactly one event dictionary. Credentials are never given as arguments.');
    const call: Call = {
      file,
      out: out === undefined ? outputFor(file) : String(out),
      ...(force === true && { force }),
      ...(json === true && { json }),
      ...(previous !== undefined && { previous: String(previous) }),
      ...(credentials !== undefined && { credentials: String(credentials) }),
    };
    return make(call, io, environment);
  },
});

/** Runs the command line and gives the exit status. Throws only for defects of the tool itself. */
export const main = (args: readonly string[], io: Io, environment: Environment): Promise<number> =>
  runCommand('npm run container --', containerCommand(environment), args, io);

const outputFor = (file: string): string =>
  path.join(path.dirname(file), `${path.basename(file, path.extname(file))}.gtm.json`);

interface Call {
  file: string;
  out: string;
  force?: boolean;
  previous?: string;
  credentials?: string;
  json?: boolean;
}

function make(call: Call, io: Io, environment: Environment): number {
  const { file, out, previous } = call;
  const inputs = [file, TEMPLATE, previous, call.credentials].map((name) => name && path.resolve(name));
  if (inputs.includes(path.resolve(out)))
    throw new UsageError(`--out ${out}: this file is read from. Give another name.`);

  const text = readText(file);
  const template = readTemplate();
  const { form } = template;
  const { dictionary, problems } = readDictionary(file, text, form);
  const changes = previous === undefined ? [] : compared(previous, dictionary, form, problems);
  const given = credentialsFor(call.credentials, dictionary, form, environment);
  problems.push(...given.problems);

  if (problems.some(({ severity }) => severity === 'error')) {
    if (call.json) io.out(json({ ok: false, file, problems }));
    else io.err(problems.map((problem) => `${problemLine(io, problem.file, problem)}\n`).join(''));
    return 1;
  }
  const assembled = assemble({ dictionary, template, credentials: given.values });
  const [fault] = faultsOf(assembled.exported);
  if (fault !== undefined) throw new Error(`The file that was made could not be imported: ${fault}`);
  const bytes = Buffer.from(formatExport(assembled.exported));
  const secret = given.values.size > 0;
  write(out, bytes, call.force === true, secret);

  const { placeholders, eventNames } = assembled;
  if (call.json)
    io.out(
      json({ ok: true, file, out, bytes: bytes.length, secret, eventNames, placeholders, problems, changes }),
    );
  else {
    io.err(problems.map((problem) => `${problemLine(io, problem.file, problem)}\n`).join(''));
    io.out(report(io, { out, bytes: bytes.length, dictionary, assembled, secret, previous, changes }));
  }
  return 0;
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The template as it is shipped; whether Google takes it is held by `npm run check`. */
function readTemplate(): { text: string; name: string; form: Field[] } {
  const text = readText(TEMPLATE);
  try {
    const { info, parameters } = parseTemplate(text);
    const { displayName } = info!.value as { displayName: string };
    return { text, name: displayName, form: readFields(parameters!.value) };
  } catch {
    throw new UsageError('template.tpl is no template. Build it anew with npm run build.');
  }
}

/** What changed since an older dictionary. What is wrong with that one is a warning, as long as it can be read at all. */
function compared(file: string, now: Dictionary, form: readonly Field[], problems: Problem[]): Change[] {
  const before = readDictionary(file, readText(file), form);
  for (const problem of before.problems) {
    const unreadable = problem.code === 'SYNTAX' || problem.code === 'SHAPE';
    problems.push({ ...problem, severity: unreadable ? problem.severity : 'warning' });
  }
  return changesBetween(before.dictionary, now);
}

/** The needed credentials that were given; without a place to take them from there are none. */
function credentialsFor(
  from: string | undefined,
  dictionary: Dictionary,
  form: readonly Field[],
  environment: Environment,
): Credentials {
  if (from === undefined) return { values: new Map(), problems: [] };
  const needed = neededCredentials(dictionary, form);
  const { values, problems } =
    from === 'env' ? fromEnvironment(needed, environment) : fromFile(from, credentialsOf(form));
  for (const field of [...values.keys()]) if (!needed.includes(field)) values.delete(field);
  if (values.size === 0 && problems.length === 0)
    throw new UsageError(
      from === 'env'
        ? `--credentials env: none of ${needed.map(variableOf).join(', ')} is set.`
        : `--credentials ${from}: none of ${needed.join(', ')} is in the file.`,
    );
  return { values, problems };
}

/** Writes over a file only when asked to, and then whole or not at all. A file with credentials is the owner's alone. */
function write(out: string, bytes: Buffer, force: boolean, secret: boolean): void {
  const options = { flag: 'wx', mode: secret ? 0o600 : 0o666 };
  const draft = `${out}.${process.pid}.part`;
  try {
    writeFileSync(force ? draft : out, bytes, options);
    if (force) renameSync(draft, out);
  } catch (error) {
    if (force) rmSync(draft, { force: true });
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new UsageError(
      exists
        ? `${out}: exists; use --force to write over it.`
        : `${out}: cannot be written. Give another --out.`,
    );
  }
}

interface Result {
  out: string;
  bytes: number;
  dictionary: Dictionary;
  assembled: Assembled;
  secret: boolean;
  previous: string | undefined;
  changes: Change[];
}

function report(io: Io, { out, bytes, dictionary, assembled, secret, previous, changes }: Result): string {
  const { placeholders, eventNames } = assembled;
  const lines = [
    `${bold(io, out)}: ${count(bytes, 'byte')}, pixel ${dictionary.pixelId}.`,
    eventNames
      ? `The tag fires on ${eventNames.join(', ')}.`
      : 'The tag fires on every event, session_start and scroll included, because events without a row are sent.',
  ];
  if (placeholders.length > 0)
    lines.push(`Replace ${PLACEHOLDER} after the import in: ${placeholders.join(', ')}.`);
  if (secret)
    lines.push(
      'The file holds credentials in clear text. Import it, then delete it; never commit or mail it.',
    );
  if (previous !== undefined) {
    lines.push('', changes.length === 0 ? `Nothing changed since ${previous}.` : `Since ${previous}:`);
    lines.push(...changes.map(({ kind, message }) => `  ${bold(io, kind.padEnd(9))} ${message}`));
  }
  lines.push(
    '',
    'In Tag Manager: Admin, Import Container, a new workspace, Merge; conflicts: the first time Rename, for a later state of',
    'the same dictionary Overwrite. docs/container.md says what each does.',
  );
  return `${lines.join('\n')}\n`;
}

if (isProgram(import.meta.url))
  process.exitCode = await main(process.argv.slice(2), standardIo(), process.env);

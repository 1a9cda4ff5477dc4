/**
 * `npm run container -- FILE`: from an event dictionary to a file that Google Tag Manager imports into a server container: the
 * template, one tag, its constants and its trigger; and the browser half of the same dictionary. Exit status: 0 the file was written, 1 the dictionary or the template is
 * wrong and nothing was written, 2 the command was called wrongly.
 */
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
import { type Assembled, assemble, neededCredentials, PLACEHOLDER } from './container/assemble.ts';
import { type Change, changedDefaults, changesBetween } from './container/compare.ts';
import { type Credentials, fromEnvironment, fromFile, variableOf } from './container/credentials.ts';
import { type Dictionary, hasWebHalf, readDictionary } from './container/dictionary.ts';
import { type Problem, pageOf } from './container/document.ts';
import { formatExport } from './container/envelope.ts';
import { credentialsOf } from './container/form.ts';
import { faultsOf } from './container/verify.ts';
import { type Output, writeOutputs } from './container/write.ts';
import { snippetFile } from './web/code.ts';
import { assembleWeb } from './web/container.ts';
import { hasUnnamedEvents, namesOf, planOf, type WebPlan } from './web/plan.ts';
import { codeDoubtsOf, webFaultsOf } from './web/verify.ts';

const TEMPLATE = path.join(import.meta.dirname, '..', 'template.tpl');

type Environment = Readonly<Record<string, string | undefined>>;

const containerCommand = (environment: Environment): Command => ({
  usage: 'FILE',
  about: `Makes a file for Google Tag Manager's Import Container from an event dictionary (YAML or JSON): the template, one tag that
uses it, constants for the pixel ID and the credentials, and a trigger for the mapped events and for landing pages.
examples/container.yaml is a dictionary to copy, docs/container.md explains it.`,
  options: {
    out: {
      type: 'string',
      value: 'FILE',
      help: "where to write (default: the dictionary's name with .gtm.json)",
    },
    web: {
      type: 'string',
      value: 'FILE',
      help: "also the browser half: Google's tag and X's pixel for a web container",
    },
    snippet: {
      type: 'string',
      value: 'FILE',
      help: 'the same as one script, for a site without a web container',
    },
    force: { type: 'boolean', help: 'write over files that are there' },
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
  async run([file, ...more], { out, web, snippet, previous, credentials, force, json }, io) {
    if (file === undefined || more.length > 0)
      throw new UsageError('Give exactly one event dictionary. Credentials are never given as arguments.');
    const call: Call = {
      file,
      out: out === undefined ? outputFor(file) : String(out),
      ...(web !== undefined && { web: String(web) }),
      ...(snippet !== undefined && { snippet: String(snippet) }),
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
  web?: string;
  snippet?: string;
  force?: boolean;
  previous?: string;
  credentials?: string;
  json?: boolean;
}

function make(call: Call, io: Io, environment: Environment): number {
  const { file, out, previous } = call;
  const taken = [file, TEMPLATE, previous, call.credentials].map((name) => name && path.resolve(name));
  for (const [option, name] of Object.entries({ out, web: call.web, snippet: call.snippet })) {
    if (name === undefined) continue;
    if (taken.includes(path.resolve(name)))
      throw new UsageError(`--${option} ${name}: this file is read from, or named twice. Give another name.`);
    taken.push(path.resolve(name));
  }

  const text = readText(file);
  const template = readTemplate();
  const { form } = template;
  const { dictionary, problems } = readDictionary(file, text, form);
  const isHalf = (call.web ?? call.snippet) !== undefined;
  // Where one of the two is missing the reader of the dictionary has said so.
  if (isHalf && !problems.some(({ code }) => code === 'WEB'))
    problems.push(...missingForWeb(file, dictionary));
  let changes: Change[] = [];
  if (previous !== undefined) {
    const before = readText(previous);
    changes = compared(previous, before, dictionary, form, problems);
    problems.push(...changedDefaults(file, [text, before], form));
  }
  const given = credentialsFor(call.credentials, dictionary, form, environment);
  problems.push(...given.problems);

  if (problems.some(({ severity }) => severity === 'error')) {
    if (call.json) io.out(json({ ok: false, file, problems }));
    else io.err(problems.map((problem) => `${problemLine(io, problem.file, problem)}\n`).join(''));
    return 1;
  }
  const assembled = assemble({ dictionary, template, credentials: given.values });
  const secret = given.values.size > 0;
  const server = { name: out, bytes: exportBytes(assembled.exported, faultsOf(assembled.exported)), secret };
  const plan = planOf(dictionary, form);
  const web = call.web === undefined ? [] : [webOutput(call.web, plan, dictionary)];
  const snippet =
    call.snippet === undefined ? [] : [{ name: call.snippet, bytes: Buffer.from(snippetFile(plan)) }];
  writeOutputs([server, ...web, ...snippet], call.force === true);

  const { placeholders, eventNames } = assembled;
  const result = { out, bytes: server.bytes.length, secret, previous, changes };
  if (call.json) {
    const made = ([output]: Output[]) =>
      output && { out: output.name, bytes: output.bytes.length, eventNames: namesOf(plan) };
    const halves = { web: made(web), snippet: made(snippet) };
    io.out(json({ ok: true, file, ...result, ...halves, eventNames, placeholders, problems }));
  } else {
    io.err(problems.map((problem) => `${problemLine(io, problem.file, problem)}\n`).join(''));
    io.out(report(io, { ...result, dictionary, assembled, plan, halves: [...web, ...snippet] }));
  }
  return 0;
}

/** An export as it is written; one that could not be imported is a defect of the tool itself. */
function exportBytes(exported: Record<string, unknown>, faults: readonly string[]): Buffer {
  const [fault] = faults;
  if (fault !== undefined) throw new Error(`The file that was made could not be imported: ${fault}`);
  return Buffer.from(formatExport(exported));
}

function webOutput(name: string, plan: WebPlan, { name: label, consentEvent }: Dictionary): Output {
  const exported = assembleWeb(plan, label, consentEvent);
  return { name, bytes: exportBytes(exported, [...webFaultsOf(exported), ...codeDoubtsOf(exported)]) };
}

/** What the browser half needs and the dictionary does not say. */
function missingForWeb(file: string, dictionary: Dictionary): Problem[] {
  if (hasWebHalf(dictionary)) return [];
  const message =
    'The browser half needs measurementId and serverUrl. Add lines such as "measurementId: G-AB12CD34EF" and "serverUrl: https://sgtm.shop.example".';
  return [{ severity: 'error', code: 'WEB', message, file, line: 1, column: 1, page: pageOf('WEB') }];
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
    throw new UsageError('template.tpl is not a template. Build it again with npm run build.');
  }
}

/** What changed since an older dictionary. What is wrong with that one is a warning, as long as it can be read at all. */
function compared(
  file: string,
  text: string,
  now: Dictionary,
  form: readonly Field[],
  problems: Problem[],
): Change[] {
  const before = readDictionary(file, text, form);
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

interface Result {
  out: string;
  bytes: number;
  dictionary: Dictionary;
  assembled: Assembled;
  plan: WebPlan;
  /** Files of the browser half. */
  halves: readonly Output[];
  secret: boolean;
  previous: string | undefined;
  changes: Change[];
}

function report(io: Io, result: Result): string {
  const { out, bytes, dictionary, assembled, plan, halves, secret, previous, changes } = result;
  const { placeholders } = assembled;
  const lines = [
    `${bold(io, out)}: ${count(bytes, 'byte')}, pixel ${dictionary.pixelId}.`,
    ...firing(dictionary, assembled),
  ];
  if (placeholders.length > 0)
    lines.push(`Replace ${PLACEHOLDER} after the import in: ${placeholders.join(', ')}.`);
  if (secret)
    lines.push(
      'The file holds credentials in clear text. Import it, then delete it; never commit or mail it.',
    );
  for (const half of halves)
    lines.push(
      `${bold(io, half.name)}: ${count(half.bytes.length, 'byte')}, the browser half for ${namesOf(plan).join(', ')}.`,
    );
  if (halves.length > 0 && hasUnnamedEvents(dictionary))
    lines.push('Events without a row of their own are reported by the server alone.');
  if (halves.length > 0) lines.push('docs/web.md says how to put it on the site.');
  if (previous !== undefined) {
    lines.push('', changes.length === 0 ? `Nothing changed since ${previous}.` : `Since ${previous}:`);
    lines.push(...changes.map(({ kind, message }) => `  ${bold(io, kind.padEnd(9))} ${message}`));
  }
  lines.push(
    '',
    'In Tag Manager: Admin, Import Container, a new workspace, Merge. On conflicts choose Rename the first time, and Overwrite after a',
    'change of this dictionary. docs/container.md says what each does.',
  );
  return `${lines.join('\n')}\n`;
}

/** When the tag fires. */
function firing({ clientName }: Dictionary, { eventNames, landingPage }: Assembled): string[] {
  const sent = eventNames?.filter((name) => name !== landingPage).join(', ');
  const whose = clientName === '' ? '' : ` of the client ${clientName}`;
  const lines = [
    sent === undefined
      ? `The tag fires on every event${whose}, session_start and scroll included, because events without a row are sent.`
      : `The tag fires on ${sent}${whose}.`,
  ];
  if (landingPage !== undefined)
    lines.push(
      `It also fires on ${landingPage}, which it does not send, to keep the click ID of landing pages.`,
    );
  return lines;
}

if (isProgram(import.meta.url))
  process.exitCode = await main(process.argv.slice(2), standardIo(), process.env);

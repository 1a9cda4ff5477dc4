/** `serve`: a container on this machine, as a server. */
import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Container } from '../server/container.ts';
import { ContainerError, loadContainer } from '../server/load.ts';
import type { LogLine } from '../server/log.ts';
import {
  AnswersError,
  answerFromRules,
  answerFromServer,
  answerNothing,
  type Send,
  sendLive,
} from '../server/outgoing.ts';
import { PAGE_PATH, type Served, serveContainer } from '../server/serve.ts';
import { containerOfTemplate } from '../server/template-container.ts';
import { DATA_OPTION, dataFor } from './data.ts';
import {
  bold,
  type Command,
  count,
  green,
  grey,
  type Io,
  readText,
  red,
  UsageError,
  type Values,
  yellow,
} from './shell.ts';
import { readTemplate } from './templates.ts';

/** How long a file is quiet before it is read again: editors write in several steps. */
const PAUSE_MS = 100;

const DEFAULT_PORT = 8080;

/** Options that say where outgoing requests go. */
export const ANSWER_OPTIONS = {
  answers: {
    type: 'string',
    value: 'FILE|URL',
    help: 'answers of outgoing requests: a file of rules, or a server on this machine (default: an empty 200)',
  },
  live: { type: 'boolean', help: 'send outgoing requests for real' },
} as const;

export const serveCommand: Command = {
  usage: 'serve CONTAINER.json|TEMPLATE.tpl',
  about: 'Runs an export of a server container, or a single template, as a server on this machine.',
  options: {
    port: {
      type: 'string',
      value: 'N',
      help: `port on the loopback (default ${DEFAULT_PORT}, 0 for any free one)`,
    },
    log: {
      type: 'string',
      value: 'FILE',
      help: 'append what happens, one JSON object a line, secrets masked',
    },
    ...ANSWER_OPTIONS,
    strict: {
      type: 'boolean',
      help: 'refuse a container that has anything the emulator cannot run as Google does',
    },
    watch: { type: 'boolean', help: 'read the file again whenever it changes' },
    ...DATA_OPTION,
  },
  more: `Nothing leaves the machine without --live. The page at ${PAGE_PATH} shows what the container does; a header X-Gtm-Server-Preview
runs a request in preview mode. Ctrl+C ends the server after it has answered.`,
  async run(files, options, io) {
    const [file, ...more] = files;
    if (file === undefined || more.length > 0)
      throw new UsageError('serve takes exactly one file: an export of a server container, or a template.');
    const send = sendOf(options);
    const port = portOf(options.port);
    const container = readContainer(file, options, io);
    if (!container) return 1;
    if (!mayRun(container, options, io)) return 1;
    const served = await start(
      {
        container,
        send,
        port,
        ...(options.log !== undefined && { log: String(options.log) }),
        onLine: (line) => show(line, io),
      },
      port,
    );
    io.out(
      `${bold(io, served.url)} takes hits, ${bold(io, `${served.url}${PAGE_PATH}`)} shows what becomes of them.\n`,
    );
    const unwatch =
      options.watch === true ? watchFile(file, () => reload(file, options, io, served)) : undefined;
    await interrupted();
    unwatch?.();
    await served.stop();
    return 0;
  },
};

/** Where the options send outgoing requests. */
export function sendOf({ answers, live }: Values): Send {
  if (live && answers !== undefined) throw new UsageError('--live and --answers exclude each other.');
  if (live) return sendLive;
  if (answers === undefined) return answerNothing;
  const given = String(answers);
  try {
    if (/^https?:/i.test(given)) return answerFromServer(given);
    return answerFromRules(JSON.parse(readText(given).replace(/^\uFEFF/, '')));
  } catch (error) {
    if (error instanceof AnswersError) throw new UsageError(`--answers ${given}: ${error.message}`);
    if (error instanceof SyntaxError)
      throw new UsageError(`--answers ${given}: the file is not valid JSON (${error.message}).`);
    throw error;
  }
}

function portOf(option: Values[string]): number {
  const port = Number(option ?? DEFAULT_PORT);
  if (!/^\d+$/.test(String(option ?? DEFAULT_PORT)) || port > 65_535)
    throw new UsageError(`--port must be a number from 0 to 65535, got ${option}.`);
  return port;
}

/** The container of a file; undefined when there is none in it, which is told. */
export function readContainer(file: string, options: Values, io: Io): Container | undefined {
  const text = readText(file);
  if (!/^\uFEFF?\s*\{/.test(text)) {
    const read = readTemplate(file);
    if ('template' in read) {
      const { template } = read;
      return containerOfTemplate(template, basename(file, '.tpl'), dataFor(template, options, io));
    }
    io.err(`${file}: ${read.problem.message}\n`);
    return undefined;
  }
  if (options.data !== undefined)
    throw new UsageError('--data is for a single template; a container holds the data of its tags.');
  try {
    return loadContainer(text);
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error;
    io.err(`${file}: ${error.message}\n`);
    return undefined;
  }
}

/** Tells what was found, and whether that is allowed. */
export function mayRun(
  { publicId, name, clients, tags, triggers, variables, findings }: Container,
  { strict }: Values,
  io: Io,
): boolean {
  const parts = [
    count(clients.length, 'client'),
    count(tags.length, 'tag'),
    count(triggers.size, 'trigger'),
    count(variables.size, 'variable'),
  ];
  io.out(`${bold(io, name)} (${publicId}): ${parts.join(', ')}.\n`);
  for (const { severity, entity, message } of findings)
    io.err(`${severity === 'problem' ? yellow(io, severity) : grey(io, severity)} ${entity}: ${message}\n`);
  const problems = findings.filter(({ severity }) => severity === 'problem').length;
  if (strict !== true || problems === 0) return true;
  io.err(`${red(io, 'refused')}: ${count(problems, 'problem')} and --strict.\n`);
  return false;
}

async function start(options: Parameters<typeof serveContainer>[0], port: number): Promise<Served> {
  try {
    return await serveContainer(options);
  } catch (error) {
    const { code = '', path } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new UsageError(
        `--port ${port}: another program listens there. Give another one, or 0 for any free one.`,
      );
    if (code === 'EACCES' && path === undefined)
      throw new UsageError(`--port ${port}: this user may not listen there. Give one above 1023.`);
    if (path !== undefined) throw new UsageError(`--log ${path}: the file cannot be written (${code}).`);
    throw error;
  }
}

function show(line: LogLine, io: Io): void {
  if (line.kind === 'hit')
    io.out(
      `${grey(io, `${line.hit}`)} ${line.method} ${line.path} ${line.client ?? yellow(io, 'no client')}\n`,
    );
  else if (line.kind === 'event') io.out(`  ${bold(io, line.name || '(no name)')}\n`);
  else if (line.kind === 'request')
    io.out(
      `    ${line.method} ${line.url} ${line.status ?? red(io, line.failure ?? 'failed')} ${grey(io, line.by)}\n`,
    );
  else if (line.fired) {
    const outcome = line.outcome === 'success' ? green(io, 'success') : red(io, line.outcome ?? '');
    io.out(`    ${line.name}: ${outcome}${line.why === '' ? '' : `, ${line.why}`}\n`);
  }
}

/** A file that cannot be read or run leaves the container as it is. */
function reload(file: string, options: Values, io: Io, served: Served): void {
  try {
    const container = readContainer(file, options, io);
    if (container && mayRun(container, options, io)) served.replace(container);
    else io.err('The container runs on as it was.\n');
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`${error.message} The container runs on as it was.\n`);
  }
}

/** Watched by its folder, so that a file that is replaced by another of its name is still seen. */
function watchFile(file: string, changed: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watcher = watch(dirname(file), (_event, name) => {
    if (name !== basename(file)) return;
    clearTimeout(timer);
    timer = setTimeout(changed, PAUSE_MS);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

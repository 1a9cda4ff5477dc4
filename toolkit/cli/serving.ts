/** What commands that run a container share: its file, where its requests go, the server until Ctrl+C. */
import { basename } from 'node:path';
import { load } from '../sandbox/loaded.ts';
import type { Container } from '../server/container.ts';
import type { Route } from '../server/http.ts';
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
import { PAGE_PATH } from '../server/page-route.ts';
import { type Served, serveContainer } from '../server/serve.ts';
import { containerOfTemplate } from '../server/template-container.ts';
import { dataFor } from './data.ts';
import {
  bold,
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
import { problemsOf, readTemplate, refuse } from './templates.ts';

const DEFAULT_PORT = 8080;

export const SERVER_OPTIONS = {
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
} as const;

export const STRICT_OPTION = {
  strict: {
    type: 'boolean',
    help: 'refuse a container that has anything the emulator cannot run as Google does',
  },
} as const;

/** Options that say where outgoing requests go. */
export const ANSWER_OPTIONS = {
  answers: {
    type: 'string',
    value: 'FILE|URL',
    help: 'answers of outgoing requests: a file of rules, or a server on this machine (default: an empty 200)',
  },
  live: { type: 'boolean', help: 'send outgoing requests for real' },
} as const;

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
  // The text of a template begins with the name of a section.
  if (/\.tpl$/i.test(file) || /^\uFEFF?\s*___/.test(text)) {
    const read = readTemplate(file);
    if ('template' in read) {
      const { template } = read;
      try {
        load(template);
      } catch (error) {
        refuse(io, file, problemsOf(error), options.json);
        return undefined;
      }
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
  io.out(`${bold(io, harmless(name))} (${harmless(publicId)}): ${parts.join(', ')}.\n`);
  for (const { severity, entity, message } of findings)
    io.err(
      `${severity === 'warning' ? yellow(io, severity) : grey(io, severity)} ${harmless(entity)}: ${harmless(message)}\n`,
    );
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  if (strict !== true || warnings === 0) return true;
  io.err(`${red(io, 'refused')}: ${count(warnings, 'warning')} and --strict.\n`);
  return false;
}

/**
 * Starts the server that the options describe and says where it is; what happens is printed.
 * @param route answers requests that are not for the container
 */
export async function startServer(
  container: Container,
  send: Send,
  { port: given, log }: Values,
  io: Io,
  route?: Route,
): Promise<Served> {
  const port = portOf(given);
  try {
    const served = await serveContainer({
      container,
      send,
      port,
      ...(log !== undefined && { log: String(log) }),
      ...(route && { route }),
      onLine: (line) => show(line, io),
    });
    const page = bold(io, `${served.url}${PAGE_PATH}`);
    io.out(`${bold(io, served.url)} takes hits, ${page} shows what becomes of them.\n`);
    return served;
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

/** What a visitor or a template wrote, without what would steer the terminal. */
export const harmless = (text: string): string => text.replace(/\p{Cc}/gu, '?');

function show(line: LogLine, io: Io): void {
  if (line.kind === 'hit') {
    const client = line.client === null ? yellow(io, 'no client') : harmless(line.client);
    io.out(`${grey(io, String(line.hit))} ${line.method} ${harmless(line.path)} ${client}\n`);
  } else if (line.kind === 'event') io.out(`  ${bold(io, harmless(line.name) || '(no name)')}\n`);
  else if (line.kind === 'request') {
    const answer = line.status === null ? red(io, harmless(line.failure ?? 'failed')) : String(line.status);
    io.out(`    ${harmless(`${line.method} ${line.url}`)} ${answer} ${grey(io, harmless(line.by))}\n`);
  } else if (line.kind === 'tag' && line.fired) {
    const outcome = line.outcome === 'success' ? green(io, 'success') : red(io, line.outcome ?? '');
    io.out(`    ${harmless(line.name)}: ${outcome}${line.why === '' ? '' : `, ${harmless(line.why)}`}\n`);
  }
}

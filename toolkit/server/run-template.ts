/** One run of a template of the container, in the world of the request it belongs to. */
import {
  parseTemplate,
  type ResponseRecord,
  type Run,
  type RunRecord,
  runTemplate,
  startRun,
  type Template,
  type World,
} from '../sandbox/index.ts';
import type { Container } from './container.ts';
import { BUDGET, type Host, storageOf } from './host.ts';
import type { RequestParts } from './request.ts';
import { embedded, type Plain, short } from './text.ts';
import type { ConsoleLine, RequestTrace } from './trace.ts';

/** What the runs of one request share. */
export interface RequestContext {
  host: Host;
  /** The one that the request began with. */
  container: Container;
  trace: RequestTrace;
  parts: RequestParts;
  response: ResponseRecord;
  messages: NonNullable<World['messages']>;
  clientName?: string;
  /** Whether the browser will load pixels, which only a streamed answer can ask for. */
  loadsPixels: boolean;
  /** What is still at work when the response may have left already. */
  pending: Set<Promise<void>>;
  /** Each moves what a run that is over has said since. */
  runs: (() => void)[];
}

/** Keeps the request open until the work is done. */
export function track({ pending, trace }: RequestContext, work: Promise<void>): void {
  const tracked = work
    .catch((error: unknown) => {
      trace.console.push({ by: 'server', kind: 'error', text: String(error) });
    })
    .finally(() => pending.delete(tracked));
  pending.add(tracked);
}

/** @param by `tag "X Ads"`, under which requests and lines of the console are shown */
export function startTemplate(
  context: RequestContext,
  { template, by, data }: { template: Template; by: string; data: Plain },
  world: World = {},
): Run {
  const { host, trace, parts, response, messages, clientName } = context;
  const { publicId, version } = context.container;
  const { preview } = trace;
  const inside: World = {
    ...parts,
    http: (request) => send(context, by, request),
    storage: storageOf(host, template),
    firestore: host.firestore,
    messages,
    response,
    preview,
    budget: BUDGET,
    timeLimit: host.longestTurn,
    container: {
      containerId: publicId,
      debugMode: preview,
      environmentName: preview ? '' : 'Live',
      environmentMode: false,
      previewMode: preview,
      version: preview ? 'QUICK_PREVIEW' : version,
    },
    ...(clientName !== undefined && { clientName }),
    sendPixel: (url) => {
      if (context.loadsPixels) trace.pixels.push(url);
      return context.loadsPixels;
    },
    ...world,
  };
  const run = startRun(template, data, inside, { coverage: false });
  track(
    context,
    run.record.then((record) => keep(context, by, record)),
  );
  return run;
}

async function send({ host, trace }: RequestContext, by: string, request: Parameters<Host['send']>[0]) {
  const entry: RequestTrace['outgoing'][number] = { by, request, ms: 0 };
  trace.outgoing.push(entry);
  const start = performance.now();
  try {
    entry.answer = await host.send(request);
    return entry.answer;
  } catch (error) {
    entry.failure =
      error instanceof Error ? error.message : ((error as { reason?: string } | null)?.reason ?? 'failed');
    throw error;
  } finally {
    entry.ms = performance.now() - start;
    const { answer, failure } = entry;
    host.onLine({
      kind: 'request',
      hit: trace.id,
      by,
      method: request.method,
      url: request.url,
      status: answer?.statusCode ?? null,
      ...(failure !== undefined && { failure }),
    });
  }
}

/** Most characters of a run's lines of one kind, and of one line: a template that logs without measure fills no disk. */
const MOST_SAID = 1_000_000;
export const LONGEST_LINE = 100_000;

/** What a line takes beside its text. */
const LINE = 100;

/** Moves what a run has said to the console; event callbacks and listeners can say more when the run itself is over. */
function keep({ host, trace: { id, console }, runs }: RequestContext, by: string, record: RunRecord): void {
  const { logs, errors, warnings } = record;
  let [log, error, warning] = [0, 0, 0];
  const room = { log: MOST_SAID, error: MOST_SAID, warning: MOST_SAID };
  const say = (kind: ConsoleLine['kind'], whole: string): void => {
    if (room[kind] <= 0) return;
    const text = short(whole, LONGEST_LINE);
    room[kind] -= text.length + LINE;
    console.push({ by, kind, text });
    if (kind === 'log') host.onLine({ kind: 'console', hit: id, at: new Date().toISOString(), by, text });
    if (room[kind] <= 0)
      console.push({ by, kind: 'warning', text: 'It said more than is kept; the rest is left out.' });
  };
  const move = (): void => {
    for (; log < logs.length; log++) say('log', logs[log]!);
    for (; error < errors.length; error++) {
      const { message, position } = errors[error]!;
      say('error', position ? `${message} (line ${position.line})` : message);
    }
    for (; warning < warnings.length; warning++) say('warning', warnings[warning]!);
  };
  move();
  runs.push(move);
}

/** The value of a template variable. Rejects with what its code threw. */
export async function runVariable(
  context: RequestContext,
  { template, name, data }: { template: Template; name: string; data: Plain },
  eventData: Plain | undefined,
): Promise<unknown> {
  const by = `variable "${name}"`;
  const { record } = startTemplate(context, { template, by, data }, eventData && { eventData });
  const { returned, errors } = await record;
  if (errors[0]) throw new Error(errors[0].message);
  return returned;
}

/** Asks the database as templates do. */
const LOOKUP = parseTemplate(`___INFO___

{"type": "MACRO", "id": "lookup", "version": 1, "displayName": "Firestore", "containerContexts": ["SERVER"]}

___SANDBOXED_JS_FOR_SERVER___

const Firestore = require('Firestore');
const options = data.projectId ? {projectId: data.projectId} : {};
if (data.queries) {
  options.limit = 1;
  return Firestore.query(data.path, data.queries, options).then((found) => {
    return found[0] ? found[0].data : undefined;
  });
}
return Firestore.read(data.path, options).then((document) => { return document.data; }, () => { return undefined; });
`);

/** What a Firestore Lookup variable finds: a document by its path, or the first that fits a query. */
export async function lookUp({ firestore }: Host, parameters: Plain): Promise<unknown> {
  const { operation, collectionPath, documentPath, queriesSimpleTable, setProjectId, projectId } = parameters;
  const rows = Array.isArray(queriesSimpleTable) ? (queriesSimpleTable as Plain[]) : [];
  const isQuery = operation === 'query';
  const data = {
    path: embedded(isQuery ? collectionPath : (documentPath ?? collectionPath)),
    ...(isQuery && { queries: rows.map((row) => [row.queryKey, row.queryOperator, row.queryValue]) }),
    ...(setProjectId === true && { projectId: embedded(projectId) }),
  };
  const { returned, errors } = await runTemplate(LOOKUP, data, {
    firestore,
    permissions: false,
    budget: BUDGET,
  });
  if (errors[0]) throw new Error(errors[0].message);
  return returned;
}

/** One incoming request: the clients in their order, the events of the one that claims, the response. */

import { addSetCookie } from '../sandbox/apis/cookies.ts';
import type { ResponseRecord } from '../sandbox/index.ts';
import { emptyResponse } from '../sandbox/world.ts';
import { BUILT_IN_CLIENTS, type Claim } from './clients.ts';
import type { Client } from './container.ts';
import { runEvent, scopeOf } from './event.ts';
import { evaluateEntries } from './expressions.ts';
import { type Host, LONGEST_EVENT } from './host.ts';
import { type Incoming, partsOf } from './request.ts';
import { type RequestContext, startTemplate } from './run-template.ts';
import type { Plain } from './text.ts';
import type { RequestTrace } from './trace.ts';
import { resolverOf } from './variables.ts';

/** Marks a request of Google's preview, which runs the draft with debug mode on. */
const PREVIEW_HEADER = 'x-gtm-server-preview';

/**
 * Runs a request.
 *
 * @param respond called once, with the response to send; work of tags may go on after that
 * @returns when nothing of the request is at work any more; never rejects for anything a template or a visitor did
 */
export async function handle(
  host: Host,
  incoming: Incoming,
  respond: (response: ResponseRecord) => void,
): Promise<RequestTrace> {
  host.requests++;
  const start = performance.now();
  const trace: RequestTrace = {
    id: host.requests,
    at: Date.now(),
    incoming,
    preview: incoming.headers[PREVIEW_HEADER] !== undefined,
    events: [],
    outgoing: [],
    console: [],
    pixels: [],
    notes: [],
    done: false,
  };
  host.onTrace(trace);
  const context: RequestContext = {
    host,
    container: host.container,
    trace,
    parts: partsOf(incoming),
    response: emptyResponse(),
    messages: new Map(),
    loadsPixels: false,
    pending: new Set(),
    runs: [],
  };
  const answer = (response: ResponseRecord): void => {
    if (trace.response) return;
    trace.response = { ...response, headers: { ...response.headers } };
    trace.ms = performance.now() - start;
    respond(trace.response);
  };
  const claimed = await claim(context, answer);
  if (!claimed) {
    tellHit(context);
    // What Google answers when no client claims is not known for certain; 400 is remembered.
    answer({ ...emptyResponse(), statusCode: 400 });
  }
  while (context.pending.size > 0) await Promise.all(context.pending);
  for (const move of context.runs) move();
  trace.done = true;
  host.onTrace(trace);
  return trace;
}

/** Whether a client has claimed the request; by then it is answered. */
async function claim(context: RequestContext, answer: (response: ResponseRecord) => void): Promise<boolean> {
  for (const client of context.container.clients) {
    if (client.broken) continue;
    context.clientName = client.name;
    const parameters = await evaluateEntries(client.parameters, resolverOf(scopeOf(context)));
    const { incoming, at } = context.trace;
    const builtIn = BUILT_IN_CLIENTS.get(client.type)?.(parameters, incoming, at);
    if (builtIn) {
      claimedBy(context, client);
      await runBuiltIn(context, builtIn, answer);
      return true;
    }
    if (client.template && (await runTemplateClient(context, client, parameters, answer))) return true;
  }
  delete context.clientName;
  return false;
}

function claimedBy(context: RequestContext, { name, type }: Client): void {
  context.trace.client = { name, type };
  tellHit(context);
}

function tellHit({ host, trace: { id, at, incoming, client } }: RequestContext): void {
  host.onLine({
    kind: 'hit',
    hit: id,
    at: new Date(at).toISOString(),
    ...incoming,
    client: client?.name ?? null,
  });
}

async function runBuiltIn(
  context: RequestContext,
  { events, notes, cookies, streamed, answer: make }: Claim,
  answer: (response: ResponseRecord) => void,
): Promise<void> {
  const { response, trace } = context;
  trace.notes.push(...notes);
  context.loadsPixels = streamed;
  for (const cookie of cookies) addSetCookie(response, cookie);
  await Promise.all(events.map((event) => runEvent(context, event)));
  const { status, headers, body } = make(trace.pixels);
  Object.assign(response, { statusCode: status, body, returned: true });
  Object.assign(response.headers, headers);
  answer(response);
}

/** Whether the client claimed. One that did has until a limit to return a response. */
async function runTemplateClient(
  context: RequestContext,
  client: Client,
  data: Plain,
  answer: (response: ResponseRecord) => void,
): Promise<boolean> {
  const response = emptyResponse();
  const mine: RequestContext = { ...context, response };
  const by = `client "${client.name}"`;
  // Told before the first of its events is.
  let isTold = false;
  const tellOnce = (): void => {
    if (!isTold) claimedBy(context, client);
    isTold = true;
  };
  const { claimed, record } = startTemplate(
    mine,
    { template: client.template!, by, data },
    {
      onResponse: answer,
      runContainer: (event: Plain, callbacks) => {
        tellOnce();
        return runEvent(mine, event, callbacks);
      },
    },
  );
  if (!claimed) return false;
  tellOnce();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), LONGEST_EVENT);
  });
  const how = await Promise.race([record, late]);
  clearTimeout(timer);
  if (response.returned) return true;
  const text =
    how === 'late'
      ? `claimed the request and gave no response within ${LONGEST_EVENT / 1000} seconds.`
      : 'claimed the request and never calls returnResponse.';
  context.trace.console.push({ by, kind: 'error', text });
  answer({
    ...emptyResponse(),
    statusCode: 500,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: `The ${by} ${text}\n`,
  });
  return true;
}

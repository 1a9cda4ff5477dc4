/**
 * One event through the container: triggers, then the tags that fire, then the callbacks for its end. The order is that of
 * Google's public web container script; that the server keeps it is inferred.
 */
import type { EventCallback, RunRecord, TagEnd } from '../sandbox/index.ts';
import type { Tag } from './container.ts';
import { evaluate, evaluateEntries, type Resolve } from './expressions.ts';
import { DEEPEST_EVENT, LONGEST_EVENT } from './host.ts';
import { BUILT_IN_TAGS } from './load.ts';
import {
  LONGEST_LINE,
  lookUp,
  type RequestContext,
  runVariable,
  startTemplate,
  track,
} from './run-template.ts';
import type { Scope } from './scope.ts';
import { numberOf, type Plain, short, textOf } from './text.ts';
import type { EventTrace, Outcome, TagTrace } from './trace.ts';
import { transform, transformationsOf } from './transformations.ts';
import { judgeTriggers, type TriggerState, whyNot } from './triggers.ts';
import { resolverOf } from './variables.ts';

/** What variables see of a request before there is an event, and with the event once there is one. */
export const scopeOf = (context: RequestContext, event?: Plain): Scope => ({
  container: context.container,
  incoming: context.trace.incoming,
  ...(event && { event }),
  ...(context.clientName !== undefined && { clientName: context.clientName }),
  preview: context.trace.preview,
  longestTurn: context.host.longestTurn,
  seen: new Map(),
  evaluated: { count: 0 },
  learn: context.host.secrets.learn,
  runVariable: ({ template, name }, data, scope) =>
    runVariable(context, { template: template!, name, data }, scope.event),
  firestore: (parameters) => lookUp(context.host, parameters),
});

/** An event under way. */
interface Running {
  context: RequestContext;
  event: Plain;
  scope: Scope;
  depth: number;
  trace: EventTrace;
  /** Tags that fire once, by what became of them. */
  once: Map<Tag, Promise<TagEnd>>;
  /** All that have run. */
  ends: Promise<TagEnd>[];
  callbacks: EventCallback[];
  /** Settles when the event has taken too long. */
  deadline: Promise<'timeout'>;
}

/**
 * Runs an event; settles when all its tags have ended and the callbacks were called. Never rejects.
 *
 * @param callbacks those that the client binds to the event; some may be added until its end
 * @param from the tag that gave the event to the container, and how deep it stood itself
 */
export async function runEvent(
  context: RequestContext,
  event: Plain,
  callbacks: readonly EventCallback[] = [],
  from?: { tag: string; depth: number },
): Promise<void> {
  const { host, trace: request } = context;
  const depth = (from?.depth ?? 0) + 1;
  if (depth > DEEPEST_EVENT) {
    const text = `runContainer: events inside events end after ${DEEPEST_EVENT}; this one was not run.`;
    request.console.push({ by: from?.tag ?? 'container', kind: 'error', text });
    return;
  }
  const name = event.event_name === undefined ? '' : textOf(event.event_name);
  const trace: EventTrace = {
    name,
    data: event,
    ...(from && { from: from.tag }),
    variables: [],
    triggers: [],
    tags: [],
  };
  request.events.push(trace);
  host.onLine({ kind: 'event', hit: request.id, name, data: event });

  const { container } = context;
  const scope = scopeOf(context, event);
  const resolve = resolverOf(scope);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<'timeout'>((late) => {
    timer = setTimeout(() => late('timeout'), LONGEST_EVENT);
  });
  const running: Running = {
    context,
    event,
    scope,
    depth,
    trace,
    once: new Map(),
    ends: [],
    callbacks: [],
    deadline,
  };
  // What follows does not count for the time of the template that gives the event to the container.
  await Promise.resolve();
  const states = await judgeTriggers(container, event, { resolve, longest: host.longestTurn });
  trace.triggers = [...states.values()];
  for (const watched of container.watched) await resolve(watched);
  await fire(running, states, resolve);
  // A tag's end may start another one, of its sequence.
  for (let count = 0; count < running.ends.length; ) {
    count = running.ends.length;
    await Promise.all(running.ends);
  }
  clearTimeout(timer);
  tellNotFired(running);
  const tags = await Promise.all(running.ends);
  for (const callback of [...callbacks, ...running.callbacks]) callback(container.publicId, { tags });
  trace.variables = [...scope.seen.values()];
}

/** Starts the tags that fire in the order of their priority, none waiting for the end of another. */
async function fire(
  running: Running,
  states: ReadonlyMap<string, TriggerState>,
  resolve: Resolve,
): Promise<void> {
  const { container, trace: request } = running.context;
  const { preview, at } = request;
  const fired: { tag: Tag; priority: number }[] = [];
  for (const tag of container.tags) {
    const why = whyNot(tag, states, { now: at, preview });
    if (why !== undefined) running.trace.tags.push(traceOf(tag, { fired: false, why }));
    else fired.push({ tag, priority: numberOf(await evaluate(tag.priority, resolve)) || 0 });
  }
  fired.sort((a, b) => b.priority - a.priority);
  let before: Promise<void> | undefined;
  for (const { tag } of fired) {
    // The code of the one before has started, unless its variables wait for something outside.
    if (before) await Promise.race([before, new Promise<void>((resolveTick) => setImmediate(resolveTick))]);
    before = new Promise((started) => {
      run(running, tag, { chain: [], started });
    });
  }
}

const traceOf = ({ id, name, type, consent }: Tag, rest: { fired: boolean; why?: string }): TagTrace => ({
  id,
  name,
  type,
  consent,
  transformations: [],
  cookies: [],
  instructions: 0,
  ms: 0,
  ...rest,
});

/** Tags that did not fire, those aside that ran in the sequence of another one. */
function tellNotFired({ context: { host, trace: request }, trace, once }: Running): void {
  const ran = new Set([...once.keys()].map(({ id }) => id));
  trace.tags = trace.tags.filter(({ fired, id }) => fired || !ran.has(id));
  for (const { name, fired, why = '' } of trace.tags)
    if (!fired)
      host.onLine({ kind: 'tag', hit: request.id, event: trace.name, name, fired, outcome: null, why });
}

/** Where a run stands in a sequence. */
interface Place {
  /** Tags that wait for this one. */
  chain: readonly Tag[];
  /** Called when the tag's code has started, or will not. */
  started: () => void;
}

/** A tag with its sequence; one that fires once per event gives its first end again. */
function run(running: Running, tag: Tag, place: Place): Promise<TagEnd> {
  const before = tag.unlimited ? undefined : running.once.get(tag);
  if (before) {
    place.started();
    return before;
  }
  const end = runSequence(running, tag, place);
  running.once.set(tag, end);
  running.ends.push(end);
  return end;
}

async function runSequence(running: Running, tag: Tag, { chain, started }: Place): Promise<TagEnd> {
  const sequel = (name: string): Tag | undefined =>
    running.context.container.tags.find(
      (other) => other.name === name && !other.paused && other !== tag && !chain.includes(other),
    );
  const place = { chain: [...chain, tag], started: () => undefined };
  const trace = traceOf(tag, { fired: true });
  const { setup, teardown } = tag;
  const first = setup && sequel(setup.tagName);
  const prepared = first ? await run(running, first, place) : undefined;
  running.trace.tags.push(trace);
  let end: TagEnd;
  if (setup?.stopOnFailure && prepared && prepared.status !== 'success') {
    started();
    trace.why = `its setup tag "${setup.tagName}" ended with ${prepared.status}`;
    end = finished(running, tag, trace, 'failure');
  } else
    end = await runTemplate(running, tag, trace, started).catch((error: unknown) => {
      started();
      trace.why = error instanceof Error ? error.message : String(error);
      return finished(running, tag, trace, 'exception');
    });
  const last = teardown && sequel(teardown.tagName);
  // The event waits for it, this tag does not: two tags may be each other's.
  if (last && !(teardown.stopOnFailure && end.status !== 'success')) void run(running, last, place);
  return end;
}

/** The tag itself: its transformations, all its parameters in the order of the file, its code. */
async function runTemplate(
  running: Running,
  tag: Tag,
  trace: TagTrace,
  started: () => void,
): Promise<TagEnd> {
  const { context, scope, depth, deadline } = running;
  const start = performance.now();
  let { event } = running;
  const seeing = (seen: Plain): Resolve =>
    resolverOf(seen === running.event ? scope : { ...scope, event: seen });
  for (const transformation of transformationsOf(context.container, tag)) {
    const changed = await transform(transformation, event, {
      resolve: seeing(event),
      longest: context.host.longestTurn,
    });
    if (changed === event) continue;
    event = changed;
    trace.transformations.push(transformation.name);
  }
  if (event !== running.event) trace.event = event;
  const resolve = seeing(event);
  const data = await evaluateEntries(tag.parameters, resolve);
  trace.data = data;
  for (const [name, value] of Object.entries(data)) scope.learn(name, value);
  const metadata = await evaluateEntries(tag.metadata, resolve);
  if (tag.metadataNameKey !== undefined) metadata[tag.metadataNameKey] = tag.name;
  const done = (outcome: Outcome): TagEnd => {
    trace.ms = performance.now() - start;
    return { ...metadata, ...finished(running, tag, trace, outcome) };
  };
  if (!tag.template) {
    started();
    trace.why = tag.broken ?? `${BUILT_IN_TAGS.get(tag.type)} is built in and sends nothing here`;
    return done(tag.broken ? 'failure' : 'success');
  }
  const by = `tag "${tag.name}"`;
  const { ended, record } = startTemplate(
    context,
    { template: tag.template, by, data },
    {
      eventData: event,
      onEventEnd: (callback) => running.callbacks.push(callback),
      runContainer: (inner, callbacks) => runEvent(context, inner, callbacks, { tag: by, depth }),
    },
  );
  started();
  const how = await Promise.race([ended, deadline]);
  const end = done(how === 'none' ? 'timeout' : how);
  if (how === 'none')
    trace.why =
      'it called neither gtmOnSuccess nor gtmOnFailure and has nothing left to do; at Google it would hold the response until a limit';
  if (how === 'timeout') trace.why = `it had not ended after ${LONGEST_EVENT / 1000} seconds`;
  track(
    context,
    Promise.race([record, deadline.then(() => undefined)]).then((ran) => {
      if (ran) {
        trace.instructions = ran.instructions;
        trace.answers = ran.requests.map(({ answer = {} }) => answer);
        trace.cookies = ran.cookies.map(({ name, value }) => `${name}=${value}`);
        const why = whyEnded(how, ran);
        if (why !== undefined) trace.why ??= short(why, LONGEST_LINE);
      }
      tell(running, trace);
    }),
  );
  return end;
}

/** Why a run came to its end, in the words of the template where it has any; undefined where it did what it is for. */
function whyEnded(how: Outcome | 'none', record: RunRecord): string | undefined {
  const { errors, logs, requests, pixels, rows, documents, events } = record;
  const sent = [requests, pixels, rows, documents, events].some(({ length }) => length > 0);
  if (errors[0]) return errors[0].message;
  if (how === 'success' && sent) return undefined;
  if (logs.length > 0) return logs.at(-1);
  const { answer, failure } = requests.at(-1) ?? {};
  if (answer) return `its last request was answered with ${answer.statusCode}`;
  if (failure !== undefined) return `its last request failed: ${failure}`;
  return `it ${sent ? '' : 'sent nothing and '}wrote no line that says why`;
}

/** Notes how a tag ended; of a template's the line of the log follows when its run is over. */
function finished(running: Running, tag: Tag, trace: TagTrace, outcome: Outcome): TagEnd {
  trace.outcome = outcome;
  if (!tag.template || trace.why !== undefined) tell(running, trace);
  return { id: tag.id, status: outcome, executionTime: Math.round(trace.ms) };
}

function tell({ context, trace: { name: event } }: Running, { name, outcome, why = '' }: TagTrace): void {
  const { host, trace } = context;
  host.onLine({ kind: 'tag', hit: trace.id, event, name, fired: true, outcome: outcome ?? null, why });
}

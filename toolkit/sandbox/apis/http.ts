/**
 * Outgoing HTTP through the world's one function: promise form, and the callback form that published templates still use.
 * An HTTP error status resolves; only a failure or a time-out rejects, with `{reason}`.
 */
import { toSandbox } from '../interpreter/border.ts';
import { defer } from '../interpreter/promise.ts';
import { Dict, dictOf, Func, Opaque, toText, type Value } from '../interpreter/values.ts';
import type { HttpRequest, HttpResponse } from '../world.ts';
import { type ApiFactory, api, type Context, expectTypes, type RequestRecord } from './context.ts';
import { jsonOf, optionsOf } from './plain.ts';

/** Milliseconds after which a request is given up when the template names no time. */
export const DEFAULT_TIMEOUT = 15_000;

/** Longer than a timer can wait; such a request practically never times out. */
const LONGEST_TIMEOUT = 2_147_483_647;

type Reason = 'failed' | 'timed_out';

/** Google credentials as a template holds them: only their scopes are known here. */
class GoogleAuth {
  readonly scopes: string[];

  constructor(scopes: string[]) {
    this.scopes = scopes;
  }
}

interface Options {
  method?: unknown;
  headers?: unknown;
  timeout?: unknown;
  authorization?: unknown;
}

function buildRequest(url: string, given: Value, body: Value): HttpRequest {
  const options: Options = given instanceof Dict ? Object.fromEntries(given.entries) : {};
  const headers: Record<string, string> = {};
  if (options.headers instanceof Dict)
    for (const [name, value] of options.headers.entries)
      if (value !== undefined && value !== null) headers[name] = toText(value);
  const timeout = Number(options.timeout);
  const scopes = scopesOf(options.authorization as Value);
  return {
    method: typeof options.method === 'string' ? options.method.toUpperCase() : 'GET',
    url,
    headers,
    ...(body !== undefined && body !== null && { body: toText(body) }),
    timeout: timeout > 0 ? timeout : DEFAULT_TIMEOUT,
    ...(scopes && { googleScopes: scopes }),
  };
}

function scopesOf(authorization: Value): string[] | undefined {
  return authorization instanceof Opaque && authorization.native instanceof GoogleAuth
    ? authorization.native.scopes
    : undefined;
}

/** Sends one request and records it. The promise always resolves. */
export function send(
  { world, traces, track }: Pick<Context, 'world' | 'traces' | 'track'>,
  request: HttpRequest,
  done: (end: { answer: HttpResponse } | { reason: Reason }) => void,
): void {
  const record: RequestRecord = { request };
  traces.requests.push(record);
  const end = (result: { answer: HttpResponse } | { reason: Reason }): void => {
    if ('answer' in result) record.answer = result.answer;
    else record.failure ??= result.reason;
    done(result);
  };
  track(
    withTimeout(world.http, request).then(
      (answer) => end({ answer }),
      (error: unknown) => {
        const reason = (error as { reason?: unknown } | null)?.reason;
        if (error instanceof Error) record.failure = `failed: ${error.message}`;
        end({ reason: reason === 'timed_out' ? 'timed_out' : 'failed' });
      },
    ),
  );
}

async function withTimeout(
  http: ((request: HttpRequest) => Promise<HttpResponse>) | undefined,
  request: HttpRequest,
) {
  if (!http) throw new Error('the world has no http function');
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject({ reason: 'timed_out' }), Math.min(request.timeout, LONGEST_TIMEOUT));
  });
  try {
    return await Promise.race([http(request), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Statuses that the callback form reports for requests without an answer. */
const NO_ANSWER: Record<Reason, number> = { failed: 0, timed_out: -1 };

function request(context: Context, url: string, options: Value, body: Value, callback: Value): Value {
  context.permissions.check('send_http', url);
  const outgoing = buildRequest(url, options, body);
  const host = { jobs: context.jobs };
  if (callback instanceof Func) {
    send(context, outgoing, (end) => {
      const args: Value[] =
        'answer' in end
          ? [end.answer.statusCode, toSandbox(end.answer.headers), end.answer.body]
          : [NO_ANSWER[end.reason], new Dict(), undefined];
      context.jobs.enqueue(() => callback.call(args));
    });
    return undefined;
  }
  const { promise, resolve, reject } = defer(host);
  send(context, outgoing, (end) => {
    if ('reason' in end) reject(dictOf({ reason: end.reason }));
    else {
      const { statusCode, headers, body: text } = end.answer;
      resolve(toSandbox({ statusCode, headers, body: text }));
    }
  });
  return promise;
}

export const sendHttpRequest: ApiFactory = (context) =>
  api('sendHttpRequest', (args) => {
    if (args[1] instanceof Func) {
      expectTypes('sendHttpRequest', ['string', 'function', 'Object|undefined', 'any'], args);
      return request(context, args[0] as string, args[2], args[3], args[1]);
    }
    expectTypes('sendHttpRequest', ['string', 'Object|undefined', 'any'], args);
    return request(context, args[0] as string, args[1], args[2], undefined);
  });

export const sendHttpGet: ApiFactory = (context) =>
  api('sendHttpGet', (args) => {
    const callback = args[1] instanceof Func ? args[1] : undefined;
    expectTypes(
      'sendHttpGet',
      callback ? ['string', 'function', 'Object|undefined'] : ['string', 'Object|undefined'],
      args,
    );
    const given = callback ? args[2] : args[1];
    const options = given instanceof Dict ? new Dict(new Map([...given.entries, ['method', 'GET']])) : given;
    return request(context, args[0] as string, options, undefined, callback);
  });

/** One request to a Google service; resolves to what `pick` makes of the answer. */
function google(
  context: Context,
  outgoing: HttpRequest,
  pick: (answer: HttpResponse) => Record<string, unknown>,
): Value {
  context.permissions.check('send_http', outgoing.url);
  const { promise, resolve, reject } = defer({ jobs: context.jobs });
  send(context, outgoing, (end) => {
    if ('answer' in end) resolve(toSandbox(pick(end.answer)));
    else reject(dictOf({ reason: end.reason }));
  });
  return promise;
}

/** The event travels as JSON here; Google's own form of the request is not known. */
export const sendEventToGoogleAnalytics: ApiFactory = (context) =>
  api('sendEventToGoogleAnalytics', (args) => {
    expectTypes('sendEventToGoogleAnalytics', ['Object'], args);
    const outgoing = {
      method: 'POST',
      url: 'https://www.google-analytics.com/g/collect',
      headers: {},
      body: jsonOf(args[0])!,
      timeout: DEFAULT_TIMEOUT,
    };
    return google(context, outgoing, ({ headers }) =>
      headers.location ? { location: headers.location } : {},
    );
  });

const SCRIPTS: Record<string, string> = {
  ANALYTICS: 'https://www.google-analytics.com/analytics.js',
  GTAG: 'https://www.googletagmanager.com/gtag/js',
  GTM: 'https://www.googletagmanager.com/gtm.js',
};

export const getGoogleScript: ApiFactory = (context) =>
  api('getGoogleScript', (args) => {
    expectTypes('getGoogleScript', ['string', 'Object|undefined'], args);
    const name = args[0] as string;
    const base = Object.hasOwn(SCRIPTS, name) ? SCRIPTS[name] : undefined;
    if (!base)
      throw new Error(
        `getGoogleScript: unknown script '${name}'; known are ${Object.keys(SCRIPTS).join(', ')}.`,
      );
    const options = optionsOf(args[1]) as { id?: unknown; timeout?: unknown };
    const url = options.id === undefined ? base : `${base}?id=${encodeURIComponent(String(options.id))}`;
    const timeout = Number(options.timeout);
    const outgoing = { method: 'GET', url, headers: {}, timeout: timeout > 0 ? timeout : DEFAULT_TIMEOUT };
    return google(context, outgoing, ({ body, headers }) => ({ script: body, metadata: headers }));
  });

export const getGoogleAuth: ApiFactory = ({ permissions }) =>
  api('getGoogleAuth', (args) => {
    expectTypes('getGoogleAuth', ['Object'], args);
    const { scopes } = optionsOf(args[0]) as { scopes?: unknown };
    const wanted = Array.isArray(scopes) ? scopes.map(String) : [];
    permissions.check('use_google_credentials', wanted);
    return toSandbox(new GoogleAuth(wanted));
  });

/** What the page asks the server for. Only the page itself is answered: no other site can read what visitors sent. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { transformSync } from 'esbuild';
import type { Host } from './host.ts';
import type { Route } from './http.ts';
import { type Kept, viewOf } from './kept.ts';
import { scenarioOf } from './scenario.ts';
import type { EventTrace, RequestTrace } from './trace.ts';
import { unusedVariables } from './unused-variables.ts';

/** Where the page stands, as Google's preview does. */
export const PAGE_PATH = '/gtm/debug';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** The page's files, which are served as they stand; in the package this module itself stands in `dist`. */
const FOLDER = new URL(import.meta.url.endsWith('.ts') ? './page/' : '../../server/page/', import.meta.url);

const fileText = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');

/** @returns the route, and what ends the streams of open pages */
export function pageRoute(host: Host, kept: Kept): { route: Route; close: () => void } {
  const streams = new Set<ServerResponse>();
  const files = new Map<string, string>();
  /** A file as a browser takes it, read once. */
  const file = (name: string): string => {
    const known = files.get(name);
    if (known !== undefined) return known;
    const source = fileText(name);
    const text = name.endsWith('.ts')
      ? transformSync(source, { loader: 'ts', target: 'es2022' }).code
      : source;
    files.set(name, text);
    return text;
  };

  const stream = (response: ServerResponse): void => {
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
    // So soon the page comes back, in milliseconds.
    response.write('retry: 500\n\n');
    streams.add(response);
    const end = kept.watch((summary) => {
      // A page that does not read is let go: its browser comes back by itself.
      if (response.writableLength > 1_000_000) response.destroy();
      else response.write(`data: ${JSON.stringify(host.secrets.maskAll(summary))}\n\n`);
    });
    response.on('close', () => {
      end();
      streams.delete(response);
    });
  };

  /** The request with the variables that its events did not use. */
  const withAllVariables = async (trace: RequestTrace): Promise<RequestTrace> => {
    const events: EventTrace[] = [];
    for (const event of trace.events) {
      const unused = await unusedVariables(host, trace, event);
      events.push({ ...event, variables: [...event.variables, ...unused] });
    }
    return { ...trace, events };
  };

  const answers: Record<string, (response: ServerResponse, query: URLSearchParams) => void> = {
    '': (response) => send(response, 'text/html', file('index.html')),
    '/style.css': (response) => send(response, 'text/css', file('style.css')),
    ...Object.fromEntries(
      ['main.ts', 'panels.ts', 'dom.ts'].map((name) => [
        `/${name}`,
        (response: ServerResponse) => send(response, 'text/javascript', file(name)),
      ]),
    ),
    '/requests': (response) => json(response, host.secrets.maskAll(kept.list())),
    '/container': (response) => {
      const { publicId, name, findings } = host.container;
      json(response, { publicId, name, findings });
    },
    '/stream': stream,
    '/request': (response, query) => {
      const trace = kept.get(Number(query.get('id')));
      if (!trace) return missing(response);
      void withAllVariables(trace).then((whole) => json(response, viewOf(whole, host.secrets)));
    },
    '/scenario': (response, query) => {
      const trace = kept.get(Number(query.get('id')));
      const event = trace?.events[Number(query.get('event'))];
      const tag = event?.tags.find(({ id, fired }) => fired && id === query.get('tag'));
      if (!trace || !event || !tag) return missing(response);
      const { incoming } = trace;
      send(response, 'text/plain', scenarioOf(host.secrets.maskAll({ incoming, event, tag })));
    },
  };

  const route: Route = (request, response, path) => {
    if (path !== PAGE_PATH && !path.startsWith(`${PAGE_PATH}/`)) return false;
    const answer = Object.hasOwn(answers, path.slice(PAGE_PATH.length))
      ? answers[path.slice(PAGE_PATH.length)]
      : undefined;
    if (!isOwn(request)) refuse(response, 403, 'This is for the page of sgtm serve only.');
    else if (request.method === 'DELETE' && path === `${PAGE_PATH}/requests`) {
      kept.clear();
      response.writeHead(204, HEADERS).end();
    } else if (request.method !== 'GET') refuse(response, 405, 'Only GET is answered here.');
    else if (answer) answer(response, new URL(request.url ?? '', 'http://localhost').searchParams);
    else missing(response);
    return true;
  };
  return {
    route,
    close() {
      for (const response of streams) response.end();
    },
  };
}

/** A browser says on whose behalf it asks; a page of another site gets nothing, also not in a frame. */
const isOwn = ({ headers }: IncomingMessage): boolean =>
  ['same-origin', 'none', undefined].includes(headers['sec-fetch-site'] as string | undefined) &&
  (headers.origin === undefined || headers.origin === `http://${headers.host}`);

function send(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { ...HEADERS, 'content-type': `${type}; charset=utf-8` }).end(text);
}

const json = (response: ServerResponse, value: unknown): void =>
  send(response, 'application/json', JSON.stringify(value));

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

const missing = (response: ServerResponse): void =>
  refuse(response, 404, 'There is nothing here, or it is no longer kept.');

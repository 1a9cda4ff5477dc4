/**
 * The shop's own pages and what stands in for the hosts of X and Google, on the server that runs the server half. That server answers
 * to its own name only.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Route } from 'sgtm-toolkit/server/http';
import type { Book } from './book.ts';

export type Form = 'snippet' | 'container';

export interface Site {
  /** Path → text. */
  files: ReadonlyMap<string, string>;
  page: (nonce: string, web: Form) => string;
  /** The browser half's form where the visitor has chosen none. */
  web: Form;
  book: Book;
}

const PAGES = ['/', '/cart', '/thanks'];
const BEACON = /^\/x\/(t\.co|analytics\.twitter\.com)(\/(?:1\/)?i\/adsct)$/;
/** The cookies by which X and Google know a browser. */
const COOKIES = ['_twclid', '_twpid', '_ga', 'FPID'];
/** A transparent GIF of 43 bytes, as X answers. */
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** The page may load and ask nothing but this server. Custom HTML runs by the page's one-time word. */
const policyOf = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** @returns the route, whether the container is at work on no request, and what ends the streams of open pages */
export function shopRoute({ files, page, web, book }: Site): {
  route: Route;
  idle: () => boolean;
  close: () => void;
} {
  const streams = new Set<ServerResponse>();
  const atWork = new Set<ServerResponse>();

  const state = (): string =>
    JSON.stringify({ orders: book.orders, lines: book.lines, totals: book.totals() });

  const stream = (response: ServerResponse): void => {
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
    const tell = (): void => {
      // A page that does not read is let go: its browser comes back by itself.
      if (response.writableLength > 1_000_000) response.destroy();
      else response.write(`data: ${state()}\n\n`);
    };
    tell();
    streams.add(response);
    const end = book.watch(tell);
    response.on('close', () => {
      end();
      streams.delete(response);
    });
  };

  const beacon = (host: string, path: string, query: string, response: ServerResponse): void => {
    book.beacon(`https://${host}${path}?${query}`, Date.now());
    if (new URLSearchParams(query).get('tw_acc_response') === '1')
      say(response, 200, 'application/json', '{"data":{"allow_1p_cookie":true}}');
    else response.writeHead(200, { ...HEADERS, 'content-type': 'image/gif' }).end(GIF);
  };

  /** What only the page itself may do. */
  const actions: Record<string, (response: ServerResponse) => void> = {
    'POST /shop/order': (response) =>
      say(response, 200, 'application/json', JSON.stringify({ order: book.order() })),
    'POST /shop/forget': (response) => {
      response.setHeader(
        'set-cookie',
        COOKIES.map((name) => `${name}=; Path=/; Max-Age=0`),
      );
      response.writeHead(204, HEADERS).end();
    },
    'POST /shop/clear': (response) => {
      book.clear();
      response.writeHead(204, HEADERS).end();
    },
    'GET /shop/stream': stream,
  };

  const route: Route = (request, response, path) => {
    const query = (request.url ?? '').split('?')[1] ?? '';
    const settings = settingsOf(request);
    const action = `${request.method} ${path}`;
    const [, host, beaconPath] = BEACON.exec(path) ?? [];
    if (path.startsWith('/x/') && settings.get('blocker') === 'on') {
      request.resume();
      // Of the type that was asked for: a blocker gives no second error.
      say(response, 403, 'text/javascript', '');
    } else if (host && beaconPath) beacon(host, beaconPath, query, response);
    else if (files.has(path)) say(response, 200, typeOf(path), files.get(path)!);
    else if (PAGES.includes(path)) {
      const nonce = randomBytes(16).toString('base64');
      response.setHeader('content-security-policy', policyOf(nonce));
      say(response, 200, 'text/html', page(nonce, formOf(settings.get('web')) ?? web));
    } else if (path === '/google/g/collect') {
      request.resume();
      book.pastServer(new URLSearchParams(query).get('en') ?? '', Date.now());
      response.writeHead(204, HEADERS).end();
    } else if (Object.hasOwn(actions, action)) {
      request.resume();
      if (isOwn(request)) actions[action]!(response);
      else say(response, 403, 'text/plain', 'This is for the pages of the shop only.\n');
    } else {
      atWork.add(response);
      response.on('close', () => atWork.delete(response));
      return false;
    }
    return true;
  };
  return {
    route,
    idle: () => atWork.size === 0,
    close() {
      for (const response of streams) response.end();
    },
  };
}

/** What the visitor has set on the page: the browser half's form, and the blocker. */
function settingsOf({ headers }: IncomingMessage): URLSearchParams {
  const [, value = ''] = /(?:^|; )shop=([^;]*)/.exec(headers.cookie ?? '') ?? [];
  return new URLSearchParams(value);
}

const formOf = (text: string | null): Form | undefined =>
  text === 'snippet' || text === 'container' ? text : undefined;

const TYPES: Record<string, string> = { js: 'text/javascript', css: 'text/css' };
const typeOf = (path: string): string => TYPES[path.split('.').at(-1)!]!;

function say(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { ...HEADERS, 'content-type': `${type}; charset=utf-8` }).end(text);
}

/** A browser says on whose behalf it asks; a page of another site gets nothing. */
const isOwn = ({ headers }: IncomingMessage): boolean =>
  ['same-origin', 'none', undefined].includes(headers['sec-fetch-site'] as string | undefined) &&
  (headers.origin === undefined || headers.origin === `http://${headers.host}`);

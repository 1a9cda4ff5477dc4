/**
 * A real HTTP server in the place of X's Ads API for web conversions, their events and statistics. It knows nothing of the tag: what it accepts or
 * refuses comes from X's documentation. This file joins socket, faults, judge and the record of what arrived.
 *
 * Left out: TLS (a client signs `publicUrl` and connects to the loopback), app events.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { errorAnswer } from './answers.ts';
import type { Book } from './book.ts';
import type { Configuration } from './configuration.ts';
import { createFaults, type Fault, type Faults } from './faults.ts';
import { createJudge, type Diagnostics, type JudgeSettings } from './judge.ts';
import { badRequest, connectRefused, readBody, respond } from './transport.ts';

export interface XServerOptions extends Partial<Configuration>, Partial<JudgeSettings> {
  /** 0, the default, takes any free port. The server listens on 127.0.0.1 only. */
  port?: number;
  /**
   * Scheme and host the client believes it calls, for example `https://ads-api.x.com`: they are part of the signature.
   * Without it the client is taken to call this socket: `http://` and its Host header.
   */
  publicUrl?: string;
  /** What X announces about its version in the header `x-api-warn` of each answer (X, Versioning); nothing by default. */
  apiWarn?: string;
  /** The header `x-current-api-version` of each answer; 12 by default. */
  currentApiVersion?: string;
  /** Milliseconds since 1970; the system's clock by default. */
  now?: () => number;
  /** How many requests `received` keeps; older ones are forgotten. */
  receivedLimit?: number;
  /** Called once for each request, just before it is answered. */
  onRequest?: (received: Received) => void;
}

/** X names neither a clock tolerance nor a body limit; the rate limit is that of X's guide. */
const defaults: JudgeSettings & { receivedLimit: number } = {
  strict: false,
  clockToleranceSeconds: 300,
  bodyLimit: 5 * 1024 * 1024,
  rateLimit: 60_000,
  rateLimitWindowMs: 15 * 60 * 1000,
  receivedLimit: 1000,
};

export interface Received {
  /** Counts requests from 1. */
  number: number;
  /** Milliseconds since 1970 on the server's clock. */
  at: number;
  method: string;
  url: string;
  /** As they arrived: may hold a pixel token. */
  headers: IncomingMessage['headers'];
  /** Bytes of the body, or what was kept of one beyond the limit. */
  size: number;
  /** The parsed JSON; undefined when there was none or nobody looked. */
  body: unknown;
  /** What became of the request; `unseen` when a fault kept the server from judging it. */
  verdict: 'accepted' | 'refused' | 'unseen';
  /** Status of the answer the verdict led to, whether or not a fault replaced it; undefined for `unseen`. */
  status: number | undefined;
  fault: Fault['kind'];
  diagnostics: Diagnostics;
}

export interface XServer {
  /** `http://127.0.0.1:PORT` */
  url: string;
  port: number;
  /** The live configuration: changes hold from the next request on. */
  configuration: Configuration;
  faults: Faults;
  received: readonly Received[];
  recorded: Book;
  /** Ends open connections, silent and delayed ones included. */
  close(): Promise<void>;
}

/** Starts a server, ready when the promise resolves. Rejects when the port is taken or `publicUrl` is no URL. */
export async function createXServer(options: XServerOptions = {}): Promise<XServer> {
  const { accounts = [], pixels = [], apps = [], tokens = [], pixelTokens = [] } = options;
  const configuration: Configuration = { accounts, pixels, apps, tokens, pixelTokens };
  const settings = { ...defaults, ...options };
  const publicOrigin = options.publicUrl === undefined ? undefined : new URL(options.publicUrl).origin;
  const clock = options.now ?? Date.now;
  const { judge, recorded } = createJudge(configuration, settings);
  const faults = createFaults();
  const received: Received[] = [];
  const closing = new AbortController();
  let count = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('x-current-api-version', options.currentApiVersion ?? '12');
    if (options.apiWarn !== undefined) response.setHeader('x-api-warn', options.apiWarn);
    if (!isOwnHost(request.headersDistinct.host, publicOrigin)) {
      await readBody(request, 0);
      respond(response, errorAnswer('wrongHost'), { kind: 'none' }, clock());
      return;
    }
    count += 1;
    const { method = '', url = '', headers, headersDistinct } = request;
    const number = count;
    const fault = faults.take({ number, method, url });
    const body = await readBody(request, settings.bodyLimit);
    if (body === undefined) return;
    if (fault.kind === 'delay') await wait(fault.ms, undefined, { signal: closing.signal });
    const now = clock() + (fault.kind === 'clock' ? fault.skewMs : 0);
    const judged = isUnseen(fault)
      ? undefined
      : judge(
          {
            method,
            target: url,
            origin: publicOrigin ?? calledOrigin(headers.host),
            contentType: headers['content-type'] ?? '',
            authorization: headersDistinct.authorization ?? [],
            pixelToken: headersDistinct['x-pixel-token'] ?? [],
            body,
            filesOrigin: `http://127.0.0.1:${request.socket.localPort}`,
          },
          now,
        );
    const entry: Received = {
      number,
      at: now,
      method,
      url,
      headers,
      size: body.length,
      body: judged?.json,
      verdict: judged?.verdict ?? 'unseen',
      status: judged?.answer.status,
      fault: fault.kind,
      diagnostics: judged?.diagnostics ?? { reasons: [], notes: [] },
    };
    received.push(entry);
    if (received.length > settings.receivedLimit) received.shift();
    options.onRequest?.(entry);
    respond(response, judged?.answer ?? errorAnswer('internalError'), fault, now);
  }

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    // Only a closed server or a mistake of ours ends here; a client then sees its connection end.
    handle(request, response).catch(() => response.destroy());
  };
  const server = createServer(listener);
  server.on('checkExpectation', listener);
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end(badRequest(clock()));
  });
  server.on('connect', (_request, socket) => socket.end(connectRefused(clock())));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    configuration,
    faults,
    received,
    recorded,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Whether a request was meant for this server: a page of somebody else's that lets its own name lead here (DNS rebinding) still
 * sends that name.
 */
function isOwnHost(hosts: readonly string[] = [], publicOrigin: string | undefined): boolean {
  const [host = ''] = hosts;
  if (hosts.length !== 1) return false;
  return (
    /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i.test(host) ||
    (publicOrigin !== undefined && host.toLowerCase() === new URL(publicOrigin).host)
  );
}

function isUnseen(fault: Fault): boolean {
  const isHandled = fault.kind === 'none' || fault.kind === 'delay' || fault.kind === 'clock';
  return !isHandled && fault.processed !== true;
}

/** RFC 5849 §3.4.1.2: the host in lower case, without the default port. */
function calledOrigin(host = ''): string {
  return `http://${host.toLowerCase().replace(/:80$/, '')}`;
}

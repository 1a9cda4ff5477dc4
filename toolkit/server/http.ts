/**
 * The server: HTTP on the loopback, under its own name only. Whatever comes in gets a clear answer, and nothing that comes in
 * ends it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ResponseRecord } from '../sandbox/index.ts';
import { handle } from './handle.ts';
import type { Host } from './host.ts';
import type { Incoming } from './request.ts';

/** Answers requests of its own, such as those of the page; false for one that is not. */
export type Route = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

export interface Serving {
  /** `http://localhost:PORT` */
  url: string;
  port: number;
  /** Takes no more requests, answers those that were taken, ends their work, and closes. */
  stop: () => Promise<void>;
}

/** Largest body of a request, in bytes. Events of a browser have at most 16 kB, of Measurement Protocol 130 kB. */
const LARGEST_BODY = 2_000_000;

/** What requests under way may hold on to at most, in bytes and in number; more are asked to come again. */
const MOST_BYTES = 100_000_000;
const MOST_REQUESTS = 5000;

/** Longest that bodies still under way are waited for when the server ends, in milliseconds. */
const LAST_BODY = 5000;

/** @param port 0 for any free one. Rejects when it is taken. */
export async function listen(host: Host, port: number, route: Route = () => false): Promise<Serving> {
  const working = new Set<Promise<unknown>>();
  const arriving = new Set<IncomingMessage>();
  let bytes = 0;
  let stopping = false;

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refused = refusalOf(request, server.address() as AddressInfo | null);
    if (refused) return refuse(request, response, ...refused);
    const [path = '', query = ''] = splitOnce(request.url ?? '/', '?');
    if (path === '/healthz' || path === '/healthy') return say(response, 200, 'ok');
    if (route(request, response, path)) return;
    if (working.size > MOST_REQUESTS || bytes > MOST_BYTES) {
      response.setHeader('retry-after', '1');
      return refuse(request, response, 503, 'Too many requests are under way. Send it again in a moment.');
    }
    arriving.add(request);
    const body = await readBody(request, (size) => {
      bytes += size;
    });
    arriving.delete(request);
    if (body === 'broken') return;
    if (body === 'long')
      return refuse(
        request,
        response,
        413,
        `A body may have at most ${LARGEST_BODY.toLocaleString('en')} bytes.`,
      );
    const size = body.length;
    const remote = request.socket.remoteAddress?.replace(/^::ffff:/, '');
    const incoming: Incoming = {
      method: request.method ?? 'GET',
      path,
      query,
      headers: Object.fromEntries(
        Object.entries(request.headers).filter(
          (pair): pair is [string, string | string[]] => pair[1] !== undefined,
        ),
      ),
      ...(size > 0 && { body: body.toString() }),
      ...(remote !== undefined && { remoteAddress: remote }),
    };
    try {
      await handle(host, incoming, (answer) => {
        if (stopping) response.setHeader('connection', 'close');
        write(response, answer);
      });
    } catch (error) {
      // A defect of the emulator: told, and not the end.
      process.stderr.write(`sgtm serve: ${error instanceof Error ? error.stack : error}\n`);
      if (!response.headersSent) say(response, 500, 'The emulator has failed; its terminal says how.');
    } finally {
      bytes -= size;
    }
  };

  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 }, (request, response) => {
    const work = take(request, response)
      .catch(() => response.destroy())
      .finally(() => working.delete(work));
    working.add(work);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const status =
      error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    else socket.destroy();
  });
  server.on('connect', (_request, socket) => {
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', backlog: 4096 }, resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  return {
    url: `http://localhost:${taken}`,
    port: taken,
    async stop() {
      stopping = true;
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeIdleConnections();
      // A server that is closing no longer looks after its own limit of time.
      const last = setTimeout(() => {
        for (const request of arriving) request.destroy();
      }, LAST_BODY);
      while (working.size > 0) await Promise.all(working);
      clearTimeout(last);
      // Answers are on their way; who has not even sent its headers is not waited for.
      const timer = setTimeout(() => server.closeAllConnections(), 500);
      await closed;
      clearTimeout(timer);
    },
  };
}

const splitOnce = (text: string, separator: string): [string, string] => {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
};

/** Pages of other sites must not reach the server under a name of theirs (DNS rebinding). */
function refusalOf(
  { headers, url = '' }: IncomingMessage,
  address: AddressInfo | null,
): [number, string] | undefined {
  const own = ['localhost', '127.0.0.1', '[::1]'].flatMap((name) => [
    `${name}:${address?.port}`,
    ...(address?.port === 80 ? [name] : []),
  ]);
  if (!own.includes((headers.host ?? '').toLowerCase()))
    return [
      421,
      `This server answers to ${own[0]} only. Behind a proxy, let it send this as Host and the public name as X-Forwarded-Host.`,
    ];
  return url.startsWith('/') ? undefined : [400, 'The target of a request must be a path.'];
}

/** What was read; a body beyond the limit is not kept. */
function readBody(
  request: IncomingMessage,
  hold: (size: number) => void,
): Promise<Buffer | 'long' | 'broken'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const drop = (how: 'long' | 'broken'): void => {
      hold(-size);
      size = 0;
      chunks.length = 0;
      request.off('data', keep);
      resolve(how);
    };
    const keep = (chunk: Buffer): void => {
      if (size + chunk.length > LARGEST_BODY) drop('long');
      else {
        size += chunk.length;
        hold(chunk.length);
        chunks.push(chunk);
      }
    };
    request.on('data', keep);
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', () => drop('broken'));
    request.once('close', () => {
      if (!request.complete) drop('broken');
    });
  });
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

/** Longest that the rest of a refused request is taken in, in milliseconds, so that its sender sees the answer. */
const LONGEST_REST = 10_000;

function refuse(request: IncomingMessage, response: ServerResponse, status: number, text: string): void {
  response.setHeader('connection', 'close');
  say(response, status, text);
  request.resume();
  const timer = setTimeout(() => request.destroy(), LONGEST_REST);
  request.once('close', () => clearTimeout(timer));
}

/** Headers that are the server's own. */
const OWN_HEADERS = ['connection', 'content-length', 'transfer-encoding', 'keep-alive', 'upgrade', 'trailer'];

/** Sends what a client made; what HTTP cannot hold is left out. */
function write(response: ServerResponse, { statusCode, headers, body }: ResponseRecord): void {
  const status = Number.isInteger(statusCode) && statusCode >= 200 && statusCode <= 599 ? statusCode : 500;
  for (const [name, value] of Object.entries(headers)) {
    if (OWN_HEADERS.includes(name)) continue;
    try {
      response.setHeader(name, value);
    } catch {
      // A name or value with characters that no header can hold.
    }
  }
  response.statusCode = status;
  response.end(Buffer.from(body, isBinary(headers, body) ? 'latin1' : 'utf8'));
}

/** Whether each character of the body stands for a byte. */
function isBinary(headers: ResponseRecord['headers'], body: string): boolean {
  const type = String(headers['content-type'] ?? '');
  const isText = type === '' || /^text\/|charset=|json|javascript|xml/i.test(type);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all characters of a byte
  return !isText && /^[\x00-\xff]*$/.test(body);
}

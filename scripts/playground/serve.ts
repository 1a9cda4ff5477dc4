/** The built page over HTTP on this machine only. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { POLICY, type Site } from './build.ts';

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
};

export interface Serving {
  url: string;
  close: () => Promise<void>;
}

const HEADERS = {
  // What a page cannot say for itself: nobody frames it.
  'Content-Security-Policy': `${POLICY}; frame-ancestors 'none'`,
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/**
 * Serves the files at 127.0.0.1. Requests that name another host are refused: a name of somebody else may be made to lead here
 * (DNS rebinding), and their page would then read this one.
 *
 * @param port 0 for any free one. Rejects when it is taken.
 */
export async function serve({ files }: Pick<Site, 'files'>, port: number): Promise<Serving> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    // Also what goes wrong later, a connection too many for example, must not end the server.
    server.on('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${taken}/`;
  server.on('request', ({ url = '', method, headers }, response) => {
    const refuse = (status: number, reason: string, more = {}): void => {
      response.writeHead(status, { ...HEADERS, ...more, 'Content-Type': TYPES.txt }).end(`${reason}\n`);
    };
    if (!isOwnHost(headers.host, taken)) return refuse(403, `This server answers at ${address} only.`);
    if (method !== 'GET' && method !== 'HEAD')
      return refuse(405, 'The page can only be read.', { Allow: 'GET, HEAD' });
    // No parser of URLs: what is asked for is one of the files, letter by letter, or nothing.
    const [name] = url.slice(1).split('?', 1);
    const file = name || 'index.html';
    const content = url.startsWith('/') ? files.get(file) : undefined;
    if (content === undefined) return refuse(404, 'Not found.');
    const type = TYPES[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    response.writeHead(200, { ...HEADERS, 'Content-Type': type, 'Content-Length': content.length });
    response.end(method === 'HEAD' ? undefined : content);
  });
  return {
    url: address,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}

/** Whether a request was meant for this machine, by its `Host`. Browsers leave out port 80. */
function isOwnHost(host: string | undefined, port: number): boolean {
  const [name = '', given = '80', ...more] = (host ?? '').toLowerCase().split(':');
  return ['127.0.0.1', 'localhost'].includes(name) && given === String(port) && more.length === 0;
}

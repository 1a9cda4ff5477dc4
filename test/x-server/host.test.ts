/** Who may talk to the stand-in, and what its answers allow a browser to do with them. */
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { XServer, XServerOptions } from '../../x-server/server.ts';
import { conversion, json, path, post, send, startServer, tokenHeaders } from './client.ts';

async function stand(options: XServerOptions = {}): Promise<XServer> {
  const server = await startServer(options);
  onTestFinished(() => server.close());
  return server;
}

const asked = (server: XServer, host: string) =>
  send(server.url + path, {
    headers: { ...tokenHeaders, host },
    body: JSON.stringify({ conversions: [conversion()] }),
  });

test.each([
  'localhost',
  'LOCALHOST:8100',
  '127.0.0.1',
  '127.0.0.1:1',
  '[::1]:80',
  'ads-api.x.com',
  'ADS-API.x.com',
])('a request to %s is answered', async (host) => {
  const server = await stand({ publicUrl: 'https://ads-api.x.com' });
  expect((await asked(server, host)).status).toBe(200);
});

test.each([
  'evil.example',
  'localhost.evil.example',
  'evil.example:8100',
  '127.0.0.1.evil.example',
  '127.0.0.2',
  '0.0.0.0',
  'ads-api.x.com',
  'ads-api.x.com:8100',
  'localhost@evil.example',
])(
  'a request to %j, a name of somebody else, is neither read nor counted, and uses up no fault',
  async (host) => {
    const server = await stand(
      host.startsWith('ads-api.x.com:') ? { publicUrl: 'https://ads-api.x.com' } : {},
    );
    server.faults.next({ kind: 'silence' });
    const reply = await asked(server, host);
    expect([reply.status, json(reply).errors?.[0]?.code]).toEqual([400, 'INVALID']);
    expect([server.received, server.recorded.processed, server.faults.waiting]).toEqual([[], 0, 1]);
  },
);

test.each(['', 'Host: \r\n', 'Host: localhost\r\nHost: localhost\r\n'])(
  'a request with the Host lines %j is refused',
  async (lines) => {
    const server = await stand();
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(server.port, '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('close', () => resolve(text));
      socket.write(`POST ${path} HTTP/1.1\r\n${lines}Connection: close\r\nContent-Length: 0\r\n\r\n`);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 4/);
    expect(server.received).toEqual([]);
  },
);

test('a page may run and load nothing, and nothing else is taken for a page', async () => {
  const server = await stand();
  server.faults.next({ kind: 'garbage', body: 'html' });
  const page = await post(server, [conversion()]);
  expect(page.headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/);
  const answer = await post(server, [conversion()]);
  expect(answer.headers['content-security-policy']).toBeUndefined();
  expect([page, answer].map(({ headers }) => headers['x-content-type-options'])).toEqual([
    'nosniff',
    'nosniff',
  ]);
});

test('each answer names the version of the API, and announces its end when told to', async () => {
  const usual = await post(await stand(), [conversion()]);
  expect([usual.headers['x-current-api-version'], usual.headers['x-api-warn']]).toEqual(['12', undefined]);
  const ending = await stand({ currentApiVersion: '13', apiWarn: 'Version 12 ends on 2027-03-01' });
  ending.faults.next({ kind: 'garbage', body: 'html', status: 503 });
  for (const status of [503, 200]) {
    const reply = await post(ending, [conversion()]);
    expect([reply.status, reply.headers['x-current-api-version'], reply.headers['x-api-warn']]).toEqual([
      status,
      '13',
      'Version 12 ends on 2027-03-01',
    ]);
  }
});

/** Where requests of templates go: nowhere, to rules, to a server on this machine. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  AnswersError,
  answerFromRules,
  answerFromServer,
  answerNothing,
  sendLive,
} from '../../server/outgoing.ts';

const to = (url: string, rest = {}) => ({ method: 'GET', url, headers: {}, timeout: 5000, ...rest });

describe('an outgoing request', () => {
  it('gets an empty 200 when nothing is said', async () => {
    expect(await answerNothing(to('https://a.example/'))).toEqual({ statusCode: 200, headers: {}, body: '' });
  });

  it('gets the answer of the first rule that fits', async () => {
    const send = answerFromRules([
      { url: 'a.example', statusCode: 403, body: { error: 'no' } },
      { url: 'slow.example', reason: 'timed_out' },
    ]);
    expect(await send(to('https://a.example/x'))).toEqual({
      statusCode: 403,
      headers: {},
      body: '{"error":"no"}',
    });
    await expect(send(to('https://slow.example/'))).rejects.toEqual({ reason: 'timed_out' });
    await expect(send(to('https://other.example/'))).rejects.toThrow('no rule');
  });

  it.each([
    7,
    null,
    [{ url: 7 }],
    { status: 200 },
    { statusCode: 99 },
    { headers: { a: 1 } },
    { anything: 1 },
  ])('is not answered by %j', (content) => {
    expect(() => answerFromRules(content)).toThrow(AnswersError);
  });

  it.each([
    'https://127.0.0.1:1',
    'http://a.example',
    'http://127.0.0.1.a.example',
    'http://192.168.1.1',
    'file:///etc/passwd',
    'nothing',
  ])('does not go to %s', (address) => {
    expect(() => answerFromServer(address)).toThrow(AnswersError);
  });

  it('goes to a server on this machine with its path, method, headers and body', async () => {
    const seen: Pick<IncomingMessage, 'method' | 'url'>[] = [];
    const server = createServer((request, response) => {
      seen.push({ method: request.method!, url: request.url! });
      if (request.url === '/slow') return;
      if (request.url === '/long') response.end(Buffer.alloc(6_000_000));
      else
        response.writeHead(302, { location: 'https://b.example/', 'set-cookie': ['a=1', 'b=2'] }).end('body');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const send = answerFromServer(address);
    const answer = await send(to('https://a.example/p?q=1', { method: 'POST', body: 'x' }));
    expect(answer).toMatchObject({
      statusCode: 302,
      body: 'body',
      headers: { 'set-cookie': ['a=1', 'b=2'] },
    });
    expect(seen).toEqual([{ method: 'POST', url: '/p?q=1' }]);
    await expect(send(to('https://a.example/slow', { timeout: 1 }))).rejects.toEqual({ reason: 'timed_out' });
    await expect(send(to('https://a.example/long'))).rejects.toThrow('longer than');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(sendLive(to(address))).rejects.toThrow(/ECONN|UND_ERR/);
  });
});

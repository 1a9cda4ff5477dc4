/** Bytes in, bytes out: reading a body, sending an answer, and every way of not sending it properly. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, errorAnswer } from './answers.ts';
import { type Fault, garbage } from './faults.ts';

/**
 * The body of a request, undefined when the client went away before its end. A body beyond `limit` is read to its end, so
 * that the client can hear the answer, but only a little more than `limit` is kept.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let kept = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      if (kept > limit) continue;
      chunks.push(chunk);
      kept += chunk.length;
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

/** Sends `answer`, or does what `fault` says instead. `now` in milliseconds since 1970. */
export function respond(response: ServerResponse, answer: Answer, fault: Fault, now: number): void {
  if (fault.kind === 'silence') return;
  if (fault.kind !== 'cut') send(response, answerUnder(fault, answer), now);
  else if (fault.at === 'body') sendHalf(response, answer, now);
  else response.socket?.resetAndDestroy();
}

function answerUnder(fault: Fault, answer: Answer): Answer {
  switch (fault.kind) {
    case 'garbage':
      return garbage(fault.body, fault.status);
    case 'answer':
      return fault.answer;
    case 'redirect':
      return redirect(fault.location, fault.status);
    default:
      return answer;
  }
}

function redirect(location: string, status = 302): Answer {
  return { status, headers: { location }, body: '' };
}

/** A page runs nothing and loads nothing, whoever wrote it. */
const pagePolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

function headersAndBody({ headers, body }: Answer, now: number): [Record<string, string>, Buffer] {
  const bytes =
    typeof body === 'string' || body instanceof Uint8Array
      ? Buffer.from(body)
      : Buffer.from(JSON.stringify(body));
  const type = headers?.['content-type'] ?? 'application/json; charset=utf-8';
  return [
    {
      date: new Date(now).toUTCString(),
      'content-type': type,
      'x-content-type-options': 'nosniff',
      ...(type.startsWith('text/html') ? { 'content-security-policy': pagePolicy } : {}),
      'content-length': String(bytes.length),
      ...headers,
    },
    bytes,
  ];
}

function send(response: ServerResponse, answer: Answer, now: number): void {
  const [headers, body] = headersAndBody(answer, now);
  response.writeHead(answer.status, headers).end(body);
}

function sendHalf(response: ServerResponse, answer: Answer, now: number): void {
  const [headers, body] = headersAndBody(answer, now);
  response.writeHead(answer.status, headers);
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

/** The answer to bytes that are no HTTP request, for a socket without a response object. */
export function badRequest(now: number): string {
  return rawAnswer(errorAnswer('badRequest'), 'Bad Request', now);
}

/** The answer to CONNECT, which Node hands over as a bare socket. */
export function connectRefused(now: number): string {
  return rawAnswer(errorAnswer('methodNotAllowed'), 'Method Not Allowed', now);
}

function rawAnswer(answer: Answer, phrase: string, now: number): string {
  const [headers, body] = headersAndBody(answer, now);
  const lines = Object.entries({ ...headers, connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return `HTTP/1.1 ${answer.status} ${phrase}\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

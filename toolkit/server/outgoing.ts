/**
 * Where requests of templates go. Nothing leaves the machine unless that is asked for: they are answered with an empty 200,
 * from a list of rules, or by a server on the loopback.
 */
import type { HttpRequest, HttpResponse } from '../sandbox/index.ts';
import { isPlain, type Plain } from './text.ts';

export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** A rule or an address that cannot be used. */
export class AnswersError extends Error {
  override readonly name = 'AnswersError';
}

export const answerNothing: Send = async () => ({ statusCode: 200, headers: {}, body: '' });

const isTexts = (value: unknown): boolean =>
  isPlain(value) &&
  Object.values(value).every((item) => [item].flat().every((text) => typeof text === 'string'));

/** What a rule may say; `url` is part of the URL, absent for every URL. */
const RULE: Record<string, (value: unknown) => boolean> = {
  url: (value) => typeof value === 'string',
  reason: (value) => value === 'failed' || value === 'timed_out',
  statusCode: (value) => Number.isInteger(value) && (value as number) >= 100 && (value as number) <= 599,
  headers: isTexts,
  body: () => true,
};

const WORDS =
  'one rule or a list of rules, {"url", "statusCode" from 100 to 599, "headers", "body"} or {"url", "reason": "failed" or "timed_out"}';

/**
 * Answers from rules, the first that fits. A request that no rule fits fails.
 *
 * @param content of the file, parsed. Throws an AnswersError for what is no list of rules.
 */
export function answerFromRules(content: unknown): Send {
  const rules = [content].flat();
  for (const [index, rule] of rules.entries()) {
    const wrong = isPlain(rule)
      ? Object.keys(rule).find((key) => !Object.hasOwn(RULE, key) || !RULE[key]!(rule[key]))
      : '';
    if (wrong !== undefined)
      throw new AnswersError(
        `Rule ${index + 1} ${wrong === '' ? 'is no object' : `has a wrong or unknown "${wrong}"`}. Expected ${WORDS}.`,
      );
  }
  return async ({ url }) => {
    const found = (rules as Plain[]).find((rule) => rule.url === undefined || url.includes(String(rule.url)));
    if (!found) throw new Error('no rule of --answers fits this URL');
    if (found.reason !== undefined) throw { reason: found.reason };
    const { statusCode = 200, headers = {}, body = '' } = found;
    return {
      statusCode: statusCode as number,
      headers: headers as HttpResponse['headers'],
      body: typeof body === 'string' ? body : JSON.stringify(body),
    };
  };
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Every request goes to a server on this machine: its path and query there, in place of the host that it names.
 *
 * @param address `http://127.0.0.1:PORT`. Throws an AnswersError for one that is not on the loopback.
 */
export function answerFromServer(address: string): Send {
  const base = URL.canParse(address) ? new URL(address) : undefined;
  if (base?.protocol !== 'http:' || !LOOPBACK.test(base.hostname))
    throw new AnswersError(
      `${address}: must be the address of a server on this machine, as http://127.0.0.1:8787. Use --live to send for real.`,
    );
  return (request) => {
    const { pathname, search } = new URL(request.url);
    return sendLive({ ...request, url: `${base.origin}${pathname}${search}` });
  };
}

/** Largest answer that is read, in bytes. */
const LARGEST_ANSWER = 5_000_000;

/** A request over the network, as the server would make it. The sandbox itself ends it when its time is over. */
export const sendLive: Send = async ({ method, url, headers, body, timeout }) => {
  const response = await fetch(url, {
    method,
    headers,
    ...(body !== undefined && { body }),
    redirect: 'manual',
    // A little later than the sandbox, which then has told the template why.
    signal: AbortSignal.timeout(Math.min(timeout, 120_000) + 100),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'TimeoutError') throw { reason: 'timed_out' };
    const { cause } = error as { cause?: { code?: unknown } };
    throw new Error(cause?.code === undefined ? String(error) : String(cause.code));
  });
  const cookies = response.headers.getSetCookie();
  return {
    statusCode: response.status,
    headers: {
      ...Object.fromEntries(response.headers),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: await readBody(response),
  };
};

async function readBody({ body }: Response): Promise<string> {
  if (!body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw new Error(`the answer is longer than ${LARGEST_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

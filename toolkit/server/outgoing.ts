/**
 * Where requests of templates go. Nothing leaves the machine unless that is asked for: they are answered with an empty 200,
 * from a list of rules, or by a server on the loopback.
 */
import { Agent as HttpAgent, type IncomingHttpHeaders, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { HttpRequest, HttpResponse } from '../sandbox/index.ts';
import { isTexts } from '../sandbox/world-parts.ts';
import { isPlain, type Plain } from './text.ts';

export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** A rule or an address that cannot be used. */
export class AnswersError extends Error {
  override readonly name = 'AnswersError';
}

export const answerNothing: Send = async () => ({ statusCode: 200, headers: {}, body: '' });

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

/** Longest that a request may take whatever its template says, in milliseconds. */
const LONGEST_REQUEST = 120_000;

const AGENTS = {
  'http:': { request: requestHttp, agent: new HttpAgent({ keepAlive: true }) },
  'https:': { request: requestHttps, agent: new HttpsAgent({ keepAlive: true }) },
};

/** A request over the network, as the server would make it; redirects are the template's to follow. */
export const sendLive: Send = ({ method, url, headers, body, timeout }) =>
  new Promise((resolve, reject) => {
    const { protocol } = new URL(url);
    if (protocol !== 'http:' && protocol !== 'https:')
      throw new Error(`${protocol} is no protocol of the web`);
    const { request, agent } = AGENTS[protocol];
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method, agent, headers: { ...headers, ...length } }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > LARGEST_ANSWER)
          sent.destroy(new Error(`the answer is longer than ${LARGEST_ANSWER} bytes`));
        chunks.push(chunk);
      });
      response.on('error', fail);
      response.on('end', () => {
        clearTimeout(timer);
        resolve({
          statusCode: response.statusCode ?? 0,
          headers: textsOf(response.headers),
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    // A little later than the sandbox, which then has told the template why.
    const most = Math.min(timeout, LONGEST_REQUEST) + 100;
    const timer = setTimeout(() => {
      reject({ reason: 'timed_out' });
      sent.destroy();
    }, most);
    sent.on('error', fail);
    sent.end(body);
  });

const textsOf = (headers: IncomingHttpHeaders): HttpResponse['headers'] =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

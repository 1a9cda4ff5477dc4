/**
 * A request as browsers copy one: *Copy as fetch*, the request's own text, or the parameters that the payload tab lists. For cURL see
 * curl-words.ts.
 */
import { type CopiedRequest, readCurl } from './curl-words.ts';
import { readCalls } from './literal.ts';

/** `undefined` when the text is no copied request. */
export const readRequest = (text: string): { request: CopiedRequest; form: string } | undefined => {
  const readers = { cURL: readCurl, fetch: readFetch, HTTP: readMessage, payload: readPayload };
  for (const [form, reader] of Object.entries(readers)) {
    const request = reader(text);
    if (request) return { request, form };
  }
  return undefined;
};

const headersOf = (entries: readonly (readonly [string, unknown])[]): Map<string, string> =>
  new Map(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));

function readFetch(text: string): CopiedRequest | undefined {
  if (!/^(await\s+)?fetch\s*\(/.test(text)) return undefined;
  try {
    const [call] = readCalls(text.replace(/^await\s+/, ''), new Set());
    const [url, init] = call?.args ?? [];
    if (typeof url !== 'string') return undefined;
    const { headers, body } = (init ?? {}) as { headers?: object | null; body?: unknown };
    return {
      url,
      headers: headersOf(Object.entries(headers ?? {})),
      body: typeof body === 'string' ? body : '',
    };
  } catch {
    return undefined;
  }
}

/** A request line, headers, an empty line, the body. */
function readMessage(text: string): CopiedRequest | undefined {
  const [first = '', ...lines] = text.split(/\r?\n/);
  const [, target] = /^[A-Z]+ (\S+) HTTP\/[\d.]+$/.exec(first) ?? [];
  if (target === undefined) return undefined;
  const end = lines.indexOf('');
  const heads = (end < 0 ? lines : lines.slice(0, end)).map((line) => /^([\w-]+): ?(.*)$/.exec(line));
  if (heads.length === 0 || heads.includes(null)) return undefined;
  const headers = headersOf(heads.map((head) => [head![1]!, head![2]!]));
  return { url: target, headers, body: end < 0 ? '' : lines.slice(end + 1).join('\n') };
}

/** Parameters of a hit, a name and its value on one line or on two in turn. */
function readPayload(text: string): CopiedRequest | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const filled = lines.filter((line) => line !== '' && !/^(query string parameters|form data)\b/i.test(line));
  const pairs = filled.flatMap((line): [string, string][] => {
    const [, name, value = ''] = /^([\w.~-]+)(?::\s*|\t+)(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, value]];
  });
  const inTurn = filled.flatMap((name, i): [string, string][] =>
    i % 2 === 0 ? [[name, filled[i + 1] ?? '']] : [],
  );
  const parameters = new URLSearchParams(pairs.length === filled.length ? pairs : inTurn);
  if (parameters.get('v') !== '2' || !parameters.has('en')) return undefined;
  return { url: `/g/collect?${parameters}`, headers: new Map(), body: '' };
}

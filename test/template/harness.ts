/**
 * The shipped template.tpl as GTM would run it: permissions enforced, the event and the settings as plain data, and the
 * stand-in for X's endpoint on the other side, either over real HTTP or called in this process.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseTemplate, type RunRecord, runTemplate } from 'sgtm-toolkit/sandbox';
import type { HttpRequest, HttpResponse, World } from 'sgtm-toolkit/sandbox/world';
import { expect } from 'vitest';
import { nodeHttp } from '../../scripts/lib/node-http.ts';
import type { Configuration } from '../../x-server/configuration.ts';
import { createJudge, type Judgement } from '../../x-server/judge.ts';
import { createXServer, type XServer, type XServerOptions } from '../../x-server/server.ts';
import { encode } from '../x-server/client.ts';

export type Data = Record<string, unknown>;

export const X = 'https://ads-api.x.com';
export const root = path.join(import.meta.dirname, '../..');
export const templateText = readFileSync(path.join(root, 'template.tpl'), 'utf8');
export const template = parseTemplate(templateText);

const example = (name: string): Data =>
  JSON.parse(readFileSync(path.join(root, 'examples', name), 'utf8')) as Data;

/** The example's purchase, changed; `undefined` removes a key. */
export const purchase = (change: Data = {}): Data => changed(example('purchase.json'), change);

/** Settings by OAuth that send a purchase and log everything, changed; `undefined` removes a key. */
export const oauth = (change: Data = {}): Data => changed(example('settings.json'), change);

export const PIXEL_TOKEN = 'pixel-token-0123456789-abcdefghij';

/** The same with the pixel's own token in place of the four credentials. */
export const byToken = (change: Data = {}): Data =>
  oauth({ authMethod: 'pixelToken', pixelToken: PIXEL_TOKEN, ...withoutCredentials, ...change });

export const CREDENTIALS = ['consumerKey', 'consumerSecret', 'accessToken', 'accessTokenSecret'] as const;
const withoutCredentials = Object.fromEntries(CREDENTIALS.map((name) => [name, undefined]));

const changed = (base: Data, change: Data): Data =>
  Object.fromEntries(Object.entries({ ...base, ...change }).filter(([, value]) => value !== undefined));

/** One run. What the emulator itself finds odd (a second signal, an unhandled rejection) fails the test at once. */
export async function run(settings: Data, event: Data, world: World = {}): Promise<RunRecord> {
  const record = await runTemplate(template, settings, { eventData: event, ...world });
  expect(record.errors).toEqual([]);
  expect(record.warnings).toEqual([]);
  expect(record.signals).toHaveLength(1);
  return record;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** What the stand-in has to know so that it accepts the settings. */
export function configurationFor(settings: Data): Configuration {
  const pixelId = text(settings.pixelId);
  return {
    pixels: [{ id: pixelId, accountId: '18ce552mlaq', eventIds: ['o87nd', 'o87ne'] }],
    apps: [{ consumerKey: text(settings.consumerKey), consumerSecret: text(settings.consumerSecret) }],
    tokens: [{ token: text(settings.accessToken), secret: text(settings.accessTokenSecret) }],
    pixelTokens: [{ pixelId, token: text(settings.pixelToken) || PIXEL_TOKEN }],
  };
}

/** Runs over real sockets to a stand-in that is closed afterwards. */
export async function overHttp<T>(
  settings: Data,
  use: (server: XServer, http: NonNullable<World['http']>) => Promise<T>,
  options: XServerOptions = {},
): Promise<T> {
  const server = await createXServer({ ...configurationFor(settings), publicUrl: X, ...options });
  try {
    return await use(server, nodeHttp({ [X]: server.url }));
  } finally {
    await server.close();
  }
}

/** The stand-in without sockets: the same checks of signature and body, for runs by the thousand. */
export function inProcess(settings: Data): {
  http: (request: HttpRequest) => Promise<HttpResponse>;
  judgements: Judgement[];
} {
  const { judge } = createJudge(configurationFor(settings), {
    strict: false,
    clockToleranceSeconds: 300,
    bodyLimit: 5 * 1024 * 1024,
    rateLimit: 1_000_000,
    rateLimitWindowMs: 900_000,
  });
  const judgements: Judgement[] = [];
  return {
    judgements,
    http: async ({ method, url, headers, body = '' }) => {
      const header = (name: string): string[] =>
        Object.entries(headers).flatMap(([key, value]) => (key.toLowerCase() === name ? [value] : []));
      const { origin, pathname, search } = new URL(url);
      const judgement = judge(
        {
          method,
          target: pathname + search,
          origin,
          contentType: header('content-type').join(),
          authorization: header('authorization'),
          pixelToken: header('x-pixel-token'),
          body: Buffer.from(body),
          filesOrigin: origin,
        },
        Date.now(),
      );
      judgements.push(judgement);
      return {
        statusCode: judgement.answer.status,
        headers: {},
        body: JSON.stringify(judgement.answer.body),
      };
    },
  };
}

export interface LogLine {
  Type: string;
  Message?: string;
  Reason?: string;
  [field: string]: unknown;
}

export const logLines = ({ logs }: RunRecord): LogLine[] => logs.map((line) => JSON.parse(line) as LogLine);

/** The sentence the operator reads: that of the line which goes with the outcome. */
export function reasonOf(record: RunRecord): string {
  const type = record.outcome === 'success' ? 'Message' : 'Failure';
  const line = logLines(record).findLast((entry) => entry.Type === type || entry.Type === 'WouldSend');
  expect(line, `a ${type} line in the log`).toBeDefined();
  return line!.Reason ?? line!.Message ?? '';
}

/** The ways in which a text may stand in another one. */
export function formsOf(secret: string): string[] {
  const known = forms.get(secret);
  if (known) return known;
  const escaped = JSON.stringify(secret).slice(1, -1);
  const made = [
    secret,
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    encode(secret),
    encode(encode(secret)),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ];
  forms.set(secret, made);
  return made;
}

const forms = new Map<string, string[]>();

/** What a run leaves behind where nobody may find a secret or a raw address: everything but the requests' headers. */
export function traceOf(record: RunRecord): string {
  return [
    ...record.logs,
    ...record.errors.map(({ message }) => message),
    ...record.warnings,
    ...record.cookies.map((cookie) => JSON.stringify(cookie)),
    ...record.rows.map((row) => JSON.stringify(row)),
    ...record.requests.flatMap(({ request, failure }) => [request.url, request.body ?? '', failure ?? '']),
    String(record.returned),
  ].join('\n');
}

/** Which of the texts stand in the trace of a run, in any form and letter case; should be none. */
export function leaks(record: RunRecord, secrets: readonly string[]): string[] {
  const trace = traceOf(record).toLowerCase();
  return secrets.filter((secret) => formsOf(secret).some((form) => trace.includes(form.toLowerCase())));
}

/** The hash of nothing, which is nobody's. */
const HASH_OF_NOTHING = createHash('sha256').update('').digest('hex');

/** Whole hashes of persons where none may stand: everywhere but in the identifiers of a request and of a Failure line's request. */
export function wholeHashes(record: RunRecord): string[] {
  const withoutIdentifiers = (body: unknown): string =>
    typeof body === 'string'
      ? JSON.stringify(JSON.parse(body), (key, value) => (key === 'identifiers' ? 0 : value))
      : '';
  const places = [
    ...record.requests.map(({ request }) => withoutIdentifiers(request.body)),
    ...logLines(record).map((line) =>
      line.Type === 'Failure' ? { ...line, RequestBody: withoutIdentifiers(line.RequestBody) } : line,
    ),
    ...record.rows
      .flatMap(({ rows }) => rows as Data[])
      .map((row) =>
        row.type === 'Failure' ? { ...row, request_body: withoutIdentifiers(row.request_body) } : row,
      ),
  ];
  const found = JSON.stringify(places).match(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gi) ?? [];
  return found.filter((hash) => new Set(hash).size > 2 && hash.toLowerCase() !== HASH_OF_NOTHING);
}

/** The Authorization header of a request, taken apart and decoded. */
export function oauthHeader({ headers }: HttpRequest): Record<string, string> {
  const header = headers.Authorization ?? '';
  expect(header).toMatch(/^OAuth (\w+="[^"]*", ){6}\w+="[^"]*"$/);
  return Object.fromEntries(
    [...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      decodeURIComponent(value),
    ]),
  );
}

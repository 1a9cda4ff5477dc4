/** Exports of server containers as Google Tag Manager writes them, made of what a test is about. */
import type { HttpRequest, HttpResponse, ResponseRecord } from '../../sandbox/index.ts';
import { handle } from '../../server/handle.ts';
import { createHost, type Host } from '../../server/host.ts';
import { loadContainer } from '../../server/load.ts';
import type { LogLine } from '../../server/log.ts';
import type { Incoming } from '../../server/request.ts';
import type { RequestTrace } from '../../server/trace.ts';

type Plain = Record<string, unknown>;

/** A value as a parameter of the file: text, true and numbers as text; a list of objects as a table. */
export function parameter(key: string | undefined, value: unknown): Plain {
  const named = key === undefined ? {} : { key };
  if (typeof value === 'boolean') return { type: 'BOOLEAN', ...named, value: String(value) };
  if (typeof value === 'number') return { type: 'INTEGER', ...named, value: String(value) };
  if (Array.isArray(value))
    return { type: 'LIST', ...named, list: value.map((item) => parameter(undefined, item)) };
  if (typeof value === 'object' && value !== null)
    return { type: 'MAP', ...named, map: parameters(value as Plain) };
  return { type: 'TEMPLATE', ...named, ...(value !== undefined && { value }) };
}

export const parameters = (values: Plain): Plain[] =>
  Object.entries(values).map(([key, value]) => parameter(key, value));

const owner = { accountId: '1', containerId: '2', fingerprint: '1' };

/** A template whose permissions are switched off by declaring what its code needs. */
export function tpl(type: 'TAG' | 'MACRO' | 'CLIENT', code: string, permissions: unknown[] = ALL): string {
  const info = {
    type,
    id: 'cvt_temp_public_id',
    version: 1,
    displayName: type,
    containerContexts: ['SERVER'],
  };
  return `___INFO___\n\n${JSON.stringify(info)}\n\n\n___TEMPLATE_PARAMETERS___\n\n[]\n\n\n___SANDBOXED_JS_FOR_SERVER___\n\n${code}\n\n\n___SERVER_PERMISSIONS___\n\n${JSON.stringify(permissions)}\n`;
}

const permission = (publicId: string, param: unknown[] = []): unknown => ({
  instance: { key: { publicId, versionId: '1' }, param },
  clientAnnotations: { isEditedByUser: true },
  isRequired: true,
});
const choice = (key: string, string: string): unknown => ({ key, value: { type: 1, string } });

/** Everything a test's code may do. */
const ALL = [
  permission('logging', [choice('environments', 'all')]),
  permission('read_event_data', [choice('eventDataAccess', 'any')]),
  permission('read_request', [
    { key: 'requestAccess', value: { type: 1, string: 'any' } },
    { key: 'headerAccess', value: { type: 1, string: 'any' } },
    { key: 'queryParameterAccess', value: { type: 1, string: 'any' } },
  ]),
  permission('send_http', [choice('allowedUrls', 'any')]),
  permission('access_template_storage'),
  permission('get_cookies', [choice('cookieAccess', 'any')]),
  permission('return_response'),
  permission('run_container'),
  permission('read_container_data'),
  permission('read_event_metadata'),
  permission('access_response', [
    { key: 'writeResponseAccess', value: { type: 1, string: 'any' } },
    { key: 'writeHeaderAccess', value: { type: 1, string: 'specific' } },
  ]),
];

/** The parts of an export, entities in short: ids are given, parameters are plain values. */
export interface Parts {
  client?: Plain[];
  tag?: Plain[];
  trigger?: Plain[];
  variable?: Plain[];
  transformation?: Plain[];
  /** Code by template id. */
  templates?: Record<string, string>;
  version?: Plain;
}

const GA4 = {
  name: 'GA4',
  type: 'gaaw_client',
  parameter: { activateDefaultPaths: true, cookieManagement: 'js' },
};

const entity =
  (idKey: string) =>
  (item: Plain, index: number): Plain => ({
    ...owner,
    [idKey]: String(index + 1),
    ...item,
    ...(item.parameter !== undefined && { parameter: parameters(item.parameter as Plain) }),
  });

export function exported(parts: Parts): string {
  const {
    client = [GA4],
    tag = [],
    trigger = [],
    variable = [],
    transformation = [],
    templates = {},
  } = parts;
  return JSON.stringify({
    exportFormatVersion: 2,
    containerVersion: {
      ...owner,
      containerVersionId: '3',
      container: { publicId: 'GTM-TEST', name: 'Test', usageContext: ['SERVER'] },
      client: client.map(entity('clientId')),
      tag: tag.map(entity('tagId')),
      trigger: trigger.map(entity('triggerId')),
      variable: variable.map(entity('variableId')),
      transformation: transformation.map(entity('transformationId')),
      customTemplate: Object.entries(templates).map(([templateId, templateData]) => ({
        ...owner,
        templateId,
        name: templateId,
        templateData,
      })),
      ...parts.version,
    },
  });
}

/** A condition `{{left}} OPERATOR right`; sides are written as in the file. */
export const condition = (left: string, type: string, right: string, flags: Plain = {}): Plain => ({
  type,
  parameter: parameters({ arg0: left, arg1: right, ...flags }),
});

export interface Ran {
  response: ResponseRecord;
  trace: RequestTrace;
  lines: LogLine[];
  host: Host;
}

type Send = (request: HttpRequest) => Promise<HttpResponse>;

export const empty200: Send = async () => ({ statusCode: 200, headers: {}, body: '' });

export const hostOf = (
  parts: Parts,
  send: Send = empty200,
  lines: LogLine[] = [],
  longestTurn?: number,
): Host =>
  createHost({
    container: loadContainer(exported(parts)),
    send,
    onLine: (line) => lines.push(line),
    ...(longestTurn !== undefined && { longestTurn }),
  });

/** One request through a container, without HTTP. */
export async function serve(
  parts: Parts,
  incoming: Partial<Incoming> = {},
  send: Send = empty200,
  longestTurn?: number,
): Promise<Ran> {
  const lines: LogLine[] = [];
  const host = hostOf(parts, send, lines, longestTurn);
  let response: ResponseRecord | undefined;
  const trace = await handle(host, hit('page_view', {}, incoming), (given) => {
    response = given;
  });
  if (!response) throw new Error('no response');
  return { response, trace, lines, host };
}

/** A hit as gtag sends it. */
export function hit(
  name: string,
  values: Record<string, string> = {},
  rest: Partial<Incoming> = {},
): Incoming {
  const query = new URLSearchParams({ v: '2', tid: 'G-TEST', cid: '12345.67890', en: name, ...values });
  return {
    method: 'GET',
    path: '/g/collect',
    query: String(query),
    headers: { host: 'localhost:8080', 'user-agent': 'Browser/1' },
    remoteAddress: '127.0.0.1',
    ...rest,
  };
}

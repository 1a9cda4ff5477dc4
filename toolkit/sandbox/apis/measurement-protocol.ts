/** Measurement Protocol requests: whether the incoming request is one, and the events in it. */
import { type EventData, eventOfHit, put } from '../ga4-hit.ts';
import { toSandbox } from '../interpreter/border.ts';
import { type ApiFactory, api, type Context } from './context.ts';
import { queryOf } from './request.ts';

/** The request as lists of Measurement Protocol parameters: one of the query, and one for each line of the body. */
function payloads(context: Context): URLSearchParams[] {
  const query = queryOf(context);
  const body = context.world.request?.body ?? '';
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return [new URLSearchParams(query)];
  return lines.map((line) => new URLSearchParams(`${query}${query ? '&' : ''}${line}`));
}

function isProtocol(context: Context, version: '1' | '2'): boolean {
  const path = context.world.request?.path ?? '/';
  const paths = version === '2' ? /(^|\/)g\/collect$/ : /(^|\/)(j\/|r\/)?collect$/;
  return paths.test(path) && payloads(context)[0]?.get('v') === version;
}

const isRequest =
  (name: string, version: '1' | '2'): ApiFactory =>
  (context) =>
    api(name, () => {
      context.permissions.check('read_request');
      return isProtocol(context, version);
    });

/** Parameters of version 1 that have a name of their own in event data; the others are `x-ga-mp1-<name>`. */
const NAMES: Record<string, string> = {
  t: 'event_name',
  cid: 'client_id',
  uid: 'user_id',
  dl: 'page_location',
  dr: 'page_referrer',
  dt: 'page_title',
  dh: 'page_hostname',
  dp: 'page_path',
  ul: 'language',
  sr: 'screen_resolution',
  uip: 'ip_override',
  ua: 'user_agent',
  cu: 'currency',
  ti: 'transaction_id',
  tr: 'value',
};

/** Parts of a product of version 1, `pr<n><part>`, and the keys of an item that mean the same (inferred). */
const PRODUCT: Record<string, string> = {
  id: 'item_id',
  nm: 'item_name',
  br: 'item_brand',
  ca: 'item_category',
  va: 'item_variant',
  cc: 'coupon',
  pr: 'price',
  qt: 'quantity',
  ps: 'index',
};

const NUMBERS = ['price', 'quantity', 'index'];

function eventOfVersion1(pairs: Iterable<[string, string]>): EventData {
  const event: EventData = {};
  const items: EventData[] = [];
  for (const [name, value] of pairs) {
    const [, number, part = ''] = name.match(/^pr([1-9]\d{0,2})([a-z]{2})$/) ?? [];
    const key = Object.hasOwn(PRODUCT, part) ? PRODUCT[part]! : undefined;
    if (key === undefined) {
      put(event, [Object.hasOwn(NAMES, name) ? NAMES[name]! : `x-ga-mp1-${name}`], value);
      continue;
    }
    const index = Number(number) - 1;
    items[index] ??= {};
    items[index][key] = NUMBERS.includes(key) && Number.isFinite(Number(value)) ? Number(value) : value;
  }
  if (items.length > 0) event.items = items.filter((item) => item !== undefined);
  return event;
}

const extractEvents =
  (name: string, version: '1' | '2', eventOf: (pairs: URLSearchParams) => EventData): ApiFactory =>
  (context) =>
    api(name, () => {
      context.permissions.check('read_request');
      if (!isProtocol(context, version))
        throw new Error(`The request is not a Measurement Protocol version ${version} request.`);
      return toSandbox(payloads(context).map(eventOf));
    });

export const isRequestMpv1 = isRequest('isRequestMpv1', '1');
export const isRequestMpv2 = isRequest('isRequestMpv2', '2');
export const extractEventsFromMpv1 = extractEvents('extractEventsFromMpv1', '1', eventOfVersion1);
export const extractEventsFromMpv2 = extractEvents('extractEventsFromMpv2', '2', (pairs) =>
  eventOfHit(pairs, new Set()),
);

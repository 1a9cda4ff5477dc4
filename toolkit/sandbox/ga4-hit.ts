/**
 * A hit of GA4's protocol translated to event data, as far as it is known what Google's GA4 client does: its code is not
 * public, the rules are read off recorded events. Parameters that nothing is known of arrive as `x-ga-mp2-<name>`.
 * Left out: what the client takes from cookies (a server-managed client id) and from client hint headers (`brands`).
 */

export type EventData = Record<string, unknown>;

type Kind = 'text' | 'number' | 'flag';

/** Wire name → key of event data, and the type on arrival. */
const NAMES: Record<string, readonly [path: string, kind?: Kind]> = {
  v: ['x-ga-protocol_version'],
  tid: ['x-ga-measurement_id'],
  gtm: ['x-ga-gtm_version'],
  en: ['event_name'],
  cid: ['client_id'],
  uid: ['user_id'],
  dl: ['page_location'],
  dr: ['page_referrer'],
  dt: ['page_title'],
  ul: ['language'],
  sr: ['screen_resolution'],
  cu: ['currency'],
  sid: ['ga_session_id'],
  sct: ['ga_session_number', 'number'],
  _et: ['engagement_time_msec', 'number'],
  _uip: ['ip_override'],
  _p: ['x-ga-page_id', 'number'],
  _s: ['x-ga-request_count', 'number'],
  tfd: ['x-ga-tfd', 'number'],
  ur: ['x-ga-ur'],
  lps: ['x-ga-lps', 'flag'],
  uaa: ['client_hints.architecture'],
  uab: ['client_hints.bitness'],
  uamb: ['client_hints.mobile', 'flag'],
  uam: ['client_hints.model'],
  uap: ['client_hints.platform'],
  uapv: ['client_hints.platform_version'],
  uaw: ['client_hints.wow64', 'flag'],
  cs: ['campaign_source'],
  cm: ['campaign_medium'],
  cn: ['campaign_name'],
  ci: ['campaign_id'],
  cc: ['campaign_content'],
  ck: ['campaign_term'],
};

/** Wire names that keep theirs behind `x-ga-`. */
const KEPT = new Set('gcs gcd gcu npa dma dma_cps gdid edid ecid did em are pscdl'.split(' '));

/** Two-letter codes of items. */
const ITEM: Record<string, readonly [key: string, kind?: Kind]> = {
  id: ['item_id'],
  nm: ['item_name'],
  br: ['item_brand'],
  va: ['item_variant'],
  ca: ['item_category'],
  c2: ['item_category2'],
  c3: ['item_category3'],
  c4: ['item_category4'],
  c5: ['item_category5'],
  li: ['item_list_id'],
  ln: ['item_list_name'],
  af: ['affiliation'],
  cp: ['coupon'],
  lo: ['location_id'],
  pi: ['promotion_id'],
  pn: ['promotion_name'],
  cn: ['creative_name'],
  cs: ['creative_slot'],
  pr: ['price', 'number'],
  ds: ['discount', 'number'],
  qt: ['quantity', 'number'],
  lp: ['index', 'number'],
};

/**
 * The event of one hit.
 *
 * @param pairs decoded parameters in their order: those of the query, then those of the event's line of the body
 * @param notes receives what could not be translated with certainty, one sentence each
 */
export function eventOfHit(pairs: Iterable<[string, string]>, notes: Set<string>): EventData {
  const event: EventData = {};
  const items: EventData[] = [];
  for (const [name, value] of pairs) {
    const item = name.match(/^pr([1-9]\d{0,2})$/);
    if (item) items[Number(item[1]) - 1] = readItem(value, notes);
    else put(event, ...placeOf(name, value, notes));
  }
  // Items are numbered without gaps; a gap would be a hole in the list.
  if (items.length > 0) event.items = items.filter((item) => item !== undefined);
  return event;
}

/** Where a parameter arrives and as what. */
function placeOf(name: string, value: string, notes: Set<string>): [path: string[], value: unknown] {
  const prefix = name.slice(0, name.indexOf('.') + 1);
  const rest = name.slice(prefix.length);
  switch (prefix) {
    case 'ep.':
      return [stepsOf(rest), value];
    case 'epn.':
      return [stepsOf(rest), typed(value, 'number', rest, notes)];
    case 'up.':
      return [['x-ga-mp2-user_properties', rest], value];
    case 'upn.':
      return [['x-ga-mp2-user_properties', rest], typed(value, 'number', rest, notes)];
    case 'sst.':
      return [['x-sst-system_properties', rest], value];
  }
  if (Object.hasOwn(NAMES, name)) {
    const [path, kind = 'text'] = NAMES[name]!;
    return [path.split('.'), typed(value, kind, name, notes)];
  }
  if (KEPT.has(name)) return [[`x-ga-${name}`], value];
  if (name === 'uafvl') return [['client_hints', 'full_version_list'], versions(value)];
  if (name === 'dp') {
    notes.add('Which key the parameter dp arrives under is not known; page_path is an assumption.');
    return [['page_path'], value];
  }
  if (name === '_geo') {
    notes.add('How the parameter _geo arrives is not known; event_location is an assumption.');
    const [country = '', region] = value.split('-');
    return [['event_location'], { country, ...(region && { region }) }];
  }
  // Flags of the library: `_ee` arrives as true, the others as they are.
  if (name.startsWith('_'))
    return [['x-ga-system_properties', name.slice(1)], name === '_ee' ? value === '1' : value];
  if (name === 'evnid')
    notes.add(
      'Which key an event_id sent as evnid arrives under is not known; x-ga-mp2-evnid is an assumption.',
    );
  return [[`x-ga-mp2-${name}`], value];
}

/** Dots in a name nest. A name of more steps than anybody means is one key. */
function stepsOf(name: string): string[] {
  const steps = name.split('.', 33);
  return steps.length > 32 ? [name] : steps;
}

/** A number that is none stays text: what the client makes of it is not known. */
function typed(value: string, kind: Kind, name: string, notes: Set<string>): unknown {
  if (kind === 'flag') return value === '1' || value === 'true';
  if (kind === 'text') return value;
  const number = Number(value);
  if (value.trim() !== '' && Number.isFinite(number)) return number;
  notes.add(`${name} should be a number, found "${value}"; it is left as text.`);
  return value;
}

/** `Brand;1.2.3|Other%20brand;4.5` */
function versions(value: string): { brand: string; version: string }[] {
  return value
    .split('|')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [brand = '', version = ''] = entry.split(';').map(decoded);
      return { brand, version };
    });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `id<v>~nm<v>~k0<name>~v0<v>`; a `~` inside a value is doubled. */
function readItem(text: string, notes: Set<string>): EventData {
  const item: EventData = {};
  const names = new Map<string, string>();
  for (const part of text.match(/(?:[^~]|~~)+/g) ?? []) {
    const code = part.slice(0, 2);
    const value = part.slice(2).replaceAll('~~', '~');
    if (Object.hasOwn(ITEM, code)) {
      const [key, kind = 'text'] = ITEM[code]!;
      put(item, [key], typed(value, kind, key, notes));
    } else if (code.startsWith('k')) names.set(code.slice(1), value);
    else if (code.startsWith('v') && names.has(code.slice(1))) put(item, [names.get(code.slice(1))!], value);
    else notes.add(`An item has the unknown part "${part}"; it is left out.`);
  }
  return item;
}

/** Writes below a path. Names come from outside, so none may reach a prototype. */
export function put(target: EventData, path: string[], value: unknown): void {
  const [step = '', ...rest] = path;
  if (rest.length > 0) {
    const inner = Object.hasOwn(target, step) ? target[step] : undefined;
    const object = typeof inner === 'object' && inner !== null ? (inner as EventData) : {};
    put(object, rest, value);
    value = object;
  }
  Object.defineProperty(target, step, { value, enumerable: true, writable: true, configurable: true });
}

/** One event of Google's tag as the query of `/g/collect` (names and prefixes as observed in gtag.js of 2026-08). */

export type Parameters = Readonly<Record<string, unknown>>;

/** Parameters that steer the tag and are not sent. */
const STEERING = [
  'event_callback',
  'event_timeout',
  'first_party_collection',
  'send_page_view',
  'send_to',
  'server_container_url',
  'user_data',
];
/** Parameters with a name of their own on the wire; since 2026 `event_id` is one of them. */
const NAMES: Readonly<Record<string, string>> = {
  currency: 'cu',
  event_id: 'evnid',
  page_location: 'dl',
  page_referrer: 'dr',
  page_title: 'dt',
  user_id: 'uid',
};
const ITEM: Readonly<Record<string, string>> = {
  item_id: 'id',
  item_name: 'nm',
  item_brand: 'br',
  item_variant: 'va',
  item_category: 'ca',
  coupon: 'cp',
  price: 'pr',
  discount: 'ds',
  quantity: 'qt',
  index: 'lp',
};

/** The event's own part of the query. */
export function eventPairs(name: string, parameters: Parameters): [string, string][] {
  const pairs: [string, string][] = [['en', name]];
  for (const [key, value] of Object.entries(parameters)) {
    if (STEERING.includes(key) || value === undefined) continue;
    if (key === 'items') pairs.push(...itemPairs(value));
    else pairs.push([wireName(key, value), value === null ? '' : String(value)]);
  }
  return pairs;
}

const wireName = (key: string, value: unknown): string =>
  NAMES[key] ?? `${typeof value === 'number' ? 'epn' : 'ep'}.${key}`;

/** `pr1=id<v>~nm<v>`; a `~` inside of a value is doubled. At most 200 leave the browser. */
const itemPairs = (items: unknown): [string, string][] =>
  (Array.isArray(items) ? items : []).slice(0, 200).map((item: unknown, i) => {
    const known = Object.entries((item ?? {}) as Parameters).filter(([, value]) => value !== undefined);
    let others = 0;
    const parts = known.map(([key, value]) => {
      const text = String(value).replaceAll('~', '~~');
      const code = ITEM[key];
      if (code !== undefined) return `${code}${text}`;
      const place = others++;
      return `k${place}${key}~v${place}${text}`;
    });
    return [`pr${i + 1}`, parts.join('~')];
  });

/** Each leaf of what is known of a person, in clear: so it travels to a server container. */
export const userPairs = (value: unknown, path = 'ep.user_data'): [string, string][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => userPairs(inner, `${path}.${key}`))
    : value === undefined
      ? []
      : [[path, String(value)]];

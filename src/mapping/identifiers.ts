/**
 * X's identifiers of a person (X, Web conversions, identifiers): one object for each strong identifier; IP address and
 * user agent stand together in one object, because X refuses an object that holds only one of them.
 */
import { clickIdOf } from './click-id.ts';
import { firstText, textOf } from './text.ts';
import type { Tools } from './tools.ts';
import { hashedEmail, hashedPhone, unfold } from './user-data.ts';

export interface Identifier {
  twclid?: string;
  hashed_email?: string;
  hashed_phone_number?: string;
  ip_address?: string;
  user_agent?: string;
}

/** Where identifiers come from besides the event. */
export interface IdentifierSources {
  /** The operator's values by X's name for the operator: `email phone twclid ip_address user_agent`. */
  readonly overrides: Record<string, unknown>;
  /** Whether the event is read. */
  readonly auto: boolean;
  /** The click id of URL and cookies, `''` when there is none. */
  readonly clickId: string;
  /** Digits, `''` when there is none. */
  readonly countryCallingCode: string;
}

/** GA4's and the data tags' places of a person's data, the first usable value wins. */
const EMAIL_KEYS = ['user_data.email_address', 'user_data.email', 'user_data.sha256_email_address', 'email'];
const PHONE_KEYS = ['user_data.phone_number', 'user_data.phone', 'user_data.sha256_phone_number', 'phone'];

/** The first value under the keys that `hash` accepts; arrays are unfolded. */
function firstHash(
  keys: readonly string[],
  hash: (text: string) => string | undefined,
  tools: Tools,
): { found: boolean; hash: string | undefined } {
  let found = false;
  for (const key of keys) {
    for (const value of unfold(tools.read(key), tools)) {
      const text = textOf(value);
      const hashed = text ? hash(text) : undefined;
      if (hashed) {
        return { found: true, hash: hashed };
      }
      found = found || text !== '';
    }
  }
  return { found: found, hash: undefined };
}

/** Hash of the override when there is one, else of the event's value. */
function personal(
  name: string,
  keys: readonly string[],
  sources: IdentifierSources,
  hash: (text: string) => string | undefined,
  tools: Tools,
): string | undefined {
  const override = textOf(sources.overrides[name]);
  if (override) {
    const hashed = hash(override);
    if (!hashed) {
      tools.warn('The user data row "' + name + '" holds no usable value: it is left out.');
    }
    return hashed;
  }
  if (!sources.auto) {
    return undefined;
  }
  const first = firstHash(keys, hash, tools);
  if (first.found && !first.hash) {
    tools.warn('The event holds a value for "' + name + '" that cannot be used: it is left out.');
  }
  return first.hash;
}

function ipAddress(value: unknown): string {
  const text = textOf(value);
  return text.match('^([0-9]{1,3}[.]){3}[0-9]{1,3}$') || text.match('^[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+$')
    ? text
    : '';
}

/** X's list, empty when nothing is known. Order: `twclid`, e-mail, phone, then IP address with user agent. */
export function identifiers(sources: IdentifierSources, tools: Tools): Identifier[] {
  const overrides = sources.overrides;
  const fromEvent = (key: string): unknown => (sources.auto ? tools.read(key) : undefined);
  const list: Identifier[] = [];

  const clickId = clickIdOf(overrides.twclid) || sources.clickId || clickIdOf(fromEvent('twclid'));
  if (clickId) {
    list.push({ twclid: clickId });
  }
  const email = personal('email', EMAIL_KEYS, sources, (text) => hashedEmail(text, tools), tools);
  if (email) {
    list.push({ hashed_email: email });
  }
  const phone = personal(
    'phone',
    PHONE_KEYS,
    sources,
    (text) => hashedPhone(text, sources.countryCallingCode, tools),
    tools,
  );
  if (phone) {
    list.push({ hashed_phone_number: phone });
  }

  const ip = ipAddress(overrides.ip_address) || ipAddress(fromEvent('ip_override'));
  const userAgent = firstText([overrides.user_agent, fromEvent('user_agent')]);
  if (ip && userAgent) {
    list.push({ ip_address: ip, user_agent: userAgent });
  } else if (list.length > 0) {
    // A lone one joins the first strong identifier; alone X would refuse the whole request.
    const first = list[0]!;
    if (ip) {
      first.ip_address = ip;
    }
    if (userAgent) {
      first.user_agent = userAgent;
    }
  }
  return list;
}

/**
 * X's identifiers of a person (X, Web conversions, identifiers): one object for each strong identifier; IP
 * address and user agent stand together in one object, because X refuses an object that holds only one of
 * them.
 */
import { clickIdOf } from './click-id.ts';
import { emailOf } from './email.ts';
import { ipAddressOf } from './ip-address.ts';
import { LONGEST } from './limits.ts';
import { entriesOf } from './listed.ts';
import { givenText, isHashOfNothing, isNotGiven } from './not-given.ts';
import { phoneOf } from './phone.ts';
import { type Tools, unusable } from './tools.ts';

/** A key with `undefined` is absent: JSON drops it. */
export interface Identifier {
  twclid?: string;
  hashed_email?: string;
  hashed_phone_number?: string;
  ip_address?: string | undefined;
  user_agent?: string | undefined;
  /** X's browser id. X's reference does not list it, so it never stands alone. */
  twpid?: string | undefined;
}

/** Where identifiers come from besides the event. */
export interface IdentifierSources {
  /**
   * The operator's values by name: `email phone twclid ip_address user_agent`; `undefined` when there are
   * none.
   */
  readonly overrides: Record<string, unknown> | undefined;
  /** Whether the event is read. */
  readonly auto: boolean;
  /** The click id of URL and cookies, `''` when there is none. */
  readonly clickId: string;
  /** For phone numbers written the national way. */
  readonly countryCallingCode: () => unknown;
}

/** X's list, empty when nothing is known. Order: `twclid`, e-mail, phone, then IP address with user agent. */
export function identifiers(sources: IdentifierSources, tools: Tools): Identifier[] {
  const own = sources.overrides || {};
  const read = sources.auto ? tools.read : () => undefined;
  const user = userDataOf(read('user_data'), tools);
  const list: Identifier[] = [];

  let clickId = sources.auto && isNotGiven(own.twclid) ? sources.clickId : '';
  if (!clickId) {
    const places = isNotGiven(own.twclid) ? [read('twclid')] : [own.twclid];
    clickId = firstUsable('twclid', places, (text) => clickIdOf(text, tools), tools);
  }
  if (clickId) {
    list.push({ twclid: clickId });
  }

  const emails = isNotGiven(own.email)
    ? [user.email_address, user.sha256_email_address, user.email, read('email')]
    : [own.email];
  const readEmail = (text: string) => emailOf(text, tools);
  const email = firstUsable('email', emails, (text) => hashOf(text, LONGEST.email, readEmail, tools), tools);
  if (email) {
    list.push({ hashed_email: email });
  }

  const phones = isNotGiven(own.phone)
    ? [user.phone_number, user.sha256_phone_number, user.phone, read('phone')]
    : [own.phone];
  const readPhone = (text: string) => phoneOf(text, sources.countryCallingCode(), tools);
  const phone = firstUsable('phone', phones, (text) => hashOf(text, LONGEST.phone, readPhone, tools), tools);
  if (phone) {
    list.push({ hashed_phone_number: phone });
  }

  const ips = isNotGiven(own.ip_address) ? [read('ip_override'), read('ip')] : [own.ip_address];
  const readIp = (text: string) => (text.length > LONGEST.ipAddress ? '' : ipAddressOf(text));
  const ip = firstUsable('ip_address', ips, readIp, tools);
  const agents = isNotGiven(own.user_agent) ? [read('user_agent')] : [own.user_agent];
  const readAgent = (text: string) => (text.length > LONGEST.userAgent ? '' : text);
  const agent = firstUsable('user_agent', agents, readAgent, tools);
  if (ip && agent) {
    list.push({ ip_address: ip, user_agent: agent });
  } else if (list[0]) {
    // A lone one joins the first strong identifier; alone X would refuse the whole request.
    list[0].ip_address = ip || undefined;
    list[0].user_agent = agent || undefined;
  }
  return list;
}

/** GA4's user data: an object, or the JSON text of one. Everything else holds nothing. */
function userDataOf(given: unknown, tools: Tools): Record<string, unknown> {
  const value = typeof given === 'string' ? tools.parseJson(given) : given;
  return tools.typeOf(value) === 'object' ? (value as Record<string, unknown>) : {};
}

/**
 * The first value, in the order of the places and of the entries of each, of which something can be made.
 * Tells when none can be used.
 */
function firstUsable(
  name: string,
  places: readonly unknown[],
  make: (text: string) => string,
  tools: Tools,
): string {
  let isGiven = false;
  for (const place of places) {
    if (place === undefined) {
      continue;
    }
    const entries = entriesOf(place, tools);
    for (const entry of entries) {
      const text = givenText(entry);
      const made = text ? make(text) : '';
      if (made) {
        return made;
      }
      isGiven = isGiven || !isNotGiven(entry);
    }
  }
  if (isGiven) {
    unusable(name, tools);
  }
  return '';
}

/**
 * The hash of an e-mail address or a phone number, `''` when the text is none. 64 hex digits are a hash
 * already and pass in lower case, unless what was hashed is nothing.
 */
function hashOf(given: string, longest: number, read: (text: string) => string, tools: Tools): string {
  const text = given.toLowerCase();
  if (text.match('^[a-f0-9]{64}$')) {
    return isHashOfNothing(text, tools.sha256) ? '' : text;
  }
  if (text.length > longest) {
    return '';
  }
  // What comes out of a URL may still be percent-encoded, once or twice.
  const once = text.indexOf('%') < 0 || text.indexOf('@') >= 0 ? text : tools.decode(text) || '';
  const plain = once.indexOf('%') < 0 || once.indexOf('@') >= 0 ? once : tools.decode(once) || '';
  const value = read(plain);
  return value ? tools.sha256(value) : '';
}

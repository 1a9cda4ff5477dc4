/**
 * X's identifiers of a person (X, Web conversions, identifiers): one object for each strong identifier; IP address and
 * user agent stand together in one object, because X refuses an object that holds only one of them.
 */
import { clickIdOf } from './click-id.ts';
import { isIpAddress } from './ip-address.ts';
import { textOf } from './text.ts';
import { type Tools, unusable } from './tools.ts';
import { emailHash, phoneHash } from './user-data.ts';

/** A key with `undefined` is absent: JSON drops it. */
export interface Identifier {
  twclid?: string;
  hashed_email?: string;
  hashed_phone_number?: string;
  ip_address?: string | undefined;
  user_agent?: string | undefined;
  /** X's browser id. X's reference does not list it, so it never stands alone. */
  twpid?: string;
}

/** Where identifiers come from besides the event. */
export interface IdentifierSources {
  /** The operator's values by name: `email phone twclid ip_address user_agent`. */
  readonly overrides: Record<string, unknown>;
  /** Whether the event is read. */
  readonly auto: boolean;
  /** The click id of URL and cookies, `''` when there is none. */
  readonly clickId: string;
  /** X's browser id, `''` when it is not sent. */
  readonly browserId: string;
  /** For phone numbers written the national way. */
  readonly countryCallingCode: unknown;
}

type Hash = (value: unknown) => string | undefined;

/**
 * The first hash that can be made of some values in their order: of one itself, or of the entries of an array or an object
 * keyed 0, 1, ..., which is what GA4's user data may be on arrival.
 */
function firstHash(values: readonly unknown[], hash: Hash): string | undefined {
  let found: string | undefined;
  for (const value of values) {
    const entries = (typeof value === 'object' ? value || {} : { 0: value }) as Record<number, unknown>;
    let i = 0;
    while (!found && entries[i] !== undefined) {
      found = hash(entries[i]);
      i += 1;
    }
  }
  return found;
}

/** Tells that nothing of what was given can be used. */
function warnOf(name: string, values: readonly unknown[], found: unknown, tools: Tools): void {
  if (!found && values.some((value) => !!value)) {
    unusable(name, tools);
  }
}

/** X's list, empty when nothing is known. Order: `twclid`, e-mail, phone, then IP address with user agent. */
export function identifiers(sources: IdentifierSources, tools: Tools): Identifier[] {
  const overrides = sources.overrides;
  const read = sources.auto ? tools.read : () => undefined;
  // A text in its place has no such properties.
  const user = (read('user_data') || {}) as Record<string, unknown>;
  const list: Identifier[] = [];

  const clickId = overrides.twclid
    ? clickIdOf(overrides.twclid)
    : (sources.auto && sources.clickId) || clickIdOf(read('twclid'));
  if (clickId) {
    list.push({ twclid: clickId });
  } else if (overrides.twclid || read('twclid')) {
    unusable('twclid', tools);
  }

  // Mostly the first place has one that can be used.
  let email = emailHash(overrides.email || user.email_address, tools);
  if (!email) {
    const values = overrides.email
      ? [overrides.email]
      : [user.email_address, user.email, user.sha256_email_address, read('email')];
    email = firstHash(values, (value) => emailHash(value, tools));
    warnOf('email', values, email, tools);
  }
  if (email) {
    list.push({ hashed_email: email });
  }

  const code = sources.countryCallingCode;
  let phone = phoneHash(overrides.phone || user.phone_number, tools, code);
  if (!phone) {
    const values = overrides.phone
      ? [overrides.phone]
      : [user.phone_number, user.phone, user.sha256_phone_number, read('phone')];
    phone = firstHash(values, (value) => phoneHash(value, tools, code));
    warnOf('phone', values, phone, tools);
  }
  if (phone) {
    list.push({ hashed_phone_number: phone });
  }

  const given = overrides.ip_address || read('ip_override');
  const address = textOf(given);
  const ip = isIpAddress(address) ? address : undefined;
  const agent = overrides.user_agent || read('user_agent');
  const userAgent = textOf(agent) || undefined;
  if (ip && userAgent) {
    list.push({ ip_address: ip, user_agent: userAgent });
  } else if (given && !ip) {
    unusable('ip_address', tools);
  } else if (agent && !userAgent) {
    unusable('user_agent', tools);
  }
  if (!(ip && userAgent) && list.length > 0) {
    // A lone one joins the first strong identifier; alone X would refuse the whole request.
    list[0]!.ip_address = ip;
    list[0]!.user_agent = userAgent;
  }
  if (sources.browserId && list.length > 0) {
    list[0]!.twpid = sources.browserId;
  }
  return list;
}

/**
 * X's identifiers of a person (X, Web conversions, identifiers): one object for each strong identifier; IP address and
 * user agent stand together in one object, because X refuses an object that holds only one of them.
 */
import { clickIdOf } from './click-id.ts';
import { hashOf } from './hash-of.ts';
import { isDotted, isIpAddress } from './ip-address.ts';
import { textOf } from './text.ts';
import { type Tools, unusable } from './tools.ts';
import { EMAIL, internationalGroups, joined } from './user-data.ts';

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
  /** The operator's values by name: `email phone twclid ip_address user_agent`; `undefined` when there are none. */
  readonly overrides: Record<string, unknown> | undefined;
  /** Whether the event is read. */
  readonly auto: boolean;
  /** The click id of URL and cookies, empty when there is none. */
  readonly clickId: string | undefined;
  /** For phone numbers written the national way. */
  readonly countryCallingCode: () => unknown;
}

/** X's list, empty when nothing is known. Order: `twclid`, e-mail, phone, then IP address with user agent. */
export function identifiers(sources: IdentifierSources, tools: Tools): Identifier[] {
  const overrides = sources.overrides;
  const read = sources.auto ? tools.read : () => undefined;
  // A text in its place has no such properties.
  const user = (read('user_data') || {}) as Record<string, unknown>;
  let clickId = sources.auto ? sources.clickId : '';
  let email = user.email_address;
  let phone = user.phone_number;
  let ip = read('ip_override');
  let agent = read('user_agent');
  if (overrides) {
    clickId = overrides.twclid ? clickIdOf(overrides.twclid) : clickId;
    email = overrides.email || email;
    phone = overrides.phone || phone;
    ip = overrides.ip_address || ip;
    agent = overrides.user_agent || agent;
  }
  const list: Identifier[] = [];

  if (clickId) {
    list.push({ twclid: clickId });
  } else {
    const given = (overrides && overrides.twclid) || read('twclid');
    const other = clickIdOf(given);
    if (other) {
      list.push({ twclid: other });
    } else if (given) {
      unusable('twclid', tools);
    }
  }

  // Mostly the first place has one that can be used.
  const address = textOf(email).toLowerCase();
  if (address.match(EMAIL)) {
    list.push({ hashed_email: tools.sha256(address) });
  } else {
    const values =
      overrides && overrides.email ? [email] : [email, user.email, user.sha256_email_address, read('email')];
    const hash = firstHash('email', values, sources.countryCallingCode, tools);
    if (hash) {
      list.push({ hashed_email: hash });
    }
  }

  const groups = internationalGroups(textOf(phone));
  if (groups) {
    list.push({ hashed_phone_number: tools.sha256(joined(groups)) });
  } else {
    const values =
      overrides && overrides.phone ? [phone] : [phone, user.phone, user.sha256_phone_number, read('phone')];
    const hash = firstHash('phone', values, sources.countryCallingCode, tools);
    if (hash) {
      list.push({ hashed_phone_number: hash });
    }
  }

  const ipText = textOf(ip);
  const agentText = textOf(agent);
  if (agentText && isDotted(ipText)) {
    list.push({ ip_address: ipText, user_agent: agentText });
  } else {
    const usable = isIpAddress(ipText) ? ipText : undefined;
    if (usable && agentText) {
      list.push({ ip_address: usable, user_agent: agentText });
    } else if (list[0]) {
      // A lone one joins the first strong identifier; alone X would refuse the whole request.
      list[0].ip_address = usable;
      list[0].user_agent = agentText || undefined;
    }
    if (ip && !usable) {
      unusable('ip_address', tools);
    } else if (agent && !agentText) {
      unusable('user_agent', tools);
    }
  }
  return list;
}

/**
 * The first hash that can be made of some values in their order: of one itself, or of the entries of an array or an object
 * keyed 0, 1, ..., which is what GA4's user data may be on arrival. Tells when nothing of what was given can be used.
 */
function firstHash(
  name: 'email' | 'phone',
  values: readonly unknown[],
  countryCallingCode: () => unknown,
  tools: Tools,
): string | undefined {
  let found: string | undefined;
  for (const value of values) {
    const entries = (typeof value === 'object' ? value || {} : { 0: value }) as Record<number, unknown>;
    let i = 0;
    while (!found && entries[i] !== undefined) {
      found = hashOf(name, entries[i], countryCallingCode(), tools);
      i += 1;
    }
  }
  if (!found && values.some((value) => !!value)) {
    unusable(name, tools);
  }
  return found;
}

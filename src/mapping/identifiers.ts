/**
 * X's identifiers of a person (X, Web conversions, identifiers): one object for each strong identifier; IP address and
 * user agent stand together in one object, because X refuses an object that holds only one of them.
 */
import { clickIdOf } from './click-id.ts';
import { textOf } from './text.ts';
import type { Tools } from './tools.ts';
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
  /** Digits, `''` when there is none. */
  readonly countryCallingCode: string;
}

/** Makes a hash of one value, `undefined` when it cannot. */
type Hash = (value: unknown) => string | undefined;

/**
 * The first hash that can be made of a value: of itself, or of the entries of an array or an object keyed 0, 1, ...,
 * which is what GA4's user data may be on arrival.
 */
function firstHash(value: unknown, hash: Hash): string | undefined {
  if (typeof value !== 'object' || !value) {
    return value ? hash(value) : undefined;
  }
  const entries = value as Record<number, unknown>;
  let found: string | undefined;
  let i = 0;
  while (!found && entries[i] !== undefined) {
    found = hash(entries[i]);
    i += 1;
  }
  return found;
}

const ADDRESS = '^(?:[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+)$';

/** X's list, empty when nothing is known. Order: `twclid`, e-mail, phone, then IP address with user agent. */
export function identifiers(sources: IdentifierSources, tools: Tools): Identifier[] {
  const overrides = sources.overrides;
  const read = sources.auto ? tools.read : () => undefined;
  // A text in its place has no such properties.
  const user = (read('user_data') || {}) as Record<string, unknown>;
  const unusable = (name: string): void =>
    tools.warn('The value for "' + name + '" cannot be used: it is left out. Check where it comes from.');
  const list: Identifier[] = [];

  const clickId = clickIdOf(overrides.twclid) || sources.clickId || clickIdOf(read('twclid'));
  if (clickId) {
    list.push({ twclid: clickId });
  }

  const toEmail: Hash = (value) => emailHash(value, tools);
  const email = overrides.email
    ? firstHash(overrides.email, toEmail)
    : firstHash(user.email_address, toEmail) ||
      firstHash(user.email, toEmail) ||
      firstHash(user.sha256_email_address, toEmail) ||
      firstHash(read('email'), toEmail);
  if (email) {
    list.push({ hashed_email: email });
  } else if (
    overrides.email ||
    user.email_address ||
    user.email ||
    user.sha256_email_address ||
    read('email')
  ) {
    unusable('email');
  }

  const toPhone: Hash = (value) => phoneHash(value, sources.countryCallingCode, tools);
  const phone = overrides.phone
    ? firstHash(overrides.phone, toPhone)
    : firstHash(user.phone_number, toPhone) ||
      firstHash(user.phone, toPhone) ||
      firstHash(user.sha256_phone_number, toPhone) ||
      firstHash(read('phone'), toPhone);
  if (phone) {
    list.push({ hashed_phone_number: phone });
  } else if (
    overrides.phone ||
    user.phone_number ||
    user.phone ||
    user.sha256_phone_number ||
    read('phone')
  ) {
    unusable('phone');
  }

  const address = textOf(overrides.ip_address || read('ip_override'));
  const ip = address.match(ADDRESS) ? address : undefined;
  const userAgent = textOf(overrides.user_agent || read('user_agent')) || undefined;
  if (ip && userAgent) {
    list.push({ ip_address: ip, user_agent: userAgent });
  } else if (list.length > 0) {
    // A lone one joins the first strong identifier; alone X would refuse the whole request.
    list[0]!.ip_address = ip;
    list[0]!.user_agent = userAgent;
  }
  if (list.length > 0 && sources.browserId) {
    list[0]!.twpid = sources.browserId;
  }
  return list;
}

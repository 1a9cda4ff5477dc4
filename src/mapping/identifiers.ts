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
import { withoutPersons } from './persons.ts';
import { phoneOf } from './phone.ts';
import { percentDecoded } from './text.ts';
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
  readonly countryCallingCode: string;
}

/** X's list, empty when nothing is known. Order: `twclid`, e-mail, phone, then IP address with user agent. */
export function identifiers(sources: IdentifierSources, tools: Tools): Identifier[] {
  const own = sources.overrides || {};
  const read = sources.auto ? tools.read : () => undefined;
  const list: Identifier[] = [];

  // GA4's user data: an object, or the JSON text of one. Everything else holds nothing.
  let given = read('user_data');
  if (typeof given === 'string') {
    given = tools.parseJson(given);
  }
  const user = tools.typeOf(given) === 'object' ? (given as Record<string, unknown>) : {};

  // What is made of the first value of which something can be made, in the order of the places and of the
  // entries of each; '' when there is none. The operator's value, when given, counts alone. Values that are
  // all unusable are told.
  const usable = (name: string, places: readonly unknown[], make: (text: string) => string): string => {
    const values = isNotGiven(own[name]) ? places : [own[name]];
    let isGiven = false;
    for (const value of values) {
      if (value !== undefined) {
        const entries = entriesOf(value, tools);
        for (const entry of entries) {
          const text = givenText(entry);
          const made = text && text.length <= LONGEST.person && make(text);
          if (made) {
            return made;
          }
          isGiven = isGiven || !isNotGiven(entry);
        }
      }
    }
    if (isGiven) {
      unusable(name, tools);
    }
    return '';
  };

  const ofVisit = sources.auto && isNotGiven(own.twclid) && sources.clickId;
  const clickId = ofVisit || usable('twclid', [read('twclid')], (text) => clickIdOf(text, tools));
  if (clickId) {
    list.push({ twclid: clickId });
  }

  const emails = [user.email_address, user.sha256_email_address, user.email, read('email')];
  const email = usable('email', emails, (text) => hashOf(text, emailOf, sources, tools));
  if (email) {
    list.push({ hashed_email: email });
  }

  const phones = [user.phone_number, user.sha256_phone_number, user.phone, read('phone')];
  const phone = usable('phone', phones, (text) => hashOf(text, phoneOf, sources, tools));
  if (phone) {
    list.push({ hashed_phone_number: phone });
  }

  const ip = usable('ip_address', [read('ip_override'), read('ip')], ipAddressOf);
  // Nothing is left of an agent that is nothing but an address, or that holds a credential.
  const agent = usable('user_agent', [read('user_agent')], (text) => {
    const rest = withoutPersons(text);
    return rest === '(e-mail address)' || tools.holdsSecret(text) ? '' : rest;
  });
  if (ip && agent) {
    list.push({ ip_address: ip, user_agent: agent });
  } else if (list[0]) {
    // A lone one joins the first strong identifier; alone X would refuse the whole request.
    list[0].ip_address = ip || undefined;
    list[0].user_agent = agent || undefined;
  }
  return list;
}

/**
 * The hash of an e-mail address or a phone number, `''` when the text is none. 64 hex digits are a hash
 * already and pass in lower case, unless what was hashed is nothing. What comes out of a URL may still be
 * percent-encoded.
 */
function hashOf(
  given: string,
  read: (text: string, tools: Tools, countryCallingCode: string) => string,
  sources: IdentifierSources,
  tools: Tools,
): string {
  const text = given.toLowerCase();
  if (text.match('^[a-f0-9]{64}$')) {
    return isHashOfNothing(text, tools.sha256) ? '' : text;
  }
  const value = read(percentDecoded(text, '@', tools.decode), tools, sources.countryCallingCode);
  return value && tools.sha256(value);
}

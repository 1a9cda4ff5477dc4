/**
 * Where the identifiers of a request come from, and what a hash was before. Found by trying: every text of the inputs, in
 * the forms that senders bring it to, is hashed and compared, so what is named here is proven, for any template.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Inputs } from './play.ts';

export interface Origin {
  /** Where it stands in the body: `conversions[0].identifiers[1].hashed_email`. */
  path: string;
  sent: string;
  /** Sent as a SHA-256 digest. */
  hashed: boolean;
  /** What went into the hash. */
  before?: string;
  /** The text as it stands in the inputs. */
  raw?: string;
  /** `event user_data.email_address`, `field userData[0].value`, `cookie _twclid`. */
  source?: string;
}

interface Leaf {
  path: string;
  text: string;
}

/** Every text and number inside a value, at most 2,000. */
function leavesOf(value: unknown, path = '', found: Leaf[] = []): Leaf[] {
  if (found.length >= 2000) return found;
  if (typeof value === 'string' || typeof value === 'number') found.push({ path, text: String(value) });
  else if (Array.isArray(value))
    for (const [i, item] of value.entries()) leavesOf(item, `${path}[${i}]`, found);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) leavesOf(item, path ? `${path}.${key}` : key, found);
  return found;
}

const hash = (text: string): string => bytesToHex(sha256(new TextEncoder().encode(text)));

/** The inputs as texts with the name of their place. Parameters of URLs count on their own. */
function candidatesOf({ event, data, cookies, headers, remoteAddress }: Inputs): Leaf[] {
  const named = (name: string, value: unknown): Leaf[] =>
    leavesOf(value).map(({ path, text }) => ({ path: `${name} ${path}`, text }));
  const all = [
    ...named('field', data),
    ...named('event', event),
    ...Object.entries(cookies).flatMap(([name, values]) =>
      values.flatMap((text) => decodedForms(text).map((form) => ({ path: `cookie ${name}`, text: form }))),
    ),
    ...Object.entries(headers).flatMap(([name, values]) =>
      values.map((text) => ({ path: `header ${name}`, text })),
    ),
    { path: 'remote address', text: remoteAddress },
  ].filter(({ text }) => text !== '');
  const inside = all
    .filter(({ text }) => /^https?:\/\/[^?]*\?/.test(text))
    .flatMap(({ path, text }) =>
      [...new URLSearchParams(text.replace(/^[^?]*\?/, '').replace(/#.*$/, ''))].map(([name, value]) => ({
        path: `${path}, parameter ${name}`,
        text: value,
      })),
    );
  return [...all, ...inside];
}

/** A cookie's value, decoded, and the texts in it when it is JSON. */
function decodedForms(text: string): string[] {
  try {
    const decoded = decodeURIComponent(text);
    const inner = decoded.startsWith('{') ? leavesOf(JSON.parse(decoded)).map((leaf) => leaf.text) : [];
    return [text, decoded, ...inner];
  } catch {
    return [text];
  }
}

/** The forms in which a text may have been hashed: trimmed, in lower case, and as a phone number in E.164. */
export function formsOf(raw: string, callingCodes: readonly string[]): string[] {
  const trimmed = raw.trim();
  const forms = [trimmed.toLowerCase(), trimmed, raw];
  if (/^[\s\d+()./-]{6,30}$/.test(trimmed)) {
    const digits = trimmed.replace('(0)', '').replaceAll(/\D/g, '');
    const international = digits.replace(/^00/, '');
    forms.push(`+${international}`, international);
    for (const code of callingCodes)
      for (const national of [digits.replace(/^0/, ''), digits, digits.replace(/^\d/, '')])
        forms.push(`+${code}${national}`, code + national);
  }
  return [...new Set(forms)];
}

const DIGEST = /^[0-9a-f]{64}$/i;
const IDENTIFIER = /identifiers?\b|clid$|user_agent$|ip_address$/i;

/** The identifiers of a request body, in their order. Empty for a body that is not JSON. */
export function originsOf(body: string, inputs: Inputs): Origin[] {
  let sent: Leaf[];
  try {
    sent = leavesOf(JSON.parse(body));
  } catch {
    return [];
  }
  const identifiers = sent.filter(({ path, text }) => DIGEST.test(text) || IDENTIFIER.test(path));
  const candidates = candidatesOf(inputs);
  const codes = leavesOf(inputs.data)
    .map(({ text }) => text.replace(/^\+/, ''))
    .filter((text) => /^[1-9]\d{0,2}$/.test(text));
  const digests = new Map<string, { before: string; leaf: Leaf }>();
  if (identifiers.some(({ text }) => DIGEST.test(text)))
    for (const leaf of candidates.filter(({ text }) => text.length <= 320))
      for (const before of formsOf(leaf.text, codes)) {
        const digest = hash(before);
        if (!digests.has(digest)) digests.set(digest, { before, leaf });
      }
  return identifiers.map(({ path, text }) => {
    const found = digests.get(text.toLowerCase());
    if (found)
      return {
        path,
        sent: text,
        hashed: true,
        before: found.before,
        raw: found.leaf.text,
        source: found.leaf.path,
      };
    const same = candidates.find((leaf) => leaf.text.trim().toLowerCase() === text.toLowerCase());
    return {
      path,
      sent: text,
      hashed: DIGEST.test(text),
      ...(same && { raw: same.text, source: same.path }),
    };
  });
}

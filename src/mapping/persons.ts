/**
 * Persons in texts: e-mail addresses, and phone numbers as parameters of a URL. They stay out of what is sent
 * and written, except hashed among the identifiers.
 *
 * An address is something, a sign, labels, and a last label of letters or in the form of RFC 5890 (`xn--`).
 * The sign may be full-width or percent-encoded, also more than once. A sign behind a blank, or one that
 * begins a part of a path, begins the name of an account: that stays. A phone number is a parameter one word
 * of whose name says so, with six digits or more.
 *
 * Texts are cut at signs and separators, not searched for whole addresses: the cost is linear in the length.
 */
import type { Conversion } from './conversion.ts';
import { LONGEST } from './limits.ts';
import { textOf } from './text.ts';
import type { Tools } from './tools.ts';

/** Without one of these a text holds no address; in lower case. */
const SIGN = '[@＠]|%(25)*40|%ef%bc%a0';

/** Without both of these, no parameter that is a phone number. */
const EQUALS = '=|%(25)*3d';
const PHONE = 'phone|tel|mobile|msisdn|whats';

/**
 * A character of a label: letters, digits, hyphen, underscore, parts of percent-encoding, everything that is
 * not ASCII.
 */
const LABEL = '[^ -$&-,./:-@[-^`{-~\\s]';

/** Labels and a last one, at the beginning of a text. */
const DOMAIN =
  '^(' + LABEL + '+[.])+(xn--[A-Za-z0-9-]+|([A-Za-z]|[^ -~\\s]|%[89A-Fa-f][0-9A-Fa-f])+)([^A-Za-z0-9]|$)';

/** RFC 1035 section 2.3.4: a domain has 255 characters at most; percent-encoded more. */
const LONGEST_DOMAIN = 1024;

/** Names of parameters, and words of names between other signs, in any case. */
const PHONE_WORD =
  '(^|[^a-z])(phone|tel|telephone|mobile|msisdn|whatsapp|phonenumber|mobilenumber|mobilephone)([^a-z]|$)';

/** The same words as humps: `customerPhone`, `phoneNumber`. */
const PHONE_HUMP =
  '(Phone|Tel|Telephone|Mobile|Msisdn|MSISDN|Whats[Aa]pp)([^a-z]|$)|' +
  '(^|[^A-Za-z])(phone|tel|telephone|mobile|msisdn|whats[Aa]pp)[A-Z]';

/**
 * Digits of all kinds that people write. Those of percent-encoding count too: rather a number too many is
 * taken for one.
 */
const SIX_DIGITS = '^([^0-9０-９٠-٩۰-۹]*[0-9０-９٠-٩۰-۹]){6}';

/** A hash, or several without anything between them. */
const HASH = '[A-Fa-f0-9]{64,}';

/**
 * How deep, and through how many values, the operator's additional fields are looked at; a cyclic one ends
 * here.
 */
const DEEPEST = 8;
const MOST_VALUES = 1000;

/** Whether a text holds an e-mail address, or a phone number as a URL's parameter. */
export function holdsPerson(text: string): boolean {
  return cut(text, '', '') !== text;
}

/**
 * The text with `(e-mail address)` and `(phone number)` in their places. For what is written: log lines,
 * reasons.
 */
export function withoutPersons(text: string): string {
  return cut(text, '(e-mail address)', '(phone number)');
}

/**
 * The text with every run of 64 hex digits or more shortened to its first eight and `...`, so that no hash of
 * a person stands in it.
 */
export function shortenedHashes(text: string): string {
  const parts: string[] = [];
  let rest = text;
  let found = rest.match(HASH);
  while (found) {
    const start = rest.search(HASH);
    parts.push(rest.slice(0, start + 8) + '...');
    rest = rest.slice(start + found[0]!.length);
    found = rest.match(HASH);
  }
  return parts.join('') + rest;
}

/**
 * The page's URL as X may have it: whole; without query and fragment when a person is in them, or when it is
 * longer than 2,048 characters; `''` when that does not help, or when it is no URL of the web.
 */
export function pageUrlOf(url: string): string {
  if (!url.match('^[Hh][Tt][Tt][Pp][Ss]?://')) {
    return '';
  }
  const page = url.split('#')[0]!.split('?')[0]!;
  return fits(url) ? url : fits(page) ? page : '';
}

function fits(url: string): boolean {
  return url.length <= LONGEST.pageUrl && !holdsPerson(url);
}

/**
 * The last gate before the body: takes out each field of a conversion, and of its contents, whose name or
 * value holds a person at any depth, and tells so without repeating it. Of a user agent only the addresses
 * go; one that nothing is left of is none, and an IP address alone is no identifier.
 */
export function dropPersons(sent: Conversion, tools: Tools): void {
  const identifiers = sent.identifiers;
  sent.identifiers = [];
  // Nearly always there is not even a sign, nor the name of a phone.
  const json = tools.stringify(sent);
  const all = json ? json.toLowerCase() : '';
  if (!json || all.match(SIGN) || all.match(PHONE)) {
    dropFields(sent as unknown as Record<string, unknown>, tools);
    const contents = sent.contents || [];
    for (const content of contents) {
      dropFields(content as unknown as Record<string, unknown>, tools);
    }
  }
  sent.identifiers = identifiers.filter((identifier) => {
    if (identifier.user_agent) {
      identifier.user_agent = cut(identifier.user_agent, '', '').trim() || undefined;
    }
    return (
      identifier.user_agent || identifier.twclid || identifier.hashed_email || identifier.hashed_phone_number
    );
  });
}

/** Takes out the fields that hold a person, or that are too large to tell. */
function dropFields(fields: Record<string, unknown>, tools: Tools): void {
  for (const name in fields) {
    const problem = name === 'identifiers' || name === 'contents' ? '' : problemOf(name, fields[name], tools);
    if (problem) {
      fields[name] = undefined;
      tools.warn((holdsPerson(name) ? 'A field' : '"' + name + '"') + problem + ': it is left out.');
    }
  }
}

/** Why a field cannot be sent, `''` when it can. */
function problemOf(name: string, value: unknown, tools: Tools): string {
  let seen = 0;
  let problem = '';
  const look = (path: string, inner: unknown, depth: number): void => {
    seen += 1;
    const type = tools.typeOf(inner);
    if (problem) {
      return;
    }
    if (depth > DEEPEST || seen > MOST_VALUES) {
      problem = ' is nested too deeply or has too many parts';
    } else if (holdsPerson(path + '=' + textOf(inner))) {
      // A name and its value are judged as a parameter of a URL is.
      problem = ' holds an e-mail address or a phone number';
    } else if (type === 'object' || type === 'array') {
      const parts = inner as Record<string, unknown>;
      for (const part in parts) {
        look(path + '.' + part, parts[part], depth + 1);
      }
    }
  };
  look(name, value, 0);
  return problem;
}

/** The text with others in the place of addresses and phone numbers; the text itself when it holds none. */
function cut(text: string, address: string, phone: string): string {
  const lower = text.toLowerCase();
  if (!lower.match(SIGN) && !(lower.match(PHONE) && lower.match(EQUALS))) {
    return text;
  }
  // What stands for the sign and for what separates parameters, percent-encoded once.
  // biome-ignore format: a table
  const spellings = [
    ['＠', '@'], ['．', '.'], ['%40', '@'], ['%EF%BC%A0', '@'], ['%ef%bc%a0', '@'], ['%3F', '?'], ['%3f', '?'],
    ['%26', '&'], ['%23', '#'], ['%3B', ';'], ['%3b', ';'], ['%3D', '='], ['%3d', '='],
  ];
  // Each turn takes off one layer of percent-encoding.
  const once = text.split('%25').join('%').split('%25').join('%').split('%25').join('%');
  const plain = spellings.reduce((rest, pair) => rest.split(pair[0]!).join(pair[1]!), once);
  const result = withoutNumbers(withoutAddresses(plain, address), ['?', '&', ';', '#'], phone);
  return result === plain ? text : result;
}

/** Works on what stands between the signs. */
function withoutAddresses(text: string, instead: string): string {
  const parts = text.split('@');
  const kept: string[] = [];
  // What stands in front of the next sign.
  let before = parts[0]!;
  let isBehindAddress = false;
  for (let i = 1; i < parts.length; i += 1) {
    const part = parts[i]!;
    const domain = part.slice(0, LONGEST_DOMAIN).match(DOMAIN);
    // One address may follow on another without anything between them.
    const isChained: boolean = isBehindAddress && before === '';
    isBehindAddress = domain !== null && (isChained || endsLikeName(before));
    if (isBehindAddress) {
      kept.push(isChained ? '' : before.slice(0, nameStart(before)) + instead);
      before = part.slice(domain![0]!.length - domain![4]!.length);
    } else {
      kept.push(before + '@');
      before = part;
    }
  }
  return kept.join('') + before;
}

/** Whether something stands right in front of a sign that begins neither a word nor a part of a path. */
function endsLikeName(text: string): boolean {
  const last = text.charAt(text.length - 1);
  if (last.trim() === '' || '"(),:;<>[\\]'.indexOf(last) >= 0) {
    return false;
  }
  const word = text.slice(behind(text, [' ', '?', '&', '=']));
  return last !== '/' || (word.charAt(0) !== '/' && word.indexOf('://') < 0);
}

/** Where the name in front of a sign begins. */
function nameStart(text: string): number {
  // biome-ignore format: a table
  return behind(text, [
    ' ', '\t', '\n', '\r', '"', "'", '(', ')', '<', '>', '[', ']', '{', '}', ',', ';', ':',
    '/', '?', '&', '#', '=',
  ]);
}

/** The place behind the last of some signs. */
function behind(text: string, signs: readonly string[]): number {
  return signs.reduce((start, sign) => {
    const end = text.lastIndexOf(sign) + 1;
    return end > start ? end : start;
  }, 0);
}

/** Works on what stands between the separators of parameters. */
function withoutNumbers(text: string, separators: readonly string[], instead: string): string {
  const separator = separators[0];
  return separator
    ? text
        .split(separator)
        .map((part) => withoutNumbers(part, separators.slice(1), instead))
        .join(separator)
    : withoutNumber(text, instead);
}

/** One parameter: a name, an equals sign, a value that may be percent-encoded. */
function withoutNumber(parameter: string, instead: string): string {
  const equals = parameter.indexOf('=');
  if (equals < 0) {
    return parameter;
  }
  const front = parameter.slice(0, equals);
  const value = parameter.slice(equals + 1);
  if (!isPhoneName(front.slice(behind(front, ['/', ' ']))) || !value.match(SIX_DIGITS)) {
    return parameter;
  }
  return (
    front +
    '=' +
    instead +
    value.slice(behind(value, '0123456789０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹'.split('')))
  );
}

/**
 * Whether one word of a parameter's name is a phone's; brackets and the like in it may be percent-encoded.
 */
function isPhoneName(name: string): boolean {
  const parts = name.split('%');
  const words = parts.map((part, i) => (i > 0 ? ' ' + part.slice(2) : part)).join('');
  return !!(words.toLowerCase().match(PHONE_WORD) || words.match(PHONE_HUMP));
}

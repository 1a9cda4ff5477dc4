/**
 * Persons in texts: e-mail addresses, and phone numbers as parameters of a URL. They stay out of what is sent
 * and written, except hashed among the identifiers; so do hashes.
 *
 * An address is something, a sign, labels, and a last label of letters or in the form of RFC 5890 (`xn--`),
 * also when a number of five digits or more is written right behind it. The sign may be full-width or
 * percent-encoded, also more than once. A sign behind a blank or a slash begins the name of an account: that
 * stays. A phone number is a parameter one word of whose name says so, with six digits or more.
 *
 * Texts are cut at signs, not searched for whole addresses: the cost is linear in the length.
 */
import type { Conversion } from './conversion.ts';
import { LONGEST } from './limits.ts';
import { BLANKS, swapped } from './text.ts';
import type { Tools } from './tools.ts';

/**
 * In lower case: without a sign, or such a word in a name in front of an equals sign, a text holds nobody.
 */
const MAYBE = '[@＠﹫]|&#64;|%(25)*(40|ef)|(phone|tel|mobile|msisdn|whats)[^?&;#/" ]{0,99}(=|%(25)*3d)';

/** A hash, or several without anything between them. */
const HASH = '[A-Fa-f0-9]{64,}';

/** Whether a text holds an e-mail address, a phone number as a URL's parameter, or a hash. */
export function holdsPerson(text: string): boolean {
  return withoutPersons(text) !== text || !!text.match(HASH);
}

/** The text with `(e-mail address)` and `(phone number)` in their places; itself when it holds none. */
export function withoutPersons(text: string): string {
  if (!text.toLowerCase().match(MAYBE)) {
    return text;
  }
  // Layers of percent-encoding, then what stands for the sign and for what separates parameters.
  // biome-ignore format: a table
  const plain = swapped(text, {
    '%252525': '%', '%2525': '%', '%25': '%', '＠': '@', '﹫': '@', '．': '.', '。': '.', '%40': '@',
    '&#64;': '@', '%EF%BC%A0': '@',
    '%ef%bc%a0': '@', '%3F': '?', '%3f': '?', '%26': '&', '%23': '#', '%3B': ';', '%3b': ';', '%3D': '=',
    '%3d': '=', '%2E': '.', '%2e': '.',
  });
  const result = withoutNumbers(withoutAddresses(plain));
  return result === plain ? text : result;
}

/** Works on what stands between the signs. */
function withoutAddresses(text: string): string {
  // A label: letters, digits, hyphen, underscore, parts of percent-encoding, everything that is not ASCII.
  const domainPattern =
    '^([^ -$&-,./:-@[-^`{-~' +
    BLANKS +
    ']+[.])+' +
    '(xn--[A-Za-z0-9-]+|[A-Za-z]+[0-9]{5,}|([A-Za-z]|[^ -~' +
    BLANKS +
    ']|%[89A-Fa-f][0-9A-Fa-f])+)([^A-Za-z0-9]|$)';
  const parts = text.split('@');
  let done = '';
  // What stands in front of the next sign.
  let before = parts[0]!;
  for (let i = 1; i < parts.length; i += 1) {
    const part = parts[i]!;
    const domain = part.match(domainPattern);
    if (domain && !before.match('(^|[' + BLANKS + '"(),:;<>[\\]\\\\/])$')) {
      const inFront = before.match('^([^@]*[' + BLANKS + '"\'()<>[\\]{},;:/?&#=])?')!;
      done = done + inFront[0]! + '(e-mail address)';
      before = part.slice(domain[0]!.length - domain[4]!.length);
    } else {
      done = done + before + '@';
      before = part;
    }
  }
  return done + before;
}

/** Works on what stands between the equals signs: a name behind a separator, then a value up to the next. */
function withoutNumbers(text: string): string {
  const parts = text.split('=');
  let done = parts[0]!;
  for (let i = 1; i < parts.length; i += 1) {
    const part = parts[i]!;
    // Digits of percent-encoding count too: rather a number too many.
    const number = part.match('^([^?&;#0-9０-９]*[0-9０-９]){5}[^?&;#]*[0-9０-９]');
    done =
      done +
      '=' +
      (number && endsInPhoneName(parts[i - 1]!) ? '(phone number)' + part.slice(number[0]!.length) : part);
  }
  return done;
}

/**
 * Whether one word of the name at the end of a text is a phone's: `PHONE`, `user[phone]`, `customerPhone`,
 * `mobile_no`, not `telco` or `hotel`. Brackets and the like may be percent-encoded.
 */
function endsInPhoneName(text: string): boolean {
  const name = text.slice(text.match('^([^=]*[?&;#/" ])?')![0]!.length);
  const pattern =
    '((^|[^A-Za-z]|%[0-9A-Fa-f]{2})(phone|tel(ephone)?|mobile|msisdn|whats[Aa]pp)|' +
    'Phone|Tel(ephone)?|Mobile|Msisdn|MSISDN|Whats[Aa]pp|[a-z](PHONE|TEL(EPHONE)?|MOBILE|WHATSAPP))' +
    '(number|phone)?([^a-z]|$)';
  return !!(name.match(pattern) || name.toLowerCase().match(pattern));
}

/**
 * The text with every run of 64 hex digits or more shortened to its first eight and `...`, so that no hash of
 * a person stands in it.
 */
export function shortenedHashes(text: string): string {
  let done = '';
  let rest = text;
  let found = rest.match(HASH);
  while (found) {
    const start = rest.indexOf(found[0]!);
    done = done + rest.slice(0, start + 8) + '...';
    rest = rest.slice(start + found[0]!.length);
    found = rest.match(HASH);
  }
  return done + rest;
}

/**
 * The page's URL as X may have it: whole; without query and fragment when a person or a hash is in them, or
 * when it is longer than 2,048 characters; `''` when that does not help, or when it is no URL of the web.
 */
export function pageUrlOf(url: string): string {
  if (!url.toLowerCase().match('^https?://')) {
    return '';
  }
  const forms = [url, url.split('#')[0]!.split('?')[0]!];
  for (const form of forms) {
    if (form.length <= LONGEST.pageUrl && !holdsPerson(form)) {
      return form;
    }
  }
  return '';
}

/**
 * The last gate before the body: takes out each field of a conversion, and of its contents, whose name or
 * value holds a person, a hash or a credential of the tag at any depth, and tells so without repeating it.
 * Identifiers stay as they are.
 */
export function dropPersons(sent: Conversion, tools: Tools): void {
  const identifiers = sent.identifiers;
  sent.identifiers = [];
  if (!maySend('', sent, tools)) {
    const contents = sent.contents || [];
    for (const content of contents) {
      dropFields(content as unknown as Record<string, unknown>, tools);
    }
    // Of a product that was nothing but a person nothing is left.
    const left = contents.filter((content) => tools.stringify(content) !== '{}');
    sent.contents = left.length > 0 ? left : undefined;
    dropFields(sent as unknown as Record<string, unknown>, tools);
  }
  sent.identifiers = identifiers;
}

/** Takes out the fields that hold what must not leave. */
function dropFields(fields: Record<string, unknown>, tools: Tools): void {
  for (const name in fields) {
    if (fields[name] !== undefined && !maySend(name, fields[name], tools)) {
      fields[name] = undefined;
      tools.warn(
        (holdsPerson(name) ? 'A field' : '"' + name + '"') +
          ' holds an e-mail address or a phone number, a hash or a credential: it is left out.',
      );
    }
  }
}

/** Names and values are judged as the parameters of a URL are; an object that holds itself is refused. */
function maySend(name: string, value: unknown, tools: Tools): boolean {
  const json = tools.stringify(value);
  return (
    json !== undefined &&
    !tools.holdsSecret(name + json) &&
    !holdsPerson('"' + name + '=' + json.split('":').join('='))
  );
}

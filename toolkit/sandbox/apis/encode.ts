/** Text in other forms: URI encoding, Base64, URLs, JSON. */
import { getDomain } from 'tldts';
import { toSandbox } from '../interpreter/border.ts';
import { Dict, dictOf, List, toText, type Value } from '../interpreter/values.ts';
import { type ApiFactory, api, apiObject, expectTypes } from './context.ts';
import { jsonOf, optionsOf } from './plain.ts';

/** `decodeURIComponent`, or the fallback where that is not possible. */
export function decodeOr<T>(text: string, fallback: T): string | T {
  try {
    return decodeURIComponent(text);
  } catch {
    return fallback;
  }
}

const attempt = (run: () => string): string | undefined => {
  try {
    return run();
  } catch {
    return undefined;
  }
};

export const encodeUri: ApiFactory = () =>
  api('encodeUri', ([text]) => attempt(() => encodeURI(toText(text))));
export const encodeUriComponent: ApiFactory = () =>
  api('encodeUriComponent', ([text]) => attempt(() => encodeURIComponent(toText(text))));
export const decodeUri: ApiFactory = () =>
  api('decodeUri', (args) => {
    expectTypes('decodeUri', ['string'], args);
    return attempt(() => decodeURI(args[0] as string));
  });
export const decodeUriComponent: ApiFactory = () =>
  api('decodeUriComponent', (args) => {
    expectTypes('decodeUriComponent', ['string'], args);
    return decodeOr(args[0] as string, undefined);
  });

/** Base64 of bytes, with padding. */
export function base64(bytes: Uint8Array): string {
  return btoa(binaryText(bytes));
}

/** Each byte as one character. */
export function binaryText(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 8192)
    parts.push(String.fromCharCode(...bytes.subarray(i, i + 8192)));
  return parts.join('');
}

/** Base64url of Base64: other two signs, no padding. */
export const urlSafe = (text: string): string =>
  text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/** Bytes of Base64 or base64url text; `undefined` if it is neither. */
export function fromBase64Text(text: string): Uint8Array | undefined {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(standard) || standard.length % 4 === 1) return undefined;
  const binary = atob(standard);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

// Text beyond ASCII goes through UTF-8 here; what the server does with it is not documented.
export const toBase64: ApiFactory = () =>
  api('toBase64', (args) => {
    expectTypes('toBase64', ['string', 'Object|undefined'], args);
    const encoded = base64(new TextEncoder().encode(args[0] as string));
    return optionsOf(args[1]).urlEncoding === true ? urlSafe(encoded) : encoded;
  });

export const fromBase64: ApiFactory = () =>
  api('fromBase64', (args) => {
    expectTypes('fromBase64', ['string'], args);
    const bytes = fromBase64Text(args[0] as string);
    return bytes && attempt(() => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  });

/** Decoded parameters by name: text, or a list of texts for a name that is repeated. */
export function parametersOf(query: URLSearchParams): Dict {
  const entries = new Map<string, Value>();
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    entries.set(name, values.length > 1 ? new List(values) : values[0]);
  }
  return new Dict(entries);
}

export const parseUrl: ApiFactory = () =>
  api('parseUrl', ([input]) => {
    if (typeof input !== 'string') return undefined;
    let url: URL;
    try {
      url = new URL(input);
    } catch {
      return undefined;
    }
    const { href, origin, protocol, username, password, host, hostname, port, pathname, search, hash } = url;
    return dictOf({
      href,
      origin,
      protocol,
      username,
      password,
      host,
      hostname,
      port,
      pathname,
      search,
      searchParams: parametersOf(url.searchParams),
      hash,
    });
  });

export const computeEffectiveTldPlusOne: ApiFactory = () =>
  api('computeEffectiveTldPlusOne', ([input]) => {
    if (input === null || input === undefined) return input;
    return getDomain(toText(input), { allowPrivateDomains: true }) ?? '';
  });

/** `parse` gives undefined for anything that is not JSON; in preview the reason goes to the log, as in the debugger. */
export const json: ApiFactory = ({ world, traces }) =>
  apiObject('JSON', {
    parse([text]) {
      try {
        return toSandbox(JSON.parse(toText(text)));
      } catch (error) {
        if (world.preview)
          traces.logs.push(`JSON.parse: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      }
    },
    stringify([value]) {
      try {
        return jsonOf(value);
      } catch {
        return undefined;
      }
    },
  });

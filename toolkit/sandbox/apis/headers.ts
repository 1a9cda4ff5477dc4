/** The headers of the incoming request, and what the server reads off them. */
import type { World } from '../world.ts';

/** The header that carries the world's cookies. */
function cookieHeader({ cookies = {} }: World): { cookie?: string } {
  const pairs = Object.entries(cookies).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}=${value}`),
  );
  return pairs.length > 0 ? { cookie: pairs.join('; ') } : {};
}

/** A header by its name in any case, repeated ones joined; undefined when there is none. */
export function headerOf(world: World, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = Object.entries({ ...cookieHeader(world), ...world.headers }).filter(
    ([given]) => given.toLowerCase() === wanted,
  );
  return values.length > 0 ? values.flatMap(([, value]) => value).join(', ') : undefined;
}

/**
 * A parameter of the first element of the header Forwarded (RFC 7239 §4), without quotes. A value that holds a comma or a
 * semicolon in quotes is not understood; addresses and hosts hold none.
 */
function forwarded(world: World, parameter: string): string | undefined {
  for (const pair of (headerOf(world, 'forwarded') ?? '').split(',', 1)[0]!.split(';')) {
    const [key = '', value = ''] = pair.split('=', 2);
    if (key.trim().toLowerCase() === parameter) return value.trim().replace(/^"([^"]*)"$/, '$1');
  }
  return undefined;
}

const firstOf = (list = ''): string => list.split(',', 1)[0]!.trim();

/** An address without brackets and port; undefined for what is none, such as `unknown` or `_hidden`. */
function addressIn(text = ''): string | undefined {
  const bare = text.match(/^\[([^\]]*)\](?::\d+)?$/)?.[1] ?? text.match(/^([\d.]+)(?::\d+)?$/)?.[1] ?? text;
  const isAddress = /^(?:\d{1,3}\.){3}\d{1,3}$/.test(bare) || /^[\da-f.]*:[\da-f:.]*$/i.test(bare);
  return isAddress ? bare : undefined;
}

/**
 * The address of the visitor: from Forwarded and X-Forwarded-For, which the server reads (documented), there the first
 * entry, the one nearest to the visitor; otherwise the address of the connection. The order of the two headers is that of
 * Google's page and otherwise not known.
 */
export const remoteAddressOf = (world: World): string | undefined =>
  addressIn(forwarded(world, 'for')) ??
  addressIn(firstOf(headerOf(world, 'x-forwarded-for'))) ??
  world.remoteAddress;

/** The host that the visitor sees: of Forwarded, X-Forwarded-Host or Host, in this order (Google's page, `domain: 'auto'`). */
export const hostOf = (world: World): string | undefined =>
  forwarded(world, 'host') || firstOf(headerOf(world, 'x-forwarded-host')) || headerOf(world, 'host');

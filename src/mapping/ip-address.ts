/**
 * IP addresses as text: dotted decimal, which X documents, and IPv6 (RFC 4291 section 2.2), which it takes on
 * its mobile pages. Addresses that name no single place in the public network are none; those for
 * documentation count as public.
 */

/** In IPv6 too, with a port, behind a bracket. */
const DOTTED =
  '^[[]?(::ffff:)?(((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])[.]){3}' +
  '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9]))]?(:[0-9]{1,5})?$';

/** 0/8, 10/8, 100.64/10, 127/8, 169.254/16, 172.16/12, 192.168/16 (RFC 1122, 1918, 3927, 6598). */
const PRIVATE =
  '^(0|10|127|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])|169[.]254|' +
  '172[.](1[6-9]|2[0-9]|3[01])|192[.]168)[.]';

/** Groups of hexadecimal digits, two colons once at most; how many groups there are is counted apart. */
const GROUPS =
  '^[[]?(([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|' +
  '([0-9a-f]{1,4}(:[0-9a-f]{1,4})*)?::([0-9a-f]{1,4}(:[0-9a-f]{1,4})*)?)(%[^\\]]*)?(](:[0-9]{1,5})?)?$';

/**
 * The unspecified address, loopback, IPv4 written in hexadecimal, fc00::/7, fe80::/10 (RFC 4291 section 2.5,
 * RFC 4193).
 */
const PRIVATE_V6 = '^([0:]+(1$|$|ffff:)|f[cd][0-9a-f][0-9a-f]:|fe[89ab][0-9a-f]:)';

/**
 * The first public address in a text, `''` when there is none.
 * @param text one address, or several between commas or blanks as proxies write them; each may have a port,
 *   square brackets, quotes, a zone (`%eth0`), or the form of an IPv4 address in IPv6
 *   (`::ffff:203.0.113.9`), which becomes the IPv4 address; IPv6 comes out in lower case
 */
export function ipAddressOf(text: string): string {
  const parts = text.toLowerCase().split('"').join('').split(',').join(' ').split(' ');
  for (const part of parts) {
    const dotted = part.match(DOTTED);
    if (dotted && !dotted[2]!.match(PRIVATE)) {
      return dotted[2]!;
    }
    const groups = part.match(GROUPS);
    if (groups && !groups[1]!.match(PRIVATE_V6)) {
      // Two colons stand for one group at least.
      const named = groups[1]!.split(':').filter((group) => group !== '');
      if (groups[2] || named.length < 8) {
        return groups[1]!;
      }
    }
  }
  return '';
}

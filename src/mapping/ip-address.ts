/**
 * IP addresses as text: dotted decimal, which X documents, and IPv6 (RFC 4291 section 2.2), which it takes on
 * its mobile pages. Addresses that name no single place in the public network are none; those for
 * documentation count as public.
 */

const BYTE = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const DOTTED = BYTE + '[.]' + BYTE + '[.]' + BYTE + '[.]' + BYTE + '$';

/** 0/8, 10/8, 100.64/10, 127/8, 169.254/16, 172.16/12, 192.168/16 (RFC 1122, 1918, 3927, 6598). */
const PRIVATE =
  '^(0|10|127|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])|169[.]254|' +
  '172[.](1[6-9]|2[0-9]|3[01])|192[.]168)[.]';

/**
 * The unspecified address, loopback, fc00::/7 and fe80::/10 (RFC 4291 section 2.5, RFC 4193), groups written
 * out.
 */
const PRIVATE_V6 = '^((0:){7}[01]$|f[cd][0-9a-f][0-9a-f]:|fe[89ab][0-9a-f]:)';

/**
 * The first public address in a text, `''` when there is none.
 * @param text one address, or several between commas or blanks as proxies write them; each may have a port,
 *   square brackets, quotes, a zone (`%eth0`), or the form of an IPv4 address in IPv6
 *   (`::ffff:203.0.113.9`), which becomes the IPv4 address
 */
export function ipAddressOf(text: string): string {
  for (const part of text.split('"').join('').split(',').join(' ').split(' ')) {
    const found = publicAddress(part.trim());
    if (found) {
      return found;
    }
  }
  return '';
}

function publicAddress(text: string): string {
  const bracketed = text.match('^[[]([^\\]]*)](:[0-9]{1,5})?$');
  const address = (bracketed ? bracketed[1]! : text).split('%')[0]!;
  const dotted = address.match('^([0-9.]+)(:[0-9]{1,5})?$');
  if (dotted) {
    return publicDotted(dotted[1]!);
  }
  const groups = groupsOf(address.toLowerCase());
  const written = groups.join(':');
  if (groups.length < 8 || written.match(PRIVATE_V6)) {
    return '';
  }
  return written.indexOf('0:0:0:0:0:ffff:') === 0
    ? publicDotted(bytesOf(groups[6]!) + '.' + bytesOf(groups[7]!))
    : address;
}

function publicDotted(text: string): string {
  return text.match('^' + DOTTED) && !text.match(PRIVATE) ? text : '';
}

/** The eight groups of an IPv6 address without leading zeros; fewer when it is none. */
function groupsOf(text: string): string[] {
  const dotted = text.match(':' + DOTTED);
  const hex = dotted
    ? text.slice(0, 1 - dotted[0]!.length) + hexOf(dotted, 1) + ':' + hexOf(dotted, 3)
    : text;
  const halves = hex.split('::');
  const left = halves[0] ? halves[0]!.split(':') : [];
  const right = halves[1] ? halves[1]!.split(':') : [];
  const zeros: string[] = [];
  // Two colons stand once at most, for one group of zeros or more.
  while (halves.length === 2 && left.length + zeros.length + right.length < 8) {
    zeros.push('0');
  }
  const groups = left.concat(zeros, right);
  const fits =
    (halves.length === 1 || (halves.length === 2 && zeros[0])) &&
    groups.length === 8 &&
    groups.every((group) => group.match('^[0-9a-f]{1,4}$'));
  return fits ? groups.map((group) => group.match('^0{0,3}(.+)$')![1]!) : [];
}

/** Two bytes in decimal, `found[at]` and the next, as a group. */
function hexOf(found: readonly string[], at: number): string {
  // To an arithmetic operation the text of a number is that number.
  const value = (found[at] as unknown as number) * 256 + (found[at + 1] as unknown as number) * 1;
  return value.toString(16);
}

/** A group as two bytes in decimal. */
function bytesOf(group: string): string {
  const value = (('0x' + group) as unknown as number) * 1;
  return (value - (value % 256)) / 256 + '.' + (value % 256);
}

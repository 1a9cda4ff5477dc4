/**
 * IP addresses as text: dotted decimal, which X documents, and IPv6 (RFC 4291 section 2.2), which it takes on
 * its mobile pages. Addresses that name no single place in the public network are none; those for
 * documentation count as public.
 */

const BYTE = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const DOTTED = '(' + BYTE + '[.]){3}' + BYTE + '$';

/** 0/8, 10/8, 100.64/10, 127/8, 169.254/16, 172.16/12, 192.168/16 (RFC 1122, 1918, 3927, 6598). */
const PRIVATE =
  '^(0|10|127|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])|169[.]254|' +
  '172[.](1[6-9]|2[0-9]|3[01])|192[.]168)[.]';

/** The unspecified address, loopback, fc00::/7, fe80::/10 (RFC 4291 section 2.5, RFC 4193), written out. */
const PRIVATE_V6 = '^((0{1,4}:){7}0{0,3}[01]$|f[cd][0-9a-f][0-9a-f]:|fe[89ab][0-9a-f]:)';

/**
 * The first public address in a text, `''` when there is none.
 * @param text one address, or several between commas or blanks as proxies write them; each may have a port,
 *   square brackets, quotes, a zone (`%eth0`), or the form of an IPv4 address in IPv6
 *   (`::ffff:203.0.113.9`), which becomes the IPv4 address
 */
export function ipAddressOf(text: string): string {
  const parts = text.split('"').join('').split(',').join(' ').split(' ');
  for (const part of parts) {
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
  // The last two groups may be dotted; for the form of the whole any two do.
  const tail = address.match(':' + DOTTED);
  const whole = writtenOut((tail ? address.slice(0, 1 - tail[0]!.length) + '1:1' : address).toLowerCase());
  if (!whole || whole.match(PRIVATE_V6)) {
    return '';
  }
  if (!whole.match('^(0{1,4}:){5}ffff:')) {
    return address;
  }
  const groups = whole.split(':');
  return publicDotted(tail ? tail[0]!.slice(1) : bytesOf(groups[6]!) + '.' + bytesOf(groups[7]!));
}

function publicDotted(text: string): string {
  return text.match('^' + DOTTED) && !text.match(PRIVATE) ? text : '';
}

/** An IPv6 address of hexadecimal groups with all eight of them, `''` when it is none. */
function writtenOut(text: string): string {
  const halves = text.split('::');
  const count = text.split(':').filter((group) => group !== '').length;
  // Two colons stand once at most, for one group of zeros or more.
  if (halves.length > 2 || (halves.length === 2 && count > 7)) {
    return '';
  }
  const left = (halves[0] ? halves[0] + ':' : '') + '0:0:0:0:0:0:0:0:'.slice(2 * count);
  const whole = halves.length === 1 ? text : halves[1] ? left + halves[1] : left.slice(0, -1);
  return whole.match('^([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$') ? whole : '';
}

/** A group as two bytes in decimal. */
function bytesOf(group: string): string {
  // To an arithmetic operation the text of a number is that number.
  const value = (('0x' + group) as unknown as number) * 1;
  return (value - (value % 256)) / 256 + '.' + (value % 256);
}

/**
 * IP addresses as text: dotted decimal, which X documents, and IPv6 (RFC 4291 section 2.2), which it takes on its mobile
 * pages. A zone, a port or a list of addresses is none.
 */

const DOTTED =
  '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:[.](?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}$';

/** @inline */
export function isDotted(text: string): boolean {
  return text.search(DOTTED) === 0;
}

/** @inline */
export function isIpAddress(text: string): boolean {
  return isDotted(text) || (text.indexOf(':') >= 0 && isIpv6(text));
}

/** Eight groups of hexadecimal digits, the last two also as dotted decimal; one run of zeros may be left out. */
function isIpv6(text: string): boolean {
  const dotted = text.match(':' + DOTTED);
  // Which two groups stand for dotted decimal does not matter here.
  const groups = dotted ? text.slice(0, -dotted[0]!.length) + ':0:0' : text;
  return (
    !!groups.match('^(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}$') ||
    // Seven are there at most when some are left out.
    (!!groups.match(
      '^(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?::(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?$',
    ) &&
      groups.split(':').filter((group) => group !== '').length < 8)
  );
}

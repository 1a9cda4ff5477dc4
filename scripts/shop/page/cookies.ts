/** First-party cookies as a tag in a page reads and writes them. */

/** The value as it stands in the cookie, not decoded; `undefined` when there is none. */
export function readCookie(name: string): string | undefined {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

/** `value` encoded already; `attributes` such as `secure; samesite=Strict`. */
export function writeCookie(name: string, value: string, seconds: number, attributes: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the scripts that this stands in for write it so
  document.cookie = `${name}=${value}; max-age=${seconds}; path=/; ${attributes}`;
}

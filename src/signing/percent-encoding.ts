/**
 * Percent-encoding of text (RFC 5849 section 3.6, on RFC 3986 section 2.1).
 * A-Z a-z 0-9 - . _ ~ stay as they are, every other UTF-8 byte becomes %XX in upper case.
 * The encoder of the platform is handed in; it leaves ! ' ( ) * alone, which RFC 5849 does not.
 */

/** The platform's encodeURIComponent; `undefined` when the text holds half a surrogate pair. */
export type EncodeUriComponent = (text: string) => string | undefined;

/**
 * @param text any text
 * @returns the encoded text, ASCII only; `undefined` when the text is no valid Unicode
 */
export function percentEncode(text: string, encode: EncodeUriComponent): string | undefined {
  const encoded = encode(text);
  return (
    encoded &&
    encoded
      .split('!')
      .join('%21')
      .split("'")
      .join('%27')
      .split('(')
      .join('%28')
      .split(')')
      .join('%29')
      .split('*')
      .join('%2A')
  );
}

/** Base64 (RFC 4648 section 4) of a 160-bit digest given as five 32-bit words. */

/**
 * Written out group by group: every three words give sixteen characters of six bits each.
 * @param digest five words
 * @returns 28 characters, the last one `=`
 */
export function base64Digest(digest: number[]): string {
  const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const a = digest[0]!;
  const b = digest[1]!;
  const c = digest[2]!;
  const d = digest[3]!;
  const e = digest[4]!;
  return (
    BASE64[(a >> 26) & 63]! +
    BASE64[(a >> 20) & 63] +
    BASE64[(a >> 14) & 63] +
    BASE64[(a >> 8) & 63] +
    BASE64[(a >> 2) & 63] +
    BASE64[((a << 4) | ((b >> 28) & 15)) & 63] +
    BASE64[(b >> 22) & 63] +
    BASE64[(b >> 16) & 63] +
    BASE64[(b >> 10) & 63] +
    BASE64[(b >> 4) & 63] +
    BASE64[((b << 2) | ((c >> 30) & 3)) & 63] +
    BASE64[(c >> 24) & 63] +
    BASE64[(c >> 18) & 63] +
    BASE64[(c >> 12) & 63] +
    BASE64[(c >> 6) & 63] +
    BASE64[c & 63] +
    BASE64[(d >> 26) & 63] +
    BASE64[(d >> 20) & 63] +
    BASE64[(d >> 14) & 63] +
    BASE64[(d >> 8) & 63] +
    BASE64[(d >> 2) & 63] +
    BASE64[((d << 4) | ((e >> 28) & 15)) & 63] +
    BASE64[(e >> 22) & 63] +
    BASE64[(e >> 16) & 63] +
    BASE64[(e >> 10) & 63] +
    BASE64[(e >> 4) & 63] +
    BASE64[(e << 2) & 63] +
    '='
  );
}

/** X's endpoint for web conversions (X, Web conversions; Ads API version 12). Host and version stand only here. */

/** Followed by the pixel id. The host is part of an OAuth signature, so the one that is called is the one signed. */
const CONVERSIONS = 'https://ads-api.x.com/12/measurement/conversions/';

/**
 * @param pixelId letters and digits only; checked by the caller
 * @inline
 */
export function conversionsUrl(pixelId: string): string {
  return CONVERSIONS + pixelId;
}

/**
 * X's endpoint for web conversions (X, Web conversions; Ads API version 12). Host and version stand only
 * here.
 */

/** The host is part of an OAuth signature, so the one that is called is the one that is signed. */
export const X_HOST = 'ads-api.x.com';

/** @param pixelId letters and digits only; checked by the caller */
export function conversionsUrl(pixelId: string): string {
  return 'https://' + X_HOST + '/12/measurement/conversions/' + pixelId;
}

/** Currencies (X, Web conversions, price_currency; X Ads API, currency). */
import { givenText } from './not-given.ts';

/** An upper-case ISO 4217 code, `undefined` when the value is none. */
export function currencyOf(value: unknown): string | undefined {
  const code = givenText(value).toUpperCase();
  return code.match('^[A-Z]{3}$') ? code : undefined;
}

/**
 * How many decimals X gives a currency: three to the dinars and rials that have a thousand parts, else two.
 */
export function placesOf(currency: string | undefined): number {
  return currency && 'KWD IQD BHD TND'.indexOf(currency) >= 0 ? 3 : 2;
}

/** Alphabetic codes of ISO 4217 for money in use; funds, metals and test codes are left out. As of 2026-01. */
const codes = `
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD
IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR
MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG
XOF XPF YER ZAR ZMW ZWG`;

export const currencies: ReadonlySet<string> = new Set(codes.trim().split(/\s+/));

/** X, Ads API, currency: KWD, IQD, BHD and TND have three decimals. It is about the Ads API in general, so for conversions a guess. */
const threeDecimals: ReadonlySet<string> = new Set(['BHD', 'IQD', 'KWD', 'TND']);

/**
 * How many decimals an amount as text has. X's currencies without decimals (VND, KRW, CLP, JPY) have two here as well, because a
 * whole number is reported as refused.
 */
export const decimalsOf = (currency: unknown): number =>
  typeof currency === 'string' && threeDecimals.has(currency) ? 3 : 2;

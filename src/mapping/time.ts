/** Time as X demands it: `yyyy-MM-ddTHH:mm:ss.SSSZ`, UTC (X, Web conversions, error table). */

/**
 * @param milliseconds since 1970, whole, from 0 to the end of year 9999
 * @returns for example `2026-11-22T10:15:30.123Z`
 */
export function isoTime(milliseconds: number): string {
  const time = milliseconds % 86400000;
  // Civil date from the day count: years begin on 1 March, so the leap day is the last of its year
  // (the usual proleptic Gregorian era arithmetic; 719468 days lie between 0000-03-01 and 1970-01-01).
  // `| 0` drops the fraction.
  const day = (milliseconds - time) / 86400000 + 719468;
  const dayOfEra = day % 146097;
  const yearOfEra =
    ((dayOfEra - ((dayOfEra / 1460) | 0) + ((dayOfEra / 36524) | 0) - ((dayOfEra / 146096) | 0)) / 365) | 0;
  const dayOfYear = dayOfEra - (365 * yearOfEra + ((yearOfEra / 4) | 0) - ((yearOfEra / 100) | 0));
  const monthFromMarch = ((5 * dayOfYear + 2) / 153) | 0;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = ((day / 146097) | 0) * 400 + yearOfEra + (month < 3 ? 1 : 0);
  // A leading one keeps the zeros behind it until it is cut off.
  return (
    ('' + (10000 + year)).slice(1) +
    '-' +
    ('' + (100 + month)).slice(1) +
    '-' +
    ('' + (101 + dayOfYear - (((153 * monthFromMarch + 2) / 5) | 0))).slice(1) +
    'T' +
    ('' + (100 + ((time / 3600000) | 0))).slice(1) +
    ':' +
    ('' + (100 + (((time / 60000) | 0) % 60))).slice(1) +
    ':' +
    ('' + (100 + (((time / 1000) | 0) % 60))).slice(1) +
    '.' +
    ('' + (1000 + (time % 1000))).slice(1) +
    'Z'
  );
}

/** Time as X demands it: `yyyy-MM-ddTHH:mm:ss.SSSZ`, UTC (X, Web conversions, error table). */

/** `value` with leading zeros to `digits` digits. */
function pad(value: number, digits: number): string {
  let text = '' + value;
  while (text.length < digits) {
    text = '0' + text;
  }
  return text;
}

/**
 * @param milliseconds since 1970, whole, from 0 to the end of year 9999
 * @returns for example `2026-11-22T10:15:30.123Z`
 */
export function isoTime(milliseconds: number): string {
  const timeOfDay = milliseconds % 86400000;
  // Civil date from the day count: years begin on 1 March, so the leap day is the last of its year
  // (the usual proleptic Gregorian era arithmetic; 719468 days lie between 0000-03-01 and 1970-01-01).
  const day = (milliseconds - timeOfDay) / 86400000 + 719468;
  const dayOfEra = day % 146097;
  const era = (day - dayOfEra) / 146097;
  const yearOfEra = floor(
    (dayOfEra - floor(dayOfEra / 1460) + floor(dayOfEra / 36524) - floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + floor(yearOfEra / 4) - floor(yearOfEra / 100));
  const monthFromMarch = floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month < 3 ? 1 : 0);
  return (
    pad(year, 4) +
    '-' +
    pad(month, 2) +
    '-' +
    pad(dayOfMonth, 2) +
    'T' +
    pad(floor(timeOfDay / 3600000), 2) +
    ':' +
    pad(floor(timeOfDay / 60000) % 60, 2) +
    ':' +
    pad(floor(timeOfDay / 1000) % 60, 2) +
    '.' +
    pad(timeOfDay % 1000, 3) +
    'Z'
  );
}

/** Of a number that is not negative. */
function floor(value: number): number {
  return value - (value % 1);
}

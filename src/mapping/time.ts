/** Time as X demands it: `yyyy-MM-ddTHH:mm:ss.SSSZ`, UTC (X, Web conversions, error table). */

/**
 * @param milliseconds since 1970, whole, from 0 to the end of February 2100, when a leap year fails to come
 * @returns for example `2026-11-22T10:15:30.123Z`
 */
export function isoTime(milliseconds: number): string {
  const time = milliseconds % 86400000;
  // Years begin on 1 March, so the leap day is the last of its year; 25508 days lie between 1900-03-01 and 1970-01-01.
  // `| 0` drops the fraction.
  const day = (milliseconds - time) / 86400000 + 25508;
  const year = ((4 * day + 3) / 1461) | 0;
  const dayOfYear = day - ((1461 * year) >> 2);
  const month = ((5 * dayOfYear + 2) / 153) | 0;
  // A leading one keeps the zeros behind it until it is cut off.
  return (
    (month < 10 ? 1900 + year : 1901 + year) +
    '-' +
    ('' + (month < 10 ? 103 + month : 91 + month)).slice(1) +
    '-' +
    ('' + (101 + dayOfYear - (((153 * month + 2) / 5) | 0))).slice(1) +
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

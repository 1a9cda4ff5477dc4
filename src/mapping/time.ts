/** Time as X demands it: `yyyy-MM-ddTHH:mm:ss.SSSZ`, UTC (X, Web conversions, error table). */

/**
 * @param milliseconds since 1970, whole, from 0 to the end of February 2100, when a leap year fails to come
 * @returns for example `2026-11-22T10:15:30.123Z`
 */
export function isoTime(milliseconds: number): string {
  // Years begin on 1 March, so the leap day is the last of its year; 25508 days lie between 1900-03-01 and 1970-01-01.
  // `| 0` drops the fraction.
  const day = (milliseconds / 86400000 + 25508) | 0;
  const year = ((day + 0.75) / 365.25) | 0;
  const dayOfYear = day - ((1461 * year) >> 2);
  const month = ((5 * dayOfYear + 2) / 153) | 0;
  const time = milliseconds % 86400000;
  // Both as one number whose digits are the parts: 20261122 and 1101530.1234. The leading one keeps the zeros behind it,
  // the last figure those before it. A month has 30 or 31 days, of the hundred that its digits stand for.
  return (
    ('' + (10000 * year + (((347 * month + 2) / 5) | 0) + dayOfYear + (month < 10 ? 19000301 : 19009101)))
      .match('....(?=(..)(..))')!
      .join('-') +
    'T' +
    ('' + (1000000.0004 + time / 1000 + 40 * ((time / 60000) | 0) + 4000 * ((time / 3600000) | 0)))
      .match('..(?=(..)(..[.]...))')!
      .join(':') +
    'Z'
  );
}

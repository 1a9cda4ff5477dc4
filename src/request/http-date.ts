/**
 * The Date header of an HTTP answer (RFC 9110 section 5.6.7, the form every server must send).
 * @lazy
 */

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/**
 * @param value for example `Sun, 22 Nov 2026 10:15:30 GMT`
 * @returns epoch milliseconds, `undefined` when it is no such date
 */
export function httpDate(value: unknown): number | undefined {
  const parts =
    typeof value === 'string' &&
    value.match(
      '^[A-Z][a-z]{2}, ([0-9]{2}) ([A-Z][a-z]{2}) ([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) GMT$',
    );
  const month = parts ? MONTHS.indexOf(parts[2]!) / 3 : -1;
  if (!parts || month < 0 || month % 1 !== 0) {
    return undefined;
  }
  // To an arithmetic operation the text of a number is that number.
  const numbers = parts as unknown as number[];
  // Years begin on 1 March, so the leap day is the last of its year.
  const year = numbers[3]! * 1 - (month < 2 ? 1 : 0);
  const days =
    year * 365 +
    ((year / 4) | 0) -
    ((year / 100) | 0) +
    ((year / 400) | 0) +
    (((153 * (month < 2 ? month + 10 : month - 2) + 2) / 5) | 0) +
    (numbers[1]! * 1 - 1) -
    719468;
  return (((days * 24 + numbers[4]! * 1) * 60 + numbers[5]! * 1) * 60 + numbers[6]! * 1) * 1000;
}

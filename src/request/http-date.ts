/** The Date header of an HTTP answer (RFC 9110 section 5.6.7, the form every server must send). */

/**
 * @param text for example `Sun, 22 Nov 2026 10:15:30 GMT`
 * @returns epoch milliseconds, `undefined` when it is no such date
 */
export function httpDate(text: string): number | undefined {
  const parts = text.match(
    '^[A-Z][a-z]{2}, ([0-9]{2}) ([A-Z][a-z]{2}) ([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) GMT$',
  );
  const month = parts ? 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.indexOf(parts[2]!) / 4 : -1;
  if (!parts || month < 0) {
    return undefined;
  }
  // To an arithmetic operation the text of a number is that number.
  const numbers = parts as unknown as number[];
  const year = numbers[3]! * 1;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const past = year - 1;
  // Days of a year without a leap day before the first of each month.
  const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
  // From 1 January of the year 1 to 1 January 1970 there are 719162 days.
  const days =
    past * 365 +
    ((past / 4) | 0) -
    ((past / 100) | 0) +
    ((past / 400) | 0) +
    daysBefore[month]! +
    (isLeap && month > 1 ? 1 : 0) +
    (numbers[1]! - 1) -
    719162;
  return (((days * 24 + numbers[4]! * 1) * 60 + numbers[5]! * 1) * 60 + numbers[6]! * 1) * 1000;
}

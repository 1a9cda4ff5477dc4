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
  // Years are counted from 1 March, so that the leap day is the last of its year: 0 is March, 10 January.
  const year = month < 2 ? numbers[3]! - 1 : numbers[3]! * 1;
  const days =
    year * 365 +
    ((year / 4) | 0) -
    ((year / 100) | 0) +
    ((year / 400) | 0) +
    // Months of 31 and 30 days alternate so that every five have 153.
    (((153 * ((month + 10) % 12) + 2) / 5) | 0) +
    (numbers[1]! - 1) -
    // From 1 March of the year 0 to 1 January 1970.
    719468;
  return (((days * 24 + numbers[4]! * 1) * 60 + numbers[5]! * 1) * 60 + numbers[6]! * 1) * 1000;
}

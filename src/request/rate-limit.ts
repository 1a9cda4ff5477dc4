/** When X's limit of requests ends (X, Rate limits: seconds since 1970, of the app and of the account). */
import { headerText } from './headers.ts';

/** @returns epoch milliseconds of the later of the two moments, `undefined` when X names none */
export function limitEnds(headers: unknown): number | undefined {
  let ends: number | undefined;
  const names = ['x-rate-limit-reset', 'x-account-rate-limit-reset'];
  for (const name of names) {
    const text = headerText(headers, name);
    if (text.match('^[0-9]{10}$')) {
      // To an arithmetic operation the text of a number is that number.
      const moment = (text as unknown as number) * 1000;
      ends = ends === undefined || moment > ends ? moment : ends;
    }
  }
  return ends;
}

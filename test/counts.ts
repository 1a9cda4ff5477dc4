/**
 * How often a test repeats itself. `npm test` takes the few; `npm run test:long`, which sets LONG=1, takes the many: the same tests
 * at full counts. LONG=1 before `npx vitest run FILE` does so for one file.
 *
 * @param few what a machine with two cores does in a moment
 * @param many the full count
 */
export function runs(few: number, many: number): number {
  return process.env.LONG === '1' ? many : few;
}

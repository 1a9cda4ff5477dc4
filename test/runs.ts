/** How often a test repeats itself: few times in `npm test`, many in `npm run test:long`, which sets TEST_LONG. */
export const runs = (few: number, many: number): number => (process.env.TEST_LONG ? many : few);

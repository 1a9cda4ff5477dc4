/** Whether cost grows no faster than length. No time is compared with anything but another time of the same run. */

/** Milliseconds of this process for the best of so many runs. */
function cost(read: () => unknown, times: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i += 1) {
    const before = process.cpuUsage();
    read();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

/**
 * Whether twice the size costs at most three times as much; asked again before it counts, for a machine may be busy.
 * @param made what is read, of a size
 * @param size the smallest of three
 */
export function isLinear<T>(read: (given: T) => unknown, made: (size: number) => T, size = 20_000): boolean {
  const given = [1, 2, 4].map((times) => made(size * times));
  // Below this the clock says nothing; what is quadratic takes far longer.
  if (cost(() => read(given[2]!), 1) < 15) return true;
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const [once = 0, twice = 0, fourTimes = 0] = given.map((one) => cost(() => read(one), 5));
    if (twice <= 3 * once && fourTimes <= 3 * twice) return true;
  }
  return false;
}

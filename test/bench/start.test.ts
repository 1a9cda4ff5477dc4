/** The bench of how commands start: the fastest of several runs, and a command that fails is no figure. */
import { expect, it } from 'vitest';
import { fastest } from '../../bench/start.ts';

it('gives each command its fastest run', () => {
  const times = fastest(
    [
      [process.execPath, '-e', ''],
      [process.execPath, '-e', 'setTimeout(() => undefined, 300)'],
    ],
    2,
  );
  expect(times).toHaveLength(2);
  expect(times[1]).toBeGreaterThanOrEqual(300);
  expect(times[0]).toBeGreaterThan(0);
});

it('takes no time of a command that fails', () => {
  expect(() => fastest([[process.execPath, '-e', 'process.exit(3)']], 1)).toThrow('ended with 3');
});

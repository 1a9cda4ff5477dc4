/** The world of the runs of isolated.test.ts, made in the child. */
import type { World } from '../../sandbox/index.ts';

const worldOf = (eventData: Record<string, unknown>): World => ({
  eventData,
  permissions: false,
  budget: 10_000_000,
});

export default worldOf;

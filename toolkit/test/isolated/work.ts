/** Work that ends in every way there is. */
import type { Work } from '../../isolated/calls.ts';

const work: Work<string, unknown, number> = async (how, report) => {
  if (how === 'throw') throw new RangeError('too far');
  if (how === 'exit') process.exit(3);
  if (how === 'function') return () => 1;
  if (how === 'hang') for (;;);
  if (how === 'report')
    for (let i = 0; i < 4; i++) {
      report(i);
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
  if (how === 'heap') {
    const lists: number[][] = [];
    for (;;) lists.push(Array.from({ length: 10_000 }, (_, index) => index + lists.length));
  }
  if (how === 'table') {
    const list: number[] = [];
    for (;;) list.push(...Array.from({ length: 60_000 }, () => 1.5), ...list.slice(0, 60_000));
  }
  const cycle: unknown[] = [process.pid, undefined, Number.NaN];
  cycle.push(cycle);
  return cycle;
};

export default work;

/** How X fails, and when: the same in every run. */

import { errorAnswer } from '../../x-server/answers.ts';
import type { Fault } from '../../x-server/faults.ts';

/** Numbers in [0, 1) by Numerical Recipes' generator. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export const faults: Fault[] = [
  { kind: 'answer', answer: errorAnswer('internalError') },
  { kind: 'answer', answer: errorAnswer('overCapacity') },
  { kind: 'answer', answer: errorAnswer('tooManyRequests') },
  { kind: 'cut', at: 'start' },
  { kind: 'cut', at: 'start', processed: true },
  { kind: 'cut', at: 'body', processed: true },
];

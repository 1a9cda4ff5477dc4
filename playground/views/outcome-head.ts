/** The first line of an outcome. */
import { h } from '../dom.ts';
import { type Outcome, SIGNS } from '../outcome.ts';

/** A sign that does not rest on colour, a word, and buttons. */
export const outcomeHead = (kind: Outcome['kind'], word: string, ...tools: Node[]): HTMLElement =>
  h(
    'div',
    { class: 'head' },
    h('h2', {}, h('span', { class: 'badge', 'aria-hidden': 'true' }, SIGNS[kind]), word),
    ...tools,
  );

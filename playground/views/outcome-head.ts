/** The first line of an outcome. */
import { h } from '../dom.ts';

/** A sign, which the style draws for the kind of outcome around it, a word, and buttons. */
export const outcomeHead = (word: string, ...tools: Node[]): HTMLElement =>
  h(
    'div',
    { class: 'head' },
    h('h2', {}, h('span', { class: 'badge', 'aria-hidden': 'true' }), word),
    ...tools,
  );

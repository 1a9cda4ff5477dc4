/** JSON and text as it is shown: indented, keys, texts and numbers told apart. */
import { h } from '../dom.ts';

/** Indented JSON; anything else as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;

/** Nodes for a text of JSON; of text that is none, a single one. */
export function coloured(text: string): (Node | string)[] {
  if (!/^\s*[[{]/.test(text)) return [text];
  const nodes: (Node | string)[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, quoted, colon] = match;
    nodes.push(text.slice(at, match.index));
    const kind = colon !== undefined ? 'key' : quoted !== undefined ? 'text' : 'number';
    nodes.push(h('span', { class: `j-${kind}` }, quoted ?? whole), colon ?? '');
    at = match.index + whole.length;
  }
  return [...nodes, text.slice(at)];
}

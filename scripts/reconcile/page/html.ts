/**
 * HTML in which every text is escaped, because nothing else can be put into it: what `html` makes is the only markup, and what
 * stands in its braces is text unless `html` made it.
 */

/** Markup. Made by `html`, beside the page's own stylesheet. */
export interface Html {
  readonly markup: string;
}

export type Part = string | number | undefined | Html | readonly Part[];

/** Markup with parts: text is escaped, undefined is nothing, lists are joined. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html => ({
  markup: strings.reduce((whole, markup, i) => whole + textOf(parts[i - 1]) + markup),
});

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return escaped(part.toLocaleString('en'));
  return 'markup' in part ? part.markup : part.map(textOf).join('');
}

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe between tags and in a quoted attribute. What is no character, or turns the direction of a line, becomes U+FFFD. */
const escaped = (text: string): string =>
  text
    .replace(/[\t\n\r]+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\p{Cn}\p{Co}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
    .replace(/[&<>"']/g, (sign) => NAMED[sign] ?? sign);

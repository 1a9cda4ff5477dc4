/**
 * The page's two plots as inline SVG: a bar, and columns over days. Both are rectangles of fixed classes, so that a stylesheet colours
 * them for light, dark and print. A library of charts would be larger than the page and would need a script in it; the page has none.
 * Text stands beside them as HTML: a drawing stretches with the screen, its letters would too.
 */
import { type Html, html } from './html.ts';

/** Height of columns, in the units of CSS pixels. */
const HEIGHT = 36;
/** What is not 0 is seen, however small. */
const LEAST = 2;

/** A number as a length from the left; nothing for what is not known. Decoration: the number stands beside it. */
export function bar(value: number | undefined, most: number): Html {
  const width = value === undefined || most === 0 ? 0 : (Math.max(0, value) / most) * 100;
  return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="${round(width)}" height="1"/></svg>`;
}

export interface Column {
  /** What is told of it where a pointer rests. */
  label: string;
  /** Undefined: not known, drawn as a gap with a mark at its foot. */
  value: number | undefined;
}

/**
 * One row of columns.
 * @param of what they count, for those who do not see them
 * @param most the value of the full height, the same for rows that are compared
 */
export function columns(of: string, series: readonly Column[], most: number): Html {
  const total = series.reduce((sum, { value = 0 }) => sum + value, 0);
  return html`<svg class="columns" role="img" aria-label="${of}: ${total} in ${series.length === 1 ? 'one day' : `${series.length} days`}, at most ${Math.max(0, ...series.map(({ value = 0 }) => value))} a day" viewBox="0 0 ${plain(series.length * 10)} ${HEIGHT}" preserveAspectRatio="none">${series.map(
    ({ label, value }, day) => {
      const height = value === undefined ? 1 : heightOf(value, most);
      return html`<g class="${value === undefined ? 'gap' : 'day'}"><title>${label}: ${value === undefined ? 'not known' : value}</title><rect class="room" x="${plain(day * 10)}" width="10" height="${HEIGHT}"/><rect x="${plain(day * 10 + 1)}" y="${round(HEIGHT - height)}" width="8" height="${round(height)}"/></g>`;
    },
  )}</svg>`;
}

const heightOf = (value: number, most: number): number =>
  value <= 0 || most <= 0 ? 0 : Math.max(LEAST, (value / most) * HEIGHT);

/** Numbers of SVG know no thousands separators. */
const plain = (value: number): string => String(value);
const round = (value: number): string => String(Math.round(value * 100) / 100);

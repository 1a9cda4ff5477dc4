/** One event day by day: a plot with a row for each layer, and the table that says the same in numbers. */
import { type DayFigures, type EventName, VERDICTS } from '../model.ts';
import { VERDICT_TEXTS } from '../verdicts.ts';
import { type Html, html } from './html.ts';
import { type Column, columns } from './plots.ts';
import { figure, isInOrder, LAYERS, money, nameOf } from './words.ts';

export const keyOf = ({ id, names }: EventName): string => JSON.stringify([id, names]);

/** @param days those of the event, in order */
export function daysOf(event: EventName, days: readonly DayFigures[], isOpen: boolean): Html {
  return html`<details class="panel"${isOpen ? html` open` : undefined}>
<summary><h3><bdi>${nameOf(event)}</bdi></h3>${event.names.length > 0 && event.id !== '' ? html` <span class="soft">${event.id}</span>` : undefined}</summary>
${plotOf(days)}
${tableOf(event, days)}
</details>`;
}

function plotOf(days: readonly DayFigures[]): Html {
  const dated = allDays(days.filter(({ day }) => day !== ''));
  const rows = [
    ...LAYERS.map(([layer, name]) => ({ name, kind: layer, of: (day: DayFigures) => day.layers[layer] })),
    { name: 'Gaps to look at', kind: 'bad', of: (day: DayFigures) => gaps(day, false) },
    { name: 'Gaps in order', kind: 'quiet', of: (day: DayFigures) => gaps(day, true) },
  ]
    .map(({ name, kind, of }) => ({
      name,
      kind,
      series: dated.map(([label, day]): Column => ({ label, value: day === undefined ? 0 : of(day) })),
    }))
    .filter(({ series }) => series.some(({ value }) => value !== undefined && value > 0));
  if (dated.length === 0 || rows.length === 0) return html`<p class="soft">Nothing to draw.</p>`;
  const most = Math.max(...rows.flatMap(({ series }) => series.map(({ value = 0 }) => value)));
  const ends = [dated[0], ...(dated.length > 1 ? [dated.at(-1)] : [])].map((end) => end?.[0] ?? '');
  return html`<figure class="plot">
${rows.map(
  ({ name, kind, series }) =>
    html`<div class="row ${kind}"><span class="name">${name}</span>${columns(name, series, most)}<span class="number">${series.reduce((sum, { value = 0 }) => sum + value, 0)}</span></div>`,
)}
<div class="row"><span></span><div class="axis" aria-hidden="true">${ends.map((day) => html`<span>${day}</span>`)}</div><span></span></div>
<figcaption>A column is a day; ${figure(most)} fills the height of a row. The sum stands at the right.</figcaption>
</figure>`;
}

const gaps = ({ verdicts }: DayFigures, inOrder: boolean): number =>
  VERDICTS.filter((verdict) => isInOrder(verdict) === inOrder).reduce(
    (sum, verdict) => sum + (verdicts[verdict] ?? 0),
    0,
  );

/** Days without a figure have a place too, unless there are so many that they are no series. */
function allDays(days: readonly DayFigures[]): [string, DayFigures | undefined][] {
  const known = new Map(days.map((day) => [day.day, day]));
  const names = [...known.keys()].sort();
  const [first = '', last = ''] = [names[0], names.at(-1)];
  const length = (Date.parse(last) - Date.parse(first)) / 86_400_000;
  if (!(length < 400)) return names.map((name) => [name, known.get(name)]);
  return Array.from({ length: length + 1 }, (_, i) => {
    const name = new Date(Date.parse(first) + i * 86_400_000).toISOString().slice(0, 10);
    return [name, known.get(name)];
  });
}

const SIDES = [
  ['orders', 'Ordered'],
  ['processed', 'Processed'],
  ['attributed', 'Attributed'],
] as const;

function tableOf(event: EventName, days: readonly DayFigures[]): Html {
  const layers = LAYERS.filter(([layer]) => days.some((day) => day.layers[layer] !== undefined));
  const currencies = [...new Set(days.flatMap(({ amounts }) => amounts.map(({ currency }) => currency)))];
  const sides = currencies.length === 0 ? [] : SIDES;
  const unjudged = days.some((day) => day.unjudged > 0);
  const head = (name: string): Html => html`<th scope="col" class="number">${name}</th>`;
  // One currency stands in the head, several beside each amount.
  const [only = ''] = currencies.length === 1 ? currencies : [];
  const amountsOf = (day: DayFigures, side: (typeof SIDES)[number][0]): Html =>
    html`<td class="number">${day.amounts.map((amount) => html`<div>${money(amount[side], only === '' ? amount.currency : '')}</div>`)}</td>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${nameOf(event)} by day"><table class="by-day">
<thead><tr><th scope="col">Day</th>${layers.map(([, name]) => head(name))}${head('Agree')}${unjudged ? head('Cannot be told') : undefined}<th scope="col">Gaps</th>${sides.map(([, name]) => head(only === '' ? name : `${name}, ${only}`))}</tr></thead>
<tbody>${days.map(
    (day) =>
      html`<tr><th scope="row">${day.day || 'no time'}</th>${layers.map(([layer]) => html`<td class="number">${figure(day.layers[layer])}</td>`)}<td class="number">${day.agreed}</td>${unjudged ? html`<td class="number">${day.unjudged}</td>` : undefined}<td>${gapsOf(day)}</td>${sides.map(([side]) => amountsOf(day, side))}</tr>\n`,
  )}</tbody>
</table></div>`;
}

const gapsOf = ({ verdicts }: DayFigures): Html[] =>
  VERDICTS.flatMap((verdict) => {
    const number = verdicts[verdict] ?? 0;
    return number === 0
      ? []
      : [
          html`<span class="gap ${isInOrder(verdict) ? 'quiet' : 'bad'}">${number} ${VERDICT_TEXTS[verdict].title}</span> `,
        ];
  });

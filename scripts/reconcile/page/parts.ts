/** The parts of the page that are about the whole period. */
import {
  type Figures,
  type InputFigures,
  isExceeded,
  isJudged,
  PAIR_REASONS,
  PAIR_TEXTS,
  type Pairs,
  type Report,
  VERDICTS,
  type XFigures,
} from '../model.ts';
import { VERDICT_TEXTS } from '../verdicts.ts';
import { type Html, html } from './html.ts';
import { bar } from './plots.ts';
import { figure, INPUT_NAMES, isInOrder, LAYERS, money, nameOf, percent, timeOf } from './words.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);
const countOf = (events: readonly Figures[], verdict: (typeof VERDICTS)[number]): number =>
  sum(events.map(({ verdicts }) => verdicts[verdict] ?? 0));

/** What came out, first of all. */
export function outcomeOf(report: Report): Html {
  const { thresholds, events } = report;
  const exceeded = thresholds.filter((threshold) => threshold.exceeded);
  const gaps = (inOrder: boolean): number =>
    sum(
      VERDICTS.filter((verdict) => isInOrder(verdict) === inOrder).map((verdict) => countOf(events, verdict)),
    );
  const unjudged = sum(events.map((event) => event.unjudged));
  return html`<section class="outcome ${isExceeded(report) ? 'failure' : 'sent'}" aria-label="Outcome">
<h2><span class="badge" aria-hidden="true"></span>${
    exceeded.length > 0
      ? `${exceeded.length === 1 ? 'One threshold is' : `${exceeded.length} thresholds are`} exceeded`
      : isJudged(report)
        ? 'Within all thresholds'
        : 'Nothing could be judged'
  }</h2>
${
  exceeded.length === 0
    ? undefined
    : html`<ul>${exceeded.map(
        ({ verdict, event, allowed, found, count }) =>
          html`<li><strong>${VERDICT_TEXTS[verdict].title}</strong>: ${count} of <bdi>${nameOf(event)}</bdi>, ${percent(found)} where ${percent(allowed)} is allowed</li>`,
      )}</ul>`
}
<dl class="figures">
<div><dt>Agree</dt><dd>${sum(events.map(({ agreed }) => agreed))}</dd></div>
<div><dt>Gaps to look at</dt><dd>${gaps(false)}</dd></div>
<div><dt>Gaps in order</dt><dd>${gaps(true)}</dd></div>
${unjudged === 0 ? undefined : html`<div><dt>Cannot be told</dt><dd>${unjudged}</dd></div>`}
</dl>
</section>`;
}

/** Each layer of each event, a number and a bar; the longest of an event is its most. */
export function layersOf(events: readonly Figures[]): Html {
  if (events.length === 0) return html`<p class="soft">No input has a conversion.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Layers by event"><table class="layers">
<thead><tr><th scope="col">Event</th>${LAYERS.map(([, name]) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${events.map((event) => {
    const most = Math.max(...LAYERS.map(([layer]) => event.layers[layer] ?? 0));
    return html`<tr><th scope="row"><bdi>${nameOf(event.event)}</bdi>${event.event.names.length > 0 ? html`<div class="soft">${event.event.id}</div>` : undefined}</th>${LAYERS.map(
      ([layer]) =>
        html`<td class="${layer}">${figure(event.layers[layer])}${bar(event.layers[layer], most)}</td>`,
    )}</tr>\n${event.amounts.map(
      ({ currency, orders, processed, attributed }) =>
        html`<tr class="amounts"><td class="soft">${currency === '' ? 'Amounts without a currency' : `Amounts in ${currency}`}</td><td>${money(orders, '')}</td><td></td><td></td><td>${money(processed, '')}</td><td></td><td>${money(attributed, '')}</td></tr>\n`,
    )}`;
  })}</tbody>
</table></div>
<p class="soft">– is what the inputs cannot tell. X attributes a part of what it processed to ads, never all of it.</p>`;
}

/** Every verdict that was given, the gaps to look at first, with what to do. */
export function verdictsOf({ events }: Report): Html {
  const given = VERDICTS.map((verdict) => ({ verdict, count: countOf(events, verdict) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => Number(isInOrder(a.verdict)) - Number(isInOrder(b.verdict)) || b.count - a.count);
  if (given.length === 0) return html`<p class="soft">No figures differ.</p>`;
  const most = Math.max(...given.map(({ count }) => count));
  return html`<ul class="verdicts">${given.map(({ verdict, count }) => {
    const { title, means, next, from } = VERDICT_TEXTS[verdict];
    const of = events.filter(({ verdicts }) => (verdicts[verdict] ?? 0) > 0);
    return html`<li class="${isInOrder(verdict) ? 'quiet' : 'bad'}"><div class="head"><span class="number">${count}</span><h3>${title}</h3>${bar(count, most)}</div>
<p>${means} ${next}</p>
<p class="soft">${of.map(({ event, verdicts }, i) => html`${i > 0 ? ', ' : ''}<bdi>${nameOf(event)}</bdi> ${verdicts[verdict]}`)}. Decided from: ${from.map((kind) => INPUT_NAMES[kind]).join(', ')}.</p></li>\n`;
  })}</ul>`;
}

export function pairsOf({ once, twice, pixelOnly }: Pairs): Html {
  return html`<table class="pairs-table"><tbody>
<tr><th scope="row">Counted once</th><td class="number">${once}</td></tr>
${PAIR_REASONS.filter((reason) => (twice[reason] ?? 0) > 0).map(
  (reason) =>
    html`<tr><th scope="row">Counted twice: ${PAIR_TEXTS[reason]}</th><td class="number">${twice[reason]}</td></tr>\n`,
)}<tr><th scope="row">Reported by the pixel alone</th><td class="number">${pixelOnly}</td></tr>
</tbody></table>`;
}

/** X's figures, added up by event: their days are in the plots. */
export function xOf({ from, start, end, zone, currency, entries, notes }: XFigures): Html {
  const rows = new Map<
    string,
    { id: string; name: string; attributed: number; engagement: number; view: number }
  >();
  for (const { eventId, name, attributed, postEngagement, postView } of entries) {
    const key = JSON.stringify([eventId, name]);
    const row = rows.get(key) ?? { id: eventId, name, attributed: 0, engagement: 0, view: 0 };
    rows.set(key, row);
    row.attributed += attributed;
    row.engagement += postEngagement;
    row.view += postView;
  }
  return html`<p>From <bdi>${from}</bdi>, ${timeOf(start)} until ${timeOf(end)}, days of ${zone}${currency === '' ? undefined : `, amounts in ${currency}`}.</p>
${
  rows.size === 0
    ? html`<p class="soft">X attributed nothing.</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-label="X's figures by event"><table>
<thead><tr><th scope="col">Event</th><th scope="col" class="number">Attributed</th><th scope="col" class="number">After an engagement</th><th scope="col" class="number">After a view</th></tr></thead>
<tbody>${[...rows.values()].map(
        ({ id, name, attributed, engagement, view }) =>
          html`<tr><th scope="row"><bdi>${name}</bdi>${id === '' ? undefined : html`<div class="soft">${id}</div>`}</th><td class="number">${attributed}</td><td class="number">${engagement}</td><td class="number">${view}</td></tr>\n`,
      )}</tbody></table></div>`
}
${listOf(notes)}`;
}

export function inputsOf(inputs: readonly InputFigures[]): Html {
  return html`<ul class="inputs">${inputs.map(
    ({ kind, name, read, used, ignored }) =>
      html`<li><strong>${INPUT_NAMES[kind]}</strong> <bdi>${name}</bdi>: ${read} read, ${used} used${
        ignored.length === 0
          ? '.'
          : html`, of the rest: <ul>${ignored.map(
              ({ why, count, lines }) =>
                html`<li>${count} ${why.replace(/\.$/, '')}${lines.length === 0 ? undefined : html` <span class="soft">(line ${lines.join(', ')}${lines.length < count ? ' …' : ''})</span>`}</li>`,
            )}</ul>`
      }</li>\n`,
  )}</ul>`;
}

export const listOf = (sentences: readonly string[]): Html | undefined =>
  sentences.length === 0
    ? undefined
    : html`<ul class="notes">${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;

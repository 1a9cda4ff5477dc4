/** Traced samples: each conversion is a line that opens to what every layer has of it. */
import { PAIR_TEXTS, type Trace } from '../model.ts';
import { VERDICT_TEXTS } from '../verdicts.ts';
import { type Html, html } from './html.ts';
import { isInOrder, nameOf, STEP_NAMES, timeOf } from './words.ts';

export const samplesOf = (samples: readonly Trace[]): Html =>
  samples.length === 0
    ? html`<p class="soft">There is no conversion to trace.</p>`
    : html`<ul class="samples">${samples.map((trace) => html`<li>${sampleOf(trace)}</li>\n`)}</ul>`;

function sampleOf({ id, event, day, verdict, why, pair, steps }: Trace): Html {
  const kind = verdict === undefined ? 'good' : isInOrder(verdict) ? 'quiet' : 'bad';
  const title = verdict === undefined ? 'agrees' : VERDICT_TEXTS[verdict].title;
  return html`<details>
<summary><bdi class="id">${id || 'no conversion_id'}</bdi> <bdi>${nameOf(event)}</bdi> <span class="soft">${day}</span> <span class="gap ${kind}">${title}</span></summary>
<div class="body">
${why === '' ? undefined : html`<p>${why}</p>`}
<ol class="steps">${steps.map(
    ({ layer, at, what }) =>
      html`<li class="${layer}"><strong>${STEP_NAMES[layer]}</strong> <span>${what}</span> <span class="soft">${at === undefined ? 'no time' : timeOf(at)}</span></li>`,
  )}</ol>
${pair === undefined ? undefined : html`<p class="soft">Pixel and server: ${pair === 'once' ? 'counted once' : `counted twice, ${PAIR_TEXTS[pair]}`}.</p>`}
</div>
</details>`;
}

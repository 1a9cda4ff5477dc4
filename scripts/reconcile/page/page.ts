/**
 * A reconciliation as one HTML file that opens from the disk: nothing is loaded, no script is in it, and its content security
 * policy allows neither. Its style is known by its digest. What opens and closes is the browser's own.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { DayFigures, Report } from '../model.ts';
import { VERDICT_TEXTS } from '../verdicts.ts';
import { daysOf, keyOf } from './days.ts';
import { type Html, html } from './html.ts';
import { inputsOf, layersOf, listOf, outcomeOf, pairsOf, verdictsOf, xOf } from './parts.ts';
import { samplesOf } from './samples.ts';

/** The look that every page of this repository has, and what is this page's own. */
const STYLES = [
  '../../../playground/style/base.css',
  '../../../playground/style/panels.css',
  './style.css',
  './parts.css',
];

/** The whole file. */
export function pageOf(report: Report): string {
  const { period, events, days, pairs, samples, impossible, x, inputs, notes } = report;
  const style = STYLES.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n');
  const digest = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  const byEvent = new Map<string, DayFigures[]>();
  for (const day of days) {
    const own = byEvent.get(keyOf(day.event)) ?? [];
    byEvent.set(keyOf(day.event), own);
    own.push(day);
  }
  const isKnown = period.from !== undefined || period.to !== undefined;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Reconciliation${isKnown ? `, ${spanOf(period)}` : undefined}</title>
<style>${{ markup: style }}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the outcome</a>
<header>
<p class="eyebrow">Orders, tag, pixel and X</p>
<h1>Reconciliation</h1>
<p>${isKnown ? spanOf(period) : 'The inputs have no times'}, days of ${period.zone}.</p>
</header>
<main id="main" tabindex="-1">
${outcomeOf(report)}
${section('The whole period, by event', layersOf(events))}
${section('Why figures differ', verdictsOf(report))}
${
  impossible.length === 0
    ? undefined
    : section(
        'What these inputs cannot tell',
        html`<ul class="notes">${[...new Set(impossible.map(({ why }) => why))].map((why) => {
          const titles = impossible
            .filter((one) => one.why === why)
            .map(({ verdict }) => VERDICT_TEXTS[verdict].title);
          return html`<li><strong>${titles.join(', ')}</strong>: ${why}</li>`;
        })}</ul>`,
      )
}
${bare(
  'Day by day',
  events.map(({ event }, i) => daysOf(event, byEvent.get(keyOf(event)) ?? [], i === 0)),
)}
${pairs === undefined ? undefined : section('Pixel and server', pairsOf(pairs))}
${section('Samples, traced', samplesOf(samples))}
${x === undefined ? undefined : section('What X attributed', xOf(x))}
${section('Inputs', html`${inputsOf(inputs)}${listOf(notes)}`)}
</main>
</body>
</html>
`.markup;
}

const spanOf = ({ from = '…', to = '…' }: Report['period']): string => `${from} to ${to}`;

const section = (title: string, content: Html): Html =>
  html`<section class="panel"><h2>${title}</h2>
${content}
</section>`;

/** A section whose parts are panels of their own. */
const bare = (title: string, content: readonly Html[]): Html =>
  html`<section class="bare"><h2>${title}</h2>
${content}
</section>`;

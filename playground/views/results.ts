/** The outcome of a run and everything that led to it. */

import type { Refusal } from 'sgtm-toolkit/form';
import type { Template } from 'sgtm-toolkit/sandbox';
import { curlLine } from '../curl.ts';
import { block, copyable, copyButton, disclosure, h, number } from '../dom.ts';
import { outcomeOf } from '../outcome.ts';
import { type Play, warningsOf } from '../play.ts';
import { masked, type Show } from '../secrets.ts';
import { codeView, share } from './code.ts';
import { coloured, pretty } from './json.ts';
import { outcomeHead } from './outcome-head.ts';
import { requestView } from './request.ts';

export interface ResultOptions {
  template: Template;
  show: Show;
  /** Buttons that stand beside the outcome. */
  tools: HTMLElement;
  /** Fields that GTM would refuse to save. */
  refusals: readonly Refusal[];
  /** X event IDs that cannot be right, whichever event needs them. */
  ids: readonly Refusal[];
  /** A button that makes a file of the settings. */
  along: HTMLElement | undefined;
  /** The answer that was chosen, by its name. */
  answer: string;
  /** Brings a field into view. */
  goTo: (refusal: Refusal) => void;
}

export function resultsView(
  play: Play,
  { template, show, tools, refusals, ids, answer, along, goTo }: ResultOptions,
): Node[] {
  const { record, inputs, lines, ms } = play;
  const { kind, word, reason, facts } = outcomeOf(play, template.type);
  const codeLines = record.lines.filter((line) => lines.includes(line));
  const coverage = { lines, covered: codeLines };
  const warnings = warningsOf(record);
  const request = record.requests.at(-1)?.request;
  const parts: (Node | false)[] = [
    h(
      'div',
      { class: `outcome ${kind}` },
      outcomeHead(word, tools),
      h('p', { class: 'reason' }, show(reason)),
      facts.length > 0 &&
        h('dl', { class: 'figures' }, ...facts.map(([name, value]) => figure(name, show(value)))),
      refusals.length + ids.length > 0 &&
        h('p', { class: 'problem' }, toCorrect(refusals.length + ids.length)),
      h('p', { class: 'note simulated' }, simulated(record.requests.length, answer)),
      h('div', { class: 'buttons' }, request && copyButton('as curl', () => show(curlLine(request))), along),
    ),
    refusals.length > 0 &&
      refusalsView(
        'GTM would not save this tag',
        refusals,
        'It ran all the same: variables could have given such values.',
        goTo,
      ),
    ids.length > 0 &&
      refusalsView('X event IDs to correct', ids, 'Looked at in every row, whichever event it is for.', goTo),
    record.errors.length > 0 &&
      panel(
        'Errors',
        list(
          record.errors.map(
            ({ message, position }) => show(message) + (position ? ` (line ${position.line})` : ''),
          ),
        ),
      ),
    warnings.length > 0 && panel('Warnings', list(warnings.map(show))),
    record.warnings.length > 0 && panel('Warnings of the emulator', list(record.warnings.map(show))),
    ...record.requests.map((request, index) => requestView(request, index + 1, inputs, show)),
    template.type === 'MACRO' &&
      panel(
        'Value',
        block('Value', ...coloured(show(JSON.stringify(record.returned, null, 2) ?? 'undefined'))),
      ),
    template.type === 'CLIENT' &&
      panel('Response', block('Response', ...coloured(show(JSON.stringify(record.response, null, 2))))),
    record.cookies.length > 0 &&
      panel(
        'Cookies',
        ...record.cookies.map(({ name, value, options }) =>
          block(
            `Cookie ${name}`,
            show(`${name}=${value}`),
            '\n',
            ...coloured(JSON.stringify(options, null, 2)),
          ),
        ),
      ),
    panel(
      'Log',
      record.logs.length === 0
        ? h('p', { class: 'note' }, 'The template wrote nothing.')
        : copyable(
            'Log',
            'the log',
            () => record.logs.map(show).join('\n'),
            ...record.logs.flatMap((line, i) => [...(i > 0 ? ['\n'] : []), ...coloured(show(pretty(line)))]),
          ),
    ),
    ...objects('BigQuery rows', record.rows, show),
    ...objects('Firestore documents', record.documents, show),
    ...objects('Events given to the container', record.events, show),
    record.pixels.length > 0 && panel('Pixels for the browser', list(record.pixels.map(show))),
    h(
      'section',
      { class: 'panel folded' },
      disclosure('permissions', `Permissions used: ${play.permissions.size} of ${play.declared.length}`, () =>
        permissionsView(play, show),
      ),
      disclosure('code', `Code: ${share(coverage)}`, () =>
        codeView(template, coverage, new Set(record.errors.flatMap(({ position }) => position?.line ?? []))),
      ),
      disclosure('figures', 'What it cost', () =>
        h(
          'dl',
          { class: 'figures' },
          figure('Requests', number(record.requests.length)),
          figure('Instructions', number(record.instructions)),
          figure('Lines run', share(coverage)),
          figure('Time', `${ms.toFixed(ms < 10 ? 1 : 0)} ms`),
        ),
      ),
      disclosure('settings', 'What the code got as data', () => settingsView(play, show)),
    ),
  ];
  return parts.filter((part) => part !== false);
}

const toCorrect = (count: number): string =>
  `${count === 1 ? 'One value' : `${count} values`} of the fields to correct: see below.`;

/** What of an outcome is real: nothing that X does. */
const simulated = (requests: number, answer: string): string =>
  requests === 0
    ? 'Simulated: nothing leaves this page.'
    : `Simulated: nothing leaves this page, no server was asked. The answer is the one you chose: ${answer}.`;

const figure = (name: string, value: string): HTMLElement =>
  h('div', {}, h('dt', {}, name), h('dd', {}, value));
const list = (lines: readonly string[]): HTMLElement =>
  h('ul', { class: 'lines' }, ...lines.map((line) => h('li', {}, line)));

const panel = (title: string, ...children: (Node | string)[]): HTMLElement =>
  h('section', { class: 'panel', 'aria-label': title }, h('h2', {}, title), ...children);

const objects = (title: string, values: readonly unknown[], show: Show): HTMLElement[] =>
  values.length === 0 ? [] : [panel(title, block(title, ...coloured(show(JSON.stringify(values, null, 2)))))];

function refusalsView(
  title: string,
  refusals: readonly Refusal[],
  note: string,
  goTo: (refusal: Refusal) => void,
): HTMLElement {
  return panel(
    title,
    h(
      'ul',
      { class: 'lines' },
      ...refusals.map((refusal) =>
        h(
          'li',
          {},
          h(
            'button',
            { type: 'button', class: 'link', onclick: () => goTo(refusal) },
            refusal.field.label || refusal.field.name,
          ),
          refusal.row === undefined ? ': ' : `, row ${refusal.row + 1}: `,
          refusal.message,
        ),
      ),
    ),
    h('p', { class: 'note' }, note),
  );
}

function permissionsView({ permissions, declared }: Play, show: Show): HTMLElement {
  const unused = declared.filter((name) => !permissions.has(name));
  return h(
    'dl',
    { class: 'pairs' },
    ...[...permissions].map(([name, uses]) =>
      h('div', {}, h('dt', {}, name), h('dd', {}, uses.length === 0 ? 'used' : show(uses.join(', ')))),
    ),
    ...unused.map((name) =>
      h('div', {}, h('dt', {}, name), h('dd', {}, h('em', {}, 'declared, not used in this run'))),
    ),
  );
}

function settingsView({ inputs }: Play, show: Show): Node[] {
  const text = JSON.stringify(masked(inputs.data, show), null, 2);
  return [
    copyable('Data', 'the data', () => text, ...coloured(text)),
    h('p', { class: 'note' }, 'Fields that take part. Credentials are masked unless you show them.'),
  ];
}

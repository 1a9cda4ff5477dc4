/** The outcome of a run and everything that led to it. */

import type { Refusal } from 'sgtm-toolkit/form';
import type { Template } from 'sgtm-toolkit/sandbox';
import { block, copyButton, disclosure, h, number } from '../dom.ts';
import { type Play, reasonOf, warningsOf } from '../play.ts';
import { masked, type Show } from '../secrets.ts';
import { codeView, share } from './code.ts';
import { coloured, pretty } from './json.ts';
import { requestView } from './request.ts';

export interface ResultOptions {
  template: Template;
  show: Show;
  /** Buttons that stand beside the outcome. */
  tools: HTMLElement;
  /** Fields that GTM would refuse to save. */
  refusals: readonly Refusal[];
  /** Brings a field into view. */
  goTo: (refusal: Refusal) => void;
}

/** One sentence for the status line and the top of the results. */
export function headline(
  { record }: Play,
  type: Template['type'],
): { kind: string; word: string; reason: string } {
  if (record.errors.length > 0 && record.outcome === 'none')
    return { kind: 'failure', word: 'Error', reason: record.errors[0]!.message };
  if (type !== 'TAG')
    return {
      kind: 'success',
      word: 'Done',
      reason: type === 'MACRO' ? 'The variable has a value.' : 'The client has run.',
    };
  const word = { success: 'Success', failure: 'Failure', none: 'No outcome' }[record.outcome];
  const silent =
    record.outcome === 'none'
      ? 'The tag called neither gtmOnSuccess nor gtmOnFailure.'
      : 'The tag gave no reason: it wrote no log line that says one.';
  return {
    kind: record.outcome === 'success' ? 'success' : 'failure',
    word,
    reason: reasonOf(record) ?? silent,
  };
}

export function resultsView(play: Play, { template, show, tools, refusals, goTo }: ResultOptions): Node[] {
  const { record, inputs, lines, ms } = play;
  const { kind, word, reason } = headline(play, template.type);
  const codeLines = record.lines.filter((line) => lines.includes(line));
  const coverage = { lines, covered: codeLines };
  const warnings = warningsOf(record);
  const parts: (Node | false)[] = [
    h(
      'div',
      { class: `outcome ${kind}` },
      outcomeHead(word, kind === 'success', tools),
      h('p', { class: 'reason' }, show(reason)),
      h(
        'dl',
        { class: 'figures' },
        figure('Requests', number(record.requests.length)),
        figure('Instructions', number(record.instructions)),
        figure('Lines run', share(coverage)),
        figure('Time', `${ms.toFixed(ms < 10 ? 1 : 0)} ms`),
      ),
    ),
    refusals.length > 0 && refusalsView(refusals, goTo),
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
        : block(
            'Log',
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
      disclosure('settings', 'Settings as JSON', () => settingsView(play, show)),
    ),
  ];
  return parts.filter((part) => part !== false);
}

/** The first line of an outcome: a word, a sign that does not rest on colour, and buttons. */
export const outcomeHead = (word: string, good: boolean, ...tools: Node[]): HTMLElement =>
  h(
    'div',
    { class: 'head' },
    h('h2', {}, h('span', { class: 'badge', 'aria-hidden': 'true' }, good ? '✓' : '✕'), word),
    ...tools,
  );

const figure = (name: string, value: string): HTMLElement =>
  h('div', {}, h('dt', {}, name), h('dd', {}, value));
const list = (lines: readonly string[]): HTMLElement =>
  h('ul', { class: 'lines' }, ...lines.map((line) => h('li', {}, line)));

const panel = (title: string, ...children: (Node | string)[]): HTMLElement =>
  h('section', { class: 'panel', 'aria-label': title }, h('h2', {}, title), ...children);

const objects = (title: string, values: readonly unknown[], show: Show): HTMLElement[] =>
  values.length === 0 ? [] : [panel(title, block(title, ...coloured(show(JSON.stringify(values, null, 2)))))];

function refusalsView(refusals: readonly Refusal[], goTo: (refusal: Refusal) => void): HTMLElement {
  return panel(
    'GTM would not save this tag',
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
    h('p', { class: 'note' }, 'It ran all the same: variables could have given such values.'),
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
    block('Settings', ...coloured(text)),
    h(
      'div',
      { class: 'buttons' },
      copyButton('the settings', () => text),
    ),
    h(
      'p',
      { class: 'note' },
      'What the code gets as data: fields that take part. Credentials are masked unless you show them.',
    ),
  ];
}

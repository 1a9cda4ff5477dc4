/** What the tabs show of a request, as those of Google's preview do. */
import type { EventTrace, Outgoing, RequestTrace, TagTrace } from '../trace.ts';
import {
  BASE,
  box,
  type Child,
  code,
  copyButton,
  h,
  headersOf,
  nothing,
  OUTCOMES,
  table,
  text,
} from './dom.ts';

export const TABS = ['Request', 'Tags', 'Variables', 'Event Data', 'Console'] as const;

type Panel = (trace: RequestTrace, event: EventTrace | undefined) => Child[];

const withEvent =
  (panel: (event: EventTrace, trace: RequestTrace) => Child[]): Panel =>
  (trace, event) =>
    event ? panel(event, trace) : nothing('The request made no event.');

export const PANELS: Record<(typeof TABS)[number], Panel> = {
  Request: (trace) => [
    box(
      ['Client'],
      h(
        'p',
        {},
        trace.client ? `${trace.client.name} (${trace.client.type})` : 'No client claimed the request.',
      ),
      ...trace.notes.map((note) => h('p', { class: 'warn' }, note)),
      trace.preview && h('p', {}, 'Run in preview mode, as its header asks.'),
    ),
    box(
      ['Incoming'],
      h(
        'pre',
        {},
        `${trace.incoming.method} ${trace.incoming.path}${trace.incoming.query && `?${trace.incoming.query}`}`,
      ),
      headersOf(trace.incoming.headers),
      trace.incoming.body !== undefined && h('pre', {}, trace.incoming.body),
      h(
        'div',
        { class: 'row' },
        copyButton('Copy URL', () => urlOf(trace)),
      ),
    ),
    box(
      ['Response', h('span', { class: 'quiet' }, trace.ms === undefined ? '' : `${trace.ms.toFixed(1)} ms`)],
      trace.response
        ? h('p', {}, String(trace.response.statusCode))
        : h('p', { class: 'quiet' }, 'None yet.'),
      trace.response && headersOf(trace.response.headers),
      ...trace.pixels.map((url) => h('p', {}, 'Pixel of the browser: ', code(url))),
    ),
    ...(trace.outgoing.length > 0 ? trace.outgoing.map(outgoingBox) : nothing('No outgoing request.')),
  ],
  Tags: withEvent((event, trace) => {
    const fired = event.tags.filter((tag) => tag.fired);
    const others = event.tags.filter((tag) => !tag.fired);
    return [
      h('h3', {}, 'Fired'),
      ...(fired.length > 0 ? fired.map((tag) => tagBox(tag, event, trace)) : nothing('No tag fired.')),
      h('h3', {}, 'Not fired'),
      ...(others.length > 0 ? others.map((tag) => tagBox(tag, event, trace)) : nothing('None.')),
      h('h3', {}, 'Triggers'),
      ...event.triggers.map((trigger) =>
        box(
          [
            h('span', { class: trigger.fired ? 'good' : 'quiet' }, trigger.fired ? 'fired' : 'not fired'),
            trigger.name,
          ],
          trigger.why && h('p', {}, trigger.why),
          ...trigger.conditions.map(({ condition, holds, left }) =>
            h(
              'p',
              {},
              h('span', { class: holds ? 'good' : 'bad' }, holds ? 'holds ' : 'fails '),
              code(condition),
              ' the left side is ',
              code(left),
            ),
          ),
        ),
      ),
    ];
  }),
  Variables: withEvent(({ variables }) =>
    variables.length === 0
      ? nothing('The container has no variables.')
      : [
          table(
            ['Variable', 'Type', 'Value', 'Used'],
            variables.map(({ name, type, value, count, error }) => [
              name,
              h(
                'span',
                {},
                code(type),
                ` ${Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value}`,
              ),
              error === undefined ? code(value) : h('span', { class: 'bad' }, error),
              count === 0 ? 'not used' : `${count} ×`,
            ]),
          ),
        ],
  ),
  'Event Data': withEvent((event) => [
    h(
      'div',
      { class: 'row' },
      copyButton('Copy as JSON', () => text(event.data)),
    ),
    table(
      ['Key', 'Value'],
      Object.entries(event.data).map(([key, value]) => [code(key), code(value)]),
    ),
    ...event.tags
      .filter(({ transformations }) => transformations.length > 0)
      .map((tag) =>
        box(
          [`As ${tag.name} saw it, after ${tag.transformations.join(', ')}`],
          h('pre', {}, text(tag.event)),
        ),
      ),
  ]),
  Console: (trace) =>
    trace.console.length === 0
      ? nothing('Nothing was logged.')
      : [
          table(
            ['Of', 'Line'],
            trace.console.map(({ by, kind, text: line }) => [
              by,
              h('code', { class: kind === 'error' ? 'bad' : kind === 'warning' ? 'warn' : '' }, line),
            ]),
          ),
        ],
};

const urlOf = ({ incoming: { path, query } }: RequestTrace): string =>
  `${location.origin}${path}${query && `?${query}`}`;

function tagBox(tag: TagTrace, event: EventTrace, trace: RequestTrace): HTMLElement {
  const outcome = tag.fired ? (tag.outcome ?? 'running') : 'not fired';
  const requests = trace.outgoing.filter(({ by }) => by === `tag "${tag.name}"`);
  const place = `id=${trace.id}&event=${trace.events.indexOf(event)}&tag=${encodeURIComponent(tag.id)}`;
  return box(
    [
      tag.name,
      h('span', { class: OUTCOMES[outcome] ?? 'quiet' }, outcome),
      tag.fired &&
        h(
          'span',
          { class: 'quiet' },
          `${tag.instructions.toLocaleString('en')} instructions, ${tag.ms.toFixed(1)} ms`,
        ),
    ],
    h('p', { class: 'quiet' }, `${tag.type}, consent settings ${tag.consent}`),
    tag.why && h('p', {}, tag.why),
    tag.data && h('details', {}, h('summary', {}, 'Properties'), h('pre', {}, text(tag.data))),
    tag.cookies.length > 0 && h('p', {}, 'Cookies set: ', code(tag.cookies.join('; '))),
    ...requests.map(outgoingBox),
    tag.fired &&
      h(
        'div',
        { class: 'row' },
        copyButton('Copy as a scenario', async () => (await fetch(`${BASE}/scenario?${place}`)).text()),
        h('a', { href: `${BASE}/scenario?${place}`, download: 'scenario.js' }, 'Save as a scenario'),
      ),
  );
}

const outgoingBox = ({ by, request, answer, failure, ms }: Outgoing): HTMLElement =>
  h(
    'details',
    { class: 'box' },
    h(
      'summary',
      {},
      `${request.method} ${request.url} `,
      h(
        'span',
        { class: answer ? (answer.statusCode < 400 ? 'good' : 'bad') : 'warn' },
        answer ? String(answer.statusCode) : (failure ?? '…'),
      ),
      h('span', { class: 'quiet' }, ` ${by}, ${ms.toFixed(1)} ms`),
    ),
    headersOf(request.headers),
    request.body !== undefined && h('pre', {}, request.body),
    answer && h('pre', {}, answer.body || '(empty)'),
  );

/**
 * The page of `sgtm serve`: requests as they come, and of each what the container did with it, in the tabs of Google's preview.
 * Everything shown came from outside and is put in as text.
 */
import type { Summary } from '../kept.ts';
import type { EventTrace, Outgoing, RequestTrace, TagTrace } from '../trace.ts';

const BASE = '/gtm/debug';
const TABS = ['Request', 'Tags', 'Variables', 'Event Data', 'Console'] as const;

type Child = Node | string | undefined | false;
type Attributes = Record<string, string | ((event: never) => void) | undefined>;

const isShown = (child: Child): child is Node | string => child !== undefined && child !== false;

function h(name: string, attributes: Attributes, ...children: Child[]): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value as (event: Event) => void);
    else if (value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter(isShown));
  return element;
}

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

const state = {
  requests: new Map<number, Summary>(),
  shown: undefined as RequestTrace | undefined,
  event: 0,
  tab: 'Tags' as (typeof TABS)[number],
  filter: '',
};

const text = (value: unknown): string =>
  value === undefined ? 'undefined' : typeof value === 'string' ? value : JSON.stringify(value, null, 2);

const OUTCOMES: Record<string, string> = {
  success: 'good',
  failure: 'bad',
  exception: 'bad',
  timeout: 'bad',
  running: 'warn',
};

// The list

const searched = ({ method, path, client = '', events }: Summary): string =>
  `${method} ${path} ${client} ${events.map(({ name }) => name).join(' ')}`.toLowerCase();

function drawList(): void {
  const focused = document.activeElement?.getAttribute('data-id');
  const items = [...state.requests.values()]
    .filter((summary) => searched(summary).includes(state.filter))
    .sort((a, b) => b.id - a.id)
    .map((summary) => h('li', {}, itemOf(summary)));
  byId('requests').replaceChildren(...items);
  byId('none').hidden = items.length > 0;
  byId('none').textContent = state.requests.size === 0 ? 'No request yet.' : 'No request fits the filter.';
  if (focused) document.querySelector<HTMLElement>(`[data-id="${focused}"]`)?.focus();
}

function itemOf({ id, method, path, client, events, status, done }: Summary): HTMLElement {
  const lines = events.map(({ name, tags }) =>
    h(
      'span',
      { class: 'events' },
      name || '(no name)',
      ...Object.entries(tags).flatMap(([outcome, count]) => [
        ' ',
        h('span', { class: OUTCOMES[outcome] ?? 'warn' }, `${count} ${outcome}`),
      ]),
    ),
  );
  const answered = status === undefined ? (done ? '' : '…') : String(status);
  return h(
    'button',
    {
      type: 'button',
      'data-id': String(id),
      'aria-current': String(state.shown?.id === id),
      click: () => void show(id),
    },
    `${id} ${method} ${path} `,
    h('span', { class: status !== undefined && status < 400 ? 'good' : 'warn' }, answered),
    h('span', { class: 'quiet' }, ` ${client ?? 'no client'}`),
    ...lines,
  );
}

byId('requests').addEventListener('keydown', (event) => {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const buttons = [...byId('requests').querySelectorAll<HTMLElement>('button')];
  const next = buttons[buttons.indexOf(document.activeElement as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

// One request

async function show(id: number): Promise<void> {
  const response = await fetch(`${BASE}/request?id=${id}`);
  if (!response.ok) {
    byId('details').replaceChildren(h('p', { class: 'quiet' }, 'This request is no longer kept.'));
    return;
  }
  const trace = (await response.json()) as RequestTrace;
  if (state.shown?.id !== id) state.event = 0;
  state.shown = trace;
  drawList();
  drawDetails();
}

function drawDetails(): void {
  const trace = state.shown;
  if (!trace) return;
  const focused = document.activeElement?.id ?? '';
  const event = trace.events[state.event];
  const events = trace.events.map(({ name, from }, index) =>
    h(
      'button',
      {
        type: 'button',
        id: `event-${index}`,
        class: index === state.event ? 'chosen' : '',
        'aria-pressed': String(index === state.event),
        click: () => {
          state.event = index;
          drawDetails();
        },
      },
      `${name || '(no name)'}${from ? ' (of a tag)' : ''}`,
    ),
  );
  const tabs = TABS.map((tab) =>
    h(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${tab.replace(' ', '-')}`,
        'aria-selected': String(tab === state.tab),
        'aria-controls': 'panel',
        tabindex: tab === state.tab ? '0' : '-1',
        click: () => choose(tab),
      },
      tab,
    ),
  );
  const list = h('div', { role: 'tablist', 'aria-label': 'What to show', keydown: moveTab }, ...tabs);
  const panel = h('div', {
    role: 'tabpanel',
    id: 'panel',
    tabindex: '0',
    'aria-labelledby': `tab-${state.tab.replace(' ', '-')}`,
  });
  panel.append(...PANELS[state.tab](trace, event).filter(isShown));
  byId('details').replaceChildren(
    h('h2', {}, `${trace.id} ${trace.incoming.method} ${trace.incoming.path}`),
    ...(events.length > 0
      ? [h('div', { class: 'row', role: 'group', 'aria-label': 'Events of the request' }, ...events)]
      : []),
    list,
    panel,
  );
  if (focused) document.getElementById(focused)?.focus();
}

function choose(tab: (typeof TABS)[number]): void {
  state.tab = tab;
  drawDetails();
  document.getElementById(`tab-${tab.replace(' ', '-')}`)?.focus();
}

function moveTab(event: KeyboardEvent): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  choose(TABS[(TABS.indexOf(state.tab) + step + TABS.length) % TABS.length]!);
}

const table = (head: string[], rows: Child[][]): HTMLElement =>
  h(
    'div',
    { class: 'scroll' },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...head.map((title) => h('th', { scope: 'col' }, title)))),
      h('tbody', {}, ...rows.map((cells) => h('tr', {}, ...cells.map((cell) => h('td', {}, cell))))),
    ),
  );

const code = (value: unknown): HTMLElement => h('code', {}, text(value));
const nothing = (words: string): HTMLElement[] => [h('p', { class: 'quiet' }, words)];

const box = (title: Child[], ...children: Child[]): HTMLElement =>
  h('section', { class: 'box' }, h('h3', {}, ...title), ...children);

const copyButton = (what: string, value: () => string | Promise<string>): HTMLElement =>
  h(
    'button',
    {
      type: 'button',
      click: (event: Event) => {
        const button = event.currentTarget as HTMLElement;
        void Promise.resolve(value())
          .then((copied) => navigator.clipboard.writeText(copied))
          .then(
            () => {
              button.textContent = 'Copied';
            },
            () => {
              button.textContent = 'Not allowed to copy';
            },
          );
      },
    },
    what,
  );

const headersOf = (headers: Record<string, string | string[]>): HTMLElement =>
  table(
    ['Header', 'Value'],
    Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => [code(name), code(one)])),
  );

type Panel = (trace: RequestTrace, event: EventTrace | undefined) => Child[];

const withEvent =
  (panel: (event: EventTrace, trace: RequestTrace) => Child[]): Panel =>
  (trace, event) =>
    event ? panel(event, trace) : nothing('The request made no event.');

const PANELS: Record<(typeof TABS)[number], Panel> = {
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
            ['Variable', 'Type', 'Type of value', 'Value', 'Evaluated'],
            variables.map(({ name, type, value, count, error }) => [
              name,
              code(type),
              Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value,
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

// The frame

byId('filter').addEventListener('input', (event) => {
  state.filter = (event.target as HTMLInputElement).value.trim().toLowerCase();
  drawList();
});

byId('clear').addEventListener('click', () => {
  void fetch(`${BASE}/requests`, { method: 'DELETE' });
  state.requests.clear();
  drawList();
});

async function drawFrame(): Promise<void> {
  const { publicId, name, findings } = (await (await fetch(`${BASE}/container`)).json()) as {
    publicId: string;
    name: string;
    findings: { severity: string; entity: string; message: string }[];
  };
  byId('container').textContent = `${name} (${publicId})`;
  document.title = `${name} – sgtm serve`;
  const details = byId('findings');
  details.hidden = findings.length === 0;
  details.querySelector('summary')!.textContent = `${findings.length} notes on the container`;
  details
    .querySelector('ul')!
    .replaceChildren(
      ...findings.map(({ severity, entity, message }) =>
        h(
          'li',
          {},
          h('span', { class: severity === 'problem' ? 'bad' : 'quiet' }, severity),
          ` ${entity}: ${message}`,
        ),
      ),
    );
}

function connect(): void {
  const stream = new EventSource(`${BASE}/stream`);
  stream.addEventListener('open', () => {
    void load();
  });
  stream.addEventListener('message', ({ data }) => {
    const summary = JSON.parse(data) as Summary;
    state.requests.set(summary.id, summary);
    for (const id of state.requests.keys()) {
      if (state.requests.size <= 200) break;
      state.requests.delete(id);
    }
    drawSoon();
    if (state.shown?.id === summary.id && !state.shown.done) void show(summary.id);
  });
  stream.addEventListener('error', () => {
    byId('state').textContent = 'Not connected: the server has ended or is starting.';
  });
}

let isDue = false;
/** Many requests a second are one change of the list. */
function drawSoon(): void {
  if (isDue) return;
  isDue = true;
  setTimeout(() => {
    isDue = false;
    drawList();
  }, 100);
}

async function load(): Promise<void> {
  await drawFrame();
  const summaries = (await (await fetch(`${BASE}/requests`)).json()) as Summary[];
  state.requests = new Map(summaries.map((summary) => [summary.id, summary]));
  byId('state').textContent = `Listening at ${location.origin}`;
  drawList();
}

connect();

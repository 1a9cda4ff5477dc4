/**
 * The page of `sgtm serve`: requests as they come, and of each what the container did with it, in the tabs of Google's preview.
 * Everything shown came from outside and is put in as text.
 */
import type { Summary } from '../kept.ts';
import type { RequestTrace } from '../trace.ts';
import { BASE, h, isShown, OUTCOMES } from './dom.ts';
import { PANELS, TABS } from './panels.ts';

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

const state = {
  requests: new Map<number, Summary>(),
  shown: undefined as RequestTrace | undefined,
  event: 0,
  tab: 'Tags' as (typeof TABS)[number],
  filter: '',
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
  const named = document.querySelector<HTMLElement>(`[data-id="${focused ?? state.shown?.id}"]`);
  stopAt(named ?? buttonsOf()[0]);
  if (focused) named?.focus();
}

const buttonsOf = (): HTMLElement[] => [...byId('requests').querySelectorAll<HTMLElement>('button')];

/** The list is one stop of the Tab key, and its arrow keys move within: 200 requests do not stand before what they show. */
function stopAt(stop: EventTarget | null | undefined): void {
  for (const button of buttonsOf()) button.tabIndex = button === stop ? 0 : -1;
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

byId('requests').addEventListener('focusin', ({ target }) => stopAt(target));

byId('requests').addEventListener('keydown', (event) => {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const buttons = buttonsOf();
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
  details.querySelector('summary')!.textContent =
    `${findings.length} ${findings.length === 1 ? 'note' : 'notes'} on the container`;
  details
    .querySelector('ul')!
    .replaceChildren(
      ...findings.map(({ severity, entity, message }) =>
        h(
          'li',
          {},
          h('span', { class: severity === 'warning' ? 'bad' : 'quiet' }, severity),
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

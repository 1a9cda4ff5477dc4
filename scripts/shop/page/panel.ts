/** The book beside the shop, as the server keeps it, and what makes a visit harder to count. Everything shown is put in as text. */
import { type Name, set, setting } from './settings.ts';

interface Line {
  number: number;
  at: number;
  side: 'pixel' | 'server' | 'google';
  name: string;
  conversionId: string;
  counts?: 0 | 1;
  why: string;
  notes: string[];
}

interface State {
  orders: number;
  lines: Line[];
  totals: Record<string, number>;
}

const element = <T extends HTMLElement = HTMLElement>(id: string): T => document.getElementById(id) as T;
const SIDES = { pixel: 'Pixel', server: 'Server', google: 'Google' };

function h(name: string, kind: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  if (kind !== '') made.className = kind;
  made.append(...children);
  return made;
}

function lineOf({ number, side, name, conversionId, counts, why, notes }: Line): HTMLElement {
  const count = counts === undefined ? '–' : counts === 1 ? '+1' : '0';
  const details = [...notes, ...(conversionId === '' ? [] : [`conversion_id ${conversionId}`])];
  return h(
    'li',
    side,
    h('span', 'number', String(number)),
    h('span', 'side', SIDES[side]),
    h('strong', '', name),
    h('span', `count count-${counts ?? 'none'}`, count),
    h('p', '', why),
    h('p', 'quiet', details.join(' · ')),
  );
}

const many = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Orders that were placed against purchases that X would count. */
function verdictOf({ orders, totals }: State): [kind: string, text: string] {
  const purchases = Object.entries(totals)
    .filter(([name]) => /purchase/i.test(name))
    .reduce((sum, [, count]) => sum + count, 0);
  const said = `${many(orders, 'order')} placed, ${many(purchases, 'purchase')} counted.`;
  if (purchases === orders) return [orders === 0 ? '' : 'good', said];
  if (purchases > orders) return ['bad', `${said} Too many.`];
  if (setting('consent') !== 'granted')
    return ['warn', `${said} Nothing may be sent before the visitor has agreed.`];
  return ['warn', `${said} Not all have arrived yet.`];
}

function draw(state: State): void {
  const [kind, text] = verdictOf(state);
  element('verdict').textContent = text;
  element('verdict').className = kind;
  element('lines').replaceChildren(...state.lines.map(lineOf).reverse());
  element('none').hidden = state.lines.length > 0;
}

const post = (path: string): Promise<Response> => fetch(path, { method: 'POST' });

export function showBook(): void {
  const stream = new EventSource('/shop/stream');
  stream.onmessage = ({ data }) => draw(JSON.parse(data) as State);
  // A page that is left must not keep a connection: a browser has six for a host.
  window.addEventListener('pagehide', () => stream.close());

  const { web } = document.documentElement.dataset;
  for (const input of document.querySelectorAll<HTMLInputElement>('aside input')) {
    const name = input.name as Name;
    input.checked = input.type === 'radio' ? input.value === web : setting(name) === 'on';
    input.addEventListener('change', () => {
      set(name, input.type === 'radio' ? input.value : input.checked ? 'on' : '');
      location.reload();
    });
  }
  const on = (id: string, action: () => void): void => element(id).addEventListener('click', action);
  on('reload', () => location.reload());
  on('back', () => history.back());
  on('tab', () => window.open(location.href, '_blank', 'noopener'));
  on('click', () => location.assign(`/?twclid=2-${crypto.randomUUID().slice(0, 8)}`));
  on('forget', () => void post('/shop/forget'));
  on('clear', () => {
    set('consent', '');
    sessionStorage.clear();
    localStorage.clear();
    void post('/shop/forget')
      .then(() => post('/shop/clear'))
      .then(() => location.assign('/'));
  });
}

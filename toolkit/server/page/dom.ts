/** Elements of the page. Everything shown came from outside and is put in as text. */

/** Where the page's files and answers stand. */
export const BASE = new URL('.', import.meta.url).pathname.slice(0, -1);

export type Child = Node | string | undefined | false;
type Attributes = Record<string, string | ((event: never) => void) | undefined>;

export const isShown = (child: Child): child is Node | string => child !== undefined && child !== false;

export function h(name: string, attributes: Attributes, ...children: Child[]): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value as (event: Event) => void);
    else if (value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter(isShown));
  return element;
}

export const text = (value: unknown): string =>
  value === undefined ? 'undefined' : typeof value === 'string' ? value : JSON.stringify(value, null, 2);

export const OUTCOMES: Record<string, string> = {
  success: 'good',
  failure: 'bad',
  exception: 'bad',
  timeout: 'bad',
  running: 'warn',
};

export const table = (head: string[], rows: Child[][]): HTMLElement =>
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

export const code = (value: unknown): HTMLElement => h('code', {}, text(value));
export const nothing = (words: string): HTMLElement[] => [h('p', { class: 'quiet' }, words)];

export const box = (title: Child[], ...children: Child[]): HTMLElement =>
  h('section', { class: 'box' }, h('h3', {}, ...title), ...children);

export const copyButton = (what: string, value: () => string | Promise<string>): HTMLElement =>
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

export const headersOf = (headers: Record<string, string | string[]>): HTMLElement =>
  table(
    ['Header', 'Value'],
    Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => [code(name), code(one)])),
  );

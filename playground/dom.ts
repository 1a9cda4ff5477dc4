/** Elements without a framework: one function to make them, and the few parts that several views use. */

type Child = Node | string | number | false | null | undefined | readonly Child[];
type Properties = Record<string, unknown>;

/**
 * An element. Properties that begin with `on` are listeners, booleans set or leave out an attribute, `undefined` leaves it
 * out; everything else is an attribute. Text is always text: nothing here parses HTML.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child as readonly Child[]);
    else if (child !== false && child !== null && child !== undefined) element.append(child as Node | string);
  }
}

/** The element with this id; the page is broken without it. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element #${id}.`);
  return element;
}

let counter = 0;
/** An id nobody else has. */
export const uniqueId = (prefix: string): string => `${prefix}-${++counter}`;

/** Copies text and says so on its own label. */
export function copyButton(what: string, text: () => string): HTMLButtonElement {
  const label = `Copy ${what}`;
  const button = h('button', { type: 'button', class: 'small' }, label);
  button.addEventListener('click', async () => {
    const done = await navigator.clipboard.writeText(text()).then(
      () => 'Copied',
      () => 'The browser refused: select and copy by hand',
    );
    button.textContent = done;
    setTimeout(() => {
      button.textContent = label;
    }, 1500);
  });
  return button;
}

/** A whole number with its thousands apart. The browser's own formatter costs a tenth of a second with its first number. */
export const number = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** A block of code or data. It can be scrolled, so it can be reached with the keyboard. */
export const block = (label: string, ...children: Child[]): HTMLElement =>
  h('pre', { tabindex: 0, role: 'group', 'aria-label': label }, ...children);

/** A block with a button that copies its text. */
export const copyable = (
  label: string,
  what: string,
  text: () => string,
  ...children: Child[]
): HTMLElement => h('div', { class: 'copyable' }, copyButton(what, text), block(label, ...children));

/** Hands a text to the person as a file. */
export function download(name: string, text: string): void {
  const link = h('a', {
    href: URL.createObjectURL(new Blob([text], { type: 'application/json' })),
    download: name,
  });
  link.click();
  // The browser has taken it over by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A text with the web addresses in it as links. The form's texts have no marks any more: of a link its address stands behind it. */
export function withLinks(text: string): (Node | string)[] {
  return text
    .split(/(https?:\/\/[^\s()<>"']+)/)
    .map((part, index) =>
      index % 2 === 1 ? h('a', { href: part, target: '_blank', rel: 'noopener noreferrer' }, part) : part,
    );
}

/** Which disclosures a person has opened or closed, by key; kept while results are drawn anew. */
const opened = new Map<string, boolean>();

/** A disclosure that stays as the person left it. */
export function disclosure(
  key: string,
  summary: Child,
  content: () => Child,
  openAtFirst = false,
): HTMLDetailsElement {
  const body = h('div', { class: 'body' });
  const details = h('details', {}, h('summary', {}, summary), body);
  const fill = (): void => {
    if (details.open && body.childNodes.length === 0) append(body, [content()]);
  };
  details.open = opened.get(key) ?? openAtFirst;
  fill();
  details.addEventListener('toggle', () => {
    opened.set(key, details.open);
    fill();
  });
  return details;
}

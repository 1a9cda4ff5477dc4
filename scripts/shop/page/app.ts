/** The shop: pages, cart, order, and the banner. It tells the data layer what GA4 asks a shop to tell, and knows nothing of X. */
import { answered, type Choice } from './consent-state.ts';
import { showBook } from './panel.ts';
import { set, setting } from './settings.ts';

const PRICE = 65;
const PEN = { item_id: 'pen-m', item_name: 'Fountain pen', item_category: 'pens', price: PRICE };

const { dataLayer, gtag } = window;

const element = <T extends HTMLElement = HTMLElement>(id: string): T => document.getElementById(id) as T;
const email = element<HTMLInputElement>('email');

const pieces = (): number => Number(sessionStorage.getItem('pieces') ?? 0);
const amount = (number: number): string => `${(number * PRICE).toFixed(2)} EUR`;

/** GA4's push for a shop, with what an earlier one left taken away. */
function tell(event: string, quantity: number, more: Record<string, unknown> = {}): void {
  const ecommerce = { currency: 'EUR', value: quantity * PRICE, items: [{ ...PEN, quantity }], ...more };
  dataLayer.push({ ecommerce: null });
  dataLayer.push({ event, ecommerce, ...(event === 'purchase' && person()) });
}

/** As it was typed: whoever sends it on has to tidy it. The shop knows its customer in every tab. */
const person = (): Record<string, unknown> => {
  const typed = localStorage.getItem('email');
  return typed ? { user_data: { email_address: typed } } : {};
};

function choose(consent: Choice): void {
  set('consent', consent);
  element('banner').hidden = true;
  gtag('consent', 'update', answered(consent));
  dataLayer.push({ event: 'consent_update' });
}

/** Another page: of this document in single-page mode, else a document of its own. */
function go(address: string): void {
  if (setting('single') !== 'on') {
    location.assign(address);
    return;
  }
  history.pushState(null, '', address);
  show();
}

function show(): void {
  const page = { '/cart': 'cart', '/thanks': 'thanks' }[location.pathname] ?? 'product';
  for (const id of ['product', 'cart', 'thanks']) element(id).hidden = id !== page;
  const inCart = pieces();
  element('pieces').textContent = inCart > 0 ? `(${inCart})` : '';
  element('to-cart').hidden = inCart === 0;
  element('empty').hidden = inCart > 0;
  element('checkout').hidden = inCart === 0;
  element('basket').textContent = `Fountain pen × ${inCart}`;
  element('sum').textContent = amount(inCart);
  if (page === 'product') tell('view_item', 1);
  if (page === 'thanks') thank(new URLSearchParams(location.search));
}

/** What most shops do: whenever the page is shown, the purchase is told. */
function thank(query: URLSearchParams): void {
  const order = query.get('order') ?? '';
  const quantity = Number(query.get('pieces') ?? 0);
  element('number').textContent = order;
  if (order === '' || quantity === 0) return;
  tell('purchase', quantity, setting('numberless') === 'on' ? {} : { transaction_id: order });
}

async function placeOrder(): Promise<void> {
  const quantity = pieces();
  const response = await fetch('/shop/order', { method: 'POST' });
  const { order } = (await response.json()) as { order: string };
  localStorage.setItem('email', email.value);
  sessionStorage.removeItem('pieces');
  go(`/thanks?order=${order}&pieces=${quantity}`);
}

element('add').addEventListener('click', () => {
  sessionStorage.setItem('pieces', String(pieces() + 1));
  element('pieces').textContent = `(${pieces()})`;
  element('to-cart').hidden = false;
  tell('add_to_cart', 1);
});
element('checkout').addEventListener('submit', (event) => {
  event.preventDefault();
  void placeOrder();
});
element('accept').addEventListener('click', () => choose('granted'));
element('refuse').addEventListener('click', () => choose('denied'));
element('choice').addEventListener('click', () => {
  element('banner').hidden = false;
  element('accept').focus();
});
document.addEventListener('click', (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-go]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.getAttribute('href')!);
});
window.addEventListener('popstate', show);

const known = setting('consent');
if (known === 'granted' || known === 'denied') choose(known);
else element('banner').hidden = false;
show();
showBook();

/**
 * What X's pixel sends by itself (2.4.x), each feature on until it is switched off by name before `config`. X documents none of it.
 * The events of the data layer and of long visits were observed; the name of a click's event is made up, for nobody captured one.
 */

import { listen } from './data-layer.ts';

export interface Automatic {
  isOn: (feature: string) => boolean;
  send: (name: string, parameters: Record<string, unknown>) => void;
}

/** Names of GA4 that are taken over. */
const NAMES = [
  'add_payment_info',
  'add_to_cart',
  'add_to_wishlist',
  'begin_checkout',
  'generate_lead',
  'purchase',
  'search',
  'sign_up',
  'view_item',
];

export function startAutomatic({ isOn, send }: Automatic): void {
  if (isOn('dataLayerTracking')) watchDataLayer({ isOn, send });
  if (isOn('autoDwellTracking')) setTimeout(() => send('auto_long_site_dwell', {}), 10_000);
  if (isOn('autoConfig'))
    document.addEventListener('click', ({ target }) => {
      if (target instanceof Element && target.closest('button')) send('auto_button_click', {});
    });
}

/** Replays what lies in the data layer, and hears what is pushed later. */
function watchDataLayer({ isOn, send }: Automatic): void {
  listen((entry) => {
    const [name, parameters] = eventOf(entry);
    if (!NAMES.includes(name) || !isOn('dataLayerTracking')) return;
    const { value, currency, transaction_id } = parameters;
    send(`gtm_${name}`, { value, currency, order_id: transaction_id });
  });
}

type Parameters = Record<string, unknown>;

/** `{event, ecommerce}` of Tag Manager, or the arguments of `gtag('event', name, parameters)`. */
function eventOf(entry: unknown): [name: string, parameters: Parameters] {
  if (typeof entry !== 'object' || entry === null) return ['', {}];
  if ('event' in entry && typeof entry.event === 'string')
    return [entry.event, 'ecommerce' in entry ? objectOf(entry.ecommerce) : {}];
  const [command, name, parameters] = Array.from(entry as ArrayLike<unknown>);
  return command === 'event' && typeof name === 'string' ? [name, objectOf(parameters)] : ['', {}];
}

const objectOf = (value: unknown): Parameters =>
  typeof value === 'object' && value !== null ? (value as Parameters) : {};

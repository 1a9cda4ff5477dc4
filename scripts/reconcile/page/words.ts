/** Words of the page: names of layers, groups of verdicts, events and figures as they are shown. */
import type { EventName, Layers, Verdict } from '../model.ts';

/** In the order in which a conversion passes them. */
export const LAYERS: readonly (readonly [keyof Layers, string])[] = [
  ['orders', 'Orders'],
  ['fired', 'Tag ran'],
  ['sent', 'Sent to X'],
  ['processed', 'Processed by X'],
  ['pixel', 'Pixel'],
  ['attributed', 'Attributed by X'],
];

export const STEP_NAMES = { order: 'Order', pixel: 'Pixel', tag: 'Tag', x: 'X' } as const;
export const INPUT_NAMES = { orders: 'Orders', log: 'Log', pixel: 'Pixel' } as const;

/** A gap that has to be: nobody has to mend anything. */
const IN_ORDER: readonly Verdict[] = ['refunded', 'outside-window', 'no-consent'];
export const isInOrder = (verdict: Verdict): boolean => IN_ORDER.includes(verdict);

export const nameOf = ({ id, names }: EventName): string => names.join(', ') || id || 'no event';

/** A moment without its milliseconds, a day as it is. */
export const timeOf = (moment: string): string =>
  moment.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?Z$/, '$1 $2 UTC');

/** A whole number with its thousands, `–` for what is not known. */
export const figure = (number: number | undefined): string =>
  number === undefined ? '–' : number.toLocaleString('en');

export const money = (amount: string | undefined, currency: string): string =>
  amount === undefined ? '–' : `${grouped(amount)}${currency === '' ? '' : ` ${currency}`}`;

/** Decimal text keeps every digit: it is never a number. */
const grouped = (amount: string): string => {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(amount) ?? [];
  return whole === '' ? amount : `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction}`;
};

export const percent = (share: number): string =>
  `${share.toLocaleString('en', { maximumFractionDigits: 2 })} %`;

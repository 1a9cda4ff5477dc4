/**
 * The conversion object (X, Web conversions, request body), one for each run. Unknown is never invented:
 * what is missing is `undefined`, which JSON drops; 0 is a value. The operator's value wins over the
 * event's, also when it cannot be used; what was given and cannot be used is told.
 */
import { amountOf, decimalOf, quantityOf } from './amount.ts';
import { type Content, cartOf, itemsIn } from './contents.ts';
import { type ConversionIdSource, conversionIdOf } from './conversion-id.ts';
import { currencyOf, placesOf } from './currency.ts';
import type { Identifier } from './identifiers.ts';
import { isNotGiven } from './not-given.ts';
import { addOperatorFields } from './operator-fields.ts';
import { pageUrlOf } from './persons.ts';
import { textOf } from './text.ts';
import { eventTime, isoTime } from './time.ts';
import { type Tools, unusable } from './tools.ts';
import { totalOf } from './total.ts';

/** Keys as X names them; additional fields of the operator come on top. A key with `undefined` is absent. */
export interface Conversion {
  conversion_time: string;
  event_id: string;
  identifiers: Identifier[];
  value: string | undefined;
  price_currency: string | undefined;
  number_items: number | undefined;
  conversion_id: string | undefined;
  description?: string;
  contents: Content[] | undefined;
  event_source_url: string | undefined;
  search_string?: string;
}

export interface ConversionSources {
  readonly eventId: string;
  /** X's category of the event, `''` when a row of its own took it. */
  readonly category: string;
  readonly identifiers: Identifier[];
  /**
   * The operator's values by X's key, `undefined` when there are none. One that is not given leaves the
   * event's in place.
   */
  readonly overrides: Record<string, unknown> | undefined;
  /** Whether the event is read. */
  readonly auto: boolean;
  /** The event's `page_location` as text. */
  readonly page: string;
  /** Which is tried first. */
  readonly conversionIdSource: ConversionIdSource;
  /** The item's key that is the product's id in the catalogue. */
  readonly contentIdSource: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Whether somebody is told what X accepts and cannot make full use of. */
  readonly tellsDoubts: boolean;
}

export function conversion(sources: ConversionSources, tools: Tools): Conversion {
  const read = sources.auto ? tools.read : () => undefined;
  const rows = sources.overrides || {};
  const own: Record<string, unknown> = {};
  for (const name in rows) {
    if (!isNotGiven(rows[name])) {
      own[name] = rows[name];
    }
  }

  let items = itemsIn(own.contents === undefined ? read('items') : own.contents, tools);
  if (items.length === 0 && own.contents === undefined) {
    // An empty list hides nothing.
    items = itemsIn(read('ecommerce.items'), tools);
  }

  let currencyGiven = firstGiven(own.price_currency, ['currency', 'ecommerce.currency'], read);
  if (currencyGiven === undefined) {
    const stating = items.filter((item) => !isNotGiven(item.currency))[0];
    currencyGiven = stating && stating.currency;
  }
  const currency = currencyOf(currencyGiven);
  const places = placesOf(currency);

  const cart = cartOf(items, sources.contentIdSource, places, tools);
  const contents = cart.contents;

  const valueGiven = firstGiven(own.value, ['value', 'ecommerce.value'], read);
  const decimal = valueGiven === undefined ? totalOf(cart.lines) : decimalOf(valueGiven);
  const value = decimal === undefined ? undefined : amountOf('value', decimal, places, tools);

  const timeGiven = firstGiven(own.conversion_time, ['event_time', 'timestamp_micros', 'timestamp'], read);

  const ownUrl = own.event_source_url;
  const page = ownUrl ? textOf(ownUrl) : sources.auto ? sources.page : '';
  const url = pageUrlOf(page);
  if (!url && !isNotGiven(ownUrl || page)) {
    unusable(ownUrl ? 'event_source_url' : 'page_location', tools);
  }

  let count = cart.pieces;
  if (own.number_items !== undefined) {
    count = quantityOf(own.number_items);
    if (!count || count % 1 !== 0) {
      count = undefined;
      unusable('number_items', tools);
    }
  }

  const sent: Conversion = {
    conversion_time:
      timeGiven === undefined ? isoTime(sources.now) : eventTime(timeGiven, sources.now, tools),
    event_id: sources.eventId,
    identifiers: sources.identifiers,
    value: value,
    price_currency: currency,
    number_items: count,
    conversion_id: conversionIdOf(own.conversion_id, sources.conversionIdSource, read, tools),
    contents: contents.length > 0 ? contents : undefined,
    event_source_url: url || undefined,
  };
  addOperatorFields(sent, rows, tools);

  if (!sources.tellsDoubts) {
    return sent;
  }
  const category = sources.category;
  if (currencyGiven !== undefined && !currency) {
    unusable(own.price_currency === undefined ? 'currency' : 'price_currency', tools);
  } else if (value && !currency) {
    tools.warn('The conversion has a value but no currency: X may leave its amount empty.');
  }
  if (category === 'purchase' && !value && decimal === undefined) {
    tools.warn('The purchase has no value: X cannot report revenue or optimise for it.');
  }
  const itemsGiven =
    contents.length > 0 ? undefined : firstGiven(own.contents, ['items', 'ecommerce.items'], read);
  // An empty list of the event says that there are none.
  if (
    itemsGiven !== undefined &&
    (own.contents || !(tools.stringify(itemsGiven) || '').match('^"?\\[\\]"?$'))
  ) {
    unusable(own.contents ? 'contents' : 'items', tools);
  } else if (
    // X matches the events of these categories with the product catalogue (X, dynamic product ads).
    category.match('^(page_view|content_view|add_to_cart|purchase)$') &&
    (contents.length === 0 || contents.some((content) => !content.content_id))
  ) {
    tools.warn('No content_id for every product: dynamic product ads cannot use this event.');
  }
  if (tools.read('event_name') === 'refund') {
    tools.warn(
      'The event is a refund: X counts it as one more conversion. Leave refunds out of the trigger.',
    );
  }
  const first = sent.identifiers[0];
  if (first && !first.twclid && !first.hashed_email && !first.hashed_phone_number) {
    tools.warn('Only IP address and user agent identify the person: X may not match the conversion.');
  }
  return sent;
}

/** The operator's value, else the first of the event's; `undefined` when nothing was given. */
function firstGiven(own: unknown, keys: readonly string[], read: Tools['read']): unknown {
  if (own !== undefined) {
    return own;
  }
  for (const key of keys) {
    const value = read(key);
    if (!isNotGiven(value)) {
      return value;
    }
  }
  return undefined;
}

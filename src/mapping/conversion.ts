/**
 * The conversion object (X, Web conversions, request body), one for each run.
 * Unknown is never invented: what is missing is `undefined`, which JSON drops; 0 is a value. The operator's value wins over the
 * event's, also when it cannot be used; what was given and cannot be used is told.
 */
import { amountOf, countOf, decimalOf } from './amount.ts';
import {
  asItem,
  type Cart,
  type Content,
  cartOf,
  currencyOfItems,
  type Item,
  itemsIn,
  saysNoItems,
} from './contents.ts';
import { type ConversionIdSource, conversionIdOf } from './conversion-id.ts';
import { currencyOf, placesOf } from './currency.ts';
import type { Identifier } from './identifiers.ts';
import { firstGiven, isNotGiven } from './not-given.ts';
import { addOperatorFields } from './operator-fields.ts';
import { pageUrlOf } from './persons.ts';
import { tellWhatIsMissing } from './readiness.ts';
import { textOf } from './text.ts';
import { eventTime, isoTime } from './time.ts';
import { type Tools, tellingOnce, unusable } from './tools.ts';
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
  /** The operator's values by X's key, `undefined` when there are none. One that is not given leaves the event's in place. */
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
}

export function conversion(sources: ConversionSources, surroundings: Tools): Conversion {
  const tools = tellingOnce(surroundings);
  const own = sources.overrides || {};
  const read = sources.auto ? tools.read : () => undefined;
  const items = itemsOf(own.contents, read, tools);
  const currencyStated = firstGiven([own.price_currency, read('currency'), read('ecommerce.currency')]);
  const currencyGiven = currencyStated === undefined ? currencyOfItems(items) : currencyStated;
  const currency = currencyOf(currencyGiven);
  const places = placesOf(currency);
  const cart = cartOf(items, sources.contentIdSource, places, tools);
  const valueGiven = firstGiven([own.value, read('value'), read('ecommerce.value')]);
  const timeGiven = firstGiven([
    own.conversion_time,
    read('event_time'),
    read('timestamp_micros'),
    read('timestamp'),
  ]);
  const sent: Conversion = {
    conversion_time:
      timeGiven === undefined ? isoTime(sources.now) : eventTime(timeGiven, sources.now, tools),
    event_id: sources.eventId,
    identifiers: sources.identifiers,
    value: eventValue(valueGiven, cart, places, tools),
    price_currency: currency,
    number_items: numberOfItems(own.number_items, cart, tools),
    conversion_id: conversionIdOf(own.conversion_id, sources.conversionIdSource, read, tools),
    contents: cart.contents.length > 0 ? cart.contents : undefined,
    event_source_url: sourceUrlOf(own.event_source_url, sources, tools),
  };
  if (currencyGiven !== undefined && !currency) {
    unusable(isNotGiven(own.price_currency) ? 'currency' : 'price_currency', tools);
  }
  const isContentLost = !sent.contents && areItemsGiven(own.contents, read, tools);
  if (isContentLost) {
    unusable(isNotGiven(own.contents) ? 'items' : 'contents', tools);
  }
  addOperatorFields(sent, own, tools);
  const given = {
    value: valueGiven !== undefined,
    currency: currencyGiven !== undefined,
    contents: !!sent.contents || isContentLost,
  };
  tellWhatIsMissing(sent, sources.category, given, tools);
  return sent;
}

/** Whole data layer objects pass through data clients: what is missing may stand below `ecommerce`. */
function placesOfItems(own: unknown, read: Tools['read']): unknown[] {
  return isNotGiven(own) ? [read('items'), read('ecommerce.items')] : [own];
}

/** The items of the operator, else of the event; an empty list hides nothing. */
function itemsOf(own: unknown, read: Tools['read'], tools: Tools): Item[] {
  for (const place of placesOfItems(own, read)) {
    const items = itemsIn(place, tools);
    if (items.length > 0) {
      return isNotGiven(own) ? items : items.map(asItem);
    }
  }
  return [];
}

/** Whether there should be contents: an empty list of the event says that there are none. */
function areItemsGiven(own: unknown, read: Tools['read'], tools: Tools): boolean {
  return placesOfItems(own, read).some(
    (place) => !isNotGiven(place) && (!isNotGiven(own) || !saysNoItems(place, tools)),
  );
}

/** The operator's or the event's value, else the sum of the items. */
function eventValue(given: unknown, cart: Cart, places: number, tools: Tools): string | undefined {
  if (given !== undefined) {
    return amountOf('value', decimalOf(given, tools), places, tools);
  }
  return cart.lines ? amountOf('value', totalOf(cart.lines), places, tools) : undefined;
}

function numberOfItems(own: unknown, cart: Cart, tools: Tools): number | undefined {
  if (isNotGiven(own)) {
    return cart.pieces;
  }
  const decimal = decimalOf(own, tools);
  const count = decimal && countOf(decimal);
  if (!count) {
    unusable('number_items', tools);
  }
  return count;
}

function sourceUrlOf(own: unknown, sources: ConversionSources, tools: Tools): string | undefined {
  const isOwn = !isNotGiven(own);
  const page = sources.auto ? sources.page : '';
  const url = pageUrlOf(isOwn ? textOf(own) : page);
  if (!url && (isOwn || (sources.auto && !isNotGiven(tools.read('page_location'))))) {
    unusable(isOwn ? 'event_source_url' : 'page_location', tools);
  }
  return url || undefined;
}

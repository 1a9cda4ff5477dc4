/**
 * The conversion object (X, Web conversions, request body), one for each run.
 * Unknown is never invented: what is missing is `undefined`, which JSON drops; 0 is a value.
 */
import { type Content, cartOf, totalOf } from './contents.ts';
import type { Identifier } from './identifiers.ts';
import { amount, countOf, currencyOf, numberOf } from './money.ts';
import { textOf } from './text.ts';
import { isoTime } from './time.ts';
import type { Tools } from './tools.ts';

/** Keys as X names them; additional fields of the operator come on top. A key with `undefined` is absent. */
export interface Conversion {
  conversion_time: string;
  event_id: string;
  identifiers: Identifier[];
  value: string | undefined;
  price_currency: string | undefined;
  number_items: number | undefined;
  conversion_id: string | undefined;
  description: string | undefined;
  contents: Content[] | undefined;
  event_source_url: string | undefined;
  search_string: string | undefined;
}

export interface ConversionSources {
  readonly eventId: string;
  /** X's category of the event, `''` when a row of its own took it. */
  readonly category: string;
  readonly identifiers: Identifier[];
  /** The operator's values by X's key, `undefined` when there are none. An empty one leaves the event's value in place. */
  readonly overrides: Record<string, unknown> | undefined;
  /** Whether the event is read. */
  readonly auto: boolean;
  /** Which is tried first. */
  readonly conversionIdSource: 'event_id' | 'transaction_id';
  /** The item's key that is the product's id in the catalogue. */
  readonly contentIdSource: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Categories whose events X matches with the product catalogue (X, dynamic product ads). */
const CATALOGUE_CATEGORIES = 'page_view content_view add_to_cart purchase';

export function conversion(sources: ConversionSources, tools: Tools): Conversion {
  const read = sources.auto ? tools.read : () => undefined;
  // Whole data layer objects pass through data clients: what is missing may stand below `ecommerce`.
  const items = read('items') || read('ecommerce.items');
  const cart = cartOf(items, sources.contentIdSource, tools);
  let value = read('value');
  if (isEmpty(value)) {
    value = read('ecommerce.value');
    if (isEmpty(value) && cart.pieces > 0) {
      value = totalOf(items, tools);
    }
  }
  const currency = read('currency') || read('ecommerce.currency') || cart.currency;
  const url = read('page_location');
  const time = read('event_time') || read('timestamp_micros') || read('timestamp');
  const result: Conversion = {
    conversion_time: time ? timeOf(time, sources.now, tools) : isoTime(sources.now),
    event_id: sources.eventId,
    identifiers: sources.identifiers,
    value: amount(value, tools),
    price_currency: currencyOf(currency),
    number_items: cart.pieces || undefined,
    conversion_id: conversionIdOf(sources.conversionIdSource, read),
    description: undefined,
    contents: cart.pieces > 0 ? cart.contents : undefined,
    event_source_url: pageUrl(url),
    search_string: undefined,
  };
  // What was given and cannot be used is told, never replaced by something else.
  if (!result.value && !isEmpty(value)) {
    unusable('value', tools);
  }
  if (!result.price_currency && currency) {
    unusable('currency', tools);
  }
  if (!result.event_source_url && url) {
    unusable('page_location', tools);
  }
  if (cart.pieces === 0 && items) {
    unusable('items', tools);
  }
  let named = cart.named;
  if (sources.overrides) {
    named = override(result, sources.overrides, sources, tools) || named;
  }
  warnOfGaps(result, named, sources.category, tools);
  return result;
}

/** Puts the operator's values in place; whether contents with an id each were among them. */
function override(
  result: Conversion,
  overrides: Record<string, unknown>,
  sources: ConversionSources,
  tools: Tools,
): boolean {
  const fields = result as unknown as Record<string, unknown>;
  let named = false;
  for (const name in overrides) {
    const given = overrides[name];
    if (isEmpty(given)) {
      continue;
    }
    if (name === 'event_id' || name === 'identifiers') {
      tools.warn('"' + name + '" is set by the tag and cannot be overridden.');
      continue;
    }
    let used: unknown;
    if (name === 'value') {
      used = amount(given, tools);
    } else if (name === 'price_currency') {
      used = currencyOf(given);
    } else if (name === 'number_items') {
      used = countOf(given, tools);
    } else if (name === 'conversion_time') {
      used = timeOf(given, sources.now, tools);
    } else if (name === 'event_source_url') {
      used = pageUrl(given);
    } else if (name === 'contents') {
      const cart = cartOf(listOf(given, tools), sources.contentIdSource, tools);
      used = cart.pieces > 0 ? cart.contents : undefined;
      named = cart.named;
      if (isEmpty(overrides.number_items)) {
        result.number_items = cart.pieces || undefined;
      }
    } else {
      used = fields.hasOwnProperty(name) || typeof given === 'string' ? plainText(given) : given;
    }
    if (used === undefined) {
      unusable(name, tools);
    }
    fields[name] = used;
  }
  return named;
}

/** What X accepts but cannot make full use of. */
function warnOfGaps(result: Conversion, named: boolean, category: string, tools: Tools): void {
  if (!result.conversion_id) {
    tools.warn(
      'The conversion has no conversion_id: X cannot recognise it as the same as the one of the pixel.',
    );
  }
  if (result.value) {
    if (!result.price_currency) {
      tools.warn('The conversion has a value but no currency: X may leave its amount empty.');
    }
  } else if (category === 'purchase') {
    tools.warn('The purchase has no value: X cannot report revenue or optimise for it.');
  }
  if (!named && category && CATALOGUE_CATEGORIES.indexOf(category) >= 0) {
    tools.warn('No content_id for every product: dynamic product ads cannot use this event.');
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function unusable(name: string, tools: Tools): void {
  tools.warn('The value for "' + name + '" cannot be used: it is left out. Check where it comes from.');
}

/** A text that holds no e-mail address: X must not have one unhashed. */
function plainText(value: unknown): string | undefined {
  const text = textOf(value);
  return text && !text.match('[^\\s@]@[^\\s@]+[.]') ? text : undefined;
}

/** The first of event id and transaction id, in the operator's order; the event id under each key it arrives with. */
function conversionIdOf(source: 'event_id' | 'transaction_id', read: Tools['read']): string | undefined {
  const eventId =
    read('event_id') || read('x-ga-event_id') || read('x-ga-mp2-evnid') || read('unique_event_id');
  if (eventId && source === 'event_id') {
    return plainText(eventId);
  }
  return plainText(read('transaction_id') || read('ecommerce.transaction_id') || eventId);
}

/** The page's URL. A query that holds an e-mail address is cut off: X must not have one unhashed. */
function pageUrl(value: unknown): string | undefined {
  const url = textOf(value);
  if (url.match('^https?://[^@%]*$')) {
    return url;
  }
  if (!url.match('@|%40')) {
    return url.match('^https?://') ? url : undefined;
  }
  const short = url.split('?')[0]!.split('#')[0]!;
  return short.match('@|%40') ? undefined : short;
}

/**
 * A time the operator or the event's sender gave, never later than now. A number is seconds, milliseconds or
 * microseconds since 1970, told apart by its size.
 */
function timeOf(given: unknown, now: number, tools: Tools): string {
  const text = textOf(given);
  if (text.match('^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9][.][0-9]{3}Z$')) {
    const latest = isoTime(now);
    return text < latest ? text : latest;
  }
  const number = numberOf(given, tools);
  if (number === undefined || number <= 0) {
    unusable('conversion_time', tools);
    return isoTime(now);
  }
  // The year 5138 in seconds, 1973 in milliseconds; the year 5138 in milliseconds, 1973 in microseconds.
  const milliseconds =
    number < 100000000000 ? number * 1000 : number < 100000000000000 ? number : number / 1000;
  const whole = milliseconds - (milliseconds % 1);
  return isoTime(whole < now ? whole : now);
}

/** A list, or JSON text of one. */
function listOf(value: unknown, tools: Tools): unknown {
  const text = textOf(value);
  return text.charAt(0) === '[' ? tools.parseJson(text) : value;
}

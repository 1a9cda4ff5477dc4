/**
 * The conversion object (X, Web conversions, request body), one for each run.
 * Unknown is never invented: what is missing is `undefined`, which JSON drops; 0 is a value.
 */
import { type Content, cartOf, currencyOfItems, type Items, totalOf, unfolded } from './contents.ts';
import type { Identifier } from './identifiers.ts';
import { amount, countOf, currencyOf, numberOf } from './money.ts';
import { textOf } from './text.ts';
import { isoTime } from './time.ts';
import { type Tools, unusable } from './tools.ts';

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
  /** The operator's values by X's key, `undefined` when there are none. An empty one leaves the event's value in place. */
  readonly overrides: Record<string, unknown> | undefined;
  /** Whether the event is read. */
  readonly auto: boolean;
  /** The event's `page_location` as text. */
  readonly page: string;
  /** Which is tried first. */
  readonly conversionIdSource: 'event_id' | 'transaction_id';
  /** The item's key that is the product's id in the catalogue. */
  readonly contentIdSource: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

export function conversion(sources: ConversionSources, tools: Tools): Conversion {
  const overrides = sources.overrides;
  const read = sources.auto ? tools.read : () => undefined;
  // Whole data layer objects pass through data clients: what is missing may stand below `ecommerce`.
  let items = (read('items') || read('ecommerce.items')) as Items;
  let value = read('value');
  let currency = read('currency');
  let url: string | undefined = sources.auto ? sources.page : '';
  let time = read('event_time') || read('timestamp_micros') || read('timestamp');
  if (overrides) {
    value = isEmpty(overrides.value) ? value : overrides.value;
    currency = isEmpty(overrides.price_currency) ? currency : overrides.price_currency;
    // What is neither empty nor true is no time, and is told.
    time = isEmpty(overrides.conversion_time) ? time : overrides.conversion_time || 'none';
    url = isEmpty(overrides.event_source_url) ? url : textOf(overrides.event_source_url);
    items = isEmpty(overrides.contents) ? items : unfolded(overrides.contents, tools).map(asItem);
  }

  if (tools.typeOf(items) !== 'array') {
    items = unfolded(items, tools);
  }
  const cart = cartOf(items, sources.contentIdSource);
  const first = read(sources.conversionIdSource);
  let id: string | undefined = textOf(first);
  if (!id) {
    id = conversionIdOf(sources.conversionIdSource, read) || undefined;
  }
  if (!value && isEmpty(value)) {
    value = read('ecommerce.value');
    if (isEmpty(value) && cart.pieces > 0) {
      value = totalOf(items);
    }
  }
  if (!(typeof currency === 'string' && currency.match('^[A-Z]{3}$'))) {
    const isOwn = overrides && !isEmpty(overrides.price_currency);
    const given = currency || isOwn ? currency : read('ecommerce.currency') || currencyOfItems(items);
    currency = currencyOf(given);
    if (!currency && (given || isOwn)) {
      unusable(isOwn ? 'price_currency' : 'currency', tools);
    }
  }
  if (!url.match(ORDINARY_URL)) {
    const isOwn = overrides && !isEmpty(overrides.event_source_url);
    url = withoutPersons(url) || undefined;
    if (!url && (isOwn || read('page_location'))) {
      unusable(isOwn ? 'event_source_url' : 'page_location', tools);
    }
  }
  const result: Conversion = {
    conversion_time: time ? timeOf(time, sources.now, tools) : isoTime(sources.now),
    event_id: sources.eventId,
    identifiers: sources.identifiers,
    value: amount(value),
    price_currency: currency as string | undefined,
    number_items: cart.pieces || undefined,
    conversion_id: id,
    contents: cart.pieces ? cart.contents : undefined,
    event_source_url: url,
  };
  if (overrides) {
    addFields(result, overrides, tools);
  }
  // Most conversions are complete; what is missing in others is told.
  if (
    !(
      cart.complete &&
      cart.pieces &&
      sources.identifiers[1] &&
      result.value &&
      currency &&
      url &&
      result.conversion_id
    )
  ) {
    warn(result, value, items, !!overrides && !isEmpty(overrides.contents), sources.category, tools);
  }
  return result;
}

/** An entry in X's keys as an item; one in GA4's keys stays what it is. */
function asItem(given: Items[number]): Items[number] {
  const entry = given || {};
  return {
    item_id: entry.item_id || entry.content_id,
    item_variant: entry.item_variant || entry.content_id,
    id: entry.id,
    item_name: entry.item_name || entry.name || entry.content_name,
    item_category: entry.item_category || entry.content_type,
    item_group_id: entry.item_group_id || entry.content_group_id,
    price: entry.price === undefined ? entry.content_price : entry.price,
    quantity: entry.quantity === undefined ? entry.num_items : entry.quantity,
    currency: entry.currency,
  };
}

/** Tells what was given and cannot be used, and what X accepts but cannot make full use of. */
function warn(
  result: Conversion,
  value: unknown,
  items: Items,
  ownContents: boolean,
  category: string,
  tools: Tools,
): void {
  if (!result.value && !isEmpty(value)) {
    unusable('value', tools);
  }
  if (!result.contents && (ownContents || items.length > 0)) {
    unusable(ownContents ? 'contents' : 'items', tools);
  } else if (items.some((item) => !!item && !!item.price && numberOf(item.price) === undefined)) {
    unusable('price of an item', tools);
  }
  const only = result.identifiers[1] ? undefined : result.identifiers[0];
  if (only && !only.twclid && !only.hashed_email && !only.hashed_phone_number) {
    tools.warn('Only IP address and user agent identify the person: X may not match the conversion.');
  }
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
  // The categories whose events X matches with the product catalogue (X, dynamic product ads).
  if (
    !(result.contents || [{ content_id: undefined }]).every((content) => content.content_id) &&
    category &&
    'page_view content_view add_to_cart purchase'.indexOf(category) >= 0
  ) {
    tools.warn('No content_id for every product: dynamic product ads cannot use this event.');
  }
}

/** Puts in place what the operator gives besides what an event can have. */
function addFields(result: Conversion, overrides: Record<string, unknown>, tools: Tools): void {
  const fields = result as unknown as Record<string, unknown>;
  // These are in place of the event's already.
  const taken = ['value', 'price_currency', 'conversion_time', 'event_source_url', 'contents'];
  for (const name in overrides) {
    const given = overrides[name];
    if (isEmpty(given) || taken.indexOf(name) >= 0) {
      continue;
    }
    if (name === 'event_id' || name === 'identifiers') {
      tools.warn('"' + name + '" is set by the tag and cannot be overridden.');
      continue;
    }
    if (name.match('[Mm]ail|[Pp]hone|^(?:twclid|ip_address|user_agent)$')) {
      tools.warn('"' + name + '" belongs into the User data table: it is left out here.');
      continue;
    }
    if (name === 'currency' || name === 'num_items') {
      // The names of X's pixel, of which the endpoint takes no notice.
      tools.warn(
        'The field "' +
          name +
          '" is called "' +
          (name === 'currency' ? 'price_currency' : 'number_items') +
          '" here: it is left out. Correct the name.',
      );
      continue;
    }
    let used: unknown = given;
    if (name === 'number_items') {
      used = countOf(given);
    } else if (['conversion_id', 'description', 'search_string'].indexOf(name) >= 0) {
      // X wants text in these; in its further fields whatever the operator gives.
      used = textOf(given) || undefined;
    }
    if (used === undefined) {
      unusable(name, tools);
    }
    fields[name] = used;
  }
}

/** @inline */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** The first of event id and transaction id, in the operator's order; the event id under each key it arrives with. */
function conversionIdOf(source: 'event_id' | 'transaction_id', read: Tools['read']): string {
  const transactionKeys = ['transaction_id', 'ecommerce.transaction_id'];
  const eventKeys = ['event_id', 'x-ga-event_id', 'x-ga-mp2-evnid'];
  const keys = source === 'event_id' ? eventKeys.concat(transactionKeys) : transactionKeys.concat(eventKeys);
  let found = '';
  // Stape's Data Client makes a unique_event_id on the server, where the pixel does not know it.
  for (const key of keys.concat(['unique_event_id'])) {
    const given = found ? undefined : read(key);
    found = found || textOf(given);
  }
  return found;
}

/** Nearly every URL: no sign of an e-mail address or a phone number. */
const ORDINARY_URL = '^https?://(?!.*(?:hone|obile|tel|Tel))[^@%]*$';

/**
 * The page's URL, empty when it cannot be sent. A query that holds an e-mail address or a phone number is cut off: X must
 * not have one unhashed.
 */
function withoutPersons(url: string): string {
  // An @ that begins a part of the path is the name of an account; %2540 is an @ encoded twice.
  // A parameter that is named after a phone and holds six digits or more is a number.
  const address =
    '[^/]@|%(?:25)*40|[?&#;](?:[^=&#]*(?:[Pp]hone|[Mm]obile|[^A-Za-z]tel)|[Tt]el)[^=&#]*=(?:[^&#0-9]*[0-9]){6}';
  const short = url.match(address) ? url.split('?')[0]!.split('#')[0]! : url;
  return short.match('^https?://') && !short.match(address) ? short : '';
}

/**
 * A time the operator or the event's sender gave, never later than now. A number is seconds, milliseconds or
 * microseconds since 1970, told apart by its size.
 */
function timeOf(given: unknown, now: number, tools: Tools): string {
  const text = textOf(given);
  const found = text.match(
    '^(?![0-9]{4}-(?:0[2469]|11)-31|[0-9]{4}-02-30)([0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])(?:[.]([0-9]{3})[0-9]{0,6})?(?:Z|[+]00:00)$',
  );
  if (found) {
    const time = found[1] + '.' + (found[2] || '000') + 'Z';
    const latest = isoTime(now);
    return time < latest ? time : latest;
  }
  const number = numberOf(given);
  if (number === undefined || number <= 0) {
    tools.warn('The time of the event cannot be used: the conversion is sent with the time of now.');
    return isoTime(now);
  }
  // The year 5138 in seconds, 1973 in milliseconds; the year 5138 in milliseconds, 1973 in microseconds.
  const milliseconds =
    number < 100000000000 ? number * 1000 : number < 100000000000000 ? number : number / 1000;
  const whole = milliseconds - (milliseconds % 1);
  return isoTime(whole < now ? whole : now);
}

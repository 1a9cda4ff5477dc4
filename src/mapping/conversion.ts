/**
 * The conversion object (X, Web conversions, request body), one for each run.
 * Unknown is never invented: a missing value is absent, not 0; 0 is a value.
 */
import { compact } from './compact.ts';
import { type Cart, type Content, cartOf, countOf } from './contents.ts';
import type { Identifier } from './identifiers.ts';
import { amount, currencyOf, numberOf } from './money.ts';
import { firstText, textOf } from './text.ts';
import { isoTime } from './time.ts';
import type { Tools } from './tools.ts';

/** Keys as X names them; additional fields of the operator come on top. */
export interface Conversion {
  conversion_time: string;
  event_id: string;
  identifiers: Identifier[];
  value?: string;
  price_currency?: string;
  number_items?: number;
  conversion_id?: string;
  description?: string;
  contents?: Content[];
  event_source_url?: string;
  search_string?: string;
}

export interface ConversionSources {
  readonly eventId: string;
  readonly identifiers: Identifier[];
  /** The operator's values by X's key. An empty one leaves the event's value in place. */
  readonly overrides: Record<string, unknown>;
  /** Whether the event is read. */
  readonly auto: boolean;
  /** Which is tried first. */
  readonly conversionIdSource: 'event_id' | 'transaction_id';
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Where the event id arrives, depending on the age of gtag and of the client. */
const EVENT_ID_KEYS = ['event_id', 'x-ga-event_id', 'x-ga-mp2-evnid', 'unique_event_id'];

/** Keys of the conversion that the operator cannot set as an additional field. */
const RESERVED = ['event_id', 'identifiers'];

export function conversion(sources: ConversionSources, tools: Tools): Conversion {
  const overrides = sources.overrides;
  const read = (key: string): unknown => (sources.auto ? tools.read(key) : undefined);
  /** The event's value, else the same key below `ecommerce` (whole data layer objects pass through data clients). */
  const readCommerce = (key: string): unknown => {
    const value = read(key);
    return value === undefined ? read('ecommerce.' + key) : value;
  };
  const isSet = (name: string): boolean =>
    overrides[name] !== undefined && overrides[name] !== null && overrides[name] !== '';
  /** `convert` of the override when it is set, else of the event's value; a value that cannot be used is reported. */
  const choose = <T>(
    name: string,
    fromEvent: unknown,
    convert: (value: unknown) => T | undefined,
  ): T | undefined => {
    const value = isSet(name) ? overrides[name] : fromEvent;
    const result = convert(value);
    if (result === undefined && value !== undefined && value !== null && value !== '') {
      tools.warn(
        '"' +
          name +
          '" cannot be used as ' +
          (isSet(name) ? 'configured' : 'the event has it') +
          ': it is left out.',
      );
    }
    return result;
  };
  const text = (value: unknown): string | undefined => textOf(value) || undefined;

  const cart: Cart = cartOf(
    isSet('contents') ? listOf(overrides.contents, tools) : readCommerce('items'),
    tools,
  );
  const eventValue = readCommerce('value');
  const value = choose(
    'value',
    eventValue === undefined || eventValue === '' ? cart.total : eventValue,
    (given) => amount(numberOf(given, tools)),
  );
  const eventCurrency = readCommerce('currency');
  const fixed: [string, unknown][] = [
    ['conversion_time', choose('conversion_time', sources.now, (given) => timeOf(given, sources.now, tools))],
    ['event_id', sources.eventId],
    ['identifiers', sources.identifiers],
    ['value', value],
    [
      'price_currency',
      choose('price_currency', eventCurrency === undefined ? cart.currency : eventCurrency, currencyOf),
    ],
    ['number_items', choose('number_items', cart.pieces || undefined, (given) => countOf(given, tools))],
    ['conversion_id', choose('conversion_id', conversionId(sources, read, readCommerce), text)],
    ['description', choose('description', undefined, text)],
    ['contents', cart.contents.length > 0 ? cart.contents : undefined],
    ['event_source_url', choose('event_source_url', read('page_location'), pageUrl)],
    ['search_string', choose('search_string', undefined, text)],
  ];
  const result = compact<Conversion & Record<string, unknown>>(fixed);
  if (result.conversion_time === undefined) {
    result.conversion_time = isoTime(sources.now);
  }
  const taken = fixed.map((entry) => entry[0]);
  for (const name in overrides) {
    if (taken.indexOf(name) < 0 && isSet(name)) {
      result[name] = overrides[name];
    } else if (RESERVED.indexOf(name) >= 0) {
      tools.warn('"' + name + '" is set by the tag and cannot be overridden here.');
    }
  }
  if (value !== undefined && !result.price_currency) {
    tools.warn('The conversion has a value but no currency: X may leave its amount empty.');
  }
  if (!result.conversion_id) {
    tools.warn("The conversion has no conversion_id: X cannot recognise it as the same as the pixel's.");
  }
  return result;
}

/** The first of event id and transaction id, in the operator's order. */
function conversionId(
  sources: ConversionSources,
  read: (key: string) => unknown,
  readCommerce: (key: string) => unknown,
): string | undefined {
  const eventId = firstText(EVENT_ID_KEYS.map(read));
  const transactionId = textOf(readCommerce('transaction_id'));
  return (
    (sources.conversionIdSource === 'transaction_id' ? transactionId || eventId : eventId || transactionId) ||
    undefined
  );
}

/**
 * The page's URL. A query that holds an e-mail address is cut off: such a URL would carry it to X unhashed.
 */
function pageUrl(value: unknown): string | undefined {
  const url = textOf(value);
  if (!url.match('^https?://')) {
    return undefined;
  }
  const mail = '@|%40';
  const short = url.match(mail) ? url.split('?')[0]!.split('#')[0]! : url;
  return short.match(mail) ? undefined : short;
}

/** ISO 8601 with `Z`, or a number of seconds or milliseconds since 1970; never later than now. */
function timeOf(value: unknown, now: number, tools: Tools): string | undefined {
  const given = textOf(value);
  if (given.match('^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$')) {
    return given < isoTime(now) ? given : isoTime(now);
  }
  const number = numberOf(value, tools);
  if (number === undefined || number < 0) {
    return undefined;
  }
  // Seconds pass 10^11 in the year 5138, milliseconds passed it in 1973.
  const milliseconds = number < 100000000000 ? number * 1000 : number;
  const whole = milliseconds - (milliseconds % 1);
  return isoTime(whole < now ? whole : now);
}

/** A list, or JSON text of one. */
function listOf(value: unknown, tools: Tools): unknown {
  const text = textOf(value);
  return text.charAt(0) === '[' ? tools.parseJson(text) : value;
}

/** GA4's items as X's contents (X, Web conversions, contents; GA4, items). */
import { amountOf, countOf, type Decimal, decimalOf, isZero, MOST_DIGITS } from './amount.ts';
import { LONGEST } from './limits.ts';
import { entriesOf } from './listed.ts';
import { firstGiven, givenText, isNotGiven } from './not-given.ts';
import { textOf } from './text.ts';
import { type Tools, unusable, within } from './tools.ts';
import type { Line } from './total.ts';

/** A key with `undefined` is absent: JSON drops it. */
export interface Content {
  content_id: string | undefined;
  content_group_id: string | undefined;
  content_name: string | undefined;
  content_type: string | undefined;
  content_price: string | undefined;
  num_items: number | undefined;
}

export interface Cart {
  /** Empty when no item says anything. */
  readonly contents: Content[];
  /** Pieces in all, `undefined` when there are none or not every item's quantity is a count. */
  readonly pieces: number | undefined;
  /** Price and quantity of each item, `undefined` when one of them is unknown or there are no items. */
  readonly lines: readonly Line[] | undefined;
}

export type Item = Record<string, unknown>;

const ONE: Decimal = { negative: false, whole: '1', fraction: '' };

/** JSON text as what it says. */
function unfolded(value: unknown, tools: Tools): unknown {
  return typeof value === 'string' ? tools.parseJson(value) : value;
}

/** Whether a value is an empty list, which says that there are no items. */
export function saysNoItems(value: unknown, tools: Tools): boolean {
  const given = unfolded(value, tools);
  return tools.typeOf(given) === 'array' && (given as unknown[]).length === 0;
}

/**
 * The items of a list, of JSON text of one, of an object keyed 0, 1, ... with or without gaps, or a single item. What is no
 * object is no item.
 */
export function itemsIn(value: unknown, tools: Tools): Item[] {
  const entries = entriesOf(unfolded(value, tools), tools) as Item[];
  return entries.filter((entry) => tools.typeOf(entry) === 'object');
}

/** An entry in X's keys as an item; one in GA4's keys stays what it is. */
export function asItem(entry: Item): Item {
  return {
    item_id: firstGiven([entry.item_id, entry.content_id]),
    item_variant: firstGiven([entry.item_variant, entry.content_id]),
    id: entry.id,
    item_name: entry.item_name || entry.name || entry.content_name,
    item_category: entry.item_category || entry.content_type,
    item_group_id: firstGiven([entry.item_group_id, entry.content_group_id]),
    price: firstGiven([entry.price, entry.content_price]),
    quantity: firstGiven([entry.quantity, entry.num_items]),
    currency: entry.currency,
  };
}

/** The currency of the first item that has one. */
export function currencyOfItems(items: readonly Item[]): unknown {
  return firstGiven(items.map((item) => item.currency));
}

/** @param price of one piece, as X takes it */
function contentOf(item: Item, idKey: string, price: string | undefined, tools: Tools): Content {
  const id = givenText(item[idKey]) || givenText(item.id);
  const name = textOf(item.item_name) || textOf(item.name);
  const group = item.item_group_id;
  const type = item.item_category;
  return {
    content_id: within(LONGEST.contentId, 'content_id', id, tools),
    content_group_id: group
      ? within(LONGEST.contentId, 'content_group_id', givenText(group), tools)
      : undefined,
    content_name: within(LONGEST.text, 'content_name', name, tools),
    content_type: type ? within(LONGEST.text, 'content_type', textOf(type), tools) : undefined,
    content_price: price,
    num_items: undefined,
  };
}

/**
 * @param items one that has neither id nor name nor price is dropped, and so is one whose quantity is 0: it is not there
 * @param idKey the item's key that is the product's id in the catalogue; `id` where it is missing
 * @param places decimals of the currency
 */
export function cartOf(items: readonly Item[], idKey: string, places: number, tools: Tools): Cart {
  const contents: Content[] = [];
  const lines: Line[] = [];
  let pieces = 0;
  let isCounted = true;
  let isPriced = true;
  for (const item of items) {
    const given = decimalOf(item.quantity, tools);
    // One without a quantity is one piece, as GA4 says.
    const isMissing = !given && isNotGiven(item.quantity);
    const quantity = isMissing ? ONE : given;
    const count = quantity && countOf(quantity);
    if (!count && quantity && isZero(quantity)) {
      continue;
    }
    const isUsable = count || (quantity && !quantity.negative && quantity.whole.length <= MOST_DIGITS);
    if (!isUsable) {
      unusable('quantity of an item', tools);
    }
    const price = decimalOf(item.price, tools);
    const hasPrice = price || !isNotGiven(item.price);
    const amount = hasPrice ? amountOf('price of an item', price, places, tools) : undefined;
    const content = contentOf(item, idKey, amount, tools);
    if (content.content_id || content.content_name || amount) {
      content.num_items = isMissing ? undefined : count;
      contents.push(content);
      pieces += count || 0;
      isCounted = isCounted && !!count;
    } else if (!hasPrice) {
      continue;
    }
    if (price && amount && quantity && isUsable) {
      lines.push({ price: price, quantity: quantity });
    } else {
      isPriced = false;
    }
  }
  return {
    contents: contents,
    // Beyond that whole numbers are no longer exact.
    pieces: isCounted && pieces < 10000000000000 ? pieces || undefined : undefined,
    lines: isPriced && lines.length > 0 ? lines : undefined,
  };
}

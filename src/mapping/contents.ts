/** GA4's items as X's contents (X, Web conversions, contents; GA4, items). */
import { amount, countOf, numberOf } from './money.ts';
import { textOf } from './text.ts';
import type { Tools } from './tools.ts';

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
  readonly contents: Content[];
  /** Pieces in all; an item without a quantity is one piece, as GA4 says. */
  readonly pieces: number;
  /** Whether every entry has a content_id and a price. */
  readonly complete: boolean;
}

export type Item = Record<string, unknown>;

/** The entries of a cart, whatever they are. */
export type Items = readonly (Item | null | undefined)[];

/** A list out of JSON text of one, an object keyed 0, 1, ..., or a single item. */
export function unfolded(value: unknown, tools: Tools): Items {
  const given = (typeof value === 'string' && tools.parseJson(value)) || value;
  if (!given || tools.typeOf(given) === 'array') {
    return (given || []) as Items;
  }
  const list: Item[] = [];
  const entries = given as Record<number, Item>;
  while (typeof given === 'object' && entries[list.length] !== undefined) {
    list.push(entries[list.length]!);
  }
  return list.length > 0 ? list : [given as Item];
}

/**
 * @param items entries that are no objects or say nothing are dropped
 * @param idKey the item's key that is the product's id in the catalogue; `id` where it is missing
 */
export function cartOf(items: Items, idKey: string): Cart {
  const contents: Content[] = [];
  let pieces = 0;
  let complete = true;
  for (const entry of items) {
    // What is no object has no such properties.
    const item = entry || {};
    const id = item[idKey] || item.id;
    const name = item.item_name || item.name;
    const cost = item.price;
    const quantity = item.quantity;
    const type = item.item_category;
    const idText = textOf(id);
    const nameText = textOf(name);
    const price = amount(cost);
    if (!(idText && price)) {
      if (!(idText || nameText || price)) {
        continue;
      }
      complete = false;
    }
    const count = countOf(quantity);
    contents.push({
      content_id: idText || undefined,
      content_group_id: item.item_group_id ? textOf(item.item_group_id) || undefined : undefined,
      content_name: nameText || undefined,
      content_type: typeof type === 'string' ? type || undefined : undefined,
      content_price: price,
      num_items: count,
    });
    pieces += count || 1;
  }
  return { contents: contents, pieces: pieces, complete: complete };
}

/** Sum of price times quantity over the items that count, `undefined` when one has no price or there are none. */
export function totalOf(items: Items): number | undefined {
  let total: number | undefined;
  for (const item of items) {
    const price = item && numberOf(item.price);
    if (item && price !== undefined) {
      total = (total || 0) + price! * (countOf(item.quantity) || 1);
    } else if (item && (item.item_id || item.id || item.item_name || item.name)) {
      return undefined;
    }
  }
  return total;
}

/**
 * The currency of the first item that has one.
 * @inline
 */
export function currencyOfItems(items: Items): unknown {
  return (items.filter((item) => item && item.currency)[0] || {}).currency;
}

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
  /** The first item's currency. */
  readonly currency: unknown;
  /** Whether there is something and every entry has a content_id and a price. */
  readonly complete: boolean;
}

type Item = Record<string, unknown>;

/**
 * @param items whatever stands under `items`; entries that are no objects or say nothing are dropped
 * @param idKey the item's key that is the product's id in the catalogue; `id` where it is missing
 * @param alternative X's own prefix `content_` when the items may have X's keys, as the operator's may
 */
export function cartOf(items: unknown, idKey: string, tools: Tools, alternative?: string): Cart {
  const contents: Content[] = [];
  let pieces = 0;
  let currency: unknown;
  let complete = true;
  for (const entry of listed(items, tools)) {
    // What is no object has no such properties.
    const item = (alternative && entry ? fromX(entry) : entry) || {};
    const id = item[idKey] || item.id;
    const name = item.item_name || item.name;
    const idText = textOf(id);
    const nameText = textOf(name);
    const price = amount(item.price, tools);
    if (idText || nameText || price) {
      const type = item.item_category;
      const quantity = item.quantity;
      const count =
        typeof quantity === 'number' && quantity > 0 && quantity % 1 === 0
          ? quantity
          : countOf(quantity, tools);
      contents.push({
        content_id: idText || undefined,
        content_group_id: item.item_group_id ? textOf(item.item_group_id) || undefined : undefined,
        content_name: nameText || undefined,
        content_type: typeof type === 'string' ? type || undefined : undefined,
        content_price: price,
        num_items: count,
      });
      pieces += count || 1;
      if (!idText || !price) {
        complete = false;
      }
      if (!currency) {
        currency = item.currency;
      }
    }
  }
  return { contents: contents, pieces: pieces, currency: currency, complete: complete && pieces > 0 };
}

/** Sum of price times quantity over the items that count, `undefined` when one has no price or there are none. */
export function totalOf(items: unknown, tools: Tools): number | undefined {
  let total: number | undefined;
  for (const item of listed(items, tools)) {
    const price = item && numberOf(item.price, tools);
    if (item && price !== undefined) {
      total = (total || 0) + price! * (countOf(item.quantity, tools) || 1);
    } else if (item && (item.item_id || item.id || item.item_name || item.name)) {
      return undefined;
    }
  }
  return total;
}

/** An entry in X's keys as an item; one in GA4's keys stays what it is. */
function fromX(entry: Item): Item {
  return {
    item_id: entry.item_id || entry.content_id,
    item_variant: entry.item_variant || entry.content_id,
    id: entry.id,
    item_name: entry.item_name || entry.name || entry.content_name,
    item_category: entry.item_category || entry.content_type,
    item_group_id: entry.item_group_id || entry.content_group_id,
    price: entry.price === undefined ? entry.content_price : entry.price,
    quantity: entry.quantity === undefined ? entry.num_items : entry.quantity,
  };
}

/** Whether an item has a price that is no number. */
export function hasUnusablePrice(items: unknown, tools: Tools): boolean {
  return listed(items, tools).some(
    (item) => !!item && !!item.price && numberOf(item.price, tools) === undefined,
  );
}

/** @inline */
function listed(items: unknown, tools: Tools): (Item | null | undefined)[] {
  return tools.typeOf(items) === 'array' ? (items as (Item | null | undefined)[]) : [];
}

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
  /** Whether there is something and every entry has a content_id. */
  readonly named: boolean;
}

type Item = Record<string, unknown>;

/**
 * @param items whatever stands under `items`; entries that are no objects or say nothing are dropped
 * @param idKey the item's key that is the product's id in the catalogue; `id` where it is missing
 */
export function cartOf(items: unknown, idKey: string, tools: Tools): Cart {
  const contents: Content[] = [];
  let pieces = 0;
  let currency: unknown;
  let named = true;
  for (const item of listed(items, tools)) {
    // What is no object has no such properties.
    const id = item && textOf(item[idKey] || item.id);
    const name = item && textOf(item.item_name || item.name);
    const price = item ? amount(item.price, tools) : undefined;
    if (id || name || price) {
      const count = countOf(item!.quantity, tools);
      contents.push({
        content_id: id || undefined,
        content_group_id: item!.item_group_id ? textOf(item!.item_group_id) || undefined : undefined,
        content_name: name || undefined,
        content_type: item!.item_category ? textOf(item!.item_category) || undefined : undefined,
        content_price: price,
        num_items: count,
      });
      pieces += count || 1;
      currency = currency || item!.currency;
      named = named && id !== '';
    }
  }
  return { contents: contents, pieces: pieces, currency: currency, named: named && pieces > 0 };
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

function listed(items: unknown, tools: Tools): (Item | null | undefined)[] {
  return tools.typeOf(items) === 'array' ? (items as (Item | null | undefined)[]) : [];
}

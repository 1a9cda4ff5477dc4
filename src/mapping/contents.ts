/** GA4's items as X's contents (X, Web conversions, contents; GA4, items). */
import { amount, numberOf } from './money.ts';
import { firstText } from './text.ts';
import type { Tools } from './tools.ts';

export interface Content {
  content_id?: string;
  content_name?: string;
  content_price?: string;
  num_items?: number;
}

export interface Cart {
  readonly contents: Content[];
  /** Pieces in all; an item without a quantity is one piece, as GA4 says. 0 when there are no items. */
  readonly pieces: number;
  /** Sum of price times quantity, `undefined` when an item has no price. */
  readonly total: number | undefined;
  /** The first item's currency. */
  readonly currency: unknown;
}

/** A whole number above zero, else `undefined`. */
export function countOf(value: unknown, tools: Tools): number | undefined {
  const count = numberOf(value, tools);
  return count !== undefined && count > 0 && count % 1 === 0 ? count : undefined;
}

/** @param items whatever stands under `items`; entries that are no objects or say nothing are dropped */
export function cartOf(items: unknown, tools: Tools): Cart {
  const contents: Content[] = [];
  let pieces = 0;
  let total: number | undefined;
  let priced = 0;
  let currency: unknown;
  if (tools.typeOf(items) === 'array') {
    for (const entry of items as unknown[]) {
      const content: Content = {};
      let known = false;
      if (tools.typeOf(entry) === 'object') {
        const item = entry as Record<string, unknown>;
        const id = firstText([item.item_id, item.id]);
        const name = firstText([item.item_name, item.name]);
        const price = numberOf(item.price, tools);
        const priceText = amount(price);
        const count = countOf(item.quantity, tools);
        if (id) {
          content.content_id = id;
        }
        if (name) {
          content.content_name = name;
        }
        if (price !== undefined && priceText) {
          content.content_price = priceText;
          total = (total || 0) + price * (count || 1);
          priced += 1;
        }
        known = id !== '' || name !== '' || priceText !== undefined;
        if (known && count) {
          content.num_items = count;
        }
        if (known && currency === undefined) {
          currency = item.currency;
        }
        pieces += known ? count || 1 : 0;
      }
      if (known) {
        contents.push(content);
      }
    }
  }
  return {
    contents: contents,
    pieces: pieces,
    total: priced === contents.length ? total : undefined,
    currency: currency,
  };
}

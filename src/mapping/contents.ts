/** GA4's items as X's contents (X, Web conversions, contents; GA4, items). */
import { amountOf, decimalOf, quantityOf } from './amount.ts';
import { LONGEST } from './limits.ts';
import { entriesOf } from './listed.ts';
import { givenText, isNotGiven } from './not-given.ts';
import { textOf } from './text.ts';
import { type Tools, tellingOnce, tooLong, unusable, type Warner } from './tools.ts';
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
  /** Price and quantity of each item. */
  readonly lines: readonly Line[];
}

export type Item = Record<string, unknown>;

/**
 * The items of a list, of JSON text of one, of an object keyed 0, 1, ... with or without gaps, or a single
 * item. What is no object is no item.
 */
export function itemsIn(value: unknown, tools: Tools): Item[] {
  const entries = entriesOf(typeof value === 'string' ? tools.parseJson(value) : value, tools);
  return entries.filter((entry) => entry && typeof entry === 'object') as Item[];
}

/** GA4's value, X's where GA4's was not given. */
function ownOr(own: unknown, other: unknown): unknown {
  return other === undefined || !isNotGiven(own) ? own : other;
}

/** So many pieces are not counted: beyond that whole numbers are no longer exact. */
const UNKNOWN = 10000000000000;

/**
 * Keys are GA4's, else X's own.
 * @param items one that has neither id nor name nor price is dropped, and so is one whose quantity is 0: it
 * is not there
 * @param idKey the item's key that is the product's id in the catalogue; `id` where it is missing
 * @param places decimals of the currency
 */
export function cartOf(items: readonly Item[], idKey: string, places: number, tools: Warner): Cart {
  const once = tellingOnce(tools);
  const longestId = LONGEST.contentId;
  const longestText = LONGEST.text;
  const contents: Content[] = [];
  const lines: Line[] = [];
  let pieces = 0;
  for (const item of items) {
    const quantityGiven = ownOr(item.quantity, item.num_items);
    const priceGiven = ownOr(item.price, item.content_price);
    // One without a quantity is one piece, as GA4 says.
    const said = quantityOf(quantityGiven);
    const quantity = said === undefined && isNotGiven(quantityGiven) ? 1 : said;
    const price = decimalOf(priceGiven);
    const hasPrice = price || !isNotGiven(priceGiven);
    let id = givenText(item[idKey]) || givenText(item.content_id) || givenText(item.id);
    let name = textOf(item.item_name || item.name || item.content_name);
    if (quantity === 0 || !(hasPrice || id || name)) {
      continue;
    }
    if (quantity === undefined) {
      unusable('quantity of an item', once);
    }
    lines.push({ price: price, quantity: quantity });
    const amount = hasPrice ? amountOf('price of an item', price, places, once) : undefined;
    if (id.length > longestId) {
      id = tooLong('content_id', longestId, once);
    }
    if (name.length > longestText) {
      name = tooLong('content_name', longestText, once);
    }
    if (id || name || amount) {
      const groupGiven = item.item_group_id || item.content_group_id;
      const group = groupGiven ? givenText(groupGiven) : '';
      const type = textOf(item.item_category || item.content_type);
      const isCount = quantity !== undefined && quantity % 1 === 0;
      contents.push({
        content_id: id || undefined,
        content_group_id:
          (group.length > longestId ? tooLong('content_group_id', longestId, once) : group) || undefined,
        content_name: name || undefined,
        content_type:
          (type.length > longestText ? tooLong('content_type', longestText, once) : type) || undefined,
        content_price: amount,
        num_items: isCount ? said : undefined,
      });
      pieces += isCount ? quantity : UNKNOWN;
    }
  }
  return {
    contents: contents,
    pieces: pieces > 0 && pieces < UNKNOWN ? pieces : undefined,
    lines: lines,
  };
}

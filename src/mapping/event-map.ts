/**
 * From a GA4 event name to the id of the event configured in X's Events Manager.
 * Exact names first, then the category of the name, then the catch-all category, then the default for other events.
 */
import { textOf } from './text.ts';

/** GA4's recommended and automatic events and the conversion category of X that each selects. */
const CATEGORIES: Record<string, string> = {
  page_view: 'page_view',
  view_item: 'content_view',
  search: 'search',
  view_search_results: 'search',
  add_to_cart: 'add_to_cart',
  add_to_wishlist: 'add_to_wishlist',
  begin_checkout: 'checkout_initiated',
  add_payment_info: 'added_payment_info',
  purchase: 'purchase',
  generate_lead: 'lead',
  sign_up: 'sign_up',
  subscribe: 'subscribe',
  start_trial: 'start_trial',
  file_download: 'download',
  customize_product: 'product_customization',
};

export interface Row {
  readonly category?: unknown;
  readonly eventName?: unknown;
  readonly eventId?: unknown;
}

/** A table of the operator, as it stands in the tag's field. */
export type Rows = readonly (Row | null | undefined)[];

/** What takes an event. */
export interface Mapped {
  /** To be sent when it fits. */
  readonly eventId: string;
  /** X's category that took the event, `''` for a row of its own or the default. */
  readonly category: string;
  /** Whether a single row takes the event, with an id in one of X's two spellings. */
  readonly fits: unknown;
  /** The rows of one table that take the event. */
  readonly rows: Rows;
  /** Why no row takes it: `''` when it is to be ignored; `undefined` when one does. */
  readonly problem: string | undefined;
}

/** The operator's tables, and what stands for an event in none of them. */
export interface EventTables {
  /** Whether there may be rows that name an event. */
  readonly hasCustomEvents: unknown;
  readonly customEvents: () => Rows;
  readonly categoryEvents: Rows;
  /** `undefined` when such events are ignored. */
  readonly otherEventId: () => string | undefined;
}

export function eventIdFor(eventName: string, tables: EventTables, pixelId: string): Mapped {
  let category = '';
  let problem: string | undefined;
  let rows: Rows = [];
  if (tables.hasCustomEvents) {
    rows = tables.customEvents().filter((row) => row && eventName && textOf(row.eventName) === eventName);
  }
  if (rows.length === 0) {
    category = CATEGORIES[eventName] || 'custom';
    rows = tables.categoryEvents.filter((row) => row && row.category === category);
    if (rows.length === 0) {
      category = 'custom';
      rows = tables.categoryEvents.filter((row) => row && row.category === 'custom');
      if (rows.length === 0) {
        category = '';
        const other = tables.otherEventId();
        const unknown = unknownCategory(tables.categoryEvents);
        problem = unknown || (other === undefined ? '' : undefined);
        rows = [{ eventId: unknown ? '' : other }];
      }
    }
  }
  const given = rows[0]!.eventId;
  const eventId = textOf(given);
  return {
    eventId: eventId,
    category: category,
    fits: rows.length === 1 && eventId.match('^(?:tw-' + pixelId + '-)?[A-Za-z0-9]+$'),
    rows: rows,
    problem: problem,
  };
}

/** Why an event is not sent, `''` when it is to be ignored. */
export function whyNot(
  problem: string | undefined,
  eventName: string,
  eventId: string,
  rows: Rows,
  pixelId: string,
): string {
  return problem === undefined ? rowProblem(eventName, eventId, rows.length, pixelId) : problem;
}

/** A row that can never take an event, `''` when there is none. */
function unknownCategory(categoryEvents: Rows): string {
  const names = [
    'page_view',
    'content_view',
    'search',
    'add_to_cart',
    'add_to_wishlist',
    'checkout_initiated',
    'added_payment_info',
    'purchase',
    'lead',
    'sign_up',
    'subscribe',
    'start_trial',
    'download',
    'product_customization',
    'custom',
  ];
  for (const row of categoryEvents) {
    if (row && names.indexOf(row.category as string) < 0) {
      return (
        'Conversion categories holds "' +
        textOf(row.category) +
        '", which is no category of X. Choose one from the list.'
      );
    }
  }
  return '';
}

/** What is wrong with the row that took the event. */
function rowProblem(eventName: string, eventId: string, rows: number, pixelId: string): string {
  const event = 'the event "' + eventName + '"';
  if (rows > 1) {
    return 'Two rows of one table take ' + event + '. Remove one of them.';
  }
  const parts = eventId.match('^tw-([A-Za-z0-9]+)-[A-Za-z0-9]+$');
  if (parts) {
    return (
      'Event ID of ' +
      event +
      ' belongs to the pixel ' +
      parts[1] +
      ', but Pixel ID is ' +
      pixelId +
      '. Correct one of them.'
    );
  }
  return eventId
    ? 'Event ID of ' +
        event +
        ' must look like o87ne or tw-' +
        pixelId +
        '-o87ne. Copy it from X Events Manager.'
    : 'Event ID of ' + event + ' is empty. Copy it from X Events Manager.';
}

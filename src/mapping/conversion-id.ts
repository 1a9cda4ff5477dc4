/** The id by which X knows that the pixel has told it of the same conversion (X, Web conversions, conversion_id). */
import { LONGEST } from './limits.ts';
import { givenText, isNotGiven } from './not-given.ts';
import { holdsPerson } from './persons.ts';
import { type Tools, unusable, within } from './tools.ts';

export type ConversionIdSource = 'event_id' | 'transaction_id';

/** Whole data layer objects pass through data clients: what is missing may stand below `ecommerce`. */
const TRANSACTION_KEYS = ['transaction_id', 'ecommerce.transaction_id'];

/** The keys under which an event id arrives. */
const EVENT_KEYS = ['event_id', 'x-ga-event_id', 'x-ga-mp2-evnid'];

/** The first id of the event, `''` when it has none. */
function idOfEvent(source: ConversionIdSource, read: Tools['read']): string {
  const keys =
    source === 'event_id' ? EVENT_KEYS.concat(TRANSACTION_KEYS) : TRANSACTION_KEYS.concat(EVENT_KEYS);
  // Stape's Data Client makes a unique_event_id on the server, where the pixel does not know it.
  keys.push('unique_event_id');
  for (const key of keys) {
    const id = givenText(read(key));
    if (id) {
      return id;
    }
  }
  return '';
}

/**
 * The operator's id, else the event's; `undefined` when there is none or it cannot be sent, and that is told. An id that
 * cannot be sent is not replaced by the next one, which the pixel would not have sent either.
 * @param own the operator's value
 * @param source which is tried first
 */
export function conversionIdOf(
  own: unknown,
  source: ConversionIdSource,
  read: Tools['read'],
  tools: Tools,
): string | undefined {
  const id = isNotGiven(own) ? idOfEvent(source, read) : givenText(own);
  if (!id) {
    if (isNotGiven(own)) {
      tools.warn(
        'The conversion has no conversion_id: X cannot recognise it as the same as the one of the pixel.',
      );
    } else {
      unusable('conversion_id', tools);
    }
    return undefined;
  }
  if (holdsPerson(id)) {
    tools.warn('"conversion_id" holds an e-mail address or a phone number: it is left out.');
    return undefined;
  }
  return within(LONGEST.conversionId, 'conversion_id', id, tools);
}

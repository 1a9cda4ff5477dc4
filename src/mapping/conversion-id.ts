/**
 * The id by which X knows that the pixel has told it of the same conversion (X, Web conversions,
 * conversion_id).
 */
import { LONGEST } from './limits.ts';
import { givenText } from './not-given.ts';
import { type Tools, tooLong, unusable } from './tools.ts';

export type ConversionIdSource = 'event_id' | 'transaction_id';

/**
 * The operator's id, else the event's first; `undefined` when there is none or it cannot be sent, and that is
 * told. An id that cannot be sent is not replaced by the next one, which the pixel would not have sent
 * either.
 *
 * Whole data layer objects pass through data clients: what is missing may stand below `ecommerce`. Stape's
 * Data Client makes a unique_event_id on the server, where the pixel does not know it.
 * @param own the operator's value, `undefined` when nothing was given
 * @param source which is tried first
 */
export function conversionIdOf(
  own: unknown,
  source: ConversionIdSource,
  read: Tools['read'],
  tools: Tools,
): string | undefined {
  let id = '';
  if (own !== undefined) {
    id = givenText(own);
  } else {
    const keys =
      source === 'event_id'
        ? [
            'event_id',
            'x-ga-event_id',
            'x-ga-mp2-evnid',
            'transaction_id',
            'ecommerce.transaction_id',
            'unique_event_id',
          ]
        : [
            'transaction_id',
            'ecommerce.transaction_id',
            'event_id',
            'x-ga-event_id',
            'x-ga-mp2-evnid',
            'unique_event_id',
          ];
    for (let i = 0; !id && i < keys.length; i += 1) {
      id = givenText(read(keys[i]!));
    }
  }
  if (id.length > LONGEST.conversionId) {
    return tooLong('conversion_id', LONGEST.conversionId, tools) || undefined;
  }
  if (!id && own === undefined) {
    tools.warn('The conversion has no conversion_id: X cannot match it with that of the pixel.');
  } else if (!id) {
    unusable('conversion_id', tools);
  }
  return id || undefined;
}

/** What X accepts and cannot make full use of: warnings, never failures. What was left out has been told where it was. */
import type { Conversion } from './conversion.ts';
import type { Tools } from './tools.ts';

/** What was given, whether it could be used or not. */
export interface Given {
  readonly value: boolean;
  readonly currency: boolean;
  readonly contents: boolean;
}

/** The categories whose events X matches with the product catalogue (X, dynamic product ads). */
const OF_CATALOGUE = ['page_view', 'content_view', 'add_to_cart', 'purchase'];

/** @param category X's category of the event, `''` when a row of its own took it */
export function tellWhatIsMissing(sent: Conversion, category: string, given: Given, tools: Tools): void {
  if (tools.read('event_name') === 'refund') {
    tools.warn(
      'The event is a refund: X counts it as one more conversion, and documents no way to take one back. ' +
        'Let the trigger of this tag pass no refunds.',
    );
  }
  const only = sent.identifiers.length === 1 ? sent.identifiers[0] : undefined;
  if (only && !only.twclid && !only.hashed_email && !only.hashed_phone_number) {
    tools.warn('Only IP address and user agent identify the person: X may not match the conversion.');
  }
  if (sent.value && !given.currency) {
    tools.warn('The conversion has a value but no currency: X may leave its amount empty.');
  }
  if (category === 'purchase' && !sent.value && !given.value) {
    tools.warn('The purchase has no value: X cannot report revenue or optimise for it.');
  }
  const contents = sent.contents;
  const isKnown = contents ? contents.every((content) => content.content_id) : given.contents;
  if (!isKnown && OF_CATALOGUE.indexOf(category) >= 0) {
    tools.warn('No content_id for every product: dynamic product ads cannot use this event.');
  }
}

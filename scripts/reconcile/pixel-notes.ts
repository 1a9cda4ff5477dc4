/** What the pixel's calls show that counts a conversion twice or loses it, whether or not an order is told of it. */
import { type FlagKind, pixelFlags } from '../lib/beacon-flags.ts';
import { type PixelRequest, pixelCalls } from '../lib/beacons.ts';

const SENTENCES: Readonly<Record<FlagKind, string>> = {
  noConversionId: 'An event has no conversion_id: X cannot tell that the server sent it too.',
  idOfNothing:
    'A conversion_id is a word for nothing, such as undefined: all orders share it. Look at the quotes around the variable.',
  unusableId: 'A conversion_id is neither text nor number.',
  idReused: 'One conversion_id comes with several values: X takes these orders for one.',
  hashOfNothing: 'A field of a person was empty or a word for nothing when the pixel hashed it.',
  eventWithoutConfig: 'An event came from a page without the base code of the pixel.',
  pageViewTwice: 'The pixel was configured twice on one page: two page views.',
  twoBaseCodes: 'The base code of the pixel stands on one page in two forms. Remove one.',
  automaticTwin: 'The pixel sends automatic events beside your own. Switch off its dataLayerTracking.',
};

/** A sentence for each thing that the calls of this pixel show, with their number. Holds nothing of their content. */
export function pixelNotes(requests: readonly PixelRequest[], pixelId: string): string[] {
  const isOwn = (id: string): boolean => id.toLowerCase() === pixelId.toLowerCase();
  const counts = new Map<FlagKind, number>();
  for (const { kind } of pixelFlags(pixelCalls(requests).filter((call) => isOwn(call.pixelId))))
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(
    ([kind, count]) => `Pixel: ${SENTENCES[kind]} (${count} ${count === 1 ? 'call' : 'calls'})`,
  );
}

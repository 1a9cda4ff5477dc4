/** What in the calls of X's pixel counts a conversion twice, loses it, or keeps X from telling that it was counted on the server too. */
import { createHash } from 'node:crypto';
import { givenText, isHashOfNothing } from '../../src/mapping/not-given.ts';
import { textOf } from '../../src/mapping/text.ts';
import type { PixelCall } from './beacons.ts';

export type FlagKind =
  /** An event without `conversion_id`: nothing tells that the server sent it too. */
  | 'noConversionId'
  /** The ID is what stands where nothing was given, such as `undefined`: one ID for all orders. */
  | 'idOfNothing'
  /** The ID was neither text nor number. */
  | 'unusableId'
  /** One event and ID with different values or currencies: several orders share an ID. */
  | 'idReused'
  /** A person's field was empty or a word for nothing when the pixel hashed it. */
  | 'hashOfNothing'
  /** An event on a page where `config` did not run. */
  | 'eventWithoutConfig'
  /** `config` ran again without another page in between: two page views. */
  | 'pageViewTwice'
  /** Base codes of two makers on one page. */
  | 'twoBaseCodes'
  /** The pixel's automatic event beside the event itself: counted twice where X counts automatic events. */
  | 'automaticTwin';

export interface Flag {
  kind: FlagKind;
  /** The call that shows it; for a pair, the later one. */
  call: PixelCall;
}

/** Two calls of one page load that are this near in time are of one moment, milliseconds. */
const MOMENT = 5_000;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** All flags, in the order of the calls. A call may have several; the cost is linear in the calls. */
export function pixelFlags(calls: readonly PixelCall[]): Flag[] {
  const values = new Map<string, string>();
  const pages = new Map<string, string>();
  const makers = new Map<string, string>();
  const moments = momentsOf(calls);
  return calls.flatMap((call) => {
    const kinds: FlagKind[] = [
      ...idFlags(call),
      ...(call.conversionId !== '' && isOther(values, call.txnId, call.conversionId, amountOf(call))
        ? ['idReused' as const]
        : []),
      ...(Object.values(call.hashes).some((hash) => isHashOfNothing(hash.toLowerCase(), sha256))
        ? ['hashOfNothing' as const]
        : []),
      ...(call.kind === 'event' && call.baseCode === '2' ? ['eventWithoutConfig' as const] : []),
      ...(call.kind === 'page view' && isRepeated(pages, call) ? ['pageViewTwice' as const] : []),
      ...(call.integration !== '' && isOther(makers, call.pageLoad, '', call.integration)
        ? ['twoBaseCodes' as const]
        : []),
      ...(call.name.startsWith('gtm_') && isNear(moments, call) ? ['automaticTwin' as const] : []),
    ];
    return kinds.map((kind) => ({ kind, call }));
  });
}

function idFlags({ kind, parameters, conversionId }: PixelCall): FlagKind[] {
  if (kind !== 'event') return [];
  const given = parameters.conversion_id;
  if (conversionId !== '') return givenText(conversionId) === '' ? ['idOfNothing'] : [];
  return given === undefined || given === null || typeof given === 'string'
    ? ['noConversionId']
    : ['unusableId'];
}

/** `65.00` and 65 are one value. */
function amountOf({ parameters: { value, currency } }: PixelCall): string {
  const text = textOf(value);
  const number = Number(text);
  return JSON.stringify([
    text === '' || Number.isNaN(number) ? text : number,
    textOf(currency).toUpperCase(),
  ]);
}

/** Whether the same key had another value at first. Calls without a page load are of unknown pages and are not held together. */
function isOther(known: Map<string, string>, first: string, second: string, value: string): boolean {
  if (first === '') return false;
  const key = JSON.stringify([first, second]);
  const before = known.get(key);
  if (before === undefined) known.set(key, value);
  return before !== undefined && before !== value;
}

/** A single page that is left and come back to is viewed twice by right. */
function isRepeated(pages: Map<string, string>, { txnId, pageLoad, page }: PixelCall): boolean {
  if (pageLoad === '') return false;
  const key = JSON.stringify([txnId, pageLoad]);
  const before = pages.get(key);
  pages.set(key, page);
  return before === page;
}

const momentKey = (call: PixelCall, moment: number | undefined): string =>
  JSON.stringify([call.pixelId, call.pageLoad, moment ?? null]);
const momentOf = ({ at }: PixelCall): number | undefined =>
  at === undefined ? undefined : Math.floor(at / MOMENT);

/** When events happened: by pixel, page load and slices of time. */
const momentsOf = (calls: readonly PixelCall[]): ReadonlySet<string> =>
  new Set(calls.filter(({ kind }) => kind === 'event').map((call) => momentKey(call, momentOf(call))));

function isNear(moments: ReadonlySet<string>, call: PixelCall): boolean {
  const moment = momentOf(call);
  if (moment === undefined) return moments.has(momentKey(call, undefined));
  return [moment - 1, moment, moment + 1].some((near) => moments.has(momentKey(call, near)));
}

/**
 * The pixel's side: HAR files, as Chrome, Firefox and Safari write them, to calls of X's pixel. A HAR is of one browser, so all
 * its calls are in memory.
 */
import { createReadStream } from 'node:fs';
import { UsageError } from 'sgtm-toolkit/shell';
import { givenText } from '../../src/mapping/not-given.ts';
import { textOf } from '../../src/mapping/text.ts';
import { type Beacon, type PixelCall, type PixelRequest, pixelCalls, readBeacon } from '../lib/beacons.ts';
import { isObject } from '../lib/x-answer.ts';
import { unpacked } from '../replay/records.ts';
import type { Events } from './events.ts';
import { idKey, type Money, marksOf } from './facts.ts';
import type { Ledger } from './ledger.ts';
import { momentOf } from './moment.ts';
import { moneyOf } from './orders.ts';
import { shownEvent, shownEventId, shownId } from './shown.ts';

/** One call of the pixel that stands for a conversion. */
export interface Call {
  /** `''` when it has no conversion_id; for automatic events that of the order they name. */
  key: string;
  /** As it may be shown. */
  id: string;
  /** `''` for an automatic event of a name that no row of the tag takes. */
  event: string;
  isAutomatic: boolean;
  /** `tw-o8z6j-o87ne` or `gtm_purchase`, as it may be shown. */
  name: string;
  at: number | undefined;
  money: Money;
  marks: string[];
}

export interface HarWorld {
  pixel: string;
  events: Events;
  eventIds: (eventName: string) => string;
}

/** Bytes of a file when it is unpacked: browsers that save no contents stay far below. */
const LARGEST = 400 * 1024 * 1024;
/** Milliseconds between an event and the automatic one beside it. */
const MOMENT = 5000;

/** @throws UsageError when the file is no HAR */
export async function readHar(file: string): Promise<unknown[]> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of unpacked(createReadStream(file))) {
      length += chunk.length;
      if (length > LARGEST)
        throw new UsageError(
          `${file}: larger than ${LARGEST / 1024 / 1024} MB. Save it without the contents of answers.`,
        );
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file}: reading failed (${(error as NodeJS.ErrnoException).code}).`);
  }
  let har: unknown;
  try {
    har = JSON.parse(
      Buffer.concat(chunks)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    );
  } catch {
    har = undefined;
  }
  const entries = isObject(har) && isObject(har.log) ? har.log.entries : undefined;
  if (!Array.isArray(entries))
    throw new UsageError(
      `${file}: expected a HAR, as the network panel of a browser saves it ("log" with "entries").`,
    );
  return entries as unknown[];
}

/** A beacon that reached X. */
export interface Heard extends PixelRequest {
  /** It may stand for a conversion. */
  isUsed: boolean;
}

/** The pixel's requests among the entries of a file; the ledger gets every entry. */
export function requestsIn(entries: readonly unknown[], world: HarWorld, ledger: Ledger): Heard[] {
  return entries.flatMap((entry, index): Heard[] => {
    const request = isObject(entry) && isObject(entry.request) ? entry.request : {};
    if (!isObject(entry) || typeof request.url !== 'string') {
      ledger.ignored('Entries without the address of a request.', index + 1);
      return [];
    }
    const beacon = readBeacon(request.url);
    const failed = hasFailed(entry.response);
    const why =
      beacon === undefined
        ? 'Requests that are not beacons of the pixel.'
        : failed
          ? 'Beacons that were blocked or cancelled: X did not get them.'
          : whyNot(beacon, world);
    if (why === '') ledger.used();
    else ledger.ignored(why, index + 1);
    if (beacon === undefined || failed) return [];
    const at = momentOf(entry.startedDateTime);
    const page = textOf(entry.pageref);
    return [{ url: request.url, page, ...(at !== undefined && { at }), isUsed: why === '' }];
  });
}

/** Chrome writes status 0 with `_error`, Firefox and Safari status 0 or less. A request without an answer at all is not known to have failed. */
function hasFailed(response: unknown): boolean {
  if (!isObject(response)) return false;
  return textOf(response._error) !== '' || (typeof response.status === 'number' && response.status <= 0);
}

function whyNot(beacon: Beacon, { pixel }: HarWorld): string {
  if (beacon.kind === 'event') return beacon.eventId === '' ? 'Calls without an X event ID.' : '';
  if (beacon.kind === 'page view') return 'Page views of the base code.';
  if (beacon.kind !== 'automatic') return 'Calls of old pixels and image tags.';
  if (!beacon.name.startsWith('gtm_'))
    return 'Automatic events that are not conversions, such as auto_long_site_dwell.';
  return beacon.pixelId.toLowerCase() === pixel.toLowerCase() ? '' : 'Automatic events of another pixel.';
}

/** @param requests of all files: a call that stands in two of them is one */
export function callsOf(requests: readonly Heard[], world: HarWorld): Call[] {
  const calls = pixelCalls(requests.filter(({ isUsed }) => isUsed));
  const near = new Map<string, PixelCall[]>();
  for (const call of calls)
    if (call.kind === 'event' && call.pageLoad !== '')
      near.set(call.pageLoad, [...(near.get(call.pageLoad) ?? []), call]);
  return calls.map((call) => {
    const isAutomatic = call.kind === 'automatic';
    const siteName = call.name.replace(/^gtm_/, '');
    // What stands where nothing was given is one ID for all orders, and none.
    const own = isAutomatic ? orderIdOf(call) : givenText(call.conversionId);
    const eventId = isAutomatic ? world.eventIds(siteName) : eventIdOf(call, world.pixel);
    const event = eventId === '' ? '' : world.events.note(eventId, isAutomatic ? siteName : '');
    // An automatic event that names no order belongs to the event beside it.
    const twin = isAutomatic && own === '' ? twinOf(call, near.get(call.pageLoad) ?? []) : undefined;
    const id = own === '' ? givenText(twin?.conversionId) : own;
    const { value, currency } = call.parameters;
    return {
      key: id === '' ? '' : idKey(id),
      id: shownId(id),
      event,
      isAutomatic,
      name: isAutomatic ? shownEvent(call.name) : shownEventId(call.txnId.trim()),
      at: call.at,
      money: moneyOf(value, currency),
      marks: marksOf([
        {
          hashed_email: call.hashes.email_address,
          hashed_phone_number: call.hashes.phone_number,
          twclid: call.clickId,
        },
      ]),
    };
  });
}

const orderIdOf = ({ parameters }: PixelCall): string =>
  givenText(parameters.order_id) || givenText(parameters.transaction_id);

/** An event of another pixel is another event, whatever its ID. */
const eventIdOf = ({ pixelId, eventId }: PixelCall, pixel: string): string =>
  pixelId.toLowerCase() === pixel.toLowerCase() ? eventId : `tw-${pixelId}-${eventId}`;

const twinOf = (call: PixelCall, events: readonly PixelCall[]): PixelCall | undefined =>
  events.find(
    ({ at, pixelId }) => pixelId === call.pixelId && Math.abs((at ?? 0) - (call.at ?? 0)) <= MOMENT,
  );

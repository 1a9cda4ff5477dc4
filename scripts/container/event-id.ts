/**
 * The two spellings of an event id of X: `o87ne` and `tw-o8z6j-o87ne`, which also names the pixel (X, Web conversions,
 * event_id). Ids are numbers to base 36, so case does not tell two of them apart.
 */
import { categoryMeant } from './categories.ts';

const SPELLING = /^(?:tw-([A-Za-z0-9]+)-)?([A-Za-z0-9]+)$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The same for both spellings of one event; for a text that is no event id the text itself. */
export function identityOf(eventId: string, pixelId: string): string {
  const [, pixel = pixelId, event] = SPELLING.exec(eventId) ?? [];
  return event === undefined ? eventId : `${pixel}/${event}`.toLowerCase();
}

/** The spelling with the pixel in it, which X's pixel needs. */
export function longForm(eventId: string, pixelId: string): string {
  const [, pixel = pixelId, event] = SPELLING.exec(eventId) ?? [];
  return event === undefined ? eventId : `tw-${pixel}-${event}`;
}

export interface Fault {
  code: 'EVENT_ID' | 'EVENT_ID_OTHER_PIXEL';
  message: string;
}

/** What is wrong with an event id that is not empty; nothing when X can have made it for this pixel. */
export function faultOf(eventId: string, pixelId: string): Fault | undefined {
  const wrong = (message: string): Fault => ({ code: 'EVENT_ID', message });
  const copy = 'Copy the X event ID from X Events Manager.';
  const found = SPELLING.exec(eventId);
  if (!found) {
    if (UUID.test(eventId)) return wrong(`is a UUID, which names one hit, not an event of X. ${copy}`);
    const lower = eventId.toLowerCase();
    const hint = SPELLING.test(lower) ? ` Write ${lower}.` : ` ${copy}`;
    return wrong(`must look like o87ne or tw-o8z6j-o87ne, got ${quoted(eventId)}.${hint}`);
  }
  const [, pixel, event = ''] = found;
  if (pixel !== undefined && pixelId !== '' && pixel.toLowerCase() !== pixelId.toLowerCase()) {
    return {
      code: 'EVENT_ID_OTHER_PIXEL',
      message: `is ${eventId}, an event of the pixel ${pixel}; this dictionary is for the pixel ${pixelId}. Copy the X event ID below that pixel, or correct pixelId.`,
    };
  }
  if (event.toLowerCase() === pixelId.toLowerCase())
    return wrong(`is the pixel ID ${pixelId}, not the ID of an event. ${copy}`);
  if (pixel === undefined && categoryMeant(event) !== undefined)
    return wrong(`is ${quoted(eventId)}, the name of an event, not its ID. ${copy}`);
  return undefined;
}

/** A value from the dictionary as it is shown: one line, at most 40 characters. */
export const quoted = (text: string): string => {
  const shown = JSON.stringify(text);
  return shown.length > 40 ? `${shown.slice(0, 36)}…"` : shown;
};

/**
 * X's event ids as Events Manager shows them, `o87ne` or `tw-<pixel>-<event>`, and what operators take for
 * one by mistake (X, Web conversions, event_id). X documents no length; five and six characters were seen.
 */
import { CUSTOM, categoryOf, isCategory } from './categories.ts';
import { placeholderIn } from './not-given.ts';

/**
 * What is wrong with an id, as a sentence; `''` when nothing is.
 * @param eventId trimmed
 * @param eventName the event that takes it; `''` when it is not known yet
 * @param pixelId of the tag
 * @param labelOf what the form calls a field
 */
export function eventIdProblem(
  eventId: string,
  eventName: string,
  pixelId: string,
  labelOf: (field: string) => string,
): string {
  const found = eventId.match('^(tw-([^-{]*)-)?([A-Za-z0-9]+)$');
  const name = found ? found[3]!.toLowerCase() : '';
  // Names of GA4 and of X have no digits; most ids of X have some.
  const isWord = name.match('^[a-z]+$');
  let problem: string;
  if (!eventId) {
    problem = ' is empty.';
  } else if (!found || (isWord && placeholderIn(eventId)) || name.match('^[0-9a-f]{32}$')) {
    // The last is a UUID without hyphens.
    problem = placeholderIn(eventId)
      ? ' holds the placeholder ' + placeholderIn(eventId) + '.'
      : ' must look like o87ne or tw-' + pixelId + '-o87ne.';
  } else if (found[1] && found[2] !== pixelId) {
    problem = ' belongs to another pixel: ' + labelOf('pixelId') + ' is ' + pixelId + '.';
  } else if (name === pixelId.toLowerCase()) {
    problem = ' is the ID of the pixel.';
  } else if (
    name === eventName.toLowerCase() ||
    (isWord &&
      (isCategory(name) ||
        categoryOf(name) !== CUSTOM ||
        name.match('^(login|refund|share|scroll|click|exception)$')))
  ) {
    problem = ' is the name of an event, "' + found[3] + '".';
  } else {
    return '';
  }
  const subject = labelOf('eventId') + (eventName ? ' of the event "' + eventName + '"' : '');
  return subject + problem + ' Copy the ID of the event from X Events Manager.';
}

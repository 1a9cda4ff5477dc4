/** A tag's run as a scenario of its template: the event and the data it saw, and how it must end again. */
import type { EventTrace, TagTrace } from './trace.ts';

/** Names of scenarios have letters, digits, blanks, `_` and `-` only. */
const nameOf = (text: string): string =>
  text
    .replace(/[^\w -]/g, ' ')
    .trim()
    .slice(0, 60) || 'An event';

const json = (value: unknown): string => JSON.stringify(value, null, 2) ?? 'undefined';

/**
 * @param run an event and one of its tags, secrets masked: who uses the scenario puts values of tests in their place
 * @returns code for the Test API, below the line that names a scenario
 */
export function scenarioOf({ event, tag }: { event: EventTrace; tag: TagTrace }): string {
  const ends =
    tag.outcome === 'success' ? ['gtmOnSuccess', 'gtmOnFailure'] : ['gtmOnFailure', 'gtmOnSuccess'];
  return `// scenario: ${nameOf(event.name)} as recorded
// Secrets are masked (•••): put values of a test in their place.
const recordedEvent = ${json(tag.event ?? event.data)};
const recordedData = ${json(tag.data ?? {})};
mock('getAllEventData', recordedEvent);
mock('getEventData', (path) => {
  let value = recordedEvent;
  const steps = path.split('.');
  for (let i = 0; i < steps.length && value; i++) value = value[steps[i]];
  return value;
});
const answer = () => require('Promise').create((resolve) => {
  resolve({ statusCode: 200, headers: {}, body: '' });
});
mock('sendHttpRequest', answer);
mock('sendHttpGet', answer);
runCode(recordedData);
require('callLater')(() => {
  assertApi('${ends[0]}').wasCalled();
  assertApi('${ends[1]}').wasNotCalled();
});
`;
}

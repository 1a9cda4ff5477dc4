/** A tag's run as a scenario of its template: what it saw, the answers it got, and how it must end again. */
import { type Incoming, partsOf } from './request.ts';
import { MASK } from './secrets.ts';
import type { EventTrace, TagTrace } from './trace.ts';

/** Names of scenarios have letters, digits, blanks, `_` and `-` only. */
const nameOf = (text: string): string =>
  text
    .replace(/[^\w -]/g, ' ')
    .trim()
    .slice(0, 60) || 'An event';

/** A secret is a plain word: templates that look at its characters take it. */
const json = (value: unknown): string =>
  JSON.stringify(value, null, 2)?.replaceAll(MASK, 'MASKED') ?? 'undefined';

export interface Recorded {
  incoming: Incoming;
  event: EventTrace;
  tag: TagTrace;
}

/**
 * @param recorded an event and one of its tags, secrets masked: who uses the scenario puts values of tests in their place
 * @returns code for the Test API, below the line that names a scenario
 */
export function scenarioOf({ incoming, event, tag }: Recorded): string {
  const { answers = [] } = tag;
  const { cookies, headers } = partsOf(incoming);
  const ends =
    tag.outcome === 'success' ? ['gtmOnSuccess', 'gtmOnFailure'] : ['gtmOnFailure', 'gtmOnSuccess'];
  return `// scenario: ${nameOf(event.name)} as recorded
// Secrets are MASKED: put values of a test in their place.
const recordedEvent = ${json(tag.event ?? event.data)};
const recordedData = ${json(tag.data ?? {})};
const recordedCookies = ${json(cookies)};
const recordedHeaders = ${json(headers)};
// In the order of the requests; without a status the request failed.
const recordedAnswers = ${json(answers)};
mock('getAllEventData', recordedEvent);
mock('getEventData', (path) => {
  let value = recordedEvent;
  const steps = path.split('.');
  for (let i = 0; i < steps.length && value; i++) value = value[steps[i]];
  return value;
});
mock('getCookieValues', (name) => recordedCookies[name] || []);
mock('getRequestHeader', (name) => recordedHeaders[name.toLowerCase()]);
const answer = () => require('Promise').create((resolve, reject) => {
  const next = recordedAnswers.shift() || { statusCode: 200, headers: {}, body: '' };
  if (next.statusCode) resolve(next);
  else reject({ reason: 'failed' });
});
mock('sendHttpRequest', answer);
mock('sendHttpGet', answer);
runCode(recordedData);
// Each request takes a turn.
const afterTurns = (turns) => require('callLater')(() => {
  if (turns > 0) afterTurns(turns - 1);
  else {
    assertApi('${ends[0]}').wasCalled();
    assertApi('${ends[1]}').wasNotCalled();
  }
});
afterTurns(${answers.length});
`;
}

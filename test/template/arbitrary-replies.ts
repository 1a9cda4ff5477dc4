/** Arbitrary answers of X and of what stands in its place. */
import * as fc from 'fast-check';
import { hashes, json, PLANTED_HASH, planted, SECRET } from './arbitrary.ts';
import { MAIL } from './play.ts';

/** Where an answer repeats the headers of the request. */
export const ECHO = '(headers)';

/** What nobody may see, where a text is cut: a message after 300 characters, an answer after 2,000. */
const cutOff = fc
  .tuple(fc.constantFrom(0, 300, 2000, 2224, 9024), fc.integer({ min: -90, max: 90 }), planted)
  .map(([at, near, text]) => `${'.'.repeat(Math.max(0, at + near))}${text} and so on${'.'.repeat(3000)}`);

export const replies = fc.oneof(
  fc.constant('stand-in' as const),
  fc.constantFrom({ reason: 'failed' }, { reason: 'timed_out' }),
  fc.record({
    statusCode: fc.constantFrom(200, 200, 201, 204, 302, 400, 401, 403, 404, 408, 429, 500, 503),
    headers: fc.constantFrom<Record<string, string>>(
      {},
      { 'x-api-warn': `Version 12 ends, ${SECRET}, ${MAIL}, ${PLANTED_HASH}` },
      { 'x-rate-limit-reset': String(Math.floor(Date.now() / 1000) + 2) },
      { date: 'Sun, 22 Nov 2026 10:15:30 GMT' },
      { date: new Date().toUTCString() },
    ),
    body: fc.oneof(
      fc.string(),
      hashes.map((hash) => `hashed_email (${hash}) is refused`),
      cutOff,
      cutOff.map((message) => JSON.stringify({ errors: [{ message }] })),
      fc
        .record({ code: planted, message: planted, parameter: planted })
        .map((error) => JSON.stringify({ errors: [error] })),
      planted.map((debug_id) => JSON.stringify({ data: { conversions_processed: 1, debug_id } })),
      fc
        .record({
          code: fc.constantFrom(32, 89, '135', 215, 'UNAUTHORIZED_ACCESS', 'INVALID', 'INVALID_PARAMETER'),
          message: fc.oneof(
            hashes,
            fc.constantFrom('Timestamp out of bounds.', 'Version not supported', 'No user identifier', ECHO),
          ),
          parameter: fc.constantFrom('hashed_email', 'value', 'event_id', ''),
        })
        .map((error) => JSON.stringify({ errors: [error] })),
      json.map((value) => JSON.stringify(value)),
      fc.record({ data: json, errors: json }, { requiredKeys: [] }).map((value) => JSON.stringify(value)),
      fc
        .array(fc.record({ code: json, message: json, parameter: json }, { requiredKeys: [] }))
        .map((errors) => JSON.stringify({ errors })),
    ),
  }),
);

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  bodyOf,
  isProcessed,
  type JudgeTools,
  noAnswer,
  processed,
} from '../../src/request/answer.ts';
import { refusal } from '../../src/request/refusal.ts';
import { toolsFor } from '../mapping/tools.ts';

const NOW = Date.UTC(2026, 10, 22, 10, 15, 30);

const { parseJson } = toolsFor();

const tools: JudgeTools = {
  parseJson,
  now: () => NOW,
  labelOf: (parameter) => (parameter === 'event_id' ? 'Event ID' : ''),
  signed: true,
};
const byToken: JudgeTools = { ...tools, signed: false };

function verdictOn(given: Answer, sent = 1, explaining: JudgeTools = tools) {
  const body = bodyOf(given, explaining.parseJson);
  return isProcessed(given, body, sent)
    ? { ok: true, retry: false, reason: processed(body) }
    : { ok: false, ...refusal(given, body.errors, explaining) };
}

const answer = (statusCode: number, body: unknown, headers: Record<string, unknown> = {}): Answer => ({
  statusCode,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const httpDate = (secondsFromNow: number): string => new Date(NOW + secondsFromNow * 1000).toUTCString();

describe('success', () => {
  it.each([
    [
      'as documented',
      200,
      { request: {}, data: { conversions_processed: 1, debug_id: 'ff02' } },
      'debug_id ff02',
    ],
    ['without a debug_id', 200, { data: { conversions_processed: 1 } }, 'processed the conversion.'],
    [
      'with a debug_id that is no text',
      200,
      { data: { conversions_processed: 1, debug_id: 5 } },
      'conversion.',
    ],
    ['with an empty list of errors', 201, { data: { conversions_processed: 1 }, errors: [] }, 'conversion.'],
    ['behind a byte-order mark', 200, '\ufeff{"data":{"conversions_processed":1}}', 'conversion.'],
    ['with blanks around it', 200, ' \n{"data":{"conversions_processed":1}}\n', 'conversion.'],
  ])('%s', (_form, status, body, reason) => {
    const verdict = verdictOn(answer(status, body));
    expect(verdict).toEqual({ ok: true, retry: false, reason: expect.stringContaining(reason) });
  });

  it('is what was sent, not one conversion', () => {
    const body = { data: { conversions_processed: 3 } };
    expect(verdictOn(answer(200, body), 3).ok).toBe(true);
    expect(verdictOn(answer(200, body)).ok).toBe(false);
  });

  it('is never anything else with status 200', () => {
    for (const body of [
      '',
      ' ',
      'not-json',
      'null',
      '[]',
      '{}',
      '{"ok":true}',
      '{"data":[]}',
      '{"data":null}',
      '{"data":"conversions_processed"}',
      '{"data":{"conversions_processed":true}}',
      '{"data":{"conversions_processed":"1"}}',
      '{"data":{"conversions_processed":0}}',
      '{"data":{"conversions_processed":2}}',
      '{"data":{"conversions_processed":1},"errors":["rejected"]}',
      '{"data":{"conversions_processed":1},"errors":{"code":1}}',
      '{"data":{"conversions_processed":1}',
      '[{"data":{"conversions_processed":1}}]',
      '<html>{"data":{"conversions_processed":1}}</html>',
    ]) {
      expect([body, verdictOn(answer(200, body))]).toEqual([
        body,
        {
          ok: false,
          retry: false,
          reason: expect.stringMatching(/^X (answered 200 without saying|refused)/),
        },
      ]);
    }
  });

  it('is never a body that is no text', () => {
    for (const body of [undefined, null, 5, { data: { conversions_processed: 1 } }])
      expect(verdictOn({ statusCode: 200, body }).ok).toBe(false);
  });

  it('is the documented form and no other, whatever the answer holds', () => {
    const mostlyRight = fc.record(
      {
        data: fc.oneof(
          fc.record({ conversions_processed: fc.constantFrom(1, 0, 2, '1', true, null) }),
          fc.jsonValue(),
        ),
        errors: fc.oneof(fc.constantFrom(undefined, [], null), fc.array(fc.jsonValue())),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.constantFrom(200, 201, 204, 302, 400, 500),
        fc.oneof(
          mostlyRight.map((body) => JSON.stringify(body)),
          fc.json(),
          fc.string(),
        ),
        (statusCode, body) => {
          const verdict = verdictOn({ statusCode, body });
          const parsed = parseJson(body) as Record<string, never> | undefined;
          const errors = parsed?.errors as unknown;
          const documented =
            statusCode < 300 &&
            (parsed?.data as Record<string, unknown> | undefined)?.conversions_processed === 1 &&
            (!errors || (Array.isArray(errors) && errors.length === 0));
          expect(verdict.ok).toBe(documented);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('the reason of a failure', () => {
  const errors = (...list: unknown[]) => ({ errors: list });

  it.each([
    [
      'repeats X and names the field',
      400,
      errors({ message: 'no such tag', parameter: 'event_id' }),
      /^X answered 400: no such tag \(Event ID\)\. /,
    ],
    ['repeats each error', 404, errors({ message: 'one' }, { message: 'two.' }), /: one; two\. /],
    ['takes the code where there is no message', 400, errors({ code: 'INVALID' }), /: INVALID\. /],
    ['takes a code that is a number', 403, errors({ code: 99 }), /: 99\. /],
    ['takes an error that is a text', 400, errors('too many'), /: too many\. /],
    ['takes errors that are one text', 400, { errors: 'too many' }, /: too many\. /],
    ['says when errors have another form', 400, { errors: { code: 1 } }, /errors in an unknown form/],
    [
      'says when the body is empty',
      500,
      '',
      /X answered 500: The answer is empty\. The fault is on X's side/,
    ],
    ['says when the body is a web page', 502, '<!doctype html>', /The answer is a web page/],
    ['says when the body names no error', 503, '{}', /The answer names no error/],
    ['names X for its own faults', 503, errors({ message: 'Over capacity' }), /on X's side/],
    ['names access and role', 403, errors({ message: 'no access' }), /Ads API access.*role/],
    [
      'names all credentials',
      401,
      errors({ message: 'not properly authenticated' }),
      /Consumer key.*Access token secret/,
    ],
    [
      'names an expired token',
      401,
      errors({ code: 89, message: 'Invalid or expired token.' }),
      /Check Access token and/,
    ],
    ['names a token by its code', 401, errors({ code: 89 }), /Check Access token and/],
    [
      'names the clock by the message',
      401,
      errors({ message: 'Timestamp out of bounds.' }),
      /Check the clock/,
    ],
    ['names the clock by its code', 401, errors({ code: 135 }), /Check the clock/],
    [
      'says that nothing was recorded',
      400,
      errors({ message: 'bad' }),
      /Nothing of this conversion was recorded/,
    ],
    ['gives the status of a redirect', 302, '', /^X answered 302/],
    ['says that a redirect recorded nothing', 302, '', /Nothing of this conversion was recorded/],
    ['says that a time-out at X may pass', 408, '', /It may pass: try again/],
    ['says that too early may pass', 425, '', /It may pass: try again/],
    ['names an error without words', 400, errors({}, 'two'), /: an error without a message; two\. /],
    ['names an error that is null', 400, errors(null), /: an error without a message\. /],
    [
      'names an error whose message is no text',
      400,
      errors({ message: { toString: '' } }),
      /: an error without a message\. /,
    ],
  ])('%s', (_rule, status, body, reason) => {
    expect(verdictOn(answer(status, body))).toMatchObject({
      ok: false,
      reason: expect.stringMatching(reason),
    });
  });

  it.each([401, 403])('with status %i and the pixel access token names that token', (status) => {
    const { reason } = verdictOn(answer(status, '', { date: httpDate(3600) }), 1, byToken);
    expect(reason).toMatch(/Check Pixel access token/);
    expect(reason).not.toMatch(/Consumer|clock/);
  });

  it.each([
    [-720, /clock of the server is 12 minutes ahead of X's/],
    [720, /clock of the server is 12 minutes behind X's/],
    [301, /clock of the server is 5 minutes behind/],
    [300, /Check Consumer key/],
    [-300, /Check Consumer key/],
  ])('with a Date %i seconds from here tells clock from credentials', (seconds, reason) => {
    for (const name of ['date', 'Date'])
      expect(verdictOn(answer(401, '', { [name]: httpDate(seconds) })).reason).toMatch(reason);
  });

  it.each([
    [String(NOW / 1000 + 90), /it ends in 91 seconds/],
    [NOW / 1000 + 90, /it ends in 91 seconds/],
    [String(NOW / 1000 - 1), /is reached\.$/],
    ['soon', /is reached\.$/],
    [undefined, /is reached\.$/],
  ])('with a reset at %s says when the limit ends, that of the app or of the account', (reset, reason) => {
    for (const name of ['x-rate-limit-reset', 'x-account-rate-limit-reset'])
      expect(verdictOn(answer(429, '', { [name]: reset })).reason).toMatch(reason);
  });

  it('shortens every hash, in whatever error it stands', () => {
    const hashes = ['a', 'B', '7'].map((digit) => digit.repeat(64));
    const { reason } = verdictOn(
      answer(400, errors({ message: `${hashes[0]} ${hashes[1]} ${hashes[0]}` }, { message: hashes[2] })),
    );
    expect(reason).not.toMatch(/[0-9A-Fa-f]{64}/);
    expect(reason.match(/(a{8}|B{8}|7{8})\.\.\./g)).toHaveLength(4);
  });

  it('is bounded and holds no whole hash', () => {
    const hash = 'aB'.repeat(32);
    const { reason } = verdictOn(answer(400, errors({ message: `${hash} ${'and '.repeat(500)}` })));
    expect(reason).toContain(`${hash.slice(0, 8)}... and`);
    expect(reason).not.toContain(hash);
    expect(reason.length).toBeLessThan(500);
  });
});

describe('a second attempt', () => {
  it.each([
    [200, false],
    [204, false],
    [301, false],
    [302, false],
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [405, false],
    [408, true],
    [409, false],
    [423, false],
    [425, true],
    [429, true],
    [500, true],
    [502, true],
    [503, true],
    [504, true],
    [599, true],
  ])('after status %i: %j', (status, retry) => {
    expect(verdictOn(answer(status, ''))).toMatchObject({ ok: false, retry });
  });

  it.each([
    ['a time-out with a conversion_id', { reason: 'timed_out' }, true, true, /did not answer within 4000 ms/],
    ['a time-out without one', { reason: 'timed_out' }, false, false, /did not answer within 4000 ms/],
    ['a failed connection with a conversion_id', { reason: 'failed' }, true, true, /No connection to X/],
    ['a failed connection without one', { reason: 'failed' }, false, true, /No connection to X/],
    ['no cause', undefined, false, true, /No connection to X/],
    ['a cause that is null', null, false, true, /No connection to X/],
    ['a cause that is a text', 'timed_out', false, true, /No connection to X/],
  ])('after %s', (_what, cause, hasConversionId, retry, reason) => {
    expect(noAnswer(cause, 4000, hasConversionId)).toEqual({
      retry,
      reason: expect.stringMatching(reason),
    });
  });
});

describe('whatever X answers', () => {
  it('nothing is thrown and the reason is one bounded sentence or two', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 599 }),
        fc.oneof(
          fc.anything(),
          fc.json(),
          fc.jsonValue().map((errors) => JSON.stringify({ errors })),
          fc
            .array(fc.record({ message: fc.jsonValue(), parameter: fc.jsonValue() }))
            .map((errors) => JSON.stringify({ errors })),
        ),
        fc.oneof(
          fc.anything(),
          fc.record({ date: fc.anything(), 'x-rate-limit-reset': fc.oneof(fc.string(), fc.integer()) }),
        ),
        fc.boolean(),
        (statusCode, body, headers, signed) => {
          const { reason } = verdictOn({ statusCode, body, headers }, 1, { ...tools, signed });
          expect(reason).toMatch(/^X /);
          expect(reason.length).toBeLessThan(700);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

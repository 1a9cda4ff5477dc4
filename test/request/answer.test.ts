import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelOf } from '../../src/labels.ts';
import { noAnswer } from '../../src/request/answer.ts';
import { answer, parseJson, tools, verdictOn } from './judged.ts';

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
    expect(verdict).toEqual({
      processed: true,
      retry: false,
      inDoubt: false,
      notice: '',
      reason: expect.stringContaining(reason),
    });
  });

  it('is what was sent, not one conversion', () => {
    const body = { data: { conversions_processed: 3 } };
    expect(verdictOn(answer(200, body), 3).processed).toBe(true);
    expect(verdictOn(answer(200, body)).processed).toBe(false);
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
        expect.objectContaining({
          processed: false,
          retry: false,
          reason: expect.stringMatching(/^X (answered 200 with|refused)/),
        }),
      ]);
    }
  });

  it('is never a body that is no text', () => {
    for (const body of [undefined, null, 5, { data: { conversions_processed: 1 } }])
      expect(verdictOn({ statusCode: 200, body }).processed).toBe(false);
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
          expect(verdict.processed).toBe(documented);
        },
      ),
      { numRuns: 1000 },
    );
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
    [500, true],
    [502, true],
    [503, true],
    [504, true],
    [599, true],
  ])('after status %i: %j', (status, retry) => {
    expect(verdictOn(answer(status, ''))).toMatchObject({ processed: false, retry });
  });

  it.each([
    ['a time-out with a conversion_id', { reason: 'timed_out' }, true, true, /did not answer within 4000 ms/],
    ['a time-out without one', { reason: 'timed_out' }, false, false, /did not answer within 4000 ms/],
    ['a failed connection with a conversion_id', { reason: 'failed' }, true, true, /connection to X failed/],
    ['a failed connection without one', { reason: 'failed' }, false, true, /connection to X failed/],
    ['no cause', undefined, false, true, /connection to X failed/],
    ['a cause that is null', null, false, true, /connection to X failed/],
    ['a cause that is a text', 'timed_out', false, true, /connection to X failed/],
  ])('after %s, and X may have counted it', (_what, cause, hasConversionId, retry, reason) => {
    expect(noAnswer(cause, 4000, hasConversionId, labelOf)).toEqual({
      processed: false,
      retry,
      inDoubt: true,
      notice: '',
      reason: expect.stringMatching(reason),
    });
  });
});

describe('X may have counted the conversion', () => {
  const one = { data: { conversions_processed: 1 } };
  it.each([
    ['a success without a body', 200, '', true],
    ['a success that is no JSON', 200, 'ok', true],
    ['a success that is a web page', 200, '<html>', true],
    ['a success that counts others', 200, { data: { conversions_processed: 2 } }, true],
    ['a success that counts in another form', 200, { data: { conversions_processed: '1' } }, true],
    ['a success that counts and names errors', 200, { ...one, errors: ['no'] }, true],
    ['a success that counts none', 200, { data: { conversions_processed: 0 } }, false],
    ['a success that only names errors', 200, { errors: ['no'] }, false],
    ['a refusal', 400, { errors: [{ code: 'INVALID_PARAMETER' }] }, false],
    ['a refusal without words', 403, '', false],
    ['a redirect', 302, '', false],
    ['the rate limit', 429, '', false],
    ['a time-out at X', 408, { errors: [{ code: 'CANCELLED_REQUEST' }] }, true],
    ['a fault of X', 500, { errors: [{ code: 'INTERNAL_ERROR' }] }, true],
    ['a gateway', 502, '<html>', true],
    ['a gateway that waited', 504, '', true],
    ['X without capacity, in its own words', 503, { errors: [{ code: 'OVER_CAPACITY' }] }, false],
    ['503 of somebody else', 503, '<html>', true],
    ['a status that means nothing', 0, '', true],
  ])('after %s: %j', (_what, status, body, inDoubt) => {
    expect(verdictOn(answer(status as number, body))).toMatchObject({ processed: false, inDoubt });
  });
});

describe('whatever X answers', () => {
  it('nothing is thrown and the reason is one bounded sentence or two', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 100, max: 599 }), fc.constantFrom(0, 200, 401, 403, 429, 503, 999)),
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
          fc.record({
            date: fc.anything(),
            'x-rate-limit-reset': fc.oneof(fc.string(), fc.integer()),
            'x-api-warn': fc.oneof(fc.string(), fc.anything()),
          }),
        ),
        fc.boolean(),
        (statusCode, body, headers, signed) => {
          const { reason, notice, inDoubt } = verdictOn({ statusCode, body, headers }, 1, {
            ...tools,
            signed,
          });
          expect(reason).toMatch(/^X /);
          expect(reason.length).toBeLessThan(750);
          expect(notice.length).toBeLessThan(400);
          if (inDoubt) expect(reason).not.toContain('Nothing of this conversion was recorded');
        },
      ),
      { numRuns: 1000 },
    );
  });
});

/** Answers that X should never give, and HTTP that fails in any way: never a phantom success, never a throw. */
import { describe, expect, it } from 'vitest';
import { purchase } from './harness.ts';
import { play, SETTINGS } from './play.ts';

const answering = (statusCode: number, body: string) => ({
  http: async () => ({ statusCode, headers: {}, body }),
});

describe('answers with status 200 that must not count as success', () => {
  it.each([
    '',
    'not-json',
    'null',
    '[]',
    '{}',
    '{"ok":true}',
    '{"data":[]}',
    '{"data":{"conversions_processed":true}}',
    '{"data":{"conversions_processed":"1"}}',
    '{"data":{"conversions_processed":0}}',
    '{"data":{"conversions_processed":2}}',
    '{"data":{"conversions_processed":1},"errors":["rejected"]}',
    // Beyond X's list:
    '{"data":{"conversions_processed":1},"errors":[{}]}',
    '{"data":{"conversions_processed":1},"errors":[""]}',
    '{"data":{"conversions_processed":1},"errors":"rejected"}',
    '{"data":{"conversions_processed":1},"errors":{"code":1}}',
    '{"data":{"conversions_processed":1},"errors":true}',
    '{"data":{"conversions_processed":1}',
    '[{"data":{"conversions_processed":1}}]',
    '{"data":[{"conversions_processed":1}]}',
    '{"data":null}',
    '{"data":"1"}',
    '"{}"',
    '{"data":{"conversions_processed":1.5}}',
    '{"data":{"conversions_processed":null}}',
    '{"conversions_processed":1}',
    '{"errors":{"length":1000000000}}',
    `{"errors":${'['.repeat(2000)}${']'.repeat(2000)}}`,
    `{"errors":[${'{"message":"m"},'.repeat(5000)}1]}`,
    `{"data":{"conversions_processed":1},"errors":["${'x'.repeat(100_000)}"]}`,
    '<html>{"data":{"conversions_processed":1}}</html>',
    '\u0000',
  ])('%.80s', async (body) => {
    const { record, reason } = await play(purchase(), SETTINGS, answering(200, body));
    expect(record.outcome).toBe('failure');
    expect(record.requests).toHaveLength(1);
    expect(reason).toMatch(/^X (answered 200|refused)/);
    expect(reason.length).toBeLessThan(500);
  });

  it('while real ones do, however they are written', async () => {
    for (const body of [
      '{"data":{"conversions_processed":1}}',
      ' \n{ "data" : { "conversions_processed" : 1.0, "debug_id": 5 }, "errors": [] }\n',
      '{"errors":null,"data":{"conversions_processed":1,"debug_id":"d"},"more":[1]}',
    ]) {
      const { record } = await play(purchase(), SETTINGS, answering(200, body));
      expect(record.outcome).toBe('success');
    }
  });

  it('or errors with a body of any shape, which are failures with the status as reason', async () => {
    for (const status of [400, 401, 403, 404, 500])
      for (const body of [
        '',
        'null',
        '[]',
        '5',
        '{"errors":[]}',
        '{"errors":[null]}',
        '{"errors":[[]]}',
        '{"errors":"x"}',
        '{"errors":{"a":1}}',
        '{"errors":[{"code":32}]}',
        '{"errors":[{"message":{"a":1}}]}',
      ]) {
        const { record, reason } = await play(purchase(), SETTINGS, answering(status, body));
        expect(record.outcome).toBe('failure');
        expect(reason).toContain(`X answered ${status}`);
      }
  });

  it('name the code of X when there is no message', async () => {
    for (const code of ['UNAUTHORIZED_ACCESS', 32]) {
      const { reason } = await play(
        purchase(),
        SETTINGS,
        answering(401, JSON.stringify({ errors: [{ code }] })),
      );
      expect(reason).toContain(String(code));
    }
  });
});

describe('an HTTP function that fails', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'failed'],
    ['a reason nobody knows', { reason: 'other' }],
    ['a list', []],
    ['an error', new Error('socket hang up')],
  ])('with %s is a failed connection', async (_name, thrown) => {
    const { record, reason } = await play(purchase(), SETTINGS, {
      http: async () => {
        throw thrown;
      },
    });
    expect(record.outcome).toBe('failure');
    expect(record.requests).toHaveLength(2);
    expect(reason).toMatch(/connection/i);
  });
});

import { describe, expect, it } from 'vitest';
import type { JudgeTools } from '../../src/request/answer.ts';
import { answer, byToken, httpDate, NOW, tools, verdictOn } from './judged.ts';

const errors = (...list: unknown[]) => ({ errors: list });

describe('the reason of a failure', () => {
  it.each([
    [
      'repeats X and names the field',
      400,
      errors({ message: 'no such tag', parameter: 'event_id' }),
      /^X answered 400: no such tag \(X event ID\)\. /,
    ],
    ['repeats each error', 404, errors({ message: 'one' }, { message: 'two.' }), /: one; two\. /],
    ['takes the code where there is no message', 400, errors({ code: 'INVALID' }), /: INVALID\. /],
    ['takes a code that is a number', 403, errors({ code: 99 }), /: 99\. /],
    ['takes an error that is a text', 400, errors('too many'), /: too many\. /],
    ['takes errors that are one text', 400, { errors: 'too many' }, /: too many\. /],
    ['reads errors that are one object', 400, { errors: { code: 'GONE' } }, /: GONE\. Correct what X names/],
    [
      'says when the body is empty',
      500,
      '',
      /X answered 500: The answer is empty\. The fault is on X's side/,
    ],
    ['says when the body is a web page', 502, '<!doctype html>', /The answer is a web page/],
    ['says when the body names no error', 503, '{}', /The answer names no error/],
    ['names X for its own faults', 503, errors({ message: 'Over capacity' }), /on X's side/],
    ['names access and role', 403, errors({ message: 'no access' }), /Ads API \(tier .*role.*make a new/],
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
      /Access token is revoked.*make a new/,
    ],
    ['names a token by its code', 401, errors({ code: 89 }), /Access token is revoked.*make a new/],
    [
      'names the clock by the message',
      401,
      errors({ message: 'Timestamp out of bounds.' }),
      /Check the clock/,
    ],
    ['names the clock by its code', 401, errors({ code: 135 }), /Check the clock/],
    ['says whose words to follow', 400, errors({ message: 'bad' }), /Correct what X names/],
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
      processed: false,
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
    [300, /Check the four credentials, Consumer key to Access token secret/],
    [-300, /Check the four credentials, Consumer key to Access token secret/],
  ])('with a Date %i seconds from here tells clock from credentials', (seconds, reason) => {
    expect(verdictOn(answer(401, '', { date: httpDate(seconds) })).reason).toMatch(reason);
  });

  it('names a time stamp or an expiry only where signatures are refused', () => {
    const body = errors({ message: 'conversion_timestamp is expired', parameter: 'conversion_timestamp' });
    expect(verdictOn(answer(400, body)).reason).not.toMatch(/clock|Access token/);
  });

  it('names the code of X behind its words', () => {
    const { reason } = verdictOn(answer(400, errors({ code: 'ILLEGAL_CHARACTERS', message: 'Bad name.' })));
    expect(reason).toBe('X answered 400: Bad name (ILLEGAL_CHARACTERS). Correct what X names.');
  });

  it.each([
    ['WEB_EVENT_TAG_NOT_FOUND', 404, /Copy X event ID/],
    ['ACCOUNT_LOCKED_OUT', 403, /suspended or locked.*sign in/],
    ['CURRENT_USER_SUSPENDED', 403, /suspended or locked.*sign in/],
    ['ACTION_NOT_ALLOWED', 403, /tier.*role.*make a new/],
    ['ACCOUNT_NOT_FOUND', 403, /tier.*role.*make a new/],
    ['UNAUTHORIZED_CLIENT_APPLICATION', 403, /tier.*role.*make a new/],
    ['READONLY_CLIENT_APPLICATION', 403, /write permission.*make a new/],
    ['USER_NOT_FOUND', 403, /is gone, suspended or locked/],
    ['FEATURE_NOT_AVAILABLE', 400, /Ask the support of X Ads/],
    ['ILLEGAL_CHARACTERS', 400, /Correct what X names/],
    ['INVALID_TIME_WINDOW', 400, /Correct what X names/],
    ['INCLUSIVE_PARAMETERS', 400, /Correct what X names/],
    ['EXCLUSIVE_PARAMETERS', 400, /Correct what X names/],
    ['INVALID_PARAMETER', 400, /Correct what X names/],
    ['MISSING_PARAMETER', 400, /Correct what X names/],
    ['INVALID', 400, /Correct what X names/],
    ['INVALID_ID_ILLEGAL_CHARACTERS', 404, /Copy Pixel ID/],
    ['ROUTE_NOT_FOUND', 404, /Copy Pixel ID/],
    ['NOT_FOUND', 404, /Copy Pixel ID/],
    ['UNAUTHORIZED_ACCESS', 401, /Check the four credentials.*make a new/],
    ['METHOD_NOT_ALLOWED', 405, /newest version of the template/],
    ['CANCELLED_REQUEST', 408, /try again/],
    ['LOCK_ACQUISITION_TIMEOUT', 423, /try again/],
    ['TOO_MANY_REQUESTS', 429, /replay the conversion later/],
    ['INTERNAL_ERROR', 500, /on X's side/],
    ['SERVICE_UNAVAILABLE', 503, /on X's side/],
    ['OVER_CAPACITY', 503, /on X's side/],
    ['32', 401, /Check the four credentials, Consumer key to Access token secret/],
    ['89', 401, /revoked.*make a new/],
    ['99', 403, /role/],
    ['135', 401, /clock/],
    ['215', 401, /Check the four credentials, Consumer key to Access token secret/],
  ])('has a next step for %s', (code, status, step) => {
    expect(verdictOn(answer(status, errors({ code, message: 'No.' }))).reason).toMatch(step);
    // A list may name a code nobody knows before it.
    expect(verdictOn(answer(status, errors({ code: 'NEW' }, { code }))).reason).toMatch(step);
  });

  it.each(['constructor', '__proto__', 'HTTP', 'toString', 'indexOf', ''])(
    'falls back to the status for the code %j',
    (code) => {
      expect(verdictOn(answer(403, errors({ code }))).reason).toMatch(/role of ad manager/);
    },
  );

  it('asks for a newer template when the version of the API is over', () => {
    const body = errors({ code: 'INVALID', message: 'Version 12 is not available.' });
    expect(verdictOn(answer(400, body)).reason).toMatch(/Import the newest version of the template/);
  });

  it('asks for another identifier when X wants one', () => {
    const body = errors({
      code: 'INVALID_PARAMETER',
      message: 'At least one user identifier must be provided',
      parameter: '',
    });
    expect(verdictOn(answer(400, body)).reason).toMatch(/Send a click ID or an e-mail address/);
  });

  it.each(['<html>', '\ufeff<!DOCTYPE html>', ' \n<?xml version="1.0"?>'])(
    'points to what stands between when the answer is the page %j, and never reads it as JSON',
    (body) => {
      for (const status of [200, 302, 400, 401, 403, 404, 407, 429, 500, 502, 503])
        for (const explaining of [tools, byToken]) {
          const { reason } = verdictOn(answer(status, body), 1, explaining);
          expect(reason).toMatch(/web page, as a proxy or firewall/);
          expect(reason).not.toMatch(/Access token|Pixel access token|Consumer|role/);
        }
    },
  );

  it.each([
    [String(NOW / 1000 + 4), true, /it ends in 5 seconds: replay the conversion later\.$/],
    [NOW / 1000 + 4, true, /it ends in 5 seconds: replay the conversion later\.$/],
    [[String(NOW / 1000 + 4), '1'], true, /it ends in 5 seconds: replay the conversion later\.$/],
    [String(NOW / 1000 + 90), false, /it ends in 91 seconds: replay the conversion later\.$/],
    [String(NOW / 1000 - 1), true, /is reached: replay the conversion later\.$/],
    ['soon', false, /is reached: replay the conversion later\.$/],
    [undefined, false, /is reached: replay the conversion later\.$/],
    [{ 0: {} }, false, /is reached: replay the conversion later\.$/],
  ])('with a limit until %j: tried again %j', (reset, retry, reason) => {
    for (const name of ['x-rate-limit-reset', 'x-account-rate-limit-reset'])
      expect(verdictOn(answer(429, '', { [name]: reset }))).toMatchObject({
        retry,
        inDoubt: false,
        reason: expect.stringMatching(reason),
      });
  });

  it('waits for the later of two limits', () => {
    const at = (seconds: number): string => String(NOW / 1000 + seconds);
    for (const [app, account] of [
      [at(1), at(600)],
      [at(600), at(1)],
    ])
      expect(
        verdictOn(answer(429, '', { 'x-rate-limit-reset': app, 'x-account-rate-limit-reset': account })),
      ).toMatchObject({ retry: false, reason: expect.stringContaining('601 seconds') });
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

describe('what X repeats', () => {
  it.each(['x'.repeat(65), 'a b', '<b>', 'jane@example.com', '', 'ä'])(
    'as debug_id %j is not shown: it is no plain id',
    (id) => {
      const body = { data: { conversions_processed: 1, debug_id: id } };
      expect(verdictOn(answer(200, body)).reason).toBe('X processed the conversion.');
    },
  );

  it('passes what masks it: errors and announcements; a debug_id is masked with the line it stands in', () => {
    const said = 'the-secret';
    const bodies = [{ errors: [{ message: said, code: said, parameter: said }] }, { errors: said }];
    for (const body of bodies) {
      const verdict = verdictOn(answer(200, body, { 'x-api-warn': said }), 1, {
        ...tools,
        labelOf: (parameter) => parameter,
      });
      expect(JSON.stringify(verdict)).not.toContain(said);
      expect(verdict.notice).toContain('(secret)');
      expect(verdict.reason).toContain('(secret)');
    }
  });

  it('as announcement is a notice, whatever the outcome is', () => {
    const headers = { 'x-api-warn': ['Version 12 ends on 2027-03-01', 'more'] };
    for (const [status, body] of [
      [200, { data: { conversions_processed: 1 } }],
      [400, ''],
      [500, '<html>'],
    ] as const)
      expect(verdictOn(answer(status, body, headers)).notice).toBe(
        'X announces: Version 12 ends on 2027-03-01. Look for a newer version of the template.',
      );
    for (const nothing of [undefined, null, '', ' ', {}, [], true])
      expect(verdictOn(answer(200, '', { 'x-api-warn': nothing })).notice).toBe('');
  });

  it('costs in proportion to its length, and no more than ten errors are read', () => {
    let asked = 0;
    const entry = { message: 'm', parameter: 'p' };
    const counting: JudgeTools = {
      ...tools,
      labelOf: (name) => {
        asked += name === 'p' ? 1 : 0;
        return '';
      },
    };
    verdictOn(answer(400, { errors: new Array(50_000).fill(entry) }), 1, counting);
    expect(asked).toBe(10);
    const { reason } = verdictOn(answer(400, { errors: ['x'.repeat(10_000_000)] }));
    expect(reason.length).toBeLessThan(500);
  });
});

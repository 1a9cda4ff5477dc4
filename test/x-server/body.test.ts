import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { currencies } from '../../x-server/currencies.ts';
import type { XServer } from '../../x-server/server.ts';
import hashes from '../vectors/hashes.json' with { type: 'json' };
import {
  conversion,
  hash,
  json,
  lastDiagnostics,
  path,
  post,
  postText,
  send,
  startServer,
  tokenHeaders,
  withFields,
} from './client.ts';

let server: XServer;
let strict: XServer;
beforeAll(async () => {
  server = await startServer();
  strict = await startServer({ strict: true });
});
afterAll(() => Promise.all([server.close(), strict.close()]));

/** The errors of one request with one conversion, as `CODE parameter: message`. */
async function errorsOf(change: Record<string, unknown>, to = server): Promise<string[]> {
  const reply = await post(to, [conversion(change)]);
  return (json(reply).errors ?? []).map(
    ({ code, parameter, message }) => `${reply.status} ${code} ${parameter ?? '-'}: ${message}`,
  );
}

const sendText = (body: string): ReturnType<typeof postText> => postText(server, body);

describe('a conversion', () => {
  test("with every documented key is accepted, as in X's example", async () => {
    const reply = await post(server, [
      conversion({
        identifiers: [
          { twclid: '23opevjt88psuo13lu8d020qkn' },
          { hashed_email: hash },
          { hashed_phone_number: hash },
          { ip_address: '203.0.113.9', user_agent: 'Mozilla/5.0' },
        ],
        value: '20.00',
        price_currency: 'EUR',
        number_items: 3,
        conversion_id: 'order-1',
        description: 'Pet supplies',
        event_source_url: 'https://shop.example/',
        contents: [
          {
            content_id: '1',
            content_name: 'Blankets',
            content_type: 'Pet supplies',
            content_price: 100.99,
            num_items: 1,
            content_group_id: '123',
          },
          {},
        ],
      }),
    ]);
    expect(reply.status).toBe(200);
    expect(json(reply)).toEqual({
      request: { params: { account_id: '18ce552mlaq' } },
      data: {
        conversions_processed: 1,
        debug_id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      },
    });
    expect(lastDiagnostics(server)).toEqual({ by: 'pixelToken', reasons: [], notes: [] });
  });

  const unknownEvent = (id: string) => [
    `404 NOT_FOUND event_id: event_id (${id}) does not belong to provided account`,
    `404 INVALID_PARAMETER event_id: event_id (${id}) is not a single event tag (SET)`,
  ];
  const time = (value: string) =>
    `400 INVALID_PARAMETER conversion_time: Expected Time in yyyy-MM-ddTHH:mm:ss.SSSZ, got "${value}" for conversion_time`;
  const noIdentifier = '400 INVALID_PARAMETER : At least one user identifier must be provided';
  const noSha256 = (key: string, value: string) =>
    `400 INVALID_PARAMETER ${key}: ${key} (${value}) is not a valid SHA-256 hash`;
  const expected = (key: string, type: string, value: string) =>
    `400 INVALID_PARAMETER ${key}: Expected ${type}, got "${value}" for ${key}`;

  const cases: [string, Record<string, unknown>, string[]][] = [
    ['without event', { event_id: undefined }, ['400 MISSING_PARAMETER event_id: Event ID was not found']],
    ['with an empty event', { event_id: '' }, ['400 MISSING_PARAMETER event_id: Event ID was not found']],
    ['with a number as event', { event_id: 7 }, [expected('event_id', 'non-empty String', '7')]],
    ['with an unknown event', { event_id: 'abc' }, unknownEvent('abc')],
    ['with the event of another pixel', { event_id: 'tw-other-o87ne' }, unknownEvent('tw-other-o87ne')],
    [
      'with the pixel id as event',
      { event_id: 'o8z6j' },
      ['400 INVALID_PARAMETER event_id: event_id (o8z6j) is not a single event tag (SET)'],
    ],
    [
      'without time',
      { conversion_time: undefined },
      ['400 MISSING_PARAMETER conversion_time: conversion_time is a required parameter'],
    ],
    [
      'with a time without zone',
      { conversion_time: '2022-06-16T01:14:00.603' },
      [time('2022-06-16T01:14:00.603')],
    ],
    ['with a time without ms', { conversion_time: '2017-10-05T00:00:00Z' }, [time('2017-10-05T00:00:00Z')]],
    [
      'with an offset',
      { conversion_time: '2026-11-22T10:15:30.123+00:00' },
      [time('2026-11-22T10:15:30.123+00:00')],
    ],
    ['on 30 February', { conversion_time: '2026-02-30T10:15:30.123Z' }, [time('2026-02-30T10:15:30.123Z')]],
    ['with a time as number', { conversion_time: 1790000000000 }, [time('1790000000000')]],
    ['without identifiers', { identifiers: undefined }, [noIdentifier]],
    ['with an empty list of identifiers', { identifiers: [] }, [noIdentifier]],
    ['with an empty identifier', { identifiers: [{}] }, [noIdentifier]],
    ['with a lone IP', { identifiers: [{ hashed_email: hash }, { ip_address: '1.0.0.0' }] }, [noIdentifier]],
    ['with a lone user agent', { identifiers: [{ user_agent: 'a' }] }, [noIdentifier]],
    [
      'with IP and user agent apart',
      { identifiers: [{ ip_address: '1.0.0.0' }, { user_agent: 'a' }] },
      [noIdentifier, noIdentifier],
    ],
    ['with the browser id alone', { identifiers: [{ twpid: 'tw.1.2' }] }, [noIdentifier]],
    ['with identifiers as object', { identifiers: {} }, [expected('identifiers', 'Array', 'an object')]],
    ['with a text as identifier', { identifiers: ['x'] }, [expected('identifiers', 'Object', 'x')]],
    ['with a plain e-mail', { identifiers: [{ hashed_email: 'abc' }] }, [noSha256('hashed_email', 'abc')]],
    [
      'with a hash in upper case',
      { identifiers: [{ hashed_phone_number: 'A'.repeat(64) }] },
      [noSha256('hashed_phone_number', 'A'.repeat(64))],
    ],
    [
      'with a hash too short',
      { identifiers: [{ hashed_email: 'a'.repeat(63) }] },
      [noSha256('hashed_email', 'a'.repeat(63))],
    ],
    ['with a click id in JSON', { identifiers: [{ twclid: '{}' }] }, [expected('twclid', 'click id', '{}')]],
    ['with an empty click id', { identifiers: [{ twclid: '' }] }, [expected('twclid', 'click id', '')]],
    [
      'with no IP address',
      { identifiers: [{ ip_address: '1.2.3', user_agent: 'a' }] },
      [expected('ip_address', 'IP address', '1.2.3')],
    ],
    ['with a value that is no number', { value: 'abc' }, [expected('value', 'Double', 'abc')]],
    ['with a whole number as text', { value: '65' }, [expected('value', 'Double', '65')]],
    ['with one decimal as text', { value: '65.0' }, [expected('value', 'Double', '65.0')]],
    ['with three decimals as text', { value: '65.000' }, [expected('value', 'Double', '65.000')]],
    [
      'with two decimals in a currency of three',
      { value: '65.00', price_currency: 'KWD' },
      [expected('value', 'Double', '65.00')],
    ],
    [
      'with a price of three decimals in a currency of two',
      { price_currency: 'EUR', contents: [{ content_price: '5.000' }] },
      [expected('content_price', 'Double', '5.000')],
    ],
    ['with a decimal comma', { value: '65,00' }, [expected('value', 'Double', '65,00')]],
    ['with no value', { value: null }, [expected('value', 'Double', 'null')]],
    ['with a whole-number literal', { value: 65 }, [expected('value', 'Double', '65')]],
    [
      'with a whole-number price',
      { contents: [{ content_price: 5.5 }, { content_price: 5 }] },
      [expected('content_price', 'Double', '5')],
    ],
    [
      'with a currency in lower case',
      { price_currency: 'eur' },
      [expected('price_currency', 'ISO 4217 currency code', 'eur')],
    ],
    [
      'with an unknown currency',
      { price_currency: 'XYZ' },
      [expected('price_currency', 'ISO 4217 currency code', 'XYZ')],
    ],
    ['with no items', { number_items: 0 }, [expected('number_items', 'positive Integer', '0')]],
    ['with half an item', { number_items: 0.5 }, [expected('number_items', 'positive Integer', '0.5')]],
    [
      'with items as text',
      { contents: [{ num_items: '2' }] },
      [expected('num_items', 'positive Integer', '2')],
    ],
    ['with contents as object', { contents: {} }, [expected('contents', 'Array', 'an object')]],
    ['with a number as content', { contents: [1] }, [expected('contents', 'Object', '1')]],
    [
      'with a content id as number',
      { contents: [{ content_id: 1 }] },
      [expected('content_id', 'non-empty String', '1')],
    ],
    [
      'with an empty conversion_id',
      { conversion_id: '' },
      [expected('conversion_id', 'non-empty String', '')],
    ],
    ['with a number as description', { description: 1 }, [expected('description', 'non-empty String', '1')]],
  ];

  test.each(cases)('%s is refused', async (_, change, errors) => {
    const { processed } = server.recorded;
    expect(await errorsOf(change)).toEqual(errors);
    expect(server.recorded.processed).toBe(processed);
    expect(lastDiagnostics(server).reasons.length).toBeGreaterThan(0);
  });

  const accepted: [string, Record<string, unknown>][] = [
    ['the long form of an event id', { event_id: 'tw-o8z6j-o87ne' }],
    ['an event configured in its long form', { event_id: 'o87nf' }],
    ['IP and user agent as a pair', { identifiers: [{ ip_address: '1.0.0.0', user_agent: 'a' }] }],
    ['an IPv6 address', { identifiers: [{ ip_address: '2001:db8::1', user_agent: 'a' }] }],
    [
      'a lone IP beside a strong identifier',
      { identifiers: [{ hashed_email: hash, ip_address: '1.0.0.0' }] },
    ],
    [
      'amounts in a currency of three decimals',
      {
        value: '65.125',
        price_currency: 'KWD',
        contents: [{ content_price: '5.000' }, { content_price: 5.5 }],
      },
    ],
    ['a value of zero', { value: '0.00', price_currency: 'JPY' }],
    ['a decimal literal', { value: 65.5 }],
    ['a leap day', { conversion_time: '2028-02-29T00:00:00.000Z' }],
    ['no contents', { contents: [] }],
    ['a group id as integer', { contents: [{ content_group_id: 5 }] }],
  ];
  test.each(accepted)('with %s is accepted', async (_, change) => {
    expect(await errorsOf(change)).toEqual([]);
  });

  test('with a decimal point in a whole amount is accepted, without it refused', async () => {
    const statuses = [];
    for (const literal of ['65.0', '65', '6.5e1', '65e0'])
      statuses.push((await sendText(withFields(`"value":${literal}`))).status);
    expect(statuses).toEqual([200, 400, 200, 400]);
  });

  test('with an infinite value is refused once', async () => {
    const reply = await sendText(withFields('"value":9e999'));
    expect(json(reply).errors?.map(({ parameter }) => parameter)).toEqual(['value']);
  });

  test('with numbers inside text is not mistaken for one with numbers', async () => {
    const reply = await sendText(withFields('"description":"\\"value\\":65, 1","value":6.5'));
    expect(reply.status).toBe(200);
  });

  test.each(hashes.vectors)('with the published hash of $input is accepted', async ({ input, sha256 }) => {
    expect(createHash('sha256').update(input).digest('hex')).toBe(sha256);
    expect(await errorsOf({ identifiers: [{ hashed_email: sha256 }] })).toEqual([]);
  });

  test('lists one error for each fault, and the reasons say where', async () => {
    const reply = await post(server, [
      conversion(),
      conversion({
        value: 'x',
        price_currency: 'x',
        identifiers: [{ hashed_email: 'someone@shop.example' }],
      }),
      conversion({ event_id: undefined }),
    ]);
    expect(json(reply).errors?.map(({ parameter }) => parameter)).toEqual([
      'value',
      'price_currency',
      'hashed_email',
      'event_id',
    ]);
    const { reasons } = lastDiagnostics(server);
    expect(reasons.map((reason) => reason.split(' ')[0])).toEqual([
      'conversions[1].value',
      'conversions[1].price_currency',
      'conversions[1].identifiers[0].hashed_email',
      'conversions[2].event_id',
    ]);
    expect(reasons.join()).not.toContain('someone');
    expect(json(reply).request).toEqual({ params: { account_id: '18ce552mlaq' } });
  });

  test('with an unknown event beside another fault is answered with 400', async () => {
    const errors = await errorsOf({ event_id: 'abc', value: 'x' });
    expect(errors.map((error) => error.split(' ').slice(0, 2).join(' '))).toEqual([
      '400 INVALID_PARAMETER',
      '400 NOT_FOUND',
      '400 INVALID_PARAMETER',
    ]);
  });
});

describe('a key outside the payload', () => {
  const change = { currency: 'EUR', contents: [{ price: 1 }], identifiers: [{ twclid: 'a', email: 'b' }] };

  test('is ignored and noted', async () => {
    expect(await errorsOf(change)).toEqual([]);
    expect(lastDiagnostics(server).notes).toEqual([
      'conversions[0].currency is unknown and ignored',
      'conversions[0].identifiers[0].email is unknown and ignored',
      'conversions[0].contents[0].price is unknown and ignored',
    ]);
  });

  test('is refused by a strict server', async () => {
    expect(await errorsOf(change, strict)).toEqual([
      '400 INVALID_PARAMETER currency: currency is not a valid parameter',
      '400 INVALID_PARAMETER email: email is not a valid parameter',
      '400 INVALID_PARAMETER price: price is not a valid parameter',
    ]);
    const reply = await send(strict.url + path, {
      headers: tokenHeaders,
      body: JSON.stringify({ pixel_id: 'o8z6j', conversions: [conversion()] }),
    });
    expect(json(reply).errors?.[0]?.parameter).toBe('pixel_id');
  });

  test('that other senders use is noted, and strict servers let it pass', async () => {
    const observed = { search_string: 'shoes', identifiers: [{ twclid: 'a', twpid: 'tw.1.2' }] };
    expect(await errorsOf(observed, strict)).toEqual([]);
    expect(lastDiagnostics(strict).notes).toEqual([
      "conversions[0].search_string is not in X's reference",
      "conversions[0].identifiers[0].twpid is not in X's reference",
    ]);
  });
});

test('a value without currency and a hashed click id are noted', async () => {
  expect(await errorsOf({ value: '1.00', identifiers: [{ twclid: hash }] })).toEqual([]);
  expect(lastDiagnostics(server).notes.join()).toMatch(/twclid looks hashed.*value without price_currency/);
});

test('the table of currencies holds codes that Intl knows', () => {
  const younger = ['SLE', 'VED', 'XCG', 'ZWG'];
  const known = new Set([...Intl.supportedValuesOf('currency'), ...younger]);
  expect([...currencies].filter((code) => !known.has(code))).toEqual([]);
  expect(currencies.size).toBeGreaterThan(150);
});

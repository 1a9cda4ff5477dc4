/** Malformed events through the shipped template: what is usable is sent, in a form X takes; nothing is invented or leaked. */
import { describe, expect, it } from 'vitest';
import { oauth, purchase } from './harness.ts';
import { JUNK, play, SETTINGS, warnings } from './play.ts';

describe('a malformed event', () => {
  const EXTRA = [
    'email',
    'phone',
    'twclid',
    'ecommerce',
    'consent_state',
    'x-sst-system_properties',
    'x-ga-event_id',
    'x-ga-mp2-evnid',
  ];

  it.each(JUNK)('with %s in place of any one value is sent as far as it can be', async (_name, junk) => {
    for (const key of [...Object.keys(purchase()), ...EXTRA]) {
      const { record, judgements } = await play(purchase({ [key]: junk }));
      if (key === 'event_name') {
        expect([key, record.outcome, record.requests.length]).toEqual([key, 'success', 0]);
      } else {
        expect([key, record.outcome, judgements.map(({ verdict }) => verdict)]).toEqual([
          key,
          'success',
          ['accepted'],
        ]);
      }
    }
  });

  it.each(JUNK)('with %s in place of everything is one outcome', async (_name, junk) => {
    const event = Object.fromEntries(Object.keys(purchase()).map((key) => [key, junk]));
    const { record, reason } = await play({ ...event, event_name: 'purchase' });
    expect(reason).not.toBe('');
    // Text serves as user agent, but never without an address.
    expect(record.outcome).toBe('failure');
    expect(reason).toMatch(/identifies nobody/);
  });

  it('without a name, or nothing at all, sends nothing and says that no X event ID is configured', async () => {
    for (const event of [
      {},
      purchase({ event_name: undefined }),
      purchase({ event_name: { a: 1 } }),
      purchase({ event_name: 'constructor' }),
    ]) {
      const { record, reason } = await play(event);
      expect([record.outcome, record.requests.length]).toEqual(['success', 0]);
      expect(reason).toMatch(/X event ID/);
    }
  });

  it('with items that are no list, or a list of no items, has no contents', async () => {
    for (const items of [
      'SKU-1',
      5,
      true,
      null,
      {},
      { 1: 'a' },
      [],
      '[',
      [null, 1, 'x', [], {}, [{ item_id: 'a' }]],
    ]) {
      const { sent } = await play(purchase({ items }));
      expect(sent).not.toHaveProperty('contents');
      expect(sent).not.toHaveProperty('number_items');
      expect(sent!.value).toBe('164.98');
    }
  });

  it('with items that are a list in another form has them all', async () => {
    const items = [
      { item_id: 'a', price: 2 },
      { item_id: 'b', price: 3, quantity: 2 },
    ];
    const withHoles = { 0: items[0], 7: items[1] };
    for (const given of [
      items,
      { ...items },
      withHoles,
      JSON.stringify(withHoles),
      ` ${JSON.stringify(items)}\n`,
    ]) {
      const { sent, record } = await play(purchase({ items: given, value: undefined }));
      expect(sent).toMatchObject({ number_items: 3, value: '8.00' });
      expect(sent!.contents).toEqual([
        { content_id: 'a', content_price: '2.00' },
        { content_id: 'b', content_price: '3.00', num_items: 2 },
      ]);
      expect(warnings(record)).toEqual([]);
    }
    expect((await play(purchase({ items: items[0] }))).sent!.contents).toHaveLength(1);
  });

  it('keeps the good items among bad ones, and of each item the good fields', async () => {
    const items = [
      null,
      { item_id: 'a', price: 'abc', quantity: -1 },
      { item_id: { a: 1 }, item_name: ['x'], price: [5] },
      { item_name: 'b', price: '12,50', quantity: 1.5 },
      { item_id: 7, price: '3', quantity: '2' },
    ];
    const { sent } = await play(purchase({ items }));
    expect(sent!.contents).toEqual([
      { content_id: 'a' },
      { content_name: 'b', content_price: '12.50' },
      { content_id: '7', content_price: '3.00', num_items: 2 },
    ]);
  });

  it('with a value that is no amount, or may be two, has no value and a warning, never an invented one', async () => {
    for (const value of [
      'abc',
      '1,234',
      '0,123',
      '1e3',
      '0x10',
      '12.50 EUR',
      '1.2,3',
      '-5',
      -0.01,
      [1],
      { a: 1 },
      true,
      Number.POSITIVE_INFINITY,
      1e300,
    ]) {
      const { record, sent } = await play(purchase({ value }));
      expect([value, sent]).toEqual([value, expect.not.objectContaining({ value: expect.anything() })]);
      expect(warnings(record).join()).toMatch(/"value"/);
    }
  });

  it('with a value that nobody gave has the sum of its items', async () => {
    for (const value of ['', ' NaN ', 'undefined', '{{Value}}', '(not set)', Number.NaN, null]) {
      const { record, sent } = await play(purchase({ value }));
      expect([value, sent!.value, warnings(record)]).toEqual([value, '164.99', []]);
    }
  });

  it('with a value of zero has the value zero', async () => {
    for (const value of [0, '0', '0.00', -0])
      expect((await play(purchase({ value }))).sent!.value).toBe('0.00');
  });

  it('with user data that is no object still identifies by the rest', async () => {
    for (const user_data of [
      'jane.doe@example.com',
      5,
      null,
      [],
      ['jane.doe@example.com'],
      { email_address: { a: 1 } },
      { email_address: 'jane.doe' },
      { email_address: '@', phone_number: '0151 2345678' },
    ]) {
      const { sent } = await play(purchase({ user_data }));
      expect(sent!.identifiers).toEqual([
        { twclid: '2-4m8k1vq7zj0c5t' },
        { ip_address: '203.0.113.24', user_agent: expect.any(String) },
      ]);
    }
  });

  it('finds an address among junk, in lists and in objects keyed by numbers', async () => {
    const mail = ' Jane.Doe@Example.com ';
    for (const email_address of [[null, '', 5, mail], { 0: 'nobody', 1: mail }, [[], {}, mail]]) {
      const { sent } = await play(purchase({ user_data: { email_address } }));
      expect(JSON.stringify(sent!.identifiers)).toContain('hashed_email');
    }
  });

  it('with a page_location that is no URL has no page and no click id', async () => {
    for (const page_location of [
      'not a url',
      'twclid=2-abc',
      'javascript:alert(1)',
      '//shop.example/?twclid=',
      5,
      {},
      ['https://shop.example/'],
      '\u0000https://x',
      'ftp://shop.example/',
    ]) {
      const { record, sent } = await play(purchase({ page_location }));
      expect(sent).not.toHaveProperty('event_source_url');
      expect(record.cookies).toEqual([]);
      expect(JSON.stringify(sent!.identifiers)).not.toContain('twclid');
    }
  });

  it('with a click id that is none writes no cookie', async () => {
    for (const id of [
      '',
      '%00',
      'a%20b',
      'a.b',
      'undefined',
      '%2520',
      '"',
      '\u00e4',
      'x'.repeat(257),
      '<script>',
    ]) {
      const { record, sent } = await play(purchase({ page_location: `https://shop.example/?twclid=${id}` }));
      expect(record.cookies).toEqual([]);
      expect(JSON.stringify(sent!.identifiers)).not.toContain('twclid');
    }
  });

  it('with a page_location that nobody gave takes the click id of the Referer', async () => {
    for (const page_location of [undefined, '', 'undefined', '(not set)', '{{Page URL}}']) {
      const { sent } = await play(purchase({ page_location }), SETTINGS, {
        headers: { referer: 'https://shop.example/?twclid=2-abc' },
      });
      expect([page_location, JSON.stringify(sent)]).toEqual([
        page_location,
        expect.stringContaining('"twclid":"2-abc"'),
      ]);
    }
  });

  it('with an address in the URL does not hand it on', async () => {
    for (const page_location of [
      'https://shop.example/thanks?email=jane.doe@example.com&twclid=2-abc',
      'https://shop.example/thanks?email=Jane.Doe%40Example.com',
      'https://shop.example/thanks#jane.doe@example.com',
      'https://jane.doe@example.com/thanks',
      'https://shop.example/jane.doe%40example.com/thanks',
      'https://shop.example/thanks?tel=4915123456789&order=7',
      'https://shop.example/thanks?customer_phone=%2B49%20%280%29151%202345-6789',
      'https://shop.example/thanks#mobileNumber=01512345678',
    ])
      await play(purchase({ page_location }));
  });

  it('of enormous size is one outcome', async () => {
    const items = Array.from({ length: 3000 }, (_, i) => ({
      item_id: `sku-${i}`,
      price: i / 7,
      quantity: 1,
    }));
    const { record, sent } = await play(purchase({ items, user_agent: 'x'.repeat(1_000_000) }));
    expect(record.outcome).toBe('success');
    expect(sent!.contents).toHaveLength(3000);
  });
});

describe('an event that identifies nobody', () => {
  const NOBODY = {
    user_data: undefined,
    ip_override: undefined,
    user_agent: undefined,
    page_location: undefined,
  };

  it('is a failure that says so, and nothing is sent', async () => {
    for (const change of [
      {},
      { ip_override: '203.0.113.9' },
      { user_agent: 'Mozilla/5.0' },
      { user_data: { email_address: '' } },
      { twclid: '' },
    ]) {
      const { record, reason } = await play(purchase({ ...NOBODY, ...change }));
      expect([record.outcome, record.requests.length, record.cookies.length]).toEqual(['failure', 0, 0]);
      expect(reason).toMatch(/identifies nobody/);
      expect(reason).toMatch(/User data/);
    }
  });

  it('is one reason when the event may not be read', async () => {
    const { record, reason } = await play(
      purchase({ page_location: undefined }),
      oauth({ consent: 'always', autoUserData: false }),
    );
    expect([record.outcome, record.requests.length]).toEqual(['failure', 0]);
    expect(reason).toMatch(/^Read identifiers from the event is off/);
  });

  it('is saved by the cookie, in each form it is known in, and not by a broken one', async () => {
    const json = JSON.stringify({ pixelVersion: '1', timestamp: 1, twclid: '2-abc', source: 1 });
    const good = ['2-abc', encodeURIComponent(json), encodeURIComponent(encodeURIComponent(json)), json];
    for (const _twclid of good)
      expect((await play(purchase(NOBODY), SETTINGS, { cookies: { _twclid } })).sent!.identifiers).toEqual([
        { twclid: '2-abc' },
      ]);
    for (const _twclid of [
      '',
      '{',
      '%7B',
      '%',
      '%%%',
      '{"twclid":{"a":1}}',
      '[]',
      '%E0%A4%A',
      '{"twclid":""}',
      `{${'['.repeat(5000)}`,
    ])
      expect((await play(purchase(NOBODY), SETTINGS, { cookies: { _twclid } })).record.outcome).toBe(
        'failure',
      );
  });

  it('is saved by the first cookie of a name that is one', async () => {
    for (const _twclid of [
      ['', '2-abc'],
      ['undefined', '{"twclid":""}', '2-abc', '2-older'],
    ])
      expect((await play(purchase(NOBODY), SETTINGS, { cookies: { _twclid } })).sent!.identifiers).toEqual([
        { twclid: '2-abc' },
      ]);
  });

  it('with only one of IP address and user agent has it joined to another identifier', async () => {
    const { sent } = await play(purchase({ ...NOBODY, ip_override: '2001:db8::1', twclid: '2-abc' }));
    expect(sent!.identifiers).toEqual([{ twclid: '2-abc', ip_address: '2001:db8::1' }]);
  });
});

describe('consent that is required', () => {
  const NONE = { 'x-ga-gcs': undefined, 'x-ga-gcd': undefined };

  it('and missing, denied or malformed: nothing is sent, no cookie is written, and the log says so', async () => {
    for (const consent of ['adStorage', 'adStorageAndUserData'])
      for (const change of [
        NONE,
        { ...NONE, consent_state: 'granted' },
        { ...NONE, consent_state: { ad_storage: {} } },
        { ...NONE, consent_state: { ad_storage: false } },
        { ...NONE, consent_state: { ad_storage: 'denied' } },
        { ...NONE, 'x-ga-gcs': 'G1' },
        { ...NONE, 'x-ga-gcs': 'G100' },
        { ...NONE, 'x-ga-gcs': ['G111'] },
        { ...NONE, 'x-ga-gcd': '13' },
        { ...NONE, 'x-ga-gcd': { a: 1 } },
        { 'x-ga-gcd': '13q3q3q3q5l1' },
      ]) {
        const { record, reason } = await play(purchase(change), oauth({ consent }));
        expect([change, record.outcome, record.requests.length, record.cookies.length]).toEqual([
          change,
          'success',
          0,
          0,
        ]);
        expect(reason).toMatch(/consent|ad_storage|ad_user_data/);
      }
  });
});

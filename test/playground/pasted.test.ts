/** Events in the forms that people have them in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCurl } from '../../playground/curl-words.ts';
import { eventsFromText, PasteError } from '../../playground/pasted.ts';
import { runs } from '../counts.ts';

const own = { userAgent: 'Own', remoteAddress: '203.0.113.5' };
const read = (text: string) => eventsFromText(text, own);
const purchase = {
  event_name: 'purchase',
  transaction_id: 'T1',
  value: 12.5,
  user_data: { email_address: 'a@b.example' },
};

describe('an event is read', () => {
  it.each([
    ['JSON', JSON.stringify(purchase)],
    ['a list with one event', JSON.stringify([purchase])],
    [
      'a literal of JavaScript',
      "{event_name: 'purchase', transaction_id: `T1`, value: +12.5, /* more */ user_data: {email_address: 'a@b.example',},};",
    ],
    [
      'the preview, name and value in columns',
      'Name\tValue\nevent_name\tpurchase\ntransaction_id\t"T1"\nvalue\t12.5\nuser_data\t{email_address: "a@b.example"}',
    ],
    [
      'the preview, name and value on lines in turn',
      'event_name\npurchase\ntransaction_id\nT1\nvalue\n12.5\nuser_data\n{\n  email_address: "a@b.example"\n}\n',
    ],
    [
      'lines with a colon, and a dotted name',
      'event_name: "purchase",\ntransaction_id: "T1",\nvalue: 12.5,\nuser_data.email_address: "a@b.example"',
    ],
    ['a variable', `const sent = ${JSON.stringify(purchase)};`],
    [
      'a request of the Measurement Protocol, as cURL',
      `curl -X POST 'https://www.google-analytics.com/mp/collect?measurement_id=G-1&api_secret=s' -d '{"client_id":"1","events":[{"name":"purchase","params":{"transaction_id":"T1","value":12.5,"user_data":{"email_address":"a@b.example"}}}]}'`,
    ],
    [
      'a request with JSON, as cURL',
      `curl 'https://gtm.example/data' \\\n  -H 'content-type: application/json' \\\n  --data-raw '${JSON.stringify(purchase)}' --compressed`,
    ],
  ])('from %s', (_form, text) => {
    expect(read(text).events).toEqual([purchase]);
  });

  it.each([
    [
      'dataLayer.push',
      "<script>window.dataLayer = window.dataLayer || [];\ndataLayer.push({ ecommerce: null });\ndataLayer.push({ event: 'purchase', user_data: { email_address: 'a@b.example' }, ecommerce: { transaction_id: 'T1', value: 12.5 } });</script>",
    ],
    [
      'a message of the data layer',
      '{"event":"purchase","user_data":{"email_address":"a@b.example"},"gtm.uniqueEventId":4,"ecommerce":{"transaction_id":"T1","value":12.5}}',
    ],
    [
      'a gtag call',
      'gtag("event", "purchase", {transaction_id: "T1", value: 12.5, user_data: {email_address: "a@b.example"}});',
    ],
  ])('from %s, with what the request of a browser brings', (_form, text) => {
    const { events, notes } = read(text);
    expect(events).toEqual([{ ...purchase, ip_override: own.remoteAddress, user_agent: own.userAgent }]);
    expect(notes.at(-1)).toMatch(/^IP address and user agent are added/);
  });

  it('from a Measurement Protocol request, to which no browser adds anything', () => {
    const { event_name: name, ...params } = purchase;
    const { form, events } = read(
      JSON.stringify({ client_id: '1.2', events: [{ name, params }, { name: 'login' }] }),
    );
    expect([form, events]).toEqual(['a Measurement Protocol request', [purchase, { event_name: 'login' }]]);
  });

  it.each([
    ['a URL', 'https://gtm.example/g/collect?v=2&tid=G-1&en=login'],
    ['a request line', 'POST /g/collect?v=2&tid=G-1&en=login HTTP/1.1'],
    ['a query', 'v=2&tid=G-1&en=login'],
    ['cURL', "curl 'https://gtm.example/g/collect?v=2&tid=G-1&en=login' -X POST"],
    [
      'fetch',
      'fetch("https://gtm.example/g/collect?v=2&tid=G-1&en=login", {\n  "headers": null, "body": null\n});',
    ],
    [
      'fetch with a body',
      'await fetch("https://gtm.example/g/collect?v=2&tid=G-1", {"body": "en=login&ep.a=b"});',
    ],
    ['its own text', 'POST /g/collect?v=2&tid=G-1 HTTP/1.1\nHost: gtm.example\nUser-Agent: Own\n\nen=login'],
    ['parameters with colons', 'Query String Parameters\nv: 2\ntid: G-1\nen: login\nep.page: '],
    ['parameters in columns', 'v\t2\ntid\tG-1\nen\tlogin'],
    ['parameters on lines in turn', 'v\n2\ntid\nG-1\nen\nlogin'],
    ['cURL for cmd', 'curl ^"https://gtm.example/g/collect?v=2^&tid=G-1^&en=login^" ^\n  -X ^"POST^"'],
  ])('from a /g/collect request: %s', (_form, text) => {
    expect(read(text).events).toMatchObject([
      { event_name: 'login', user_agent: 'Own', ip_override: '203.0.113.5' },
    ]);
  });

  it('from a batch, as cURL, with the cookies and the user agent of the browser', () => {
    const { events, cookies } = read(
      "curl 'https://gtm.example/g/collect?v=2&tid=G-1' -H 'User-Agent: Its own' -b '_twclid=2-abc' --data-raw $'en=page_view\\r\\nen=purchase&epn.value=12'",
    );
    expect(events.map(({ event_name }) => event_name)).toEqual(['page_view', 'purchase']);
    expect(events[0]!.user_agent).toBe('Its own');
    expect(cookies).toBe('_twclid=2-abc');
  });

  it('as its own text, with its cookies, and the order number of its parameters as it stands', () => {
    const { cookies } = read('GET /g/collect?v=2&en=a HTTP/1.1\r\nCookie: _twclid=2-abc\r\n\r\n');
    expect(cookies).toBe('_twclid=2-abc');
    const { events } = read('v: 2\nen: purchase\nep.transaction_id: 0010.50');
    expect(events).toMatchObject([{ event_name: 'purchase', transaction_id: '0010.50' }]);
  });

  it('without what only the page knows, which is named', () => {
    const { events, notes } = read(
      "dataLayer.push({event: 'purchase', ecommerce: {value: total, currency: 'EUR'}})",
    );
    expect(events).toMatchObject([{ event_name: 'purchase', value: undefined, currency: 'EUR' }]);
    expect(notes[0]).toContain('total');
  });
});

describe('a text that is no event', () => {
  it.each([
    ['', 'Nothing was pasted'],
    ['???', 'No event can be read'],
    ['{', 'No event can be read'],
    ['fetch(', 'No event can be read'],
    ['fetch(url)', 'No event can be read'],
    ['GET / HTTP/1.1\nHost: gtm.example', 'copied request (HTTP), but no event is in it'],
    ['curl https://shop.example/', 'copied request (cURL), but no event is in it'],
    ['hello world', 'No event can be read'],
    ['[]', 'names no event'],
    ['{"value":1}', 'names no event'],
    ['https://gtm.example/g/collect?v=2&tid=G-1', 'the parameter en'],
    ['https://gtm.example/g/collect?v=1&en=x', 'version 2'],
    ['dataLayer.push({ecommerce: null})', 'names no event'],
  ])('%j is refused: %s', (text, reason) => {
    expect(() => read(text)).toThrow(PasteError);
    expect(() => read(text)).toThrow(reason);
  });

  it('of any kind is refused in words, and reaches no prototype', () => {
    const piece = fc.constantFrom(
      'dataLayer.push(',
      'fetch(',
      'POST /g/collect?v=2 HTTP/1.1\n',
      'v: 2\n',
      'en: a\n',
      'gtag("event",',
      '{',
      '}',
      '[',
      ']',
      ')',
      '"',
      "'",
      ':',
      ',',
      '\n',
      '\t',
      '__proto__',
      'event',
      'event_name',
      'purchase',
      '=',
      '&',
      'v=2&',
      '/g/collect?',
      'curl ',
      '-H ',
      '$',
      '\\',
      '^"',
      'a.b',
      '1',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((parts) => parts.join('')),
        ),
        (text) => {
          try {
            for (const { event_name: name } of read(text).events) expect(name).toBeTruthy();
          } catch (error) {
            expect(error).toBeInstanceOf(PasteError);
          }
          expect(({} as Record<string, unknown>).purchase).toBeUndefined();
        },
      ),
      { numRuns: runs(500, 20_000) },
    );
  });

  it('nested beyond measure is refused too', () => {
    expect(() => read(`{a:${'['.repeat(100_000)}`)).toThrow(PasteError);
    expect(() => read(`dataLayer.push(${'['.repeat(100_000)}`)).toThrow(PasteError);
  });
});

describe('a line for curl', () => {
  it('gives back any words that a shell was to get', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (body, value) => {
        const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
        const line = `curl ${quoted('https://x.example/')} -H ${quoted(`x: a${value}`)} --data-raw ${quoted(body)}`;
        fc.pre(!line.includes('^"'));
        expect(readCurl(line)).toMatchObject({ url: 'https://x.example/', body });
        expect(readCurl(line)!.headers.get('x')).toBe(`a${value}`);
      }),
    );
  });
});

/** The body of the command is the body of the tag: thousands of rows through both, byte for byte. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENT_KEYS } from '../../scripts/send/map.ts';
import { isNotGiven } from '../../src/mapping/not-given.ts';
import { runs } from '../counts.ts';
import { byToken, type Data, run } from '../template/harness.ts';
import { NOW, sendTable } from './send-setup.ts';

const ROWS = runs(2000, 30_000);

const CONSENT = ['ad_storage', 'ad_user_data'];
const KEYS: readonly string[] = EVENT_KEYS.filter((key) => !CONSENT.includes(key));

const MAP = `tag: tag.yaml\ncolumns:\n${[...KEYS, ...CONSENT].map((key) => `  ${key}: ${key}\n`).join('')}`;
const DICTIONARY = `pixelId: o8z6j
consent: adStorage
countryCallingCode: "49"
contentIdSource: item_variant
categoryEvents:
  purchase: tw-o8z6j-o87ne
  lead: o87nd
  content_view: o87nf
customEvents:
  Closed won: o87ng
userData:
  user_agent: '{{Agent}}'
conversionData:
  description: 'Order {{Order}}, {{Event Name}}'
  search_string: '{{Page}}'
variables:
  Agent: email
  Order: transaction_id
  Page: page_location
`;
const SETTINGS = byToken({
  consent: 'adStorage',
  countryCallingCode: '49',
  contentIdSource: 'item_variant',
  conversionIdSource: 'transaction_id',
  categoryEvents: [
    { category: 'purchase', eventId: 'tw-o8z6j-o87ne' },
    { category: 'lead', eventId: 'o87nd' },
    { category: 'content_view', eventId: 'o87nf' },
  ],
  customEvents: [{ eventName: 'Closed won', eventId: 'o87ng' }],
});

/** What people have in tables, and what nobody should. */
const junk = fc.constantFrom(
  '',
  ' ',
  'NaN',
  '(not set)',
  'null',
  '{{x}}',
  'x'.repeat(3000),
  '<b>"\n\u2028',
  'é',
);
const cell = (...values: unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...values) },
    { weight: 1, arbitrary: junk },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
const row = fc.record({
  event_name: fc.constantFrom(
    'purchase',
    'purchase',
    ' purchase ',
    'generate_lead',
    'view_item',
    'Closed won',
    'scroll',
    '',
  ),
  event_time: cell(
    '2026-11-22T10:15:30.123Z',
    '2026-11-22T10:15:30+02:00',
    '2026-11-22 10:15',
    1795342530,
    '1795342530123',
    'soon',
  ),
  transaction_id: fc.oneof(
    { weight: 6, arbitrary: fc.uuid() },
    { weight: 2, arbitrary: fc.nat() },
    { weight: 1, arbitrary: cell('A-1', 'jane@shop.example', '0171 2345678') },
  ),
  event_id: fc.oneof(fc.uuid(), cell('e-1', 12)),
  value: cell('164.98', 10, 0, '1.299,00', '1,234', '-5', '1.005', 1e21, '12,5'),
  currency: cell('EUR', 'eur', 'KWD', 'JPY', 'EURO'),
  email: fc.oneof(
    cell(
      ' Jane.Doe@Example.com ',
      'mailto:a@b.example',
      'a@b',
      ['', 'x@y.example'],
      'a'.repeat(64),
      'Ünï@exämple.com',
    ),
    fc.emailAddress(),
  ),
  phone: cell('+49 (0)151 2345-6789', '0151 23456789', '12', '+1 202-555-0123', 'tel:+4930123456'),
  twclid: cell('2-4m8k1vq7zj0c5t', '%7B%22twclid%22%3A%22abc%22%7D', 'a b'),
  ip_override: cell('203.0.113.24', '10.0.0.1', '2001:db8::1', '203.0.113.24:443'),
  user_agent: cell('Mozilla/5.0 (X11)', 'agent of jane@shop.example'),
  page_location: cell(
    'https://shop.example/a?twclid=2-abc&x=1',
    'https://shop.example/?email=jane%40shop.example',
    'ftp://x',
    'https://shop.example/jane@shop.example',
  ),
  items: cell(
    '[{"item_id":"S","price":"12,50","quantity":2},{"item_name":"T","price":1}]',
    [{ item_variant: 'v', price: 129.99, quantity: 1 }],
    { 0: { item_id: 'a', price: 5 } },
    '[]',
    '[{"price":"x"}]',
    '{broken',
  ),
  ad_storage: fc.constantFrom('granted', 'granted', 'granted', 'true', 1, 'denied', '', undefined),
  ad_user_data: fc.constantFrom('granted', 'denied', undefined),
});

/** The same row as an event, made here and not by the command's code. */
function eventOf(row: Data): Data {
  const consent = Object.fromEntries(
    CONSENT.filter((key) => row[key] !== undefined && row[key] !== '').map((key) => [key, row[key]]),
  );
  const own = KEYS.filter((key) => row[key] !== undefined).map((key) => [key, row[key]]);
  return { ...Object.fromEntries(own), ...(Object.keys(consent).length > 0 && { consent_state: consent }) };
}

/** What the variables of the dictionary would hold; a cell that says "nothing" is not in the event. */
function valuesOf(row: Data): Data {
  const held = (key: string): unknown => (isNotGiven(row[key]) ? undefined : row[key]);
  return {
    userData: [{ name: 'user_agent', value: held('email') }],
    conversionData: [
      { name: 'description', value: `Order ${held('transaction_id')}, ${held('event_name')}` },
      { name: 'search_string', value: held('page_location') },
    ],
  };
}

async function bodyOfTag(row: Data): Promise<string | undefined> {
  const answer = { statusCode: 200, headers: {}, body: '{"data":{"conversions_processed":1}}' };
  const { requests } = await run({ ...SETTINGS, ...valuesOf(row) }, eventOf(row), {
    now: () => NOW,
    http: async () => answer,
  });
  return requests[0]?.request.body;
}

test(
  `of ${ROWS} rows each is sent as the tag sends it`,
  async () => {
    // Through JSON and back: what a table cannot hold is not there.
    const rows = JSON.parse(JSON.stringify(fc.sample(row, { numRuns: ROWS, seed: 19 }))) as Data[];
    const table = rows.map((one) => `${JSON.stringify(one)}\n`).join('');
    const { out, lines } = await sendTable(table, { map: MAP, dictionary: DICTIONARY });
    const raw = new Map(
      out.split('\n').flatMap((text) => {
        const found = /^\{"line":(\d+),"conversion":(.*)\}$/.exec(text);
        return found ? [[Number(found[1]), found[2]!]] : [];
      }),
    );
    const different: unknown[] = [];
    const refusedByTagToo: number[] = [];
    for (const { line, refused } of lines) {
      if (refused?.startsWith('Column "event_time" holds no time')) continue;
      const body = await bodyOfTag(rows[line - 1]!);
      if (refused !== undefined && body === undefined) refusedByTagToo.push(line);
      const own = raw.has(line) ? `{"conversions":[${raw.get(line)}]}` : undefined;
      if (body !== own) different.push({ row: rows[line - 1], tag: body, send: own, refused });
    }
    expect(different.slice(0, 3)).toEqual([]);
    expect(raw.size).toBeGreaterThan(ROWS / 5);
    expect(refusedByTagToo.length).toBeGreaterThan(ROWS / 20);
  },
  60_000 + 20 * ROWS,
);

test(
  'and so is a row of CSV, whose cells are all texts',
  async () => {
    const rows = (JSON.parse(JSON.stringify(fc.sample(row, { numRuns: ROWS / 10, seed: 20 }))) as Data[]).map(
      (one) => Object.fromEntries([...KEYS, ...CONSENT].map((key) => [key, textOf(one[key])])),
    );
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const table = [[...KEYS, ...CONSENT], ...rows.map((one) => Object.values(one))]
      .map((cells) => cells.map(quoted).join(';'))
      .join('\r\n');
    const { out, totals } = await sendTable(`\uFEFF${table}`, { map: MAP, dictionary: DICTIONARY });
    expect(totals.rows).toBe(rows.length);
    const sent = [...out.matchAll(/^\{"line":(\d+),"conversion":(.*)\}$/gm)];
    expect(sent.length).toBeGreaterThan(ROWS / 100);
    // Line breaks inside of cells: a row is found by where it begins.
    const starts = new Map<number, Data>();
    let line = 2;
    for (const one of rows) {
      starts.set(line, one);
      line += Object.values(one).join('').split('\n').length;
    }
    for (const [, at, conversion] of sent)
      expect(await bodyOfTag(starts.get(Number(at))!)).toBe(`{"conversions":[${conversion}]}`);
  },
  60_000 + 20 * ROWS,
);

const textOf = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

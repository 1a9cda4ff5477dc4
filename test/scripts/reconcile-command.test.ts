/** The command as it is called: what it says, what it refuses, what it never shows, and its exit status. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { shownId, shownReason } from '../../scripts/reconcile/shown.ts';
import { runs } from '../counts.ts';
import { BROWSERS, harOf, type PixelEvent } from './reconcile-har.ts';
import { FORMATS, type Harvest, harvest, type TagRun, written } from './reconcile-lines.ts';
import { called, HEADER, type Inputs, MAP, reported } from './reconcile-setup.ts';

let lines: Harvest;
beforeAll(async () => {
  lines = await harvest();
});

const AT = Date.parse('2026-11-20T10:00:00Z');
const run = (part: Partial<TagRun> = {}): TagRun => ({
  outcome: 'processed',
  event: 'purchase',
  id: 'order-1',
  trace: 't1',
  at: AT + 1000,
  time: AT + 900,
  mail: 'jane@shop.example',
  value: '65.00',
  currency: 'EUR',
  ...part,
});
const order = (id = 'order-1', rest = 'jane@shop.example,65.00,EUR,granted'): string =>
  `${HEADER}\norder,"${id}",2026-11-20T10:00:00Z,purchase,${rest}\n`;
const log = (...all: TagRun[]): string =>
  all
    .flatMap((one) => written(lines, one, 'cloud', 0))
    .map((text) => `${text}\n`)
    .join('');
const call: PixelEvent = {
  at: AT + 500,
  call: 'c1',
  page: 'p1',
  txnId: 'tw-o8z6j-o87ne',
  parameters: { value: '65.00', currency: 'EUR', conversion_id: 'order-1' },
};
const verdicts = async (inputs: Inputs) =>
  (await reported(inputs)).report.events.map((event) => event.verdicts);

describe('the exit status', () => {
  test('is 0 when all agrees, and the report says so', async () => {
    const { code, out, err } = await called({
      logs: [log(run())],
      orders: order(),
      hars: [harOf('chrome', [call])],
    });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(
      '2026-11-20  purchase tw-o8z6j-o87ne       1      1     1          1      1      1',
    );
    expect(out).toContain('Nothing is above what is allowed.');
  });

  test('is 1 above what is allowed, and 0 when that is allowed', async () => {
    const inputs = { logs: [log(run({ outcome: 'refused' }))], orders: order() };
    const { code, out } = await called(inputs);
    expect(code).toBe(1);
    expect(out).toContain('exceeded refused by X, purchase tw-o8z6j-o87ne: 100 % (1), allowed 2 %');
    expect((await called({ ...inputs, args: ['--allow', 'refused=100'] })).code).toBe(0);
    expect((await called({ ...inputs, args: ['--allow', 'refused=99.5%'] })).code).toBe(1);
  });

  test.each([
    [['--allow', 'refused'], '--allow must be a verdict and a percentage'],
    [['--allow', 'refused=101'], '--allow must be a verdict and a percentage'],
    [['--allow', 'refusd=1'], "Did you mean 'refused'?"],
    [['--zone', 'Mars/Olympus'], '--zone must be a time zone'],
    [['--from', '2026-02-30'], '--from must be a day'],
    [['--from', '2026-11-02', '--to', '2026-11-01'], '--from 2026-11-02 is after --to 2026-11-01'],
    [['--window', '0'], '--window must be a whole number from 1'],
    [['--log', 'no-such-file'], 'no-such-file: no such file'],
    [['--pixel', 'no-such.har'], 'no-such.har: no such file'],
    [['--log', '-', '--log', '-'], '--log - can be given once only'],
    [['--nonsense'], "Unknown option '--nonsense'"],
  ])('is 2 for %j', async (args, words) => {
    const { code, err } = await called({ logs: [log(run())], orders: order(), args });
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });

  test('is 2 for a map with a mistake, a table and a HAR that are none', async () => {
    const inputs = { logs: [log(run())], orders: order() };
    const mistakes: [Partial<Inputs>, string][] = [
      [{ map: MAP.replace('Total', 'Totl') }, 'has no column "Totl"'],
      [{ map: 'columns: {}' }, 'TAG'],
      [{ hars: ['{"log":{}}'] }, 'expected a HAR'],
      [{ hars: ['no json'] }, 'expected a HAR'],
      [{ orders: '' }, 'is empty'],
    ];
    for (const [more, words] of mistakes) {
      const { code, err, out } = await called({ ...inputs, ...more });
      expect([code, err, out]).toEqual([2, expect.stringContaining(words), '']);
    }
  });
});

describe('a log', () => {
  test.each(FORMATS)('as %s writes it gives the same verdicts', async (format) => {
    const all = [run(), run({ id: 'order-2', trace: 't2', outcome: 'doubt' })];
    const text = all.flatMap((one, i) => written(lines, one, format, i + 1)).join('\n');
    const orders = `${order()}order,order-2,2026-11-20T10:00:00Z,purchase,jane@shop.example,65.00,EUR,granted\n`;
    expect(await verdicts({ logs: [text], orders })).toEqual([{ 'in-doubt': 1 }]);
    expect(await verdicts({ logs: [gzipSync(text)], orders })).toEqual([{ 'in-doubt': 1 }]);
    if (format !== 'docker')
      expect(await verdicts({ logs: [`[\n${text.replaceAll('\n', ',\n')}\n]`], orders })).toEqual([
        { 'in-doubt': 1 },
      ]);
  });

  test('may come from standard input, and in parts that overlap', async () => {
    const text = log(run());
    expect(await verdicts({ logs: [text, text], orders: order() })).toEqual([{}]);
    expect(await verdicts({ logs: [], orders: order(), args: ['--log', '-'], stdin: text })).toEqual([{}]);
  });

  test('of failures alone judges these, and says what it cannot', async () => {
    const failures = log(run({ outcome: 'refused' }))
      .split('\n')
      .filter((line) => line.includes('"Failure"'))
      .join('\n');
    const orders = `${order()}order,order-2,2026-11-20T11:00:00Z,purchase,jane@shop.example,65.00,EUR,granted\n`;
    const { report, out } = await reported({ logs: [failures], orders });
    expect(report.events).toMatchObject([
      { verdicts: { refused: 1 }, agreed: 0, unjudged: 1, layers: { orders: 2 } },
    ]);
    expect(report.events[0]?.layers.sent).toBeUndefined();
    const impossible = report.impossible.filter(({ why }) => why.includes('failures alone'));
    expect(impossible.map(({ verdict }) => verdict)).toContain('not-fired');
    expect(out).toContain('Write to the console');
  });

  test('that is broken is read as far as it can be, and each record is accounted for', async () => {
    const whole = log(run()).trimEnd().split('\n');
    const text = [
      ...whole,
      'garbage',
      '{"Name":"X Conversions","Type":"Failure","Reas',
      `{"long":"${'x'.repeat(1_100_000)}"}`,
      '{"Name":"X Conversions","Type":"Dance"}',
      '{"Name":"X Conversions","Type":"Request","EventName":"purchase"}',
      `{"jsonPayload":{"Name":"X Conversions","Type":"Message","EventName":"purchase","RequestUrl":"https://ads-api.x.com/12/measurement/conversions/p1abc","Message":"X processed the conversion."}}`,
      '{"hit":1,"kind":"event","data":7,"name":3}',
    ].join('\n');
    const { report, code } = await reported({ logs: [text], orders: order() });
    expect([code, report.events[0]?.agreed]).toEqual([0, 1]);
    const [, input] = report.inputs;
    const ignored = new Map(input!.ignored.map(({ why, count }) => [why, count]));
    expect([...ignored.values()].reduce((sum, count) => sum + count, input!.used)).toBe(whole.length + 7);
    expect(Object.fromEntries(ignored)).toMatchObject({
      'Not a line of the tag.': 1,
      'Lines of the tag that are not complete JSON. Of a table, export JSON and not CSV.': 1,
      'A line of more than 1048576 bytes.': 1,
      'Lines of the tag of an unknown Type.': 1,
      'Lines of another pixel.': 1,
      'Events that no row of the tag takes.': 1,
    });
  });

  test(
    'may hold anything: every record is counted, and nothing is thrown',
    async () => {
      const value = fc.oneof(
        fc.string(),
        fc.double(),
        fc.constant(null),
        fc.constant('tw-o8z6j-o87ne'),
        fc.constant('{"conversions":[{}]}'),
        fc.anything(),
      );
      const fields = fc.record(
        {
          Name: fc.constant('X Conversions'),
          Type: fc.constantFrom('Request', 'Response', 'Message', 'Failure', 'WouldSend', 'Warning'),
          EventName: value,
          TraceId: value,
          Attempt: value,
          EventId: value,
          ConversionId: value,
          RequestBody: value,
          ResponseStatusCode: value,
          ResponseBody: value,
          InDoubt: value,
          Reason: value,
          Message: fc.oneof(
            value,
            fc.constantFrom('X processed the conversion.', 'ad_storage is denied (x).'),
          ),
          RequestUrl: fc.oneof(value, fc.constant('https://ads-api.x.com/12/measurement/conversions/o8z6j')),
        },
        { requiredKeys: ['Name', 'Type'] },
      );
      const serve = fc.record({
        kind: fc.constantFrom('hit', 'event', 'request', 'console', 'tag'),
        hit: fc.nat(3),
        at: value,
        data: value,
        text: value,
        url: value,
        status: value,
        by: value,
      });
      const record = fc.oneof(
        fields.map((object) => JSON.stringify(object)),
        fields.map((object) => JSON.stringify({ timestamp: '2026-11-20T10:00:00Z', jsonPayload: object })),
        serve.map((object) => JSON.stringify(object)),
        fc.string({ minLength: 1 }).map((text) => `-${text.replace(/[\r\n]/g, '')}`),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 30 }), async (records) => {
          // A byte-order mark of UTF-16 in front is another matter.
          const { report, code } = await reported({ logs: [`x\n${records.join('\n')}\n`], orders: order() });
          expect([0, 1]).toContain(code);
          const [, { ignored, used }] = report.inputs as [unknown, (typeof report.inputs)[0]];
          expect(ignored.reduce((sum, { count }) => sum + count, used)).toBe(records.length + 1);
        }),
        { numRuns: runs(20, 2000) },
      );
    },
    300_000 + runs(0, 3_000_000),
  );
});

describe('the pixel', () => {
  test(
    'may have any entries in its file: each is counted, and nothing is thrown',
    async () => {
      const value = fc.oneof(fc.anything(), fc.string(), fc.constant(null));
      const query = fc.dictionary(
        fc.constantFrom('eci', 'txn_id', 'event', 'events', 'event_id', 'pl_id', 'twclid'),
        fc.oneof(
          fc.string(),
          fc.constantFrom(
            '4',
            '2',
            'tw-o8z6j-o87ne',
            '[["gtm_purchase",{"order_id":[1]}]]',
            '{"value":{},"conversion_id":7}',
          ),
        ),
      );
      const url = query.map((parts) => `https://t.co/1/i/adsct?${new URLSearchParams(parts)}`);
      const entry = fc.oneof(
        value,
        fc.record({
          startedDateTime: value,
          pageref: value,
          request: fc.record({ url: fc.oneof(value, url) }),
          response: value,
        }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(entry, { maxLength: 20 }), async (given) => {
          const entries = JSON.parse(JSON.stringify(given)) as unknown[];
          const { report } = await reported({
            logs: [log(run())],
            orders: order(),
            hars: [JSON.stringify({ log: { entries } })],
          });
          const [, , input] = report.inputs;
          expect(input!.ignored.reduce((sum, { count }) => sum + count, input!.used)).toBe(entries.length);
        }),
        { numRuns: runs(20, 2000) },
      );
    },
    300_000 + runs(0, 3_000_000),
  );

  test.each(BROWSERS)('as %s saves it is paired with the server', async (browser) => {
    const automatic = {
      ...call,
      call: 'c2',
      txnId: 'o8z6j',
      automatic: 'gtm_purchase',
      parameters: { value: 65, order_id: 'order-1' },
    };
    const inputs = { logs: [log(run())], orders: order() };
    const once = await reported({ ...inputs, hars: [harOf(browser, [call])] });
    expect(once.report.pairs).toEqual({ once: 1, twice: {}, pixelOnly: 0 });
    const twice = await reported({ ...inputs, hars: [harOf(browser, [call, automatic])] });
    expect(twice.report.pairs).toEqual({ once: 0, twice: { 'automatic-event': 1 }, pixelOnly: 0 });
    const blocked = await reported({ ...inputs, hars: [harOf(browser, [{ ...call, blocked: true }])] });
    expect(blocked.report.pairs).toEqual({ once: 0, twice: {}, pixelOnly: 0 });
    expect(JSON.stringify(blocked.report.inputs[2])).toContain('blocked or cancelled');
  });

  test('that reports an order again on a reload is told', async () => {
    const again = { ...call, call: 'c3', page: 'p2', at: call.at + 60_000 };
    const { report } = await reported({
      logs: [log(run())],
      orders: order(),
      hars: [harOf('firefox', [call]), harOf('safari', [call, again])],
    });
    expect(report.events[0]?.layers.pixel).toBe(2);
    expect(report.notes.join(' ')).toContain('1 conversions were reported more than once by the pixel');
  });
});

describe('an id', () => {
  test('that two events share keeps them apart, and the one that is missing says where the other is', async () => {
    const lead = `order,order-1,2026-11-20T09:00:00Z,generate_lead,jane@shop.example,65.00,EUR,granted\n`;
    const both = { logs: [log(run(), run({ event: 'generate_lead', trace: 't2' }))], orders: order() + lead };
    expect(await verdicts(both)).toEqual([{}, {}]);
    const { report } = await reported({ ...both, logs: [log(run({ event: 'generate_lead' }))] });
    const missing = report.samples.find(({ verdict }) => verdict === 'not-fired');
    expect(missing?.why).toBe('The tag has this id as generate_lead tw-o8z6j-o87nd alone.');
  });
});

describe('days', () => {
  test('are those of the zone, and only those that are asked for', async () => {
    const late = Date.parse('2026-11-20T23:30:00Z');
    const inputs = {
      logs: [log(run({ at: late, time: late }))],
      orders: order().replace('2026-11-20T10:00:00Z', '2026-11-20T23:30:00Z'),
    };
    const dayOf = async (...args: string[]) =>
      (await reported({ ...inputs, args })).report.days.map(({ day }) => day);
    expect(await dayOf()).toEqual(['2026-11-20']);
    expect(await dayOf('--zone', 'Europe/Berlin')).toEqual(['2026-11-21']);
    expect(await verdicts({ ...inputs, args: ['--from', '2026-11-21'] })).toEqual([{ 'outside-window': 1 }]);
    expect(await verdicts({ ...inputs, args: ['--from', '2026-11-21', '--zone', '+02:00'] })).toEqual([{}]);
    expect(await verdicts({ ...inputs, args: ['--to', '2026-11-19'] })).toEqual([{ 'outside-window': 1 }]);
  });
});

describe('nobody is shown', () => {
  const persons = [
    'jane.doe@shop.example',
    'jane.doe%40shop.example',
    '+49 171 2345678',
    '0171/2345678',
    '(0171) 2345678',
    '0171.234.5678',
    '(415) 555-2671',
    '1-415-555-2671',
    '01712345678901',
    '203.0.113.24',
    '2001:db8::8a2e:370:7334',
    '::ffff:203.0.113.25',
    'a'.repeat(64),
  ];

  test.each(persons)('%s as the id of lines, orders and calls is masked', async (person) => {
    const inputs = {
      logs: [log(run({ id: person }), run({ id: `x ${person}`, trace: 't2' }))],
      orders: order(person),
      hars: [harOf('chrome', [{ ...call, parameters: { ...call.parameters, conversion_id: person } }])],
    };
    for (const args of [[], ['--json']]) {
      const { out, err } = await called({ ...inputs, args });
      expect(out + err).not.toContain(person);
    }
  });

  test('whatever stands around it', () => {
    const around = fc.stringMatching(/^[A-Za-z_:#]{0,8}$/);
    fc.assert(
      fc.property(fc.emailAddress(), around, (mail, text) => {
        expect(shownId(`${text} ${mail}`)).not.toContain(mail);
        expect(shownReason(`${text} ${mail} ${text}`)).not.toContain(mail);
      }),
    );
    const group = (least: number, most: number) =>
      fc.stringMatching(new RegExp(`^[1-9]\\d{${least},${most}}$`));
    fc.assert(
      fc.property(
        fc.constantFrom('+', '+4', '0'),
        group(1, 2),
        fc.constantFrom(' ', '/', ' ('),
        group(5, 7),
        (start, area, gap, rest) => {
          expect(shownId(`${start}${area}${gap}${rest}`)).not.toContain(rest);
        },
      ),
    );
  });

  test('but order numbers are', () => {
    for (const id of [
      '10023',
      '000000123',
      'ORD-2026-0001',
      '2026-11-20-17',
      '302-1234567-7654321',
      'a3::17',
      'a3f0c1d2-0b7e-4a51-9c3e-1f2a3b4c5d6e',
      '1763800321456_8812734',
      'L-77',
    ])
      expect(shownId(id)).toBe(id);
  });
});

/** What the page does behind its form: examples, answers, runs, origins of identifiers, scenarios. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answering,
  answers,
  OF_CONVERSIONS,
  OWN,
  parseReplies,
  repliesFor,
} from '../../playground/answers.ts';
import { consentPresets, withConsent } from '../../playground/consent.ts';
import { exampleById, examples } from '../../playground/examples.ts';
import { loadTemplate } from '../../playground/loaded.ts';
import { formsOf, originsOf } from '../../playground/origins.ts';
import { type Inputs, play, reasonOf, warningsOf } from '../../playground/play.ts';
import { inputsOf } from '../../playground/scenario-inputs.ts';
import { permission, templateText } from '../../toolkit/test/sandbox/build-template.ts';
import { errorTexts } from '../../x-server/answers.ts';

const root = path.join(import.meta.dirname, '../..');
const file = (name: string) => readFile(path.join(root, name), 'utf8');
const settings = JSON.parse(await file('examples/settings.json')) as Record<string, unknown>;
const { template } = loadTemplate(await file('template.tpl'), settings);

const inputs = (more: Partial<Inputs> = {}): Inputs => ({
  data: settings,
  event: exampleById('purchase')!.event,
  cookies: {},
  headers: {},
  remoteAddress: '203.0.113.24',
  preview: false,
  replies: repliesFor('success', '', false),
  ...more,
});
const run = (more: Partial<Inputs> = {}) => play(template, inputs(more), new Map());
const purchase = await run();

describe('a run', () => {
  it('gives record, permissions with what they were asked for, and coverage', () => {
    const { record, permissions, declared, lines } = purchase;
    expect(record.outcome).toBe('success');
    expect(reasonOf(record)).toMatch(/^X processed the conversion/);
    expect(permissions.get('send_http')).toEqual(['https://ads-api.x.com/12/measurement/conversions/o8z6j']);
    expect(permissions.get('read_event_data')).toContain('event_name');
    expect(declared).toEqual(expect.arrayContaining([...permissions.keys()]));
    expect(record.lines.filter((line) => lines.includes(line)).length).toBeGreaterThan(lines.length / 3);
  });

  it('of a template whose value contains itself gives a record that can be shown', async () => {
    const other = loadTemplate(
      templateText({ type: 'MACRO', code: 'const o = {};\no.o = o;\nreturn o;' }),
      {},
    );
    const { record } = await play(other.template, { ...inputs(), data: {} }, new Map());
    expect(JSON.stringify(record.returned)).toBe('{"o":"(itself)"}');
  });

  it.each(answers.map(({ id }) => id))('ends with exactly one outcome when the answer is %s', async (id) => {
    const { record } = await run({ replies: repliesFor(id, '', false) });
    expect(record.errors).toEqual([]);
    expect(record.signals).toEqual([id === 'success' ? 'success' : 'failure']);
    expect(reasonOf(record)).toBeTruthy();
  });

  it('of a template that piles up more than anyone reads gives what a page can draw', async () => {
    const code = `const log = require('logToConsole');
let text = 'a';
for (let i = 0; i < 18; i++) { text = text + text; }
for (let i = 0; i < 20; i++) { log(text); }
const get = require('sendHttpGet');
for (let i = 0; i < 30000; i++) { get('https://a.example/', {headers: {a: 'b'}}); }
data.gtmOnSuccess();`;
    const permissions = [
      permission('logging', { environments: 'all' }),
      permission('send_http', { allowedUrls: 'any' }),
    ];
    const other = loadTemplate(templateText({ code, permissions }));
    const { record } = await play(other.template, { ...inputs(), data: {} }, new Map());
    expect(record.requests).toHaveLength(1000);
    expect(record.logs).toHaveLength(20);
    expect(record.logs.join('').length).toBeLessThan(1_100_000);
    expect([record.outcome, record.errors]).toEqual(['success', []]);
    expect(record.warnings).toContain('Of 30000 requests the first 1000 are shown.');
  });

  it('of a form that would hold the page for seconds is refused, with the number of its fields or rows', () => {
    const field = (i: number) => ({ type: 'TEXT', name: `f${i}`, displayName: 'F', simpleValueType: true });
    const table = (rows: number) => [
      {
        type: 'SIMPLE_TABLE',
        name: 'rows',
        displayName: 'R',
        defaultValue: Array.from({ length: rows }, () => ({ a: 'x' })),
        simpleTableColumns: [{ name: 'a', type: 'TEXT', displayName: 'A', defaultValue: '' }],
      },
    ];
    const load = (parameters: NonNullable<Parameters<typeof templateText>[0]['parameters']>) => () =>
      loadTemplate(templateText({ code: 'data.gtmOnSuccess();', parameters }));
    expect(load(Array.from({ length: 2001 }, (_, i) => field(i)))).toThrow('the form has 2001 fields');
    expect(load(table(501))).toThrow('the table "rows" starts with 501 rows');
    expect(load(table(500))).not.toThrow();
  });

  it('is told what was chosen first and success afterwards', async () => {
    const { record } = await run({ replies: repliesFor('overCapacity', '', true) });
    expect(record.requests.map(({ answer }) => answer?.statusCode)).toEqual([503, 200]);
    expect(record.outcome).toBe('success');
  });

  it('tells the tag’s own warnings apart from its other log lines', async () => {
    expect(warningsOf(purchase.record)).toEqual([]);
    const { event_id: _event, transaction_id: _order, ...nameless } = exampleById('purchase')!.event;
    const { record } = await run({ event: nameless });
    expect(warningsOf(record)).toEqual([expect.stringContaining('no conversion_id')]);
    expect(
      warningsOf({ logs: ['Warning', '{"Type":"Warning"}', 'null', '{"Type":"Warning","Message":"m"}'] }),
    ).toEqual(['m']);
  });

  it('of every example says what became of it', async () => {
    const rows = ['purchase', 'lead', 'page_view', 'custom'].map((category) => ({
      category,
      eventId: 'o87ne',
    }));
    for (const { id, event } of examples) {
      const { record } = await run({ event, data: { ...settings, categoryEvents: rows } });
      expect([id, record.errors, record.signals.length, Boolean(reasonOf(record))]).toEqual([
        id,
        [],
        1,
        true,
      ]);
    }
  });
});

describe('the answers', () => {
  it('are those that a conversion can get, none of another request', () => {
    const labels = answers.map(({ label }) => label).join('\n');
    for (const [name, text] of Object.entries(errorTexts))
      if (
        /job|web event tag|midnight|Time cannot|end_time|time window|together|the query|this server/i.test(
          text.message,
        )
      )
        expect([name, OF_CONVERSIONS.includes(name as never)]).toEqual([name, false]);
    expect(labels).toContain('401 UNAUTHORIZED_ACCESS');
  });

  it('are each an error that the stand-in knows', () => {
    for (const name of OF_CONVERSIONS) expect(errorTexts[name].status).toBeGreaterThan(399);
    expect(new Set(OF_CONVERSIONS).size).toBe(OF_CONVERSIONS.length);
  });
});

describe('examples', () => {
  it('have ids of their own, and each is one event', () => {
    expect(new Set(examples.map(({ id }) => id)).size).toBe(examples.length);
    for (const { event } of examples) expect(typeof event.event_name).toBe('string');
  });

  it('hold every recommended event of the shop with its items', () => {
    for (const name of ['view_item', 'add_to_cart', 'begin_checkout', 'purchase', 'refund'])
      expect(exampleById(name)?.event.items).toBeInstanceOf(Array);
  });
});

describe('consent', () => {
  it.each(consentPresets.map((preset) => [preset.id, preset] as const))(
    'preset %s replaces what the event says and changes nothing else',
    (_id, preset) => {
      const system = 'x-sst-system_properties';
      const event = {
        event_name: 'x',
        'x-ga-gcs': 'G1--',
        'x-ga-mp2-gcd': '1',
        consent_state: {},
        [system]: { tft: '1', gcd: '13q3q3q3q5l1', consent: { consentGrantedState: { ad_storage: true } } },
      };
      const { event_name, [system]: rest, ...statements } = withConsent(event, preset);
      expect([event_name, rest]).toEqual(['x', { tft: '1' }]);
      expect(statements).toEqual({
        ...(preset.gcs && { 'x-ga-gcs': preset.gcs }),
        ...(preset.gcd && { 'x-ga-gcd': preset.gcd }),
        ...(preset.state && { consent_state: preset.state }),
      });
    },
  );

  it('decides whether the tag sends', async () => {
    const sent = async (id: string): Promise<number> => {
      const preset = consentPresets.find((item) => item.id === id)!;
      const event = withConsent(exampleById('purchase')!.event, preset);
      const { record } = await run({ event, data: { ...settings, consent: 'adStorageAndUserData' } });
      return record.requests.length;
    };
    expect(await sent('accepted')).toBe(1);
    expect(await sent('state-granted')).toBe(1);
    for (const id of [
      'none',
      'refused',
      'waiting',
      'withdrawn',
      'analytics',
      'no-user-data',
      'state-denied',
      'silent',
    ])
      expect([id, await sent(id)]).toEqual([id, 0]);
  });
});

describe('answers of one’s own', () => {
  it('come in turn, the last one again and again', async () => {
    const http = answering(
      repliesFor(OWN, '[{"reason":"timed_out"},{"statusCode":200,"body":{"a":1}}]', false),
    );
    const request = { method: 'POST', url: 'https://x.example', headers: {}, timeout: 1 };
    await expect(http(request)).rejects.toEqual({ reason: 'timed_out' });
    expect(await http(request)).toEqual({ statusCode: 200, headers: {}, body: '{"a":1}' });
    expect((await http(request)).statusCode).toBe(200);
  });

  it.each(['', '[]', '{}', '[1]', '{"statusCode":"200"}'])(
    'are refused when they cannot be read: %s',
    (text) => {
      expect(() => parseReplies(text)).toThrow(/Own answers/);
    },
  );
});

describe('the origin of an identifier', () => {
  const body = purchase.record.requests[0]!.request.body!;
  const named = (text: string, more: Partial<Inputs> = {}) =>
    originsOf(text, inputs(more)).map(({ path: at, before, raw, source }) => [
      at.split('.').at(-1),
      before,
      raw,
      source,
    ]);

  it('names what was hashed and where it came from', () => {
    expect(named(body)).toEqual([
      ['twclid', undefined, '2-4m8k1vq7zj0c5t', 'event page_location, parameter twclid'],
      ['hashed_email', 'jane.doe@example.com', ' Jane.Doe@Example.com ', 'event user_data.email_address'],
      ['hashed_phone_number', '+4915123456789', '+49 (0)151 2345-6789', 'event user_data.phone_number'],
      ['ip_address', undefined, '203.0.113.24', 'event ip_override'],
      ['user_agent', undefined, exampleById('purchase')!.event.user_agent, 'event user_agent'],
    ]);
  });

  it('is found for a national number by the country calling code of a field', async () => {
    const event = { ...exampleById('data-client')!.event };
    const data = { ...settings, countryCallingCode: '49' };
    const { record } = await run({ event, data });
    expect(named(record.requests[0]!.request.body!, { event, data })).toContainEqual([
      'hashed_phone_number',
      '+4915123456789',
      '0151 2345 6789',
      'event user_data.phone',
    ]);
  });

  it('of a value that was a hash already is that value', () => {
    const digest = 'AB'.repeat(32);
    const [origin] = originsOf(
      `{"hashed_email":"${digest.toLowerCase()}"}`,
      inputs({ event: { email: digest } }),
    );
    expect(origin).toMatchObject({ hashed: true, source: 'event email' });
    expect(origin).not.toHaveProperty('before');
  });

  it('of a hash made by other rules is left open', () => {
    const [origin] = originsOf(`{"em":"${'0'.repeat(64)}"}`, inputs());
    expect(origin).toEqual({ path: 'em', sent: '0'.repeat(64), hashed: true });
  });

  it('may be a cookie, encoded or JSON', () => {
    const cookies = { _twclid: [encodeURIComponent('{"twclid":"2-abc"}')] };
    expect(named('{"identifiers":[{"twclid":"2-abc"}]}', { cookies, event: {}, data: {} })).toEqual([
      ['twclid', undefined, '2-abc', 'cookie _twclid'],
    ]);
  });

  it('is empty for a body that is no JSON', () => {
    expect(originsOf('a=1', inputs())).toEqual([]);
  });

  it('tries every form of any text without failing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(formsOf(text, ['49'])).toContain(text);
      }),
    );
  });
});

describe('a scenario', () => {
  it('opens with its fields, event, clock and answers, and runs to the same request', async () => {
    const { name } = template.tests.scenarios[0]!;
    const found = (await inputsOf(template, name))!;
    expect(found.data).toMatchObject({ pixelId: 'o8z6j' });
    expect(found.replies).toMatchObject([{ statusCode: 200 }]);
    const { record } = await run({
      data: found.data,
      event: found.event,
      clock: found.now,
      replies: found.replies.map((reply) => () => reply),
    });
    const [conversion] = JSON.parse(record.requests[0]!.request.body!).conversions;
    expect(conversion.conversion_time).toBe(new Date(found.now!).toISOString());
    expect(conversion.conversion_id).toBe(found.event.transaction_id);
    expect(conversion.contents).toHaveLength((found.event.items as unknown[]).length);
  });

  it('of every kind can be opened', async () => {
    for (const { name } of template.tests.scenarios)
      expect([name, await inputsOf(template, name)]).not.toEqual([name, undefined]);
  });

  it('that does not exist cannot be opened', async () => {
    expect(await inputsOf(template, 'no such scenario')).toBeUndefined();
  });
});

/** Arbitrary events, settings and answers together: 600 of them, 100,000 at full count. */
import * as fc from 'fast-check';
import { type HttpRequest, type RunRecord, runTemplate, type World } from 'sgtm-toolkit/sandbox';
import { load } from 'sgtm-toolkit/sandbox/loaded';
import { describe, expect, it } from 'vitest';
import { runs } from '../counts.ts';
import { encode } from '../x-server/client.ts';
import { cookies, events, headers, PLANTED_HASH, SECRET } from './arbitrary.ts';
import { ECHO, replies } from './arbitrary-replies.ts';
import { settings } from './arbitrary-settings.ts';
import { CREDENTIALS, type Data, inProcess, leaks, purchase, template, templateText } from './harness.ts';
import { AWKWARD, play, processorTime, SECRETS, SETTINGS, SIGNED } from './play.ts';

const fileLines = templateText.split('\n');
const RUNS = runs(600, 100_000);

/** The ways in which a credential may be repeated. */
const FORMS: ((secret: string) => string)[] = [
  (secret) => secret,
  encode,
  encodeURIComponent,
  (secret) => encode(encode(secret)),
  (secret) => encodeURIComponent(secret).replace(/%../g, (byte) => byte.toLowerCase()),
];

/** A value with what is planted in its texts put in; in JSON text it is escaped, now and then with what HTML does without. */
function withPlanted<T>(value: T, secret: string, isJson = false): T {
  if (typeof value === 'string') {
    const text = isJson
      ? JSON.stringify(secret).slice(1, -1).replaceAll('<', '\\u003c').replaceAll('/', '\\/')
      : secret;
    return value.split(SECRET).join(text) as T;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withPlanted(inner, secret)]),
  ) as T;
}

/** What is left of something planted when it is cut: more than a line may show. */
const PARTS = [...SECRETS, ...AWKWARD]
  .map((secret) => secret.slice(0, 12))
  .concat('jane.doe', PLANTED_HASH.slice(0, 12));

describe('whatever comes together', () => {
  it(
    'is one outcome with a reason, without a leak, and with a body X takes or none',
    async () => {
      const seen = { sent: 0, success: 0, failure: 0 };
      const reached = new Set<number>();
      const kept = new Map<string, unknown>();
      await play(purchase(), SIGNED, { storage: kept });
      const property = async (
        event: Data,
        given: Data,
        world: World,
        [secretAt, form]: [number, number],
        answers: (typeof replies extends fc.Arbitrary<infer T> ? T : never)[],
      ): Promise<RunRecord> => {
        const secrets = [...CREDENTIALS, 'pixelToken'].map((name) => given[name]);
        const known = secrets.filter((text) => [...SECRETS, ...AWKWARD].includes(text as string)) as string[];
        const secret = known.length > 0 ? FORMS[form]!(known[secretAt % known.length]!) : '';
        // A credential that the tag does not use is kept out of what is told, not out of what is sent.
        const used =
          given.authMethod === 'oauth1' ? CREDENTIALS.map((name) => given[name]) : [given.pixelToken];
        const inUse = used.includes(known[secretAt % known.length]) ? secret : '';
        const { http } = inProcess(SIGNED);
        let turn = 0;
        const { record, reason } = await play(
          {
            ...event,
            event_name: withPlanted(event.event_name, secret),
            user_agent:
              typeof event.user_agent === 'string' ? withPlanted(event.user_agent, inUse) : event.user_agent,
          },
          given,
          {
            ...world,
            headers: withPlanted(world.headers ?? {}, secret),
            http: async (request: HttpRequest) => {
              const answer = answers[turn++ % answers.length]!;
              if (answer === 'stand-in') return http(request);
              if ('reason' in answer) throw answer;
              const body = answer.body.replace(ECHO, JSON.stringify(request.headers).replaceAll('"', "'"));
              return {
                statusCode: answer.statusCode,
                headers: withPlanted(answer.headers, secret),
                body: withPlanted(body, secret, body.startsWith('{')),
              };
            },
          },
        );
        expect(reason).not.toBe('');
        expect(leaks(record, PARTS)).toEqual([]);
        expect(record.requests.length).toBeLessThanOrEqual(given.sendMode === 'checkOnly' ? 0 : 4);
        if (record.outcome === 'success' && given.respondEarly !== true && record.requests.length > 0) {
          const { answer } = record.requests.at(-1)!;
          expect(JSON.parse(answer!.body)).toMatchObject({ data: { conversions_processed: 1 } });
        }
        return record;
      };
      await fc.assert(
        fc.asyncProperty(
          events,
          settings,
          cookies,
          headers,
          fc.boolean(),
          fc.tuple(fc.nat(), fc.nat({ max: FORMS.length - 1 })),
          fc.array(replies, { minLength: 1, maxLength: 4 }),
          async (event, given, cookie, header, warm, secret, answers) => {
            const world: World = {
              cookies: cookie as NonNullable<World['cookies']>,
              headers: header,
              storage: new Map(warm ? kept : []),
            };
            const record = await property(event, given, world, secret, answers);
            for (const line of record.lines) reached.add(line);
            seen.sent += Math.min(record.requests.length, 1);
            seen.success += record.outcome === 'success' ? 1 : 0;
            seen.failure += record.outcome === 'failure' ? 1 : 0;
          },
        ),
        { numRuns: RUNS },
      );
      // The property says nothing of code that is not run.
      const { lines } = load(template).program;
      const missed = lines.filter((line) => !reached.has(line)).map((line) => fileLines[line - 1]!.trim());
      expect(missed.length / lines.length, missed.join('\n')).toBeLessThan(RUNS < 100_000 ? 0.1 : 0.01);
      // The property says little when hardly anything is sent.
      expect(seen.sent).toBeGreaterThan(RUNS / 10);
      expect(seen.success).toBeGreaterThan(100);
      expect(seen.failure).toBeGreaterThan(100);
    },
    60_000 + RUNS * 60,
  );
});

/** Parts that long texts are made of. */
const part = fc.oneof(
  fc.constantFrom(
    ';phone',
    '@',
    'a@',
    '%40',
    'a.',
    '.a@a',
    '-',
    ' ',
    '1',
    ',',
    '{{',
    '?twclid=',
    '"',
    '(0)',
    'a',
    '=1&tel=1',
  ),
  fc.string({ minLength: 1, maxLength: 5 }),
);

/** Where a long text may stand: key of the event, row, cookie, setting, answer. */
const PLACES: Record<string, (text: string) => [event: Data, settings: Data, world: World]> = {
  page: (text) => [{ page_location: `https://shop.example/?${text}` }, {}, {}],
  referrer: (text) => [
    { page_location: undefined },
    {},
    { headers: { referer: `https://shop.example/?${text}` } },
  ],
  agent: (text) => [{ user_agent: text }, {}, {}],
  'agent beside an address': (text) => [
    { user_agent: text, items: [{ item_id: 'a@b.example', price: 1 }], value: undefined },
    {},
    {},
  ],
  name: (text) => [{ event_name: text }, { otherEvents: 'send', defaultEventId: 'o87ne' }, {}],
  id: (text) => [{ transaction_id: text, event_id: text }, {}, {}],
  amount: (text) => [{ value: text, currency: text, event_time: text }, {}, {}],
  items: (text) => [{ items: [{ item_id: text, item_name: text, price: text, quantity: text }] }, {}, {}],
  person: (text) => [{ user_data: { email_address: text, phone_number: text }, ip_override: text }, {}, {}],
  consent: (text) => [
    { 'x-ga-gcd': text, consent_state: { ad_storage: text } },
    { consent: 'adStorage' },
    {},
  ],
  row: (text) => [
    {},
    {
      conversionData: [
        { name: 'note', value: text },
        { name: text, value: 'a@b.example' },
      ],
    },
    {},
  ],
  url: (text) => [
    {},
    { conversionData: [{ name: 'event_source_url', value: `https://a.example/?${text}` }] },
    {},
  ],
  cookie: (text) => [
    { page_location: undefined },
    {},
    { cookies: { _twclid: [text, `{"twclid":"${text}"}`] } },
  ],
  pixel: (text) => [{}, { pixelId: text }, {}],
  token: (text) => [{}, { pixelToken: text }, {}],
  event: (text) => [{}, { categoryEvents: [{ category: 'purchase', eventId: text }] }, {}],
  answer: (text) => [{}, {}, { http: async () => ({ statusCode: 400, headers: {}, body: text }) }],
  error: (text) => [
    {},
    {},
    {
      http: async () => ({
        statusCode: 401,
        headers: { 'x-api-warn': text, date: text },
        body: JSON.stringify({ errors: [{ code: text, message: text, parameter: text }] }),
      }),
    },
  ],
};

describe('the cost of a run', () => {
  it('grows no faster than a text that is in it, wherever and whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(PLACES)), part, async (place, repeated) => {
        const timeOf = (length: number, times: number): Promise<number> => {
          const [event, given, world] = PLACES[place]!(repeated.repeat(Math.ceil(length / repeated.length)));
          return processorTime(
            () => runTemplate(template, { ...SETTINGS, ...given }, { eventData: purchase(event), ...world }),
            times,
          );
        };
        // Below this the clock says nothing; what is quadratic takes far longer.
        if ((await timeOf(6000, 1)) < 20) return;
        let isLinear = false;
        // Asked again before it counts, for a machine may be busy.
        for (let attempt = 0; attempt < 4 && !isLinear; attempt += 1) {
          const [once, twice, fourTimes] = [
            await timeOf(1500, 5),
            await timeOf(3000, 5),
            await timeOf(6000, 5),
          ];
          isLinear = twice <= 3 * once && fourTimes <= 3 * twice;
        }
        expect(isLinear).toBe(true);
      }),
      { numRuns: runs(150, 5000), endOnFailure: true },
    );
  }, 600_000);
});

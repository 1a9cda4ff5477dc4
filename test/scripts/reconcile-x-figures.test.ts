/** X's answers read and added up: whatever their shape, nothing is lost, counted twice or believed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figuresOf } from '../../scripts/reconcile/x-figures.ts';
import { readSaved, writeSaved } from '../../scripts/reconcile/x-file.ts';
import { readStatistics, TYPE_OF_METRIC, XDataError } from '../../scripts/reconcile/x-statistics.ts';
import { runs } from '../counts.ts';
import { sample, saved, segment } from './reconcile-x-samples.ts';
import { folder } from './replay-setup.ts';

describe('figures', () => {
  test('have the days, sums and exact amounts of the answer, and say what is missing and left out', () => {
    const { entries, notes, start, end } = figuresOf(saved([sample()]), 'stats.json', 'UTC');
    expect([start, end]).toEqual(['2026-11-01', '2026-11-03']);
    expect(entries).toEqual([
      {
        day: '2026-11-01',
        eventId: 'tw-o8z6j-oq7x2',
        name: 'Order paid',
        attributed: 3,
        postEngagement: 2,
        postView: 1,
        amount: '149.97',
      },
      expect.objectContaining({ day: '2026-11-02', attributed: 1, amount: '49.990001' }),
    ]);
    expect(notes).toContain("X's figures lack the placement SPOTLIGHT, TREND, so they are not the whole.");
    expect(notes.at(-2)).toContain('auto_created_conversion_session');
  });

  test('of a day keep its date in whatever zone the account is', () => {
    for (const start_time of [
      '2026-10-31T23:00:00Z',
      '2026-11-01T00:00:00+01:00',
      '2026-11-01T00:00:00-07:00',
    ])
      expect(figuresOf(saved([sample({}, { start_time })]), 'a', 'UTC').entries[0]?.day).toBe('2026-11-01');
  });

  test('of the whole time have no day', () => {
    const params = { granularity: 'TOTAL', end_time: '2026-11-03T00:00:00Z' };
    const metrics = { conversion_purchases: { metric: [4] } };
    const total = {
      ...segment({ segment_name: 'x', segment_value: 'oq7x2' }, metrics),
      time_series_length: 1,
    };
    const { entries, end } = figuresOf(
      saved([{ ...total, request: sample({}, params).request }]),
      'a',
      'UTC',
    );
    expect([entries[0]?.day, entries[0]?.attributed, entries[0]?.amount, end]).toEqual([
      undefined,
      4,
      undefined,
      '2026-11-03',
    ]);
  });

  test.each<[string, unknown, string, string]>([
    ['its id', { segment_name: '', segment_value: 'oq7x2' }, 'tw-o8z6j-oq7x2', 'Order paid'],
    ['its long id', { segment_value: 'tw-o8z6j-oq7x2' }, 'tw-o8z6j-oq7x2', 'Order paid'],
    ['its name', { segment_name: 'Order paid' }, 'tw-o8z6j-oq7x2', 'Order paid'],
    ['a deleted one by its id', { segment_value: 'old11' }, 'tw-o8z6j-old11', 'Old order'],
    ['none by the name of a deleted one', { segment_name: 'Old order' }, '', 'Old order'],
    ['none by a name that two have', { segment_name: 'Cart' }, '', 'Cart'],
    [
      'none that is known',
      { segment_name: 'of jane@example.com\u0007', segment_value: '9' },
      '',
      'of (e-mail address)',
    ],
    ['none, and no person is shown', { segment_name: 'call +49 151 23456789' }, '', 'call (phone number)'],
    ['none without a segment', null, '', 'PURCHASE'],
  ])('belong to an event by %s', (_, value, eventId, name) => {
    const { entries, notes } = figuresOf(saved([segment(value)]), 'a', 'UTC');
    expect([entries[0]?.eventId, entries[0]?.name, entries[0]?.attributed]).toEqual([eventId, name, 3]);
    expect(notes.some((note) => note.includes(`no event of the account, or of several: ${name}`))).toBe(
      eventId === '',
    );
  });

  test('of another metric than that of the event are told, not counted', () => {
    const metrics = { conversion_purchases: { metric: [1, 0] }, conversion_searches: { metric: [9, 0] } };
    const { entries, notes } = figuresOf(saved([segment({ segment_value: 'oq7x2' }, metrics)]), 'a', 'UTC');
    expect(entries.map(({ attributed }) => attributed)).toEqual([1]);
    expect(notes.join(' ')).toContain('conversion_searches of tw-o8z6j-oq7x2');
  });

  test('by event that do not add up to the total say so', () => {
    const plain = sample({}, { segmentation_type: undefined });
    const { notes, entries } = figuresOf(
      saved([
        sample(),
        {
          ...plain,
          data: [
            {
              id: '8fgzf',
              id_data: [{ segment: null, metrics: { conversion_purchases: { metric: [5, 0] } } }],
            },
          ],
        },
      ]),
      'a',
      'UTC',
    );
    expect(entries.map(({ attributed }) => attributed)).toEqual([3, 1]);
    expect(notes.join(' ')).toContain('PURCHASE: 4 by event, 5 in total');
  });

  test('by event that are zeros give way to the total', () => {
    const metrics = (metric: number[]) => ({ conversion_purchases: { metric } });
    const { entries } = figuresOf(
      saved([
        segment({ segment_value: 'oq7x2' }, metrics([0, 0])),
        {
          ...sample({ data: [{ id: '8fgzf', id_data: [{ segment: null, metrics: metrics([5, 0]) }] }] }),
          request: sample({}, { segmentation_type: null }).request,
        },
      ]),
      'a',
      'UTC',
    );
    expect(entries.map(({ eventId, attributed }) => [eventId, attributed])).toEqual([['tw-o8z6j-oq7x2', 5]]);
  });

  test('are never counted twice', () => {
    const later = (start_time: string) => sample({}, { start_time });
    expect(() => figuresOf(saved([sample(), sample()]), 'stats.json', 'UTC')).toThrow(
      'stats.json has figures of campaign 8fgzf and placement ALL_ON_TWITTER twice for 2026-11-01T00:00:00.000Z. Give each answer of X once.',
    );
    expect(() => figuresOf(saved([later('2026-11-02T00:00:00Z'), sample()]), 'a', 'UTC')).toThrow('twice');
    const other = [later('2026-11-03T00:00:00Z'), sample({}, { placement: 'TREND' })];
    expect(figuresOf(saved([sample(), ...other]), 'a', 'UTC').entries).toHaveLength(4);
  });
});

const metricNames = Object.keys(TYPE_OF_METRIC);
const number = fc.nat({ max: 1000 });

test('any figures of campaigns, hours and events add up to themselves, in whatever order and zone', () => {
  const row = fc.record({
    campaign: fc.constantFrom('c1', 'c2', 'c3'),
    hour: fc.integer({ min: 0, max: 71 }),
    metric: fc.constantFrom(...metricNames),
    event: fc.constantFrom('e1', 'e2'),
    engagement: number,
    view: number,
    amount: fc.nat({ max: 10 ** 12 }),
  });
  const zone = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'Asia/Kolkata',
    'America/St_Johns',
    'Pacific/Kiritimati',
  );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), zone, fc.boolean(), (rows, where, bySegment) => {
      const events = metricNames.flatMap((metric, i) =>
        ['e1', 'e2'].map((event) => ({
          id: `${event}x${i}`,
          name: `${event} ${metric}`,
          type: TYPE_OF_METRIC[metric]!,
          pixel: 'o8z6j',
          deleted: !bySegment && event === 'e2',
        })),
      );
      const idOf = ({ event, metric }: { event: string; metric: string }) =>
        `${event}x${metricNames.indexOf(metric)}`;
      const series = (own: typeof rows, of: (row: (typeof rows)[number]) => number) =>
        Array.from({ length: 72 }, (_, hour) =>
          own.filter((entry) => entry.hour === hour).reduce((sum, entry) => sum + of(entry), 0),
        );
      const part = (own: typeof rows, segmentOf: unknown) => ({
        segment: segmentOf,
        metrics: Object.fromEntries(
          metricNames.map((metric) => {
            const rest = own.filter((entry) => entry.metric === metric);
            return [
              metric,
              rest.length === 0
                ? { metric: null }
                : {
                    metric: series(rest, ({ engagement, view }) => engagement + view),
                    post_engagement: series(rest, ({ engagement }) => engagement),
                    post_view: series(rest, ({ view }) => view),
                    sale_amount: series(rest, ({ amount }) => amount),
                  },
            ];
          }),
        ),
      });
      const data = [...new Set(rows.map(({ campaign }) => campaign))].map((id) => {
        const own = rows.filter(({ campaign }) => campaign === id);
        const ids = [...new Set(own.map(idOf))];
        return {
          id,
          id_data: bySegment
            ? ids.map((event) =>
                part(
                  own.filter((entry) => idOf(entry) === event),
                  { segment_name: 'any', segment_value: event },
                ),
              )
            : [part(own, null)],
        };
      });
      const answer = {
        ...sample({ data, time_series_length: 72 }, { granularity: 'HOUR' }),
        ...(bySegment
          ? {}
          : { request: { params: { start_time: '2026-11-01T00:00:00Z', granularity: 'HOUR' } } }),
      };
      const { entries } = figuresOf(saved([answer], { events }), 'a', where);
      const all = (of: (entry: (typeof entries)[number]) => number) =>
        entries.reduce((sum, entry) => sum + of(entry), 0);
      const given = (of: (row: (typeof rows)[number]) => number) =>
        rows.reduce((sum, entry) => sum + of(entry), 0);
      expect(all(({ attributed }) => attributed)).toBe(given(({ engagement, view }) => engagement + view));
      expect(all(({ postView }) => postView)).toBe(given(({ view }) => view));
      expect(all(({ amount = '0' }) => Math.round(Number(amount) * 1e6))).toBe(given(({ amount }) => amount));
      for (const { day, eventId, attributed } of entries) {
        const own = rows.filter((entry) => {
          const at = Date.parse('2026-11-01T00:30:00Z') + entry.hour * 3_600_000;
          const shown = new Intl.DateTimeFormat('en-CA', { timeZone: where }).format(at);
          const isEvent = bySegment
            ? `tw-o8z6j-${idOf(entry)}` === eventId
            : eventId.endsWith(`x${metricNames.indexOf(entry.metric)}`);
          return shown === day && isEvent;
        });
        expect(attributed).toBe(own.reduce((sum, { engagement, view }) => sum + engagement + view, 0));
      }
    }),
    { numRuns: runs(40, 600) },
  );
});

describe('an answer that is not X’s', () => {
  const list = (key: string, value: unknown) =>
    segment({ segment_value: 'oq7x2' }, { conversion_purchases: { [key]: value } });
  test.each<[unknown, string]>([
    [null, 'one JSON object'],
    [[], 'one JSON object'],
    [sample({ data_type: 'x' }), '"data_type": "stats", got "x"'],
    [sample({ request: {} }), 'the request with its params'],
    [sample({}, { granularity: 'WEEK' }), 'granularity HOUR, DAY or TOTAL, got "WEEK"'],
    [sample({}, { start_time: '2026-13-01T00:00:00Z' }), 'a start_time'],
    [sample({}, { start_time: 1 }), 'a start_time, got 1'],
    [sample({}, { granularity: 'TOTAL' }), 'an end_time, got nothing'],
    [sample({}, { granularity: 'TOTAL', end_time: '2026-10-01T00:00:00Z' }), 'an end_time after'],
    [sample({}, { placement: ['TREND'] }), 'one placement'],
    [sample({ time_series_length: 1e9 }), 'a time_series_length from 1 to'],
    [sample({ data: {} }), 'a list of data'],
    [sample({ data: [{ id: 1 }] }), 'an id and id_data'],
    [sample({ data: [sample().data[0], sample().data[0]] }), 'each id once, got "8fgzf"'],
    [sample({ data: [{ id: 'a', id_data: [{ segment: null }] }] }), 'metrics in each'],
    [segment('Order paid'), 'a segment with'],
    [segment({ segment_value: 1 }), 'a segment with'],
    [
      segment({ segment_value: 'a' }, { conversion_purchases: [1, 2] }),
      'an object of lists in conversion_purchases',
    ],
    [list('metric', [1]), 'a list of 2 for metric'],
    [list('metric', [1, -1]), 'whole numbers for metric'],
    [list('metric', [1, '1']), 'whole numbers for metric'],
    [list('sale_amount', [1, 2 ** 60]), 'whole numbers for sale_amount'],
    [list('post_view', { length: 2 }), 'a list of 2 for post_view'],
  ])('is refused with what was expected: %#', (answer, expected) => {
    expect(() => readStatistics(answer, 'stats.json')).toThrow(`stats.json must have ${expected}`);
  });

  test('leads to figures or to a sentence, whatever one value in it is', () => {
    const change = fc.tuple(fc.nat(), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const answer: unknown = JSON.parse(JSON.stringify(sample()));
        for (const [place, value] of changes) replaceAt(answer, place, value);
        try {
          const { entries, notes } = figuresOf(saved([answer]), 'stats.json', 'UTC');
          for (const { attributed } of entries) expect(attributed).toBeGreaterThanOrEqual(0);
          for (const note of notes) expect(note).not.toMatch(/\p{Cc}/u);
        } catch (error) {
          expect(error).toBeInstanceOf(XDataError);
          expect((error as Error).message).toMatch(/^stats\.json \P{Cc}{1,300}\.$/u);
        }
      }),
      { numRuns: runs(300, 20_000) },
    );
  });
});

/** Puts a value in one of the places of a tree. */
function replaceAt(tree: unknown, place: number, value: unknown): void {
  const places: [Record<string, unknown>, string][] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key]);
      walk((node as Record<string, unknown>)[key]);
    }
  };
  walk(tree);
  const [node, key] = places[place % places.length] ?? [{}, ''];
  node[key] = value;
}

describe('a file', () => {
  const file = (content: string | Uint8Array): string => {
    const path = join(folder(), 'stats.json');
    writeFileSync(path, content);
    return path;
  };
  const kept = saved([sample()], {
    account: '18ce552mlaq',
    start: '2026-11-01T00:00:00.000Z',
    end: '2026-11-03T00:00:00.000Z',
  });
  test('is one answer, a list of them, the gzip file of a job, or what was kept', () => {
    const one = { ...saved([sample()]), currency: '', events: [] };
    for (const content of [sample(), [sample()]]) {
      const text = JSON.stringify(content);
      expect(readSaved(file(text))).toEqual(one);
      expect(readSaved(file(gzipSync(text)))).toEqual(one);
    }
    const path = file('');
    writeSaved(path, kept);
    expect(readSaved(path)).toEqual(kept);
  });

  const format = (change: Record<string, unknown>) =>
    JSON.stringify({ format: 'x-statistics', version: 1, ...kept, ...change });
  test.each<[string | Uint8Array, string]>([
    ['', 'must be JSON, and it is not.'],
    ['1', 'must be a JSON object or a list of them.'],
    ['[]', 'must be a list that is not empty.'],
    [format({ version: 2 }), 'must be of format x-statistics and version 1.'],
    [format({ account: '../a' }), 'must have an ads account.'],
    [format({ currency: 'euro' }), 'must have a currency of three letters.'],
    [format({ end: '2026-11-01T00:00:00.000Z' }), 'must have a start and an end after it.'],
    [format({ statistics: {} }), 'must have a list of statistics.'],
    [format({ events: [{ id: 'a' }] }), 'must have a list of events.'],
    [new Uint8Array([0x1f, 0x8b, 1]), 'begins like gzip and cannot be unpacked'],
    [new Uint8Array([0xff]), 'is not UTF-8.'],
  ])('%j is refused', (content, message) => {
    expect(() => readSaved(file(content))).toThrow(message);
  });
});

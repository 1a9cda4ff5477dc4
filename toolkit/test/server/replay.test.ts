/** Recorded requests, read and replayed. */
import { describe, expect, it } from 'vitest';
import { handle } from '../../server/handle.ts';
import { HitsError, readHits } from '../../server/hits.ts';
import { addRequest, differences, emptyReport } from '../../server/replay-report.ts';
import { exported, hit, hostOf, serve, tpl } from './exports.ts';

const URL_LINE = 'https://gtm.example.com/g/collect?v=2&tid=G-1&cid=1.2&en=purchase';

describe('recorded requests', () => {
  it('are read of URLs, one a line', () => {
    expect(readHits(`# comment\r\n\r\n${URL_LINE}\n/g/collect?v=2#x\n`)).toEqual([
      {
        method: 'GET',
        path: '/g/collect',
        query: 'v=2&tid=G-1&cid=1.2&en=purchase',
        headers: { host: 'gtm.example.com' },
      },
      { method: 'GET', path: '/g/collect', query: 'v=2', headers: {} },
    ]);
  });

  it('are read of a HAR', () => {
    const request = {
      method: 'POST',
      url: URL_LINE,
      headers: [
        { name: ':authority', value: 'x' },
        { name: 'User-Agent', value: 'B/1' },
      ],
      postData: { text: 'en=a\r\nen=b' },
    };
    expect(readHits(JSON.stringify({ log: { entries: [{ request }] } }))).toEqual([
      {
        method: 'POST',
        path: '/g/collect',
        query: 'v=2&tid=G-1&cid=1.2&en=purchase',
        headers: { host: 'gtm.example.com', 'user-agent': 'B/1' },
        body: 'en=a\r\nen=b',
      },
    ]);
  });

  it('are read of a HAR whose browser takes cookies out of the headers, and which has more than hits', () => {
    const cookies = [
      { name: '_twclid', value: 'a%20b' },
      { name: 'FPID', value: 'c' },
    ];
    const entries = [
      { request: { method: 'GET', url: 'wss://a.example/socket', headers: [] } },
      { request: { method: 'GET', url: 'data:image/gif;base64,R0lGOD', headers: [] } },
      { request: { method: 'GET', url: '/g/collect', headers: [], cookies } },
      { request: { method: 'GET', url: '/g/collect', headers: [{ name: 'Cookie', value: 'x=y' }], cookies } },
    ];
    expect(readHits(JSON.stringify({ log: { entries } })).map(({ headers }) => headers)).toEqual([
      { cookie: '_twclid=a%20b; FPID=c' },
      { cookie: 'x=y' },
    ]);
  });

  it('are read of a HAR that has a form as the list of its fields', () => {
    const params = [{ name: 'en', value: 'a&b c' }, { name: 'empty' }, 'x'];
    const bodyOf = (postData: unknown) =>
      readHits(
        JSON.stringify({ log: { entries: [{ request: { method: 'POST', url: '/form', postData } }] } }),
      )[0]!.body;
    expect(bodyOf({ params })).toBe('en=a%26b+c&empty=');
    expect(bodyOf({ params, text: 'en=whole' })).toBe('en=whole');
    expect(bodyOf({ params: [] })).toBeUndefined();
  });

  it('are read of a log, as they came in', async () => {
    const incoming = hit('page_view', {}, { body: 'en=b', method: 'POST' });
    const { lines } = await serve({}, incoming);
    expect(readHits(lines.map((line) => JSON.stringify(line)).join('\n'))).toEqual([incoming]);
  });

  it.each(['', '# nothing', 'not a url', '{"kind": "hit"}', '{"log": {"entries": [{}]}}', '{broken'])(
    '%j are none',
    (text) => {
      expect(() => readHits(text)).toThrow(HitsError);
    },
  );
});

describe('a report', () => {
  const code = tpl(
    'TAG',
    "require('sendHttpGet')('https://a.example/').then((r) => { if (r.statusCode < 400) { data.gtmOnSuccess(); } else { require('logToConsole')('refused'); data.gtmOnFailure(); } });",
  );
  const parts = {
    templates: { '1': code },
    trigger: [
      {
        name: 'Buys',
        type: 'CUSTOM_EVENT',
        customEventFilter: [
          {
            type: 'EQUALS',
            parameter: [
              { type: 'TEMPLATE', key: 'arg0', value: '{{_event}}' },
              { type: 'TEMPLATE', key: 'arg1', value: 'purchase' },
            ],
          },
        ],
      },
    ],
    tag: [
      { name: 'A', type: 'cvt_2_1', firingTriggerId: ['1'] },
      { name: 'B', type: 'cvt_2_1' },
    ],
  };
  const replayed = async (statusCode: number) => {
    const host = hostOf(parts, async () => ({ statusCode, headers: {}, body: '' }));
    const report = emptyReport(host.container.tags.map(({ name }) => name));
    for (const incoming of [...readHits(`${URL_LINE}\n/x`), hit('__proto__'), hit('constructor')])
      addRequest(report, await handle(host, incoming, () => undefined), host.secrets.mask);
    return report;
  };

  it('says for each tag what fired, was sent, was refused, and why not', async () => {
    expect(exported(parts)).toContain('Buys');
    const report = await replayed(403);
    expect(report).toMatchObject({ requests: 4, unclaimed: 1 });
    expect(Object.entries(report.events)).toEqual([
      ['purchase', 1],
      ['__proto__', 1],
      ['constructor', 1],
    ]);
    expect(report.tags).toEqual({
      A: {
        fired: 1,
        outcomes: { failure: 1 },
        sent: 0,
        refused: 1,
        reasons: { refused: 1, 'trigger "Buys": {{_event}} EQUALS purchase does not hold': 2 },
      },
      B: { fired: 0, outcomes: {}, sent: 0, refused: 0, reasons: { 'it has no trigger': 3 } },
    });
  });

  it('has no time in it, though a reason tells one', async () => {
    const trace = await handle(hostOf(parts), readHits(URL_LINE)[0]!, () => undefined);
    const tag = trace.events[0]!.tags[0]!;
    const counted = ['2026-11-28T06:53:33.849Z', '2026-11-29T07:00:00Z'].map((time) => {
      const report = emptyReport([tag.name]);
      const events = [{ ...trace.events[0]!, tags: [{ ...tag, why: `refused: {"at":"${time}"}` }] }];
      addRequest(report, { ...trace, events }, (text) => text);
      return report.tags[tag.name]!.reasons;
    });
    expect(counted).toEqual([{ 'refused: {"at":"(time)"}': 1 }, { 'refused: {"at":"(time)"}': 1 }]);
  });

  it('is the same each time, and differs where something has changed', async () => {
    const before = JSON.parse(JSON.stringify(await replayed(200)));
    expect(differences(before, JSON.parse(JSON.stringify(await replayed(200))))).toEqual([]);
    expect(differences(before, await replayed(500))).toEqual([
      'tags.A.outcomes.success: expected 1, got undefined',
      'tags.A.outcomes.failure: expected undefined, got 1',
      'tags.A.sent: expected 1, got 0',
      'tags.A.refused: expected 0, got 1',
      'tags.A.reasons.refused: expected undefined, got 1',
    ]);
  });
});

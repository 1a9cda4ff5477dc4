/** Kinds of variables, built-in ones, and what becomes of values that are late, wrong or in a circle. */
import { describe, expect, it } from 'vitest';
import { handle } from '../../server/handle.ts';
import type { Incoming } from '../../server/request.ts';
import { condition, empty200, hit, hostOf, parameter, serve, tpl } from './exports.ts';

const dump = tpl(
  'TAG',
  "require('logToConsole')(require('JSON').stringify({value: data.value}), typeof data.value); data.gtmOnSuccess();",
);

interface Given {
  values?: Record<string, string>;
  incoming?: Partial<Incoming>;
  variables?: Record<string, unknown>[];
  templates?: Record<string, string>;
}

/** The value that a tag gets for a reference, as JSON, and its type. */
async function givenFor(
  reference: string,
  { values, incoming, variables = [], templates = {} }: Given,
): Promise<string> {
  const { trace } = await serve(
    {
      templates: { '1': dump, ...templates },
      variable: variables,
      trigger: [{ name: 'All', type: 'ALWAYS' }],
      tag: [{ name: 'A', type: 'cvt_2_1', firingTriggerId: ['1'], parameter: { value: reference } }],
    },
    hit('page_view', values, incoming),
  );
  return trace.console.find(({ by }) => by === 'tag "A"')!.text;
}

const variable = (type: string, parameters: Record<string, unknown>, rest = {}) => [
  { name: 'v', type, parameter: parameters, ...rest },
];
const rows = (...pairs: [string, string][]) => pairs.map(([key, value]) => ({ key, value }));

describe('a variable of the kind', () => {
  it.each([
    ['ed, typed', variable('ed', { keyPath: 'value' }), '{"value":5} number'],
    ['ed, nested', variable('ed', { keyPath: 'a.b' }), '{"value":"deep"} string'],
    ['ed without value', variable('ed', { keyPath: 'no' }), '{} undefined'],
    [
      'ed with default',
      variable('ed', { keyPath: 'no', setDefaultValue: true, defaultValue: 'd' }),
      '{"value":"d"} string',
    ],
    ['ed of a prototype', variable('ed', { keyPath: 'constructor.name' }), '{} undefined'],
    ['c', variable('c', { value: 'x{{Event Name}}' }), '{"value":"xpage_view"} string'],
    ['rh', variable('rh', { headerName: 'X-Test' }), '{"value":"h"} string'],
    [
      'smm',
      variable('smm', { input: '{{Event Name}}', map: rows(['x', '1'], ['page_view', '2']) }),
      '{"value":"2"} string',
    ],
    [
      'smm without a match',
      variable('smm', { input: 'q', map: rows(['x', '1']), setDefaultValue: true, defaultValue: 'd' }),
      '{"value":"d"} string',
    ],
    ['remm', variable('remm', { input: 'Abc', map: rows(['b', '1']) }), '{"value":"1"} string'],
    [
      'remm, full',
      variable('remm', { input: 'abc', fullMatch: true, map: rows(['b', '1'], ['a.c', '2']) }),
      '{"value":"2"} string',
    ],
    [
      'remm, replaced',
      variable('remm', { input: 'a-b', replaceAfterMatch: true, map: rows(['(a)-(b)', '$2$1']) }),
      '{"value":"ba"} string',
    ],
    [
      'remm, invalid',
      variable('remm', { input: 'a', map: rows(['(', '1'], ['a', '2']) }),
      '{"value":"2"} string',
    ],
    ['sgtmk', variable('sgtmk', { name: 'k', decodeCookie: true }), '{"value":"a b"} string'],
    ['sgtmk that is not there', variable('sgtmk', { name: '__proto__' }), '{} undefined'],
    ['vr', variable('vr', {}), '{"value":"US-CA"} string'],
    ['nobody knows', variable('qp', { name: 'en' }), '{} undefined'],
  ])('%s', async (_name, variables, expected) => {
    const incoming = {
      headers: { 'x-test': 'h', cookie: 'k=a%20b; j=1', 'x-geo-country': 'us', 'x-geo-region': 'ca' },
    };
    const values = { 'epn.value': '5', 'ep.a.b': 'deep' };
    expect(await givenFor('{{v}}', { variables, values, incoming })).toBe(expected);
  });

  it.each([
    ['{{Client Name}}', 'GA4'],
    ['{{Event Name}}', 'page_view'],
    ['{{_event}}', 'page_view'],
    ['{{Debug Mode}}', false],
    ['{{Container ID}}', 'GTM-TEST'],
    ['{{Request Path}}', '/g/collect'],
    ['{{Request Method}}', 'GET'],
    ['{{Page Hostname}}', 'shop.example'],
    ['{{Page Path}}', '/a'],
  ])('built-in, %s', async (reference, expected) => {
    const values = { dl: 'https://shop.example/a?b' };
    expect(await givenFor(reference, { values })).toBe(
      `${JSON.stringify({ value: expected })} ${typeof expected}`,
    );
  });

  it('debug mode is on where the header of Google’s preview stands', async () => {
    const incoming = { headers: { 'x-gtm-server-preview': 'x' } };
    expect(await givenFor('{{Debug Mode}}', { incoming })).toBe('{"value":true} boolean');
  });

  it('remm is undefined when its pattern does not come back, and the event goes on', async () => {
    const map = rows(['^(a+)+$', '1'], ['a', '2']);
    const filter = [condition('{{v}}', 'EQUALS', 'undefined')];
    const parts = {
      variable: variable('remm', { input: `${'a'.repeat(40)}!`, map }),
      trigger: [{ name: 'T', type: 'ALWAYS', filter }],
    };
    const { trace } = await serve(parts, {}, empty200, 200);
    expect(trace.events[0]!.triggers).toMatchObject([{}, { name: 'T', fired: true }]);
    expect(trace.events[0]!.variables).toMatchObject([
      { name: 'v', error: expect.stringContaining('stopped after 0.2 seconds') },
    ]);
  });

  it('made of others twice over forty levels comes to an end', async () => {
    const variables = Array.from({ length: 40 }, (_, level) => ({
      name: level === 0 ? 'v' : `v${level}`,
      type: 'c',
      parameter: { value: `{{v${level + 1}}}{{v${level + 1}}}` },
    }));
    expect(await givenFor('{{v}}', { variables })).toBe('{"value":""} string');
  });

  it('fs finds a document by path and by query', async () => {
    const lookup = (name: string, parameters: Record<string, unknown>) => ({
      name,
      type: 'fs',
      parameter: { keyPath: 'name', ...parameters },
    });
    const query = [{ queryKey: 'name', queryOperator: '==', queryValue: 'Shop' }];
    const host = hostOf({
      templates: { '1': dump },
      variable: [
        lookup('by path', { operation: 'document', documentPath: 'shops/a' }),
        lookup('by query', { operation: 'query', collectionPath: 'shops', queriesSimpleTable: query }),
        lookup('nothing', { operation: 'document', documentPath: 'shops/b' }),
      ],
      trigger: [{ name: 'All', type: 'ALWAYS' }],
      tag: [
        {
          name: 'A',
          type: 'cvt_2_1',
          firingTriggerId: ['1'],
          parameter: { value: '{{by path}} {{by query}} {{nothing}}' },
        },
      ],
    });
    host.firestore.set('shops/a', { name: 'Shop' });
    const trace = await handle(host, hit('page_view'), () => undefined);
    expect(trace.console.map(({ text }) => text)).toEqual(['{"value":"Shop Shop "} string']);
  });
});

describe('a template variable', () => {
  const macro = (code: string) => ({
    variables: variable('cvt_2_2', { n: 2 }),
    templates: { '2': tpl('MACRO', code) },
  });

  it.each([
    ['gives what its code returns', 'return [data.n];', '{"value":[2]} object'],
    [
      'is waited for',
      "return require('sendHttpGet')('https://a.example/').then((r) => r.statusCode);",
      '{"value":200} number',
    ],
    ['that throws is undefined', 'return data.a.b.c;', '{} undefined'],
    ['that rejects is undefined', "return require('Promise').create((ok, no) => no('x'));", '{} undefined'],
    ['that never settles is undefined', "return require('Promise').create(() => {});", '{} undefined'],
  ])('%s', async (_name, code, expected) => {
    expect(await givenFor('{{v}}', macro(code))).toBe(expected);
  });

  it('runs at each use, and the uses are counted', async () => {
    const { trace } = await serve({
      templates: { '1': dump, '2': tpl('MACRO', 'return 1;') },
      variable: variable('cvt_2_2', {}),
      trigger: [{ name: 'All', type: 'ALWAYS' }],
      tag: [{ name: 'A', type: 'cvt_2_1', firingTriggerId: ['1'], parameter: { value: '{{v}}{{v}}' } }],
    });
    expect(trace.events[0]!.variables).toMatchObject([{ name: 'v', count: 2, value: 1 }]);
  });
});

describe('a circle of variables', () => {
  it('gives undefined at the inner level', async () => {
    const variables = [
      { name: 'v', type: 'c', parameter: { value: 'v{{w}}' } },
      { name: 'w', type: 'c', parameter: { value: 'w{{v}}' } },
    ];
    expect(await givenFor('{{v}}', { variables })).toBe('{"value":"vw"} string');
  });
});

describe('a format', () => {
  it.each([
    [{ caseConversionType: 'lowercase' }, 'ABC', '{"value":"abc"} string'],
    [{ caseConversionType: 'uppercase' }, 'abc', '{"value":"ABC"} string'],
    [{ convertUndefinedToValue: parameter(undefined, 'none') }, undefined, '{"value":"none"} string'],
  ])('%j', async (formatValue, value, expected) => {
    const variables = variable('ed', { keyPath: 'x' }, { formatValue });
    expect(await givenFor('{{v}}', { variables, values: value === undefined ? {} : { 'ep.x': value } })).toBe(
      expected,
    );
  });
});

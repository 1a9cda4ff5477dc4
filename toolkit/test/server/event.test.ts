/** Events through a container: what fires, in which order, with which values, and how it ends. */
import { describe, expect, it } from 'vitest';
import { handle } from '../../server/handle.ts';
import { condition, empty200, hit, hostOf, type Parts, serve, tpl } from './exports.ts';

const log = "require('logToConsole')";
const get = "require('sendHttpGet')";
/** Takes hours in JavaScript's engine. */
const HANGING = '^(a+)+$';
const HOSTILE = `${'a'.repeat(40)}!`;
const allEvents = { name: 'All', type: 'ALWAYS' };
const tag = (name: string, rest: Record<string, unknown> = {}) => ({
  name,
  type: 'cvt_2_1',
  firingTriggerId: ['1'],
  ...rest,
});
const succeeding = tpl('TAG', `${log}(data.says); data.gtmOnSuccess();`);

const outcomes = async (parts: Parts, incoming = {}) => {
  const { trace } = await serve(parts, incoming);
  return trace.events[0]!.tags.map(({ name, fired, outcome, why }) => ({ name, fired, outcome, why }));
};
const logs = async (parts: Parts, incoming = {}): Promise<string[]> => {
  const { trace } = await serve(parts, incoming);
  return trace.console.map(({ kind, text }) => (kind === 'log' ? text : `${kind}: ${text}`));
};

describe('a tag', () => {
  it('fires by any of its triggers, with its parameters evaluated', async () => {
    const { trace, lines, response } = await serve(
      {
        templates: { '1': succeeding },
        variable: [{ name: 'host', type: 'ed', parameter: { keyPath: 'page_location' } }],
        trigger: [
          { name: 'never', type: 'ALWAYS', filter: [condition('{{Event Name}}', 'EQUALS', 'purchase')] },
          allEvents,
        ],
        tag: [tag('A', { firingTriggerId: ['1', '2'], parameter: { says: 'at {{host}}!' } })],
      },
      hit('page_view', { dl: 'https://shop.example/' }),
    );
    expect(trace.console).toEqual([{ by: 'tag "A"', kind: 'log', text: 'at https://shop.example/!' }]);
    expect(response.statusCode).toBe(200);
    expect(lines.map(({ kind }) => kind)).toEqual(['hit', 'event', 'console', 'tag']);
    expect(lines[2]).toMatchObject({ hit: 1, by: 'tag "A"', text: 'at https://shop.example/!' });
    expect(lines[3]).toMatchObject({ name: 'A', fired: true, outcome: 'success' });
  });

  it('that does not fire says which condition failed', async () => {
    const parts: Parts = {
      templates: { '1': succeeding },
      trigger: [
        {
          name: 'Buys',
          type: 'CUSTOM_EVENT',
          customEventFilter: [condition('{{_event}}', 'EQUALS', 'purchase')],
        },
      ],
      tag: [tag('A')],
    };
    expect(await outcomes(parts)).toEqual([
      {
        name: 'A',
        fired: false,
        outcome: undefined,
        why: 'trigger "Buys": {{_event}} EQUALS purchase does not hold',
      },
    ]);
  });

  it.each([
    ['blocked', { blockingTriggerId: ['1'] }, 'blocked by the trigger "All"'],
    ['paused', { paused: true }, 'it is paused'],
    ['without a trigger', { firingTriggerId: [] }, 'it has no trigger'],
    [
      'with a trigger that is not there',
      { firingTriggerId: ['99'] },
      'its trigger 99 is not in the container',
    ],
    ['outside of its schedule', { scheduleEndMs: '1000' }, 'it is outside of its schedule'],
  ])('%s does not fire', async (_name, rest, why) => {
    const parts = { templates: { '1': succeeding }, trigger: [allEvents], tag: [tag('A', rest)] };
    expect(await outcomes(parts)).toMatchObject([{ fired: false, why }]);
  });

  it('fires by the built-in trigger of all events', async () => {
    const parts = { templates: { '1': succeeding }, tag: [tag('A', { firingTriggerId: ['2147479574'] })] };
    expect(await outcomes(parts)).toMatchObject([{ fired: true, outcome: 'success' }]);
  });

  it.each([
    ['failure', 'data.gtmOnFailure();', 'it sent nothing and wrote no line that says why'],
    ['exception', 'data.a.b.c();', expect.stringContaining('undefined')],
    ['timeout', 'const a = 1;', expect.stringContaining('neither gtmOnSuccess nor gtmOnFailure')],
    ['exception', 'while (true) {}', expect.stringContaining('instructions')],
    [
      'success',
      'data.gtmOnSuccess(); data.gtmOnFailure();',
      'it sent nothing and wrote no line that says why',
    ],
    ['success', `${get}('https://a.example/').then(data.gtmOnSuccess);`, undefined],
    [
      'failure',
      `${get}('https://a.example/').then(data.gtmOnFailure);`,
      'its last request was answered with 200',
    ],
    ['failure', `${log}('no token'); data.gtmOnFailure();`, 'no token'],
  ])('ends with %s: %s', async (outcome, code, why) => {
    const parts = { templates: { '1': tpl('TAG', code) }, trigger: [allEvents], tag: [tag('A')] };
    expect(await outcomes(parts)).toEqual([{ name: 'A', fired: true, outcome, why }]);
  });

  it('whose pattern never comes back is stopped, and the next request is answered', async () => {
    const code = `${log}('before'); '${HOSTILE}'.match('${HANGING}'); data.gtmOnSuccess();`;
    const trigger = [{ name: 'x', type: 'ALWAYS', filter: [condition('{{Event Name}}', 'EQUALS', 'x')] }];
    const parts = { templates: { '1': tpl('TAG', code) }, trigger, tag: [tag('A')] };
    const host = hostOf(parts, empty200, [], 200);
    const { events } = await handle(host, hit('x'), () => undefined);
    expect(events[0]!.tags).toMatchObject([
      { outcome: 'exception', why: expect.stringMatching(/^The run was stopped after 0.2 seconds: /) },
    ]);
    let status = 0;
    await handle(host, hit('page_view'), ({ statusCode }) => {
      status = statusCode;
    });
    expect(status).toBe(200);
  });

  it('does not fire by a trigger that cannot be judged, which blocks where it is to block', async () => {
    const hanging = {
      name: 'Slow',
      type: 'ALWAYS',
      filter: [condition(HOSTILE, 'MATCH_REGEX', HANGING, { negate: true })],
    };
    const group = { name: 'Both', type: 'TRIGGER_GROUP', parameter: { triggerIds: ['1', '2'] } };
    const tags = [
      tag('A'),
      tag('B', { firingTriggerId: ['2'], blockingTriggerId: ['1'] }),
      tag('C', { firingTriggerId: ['2'], blockingTriggerId: ['3'] }),
    ];
    const parts = { templates: { '1': succeeding }, trigger: [hanging, allEvents, group], tag: tags };
    const { trace } = await serve(parts, {}, empty200, 200);
    const why = expect.stringContaining('was stopped after 0.2 seconds');
    expect(trace.events[0]!.tags).toMatchObject([
      { name: 'A', fired: false, why },
      { name: 'B', fired: false, why: expect.stringContaining('blocked by the trigger "Slow"') },
      { name: 'C', fired: false, why: expect.stringContaining('blocked by the trigger "Both"') },
    ]);
  });

  it.each([
    ['all of whose members fire', ['1', '2'], true],
    ['of which one does not fire', ['1', '3'], false],
    ['with a group that does not fire', ['1', '6'], false],
    ['without members', [], false],
    ['with a member that is not there', ['1', '77'], false],
  ])('of a group of triggers %s', async (_name, members, fires) => {
    const group = (name: string, list: string[]) => ({
      name,
      type: 'TRIGGER_GROUP',
      parameter: { triggerIds: list },
    });
    const trigger = [
      allEvents,
      { name: 'Page', type: 'SERVER_PAGEVIEW' },
      { name: 'Start', type: 'INIT' },
      group('Tested', members),
      allEvents,
      group('Later', ['3']),
    ];
    const parts = { templates: { '1': succeeding }, trigger, tag: [tag('A', { firingTriggerId: ['4'] })] };
    expect(await outcomes(parts)).toMatchObject([{ fired: fires }]);
  });

  it('of a kind that Google runs itself is fired and sends nothing', async () => {
    const parts = { trigger: [allEvents], tag: [tag('A', { type: 'sgtmgaaw' })] };
    expect(await outcomes(parts)).toMatchObject([{ fired: true, outcome: 'success' }]);
  });

  it('whose template is missing fails when it would run, and the others run', async () => {
    const parts = {
      templates: { '1': succeeding },
      trigger: [allEvents],
      tag: [tag('A', { type: 'cvt_2_9' }), tag('B')],
    };
    const [a, b] = await outcomes(parts);
    expect(a).toMatchObject({ outcome: 'failure', why: expect.stringContaining('not in the file') });
    expect(b).toMatchObject({ outcome: 'success' });
  });
});

describe('several tags', () => {
  const saying = (names: string[], rest: Record<string, unknown>[] = []) =>
    names.map((name, index) => tag(name, { parameter: { says: name }, ...rest[index] }));

  it('start by priority, equal ones as they stand', async () => {
    const tags = saying(['A', 'B', 'C'], [{}, { priority: { type: 'INTEGER', value: '10' } }]);
    expect(await logs({ templates: { '1': succeeding }, trigger: [allEvents], tag: tags })).toEqual([
      'B',
      'A',
      'C',
    ]);
  });

  it('keep that order when the first has to wait for more variables', async () => {
    const variable = { name: 'deep', type: 'c', parameter: { value: '{{deeper}}' } };
    const tags = saying(['A', 'B'], [{ parameter: { says: 'A', more: '{{deep}}{{deep}}' } }]);
    const variables = [variable, { name: 'deeper', type: 'cvt_2_2', parameter: {} }];
    const templates = { '1': succeeding, '2': tpl('MACRO', 'return 1;') };
    expect(await logs({ templates, trigger: [allEvents], variable: variables, tag: tags })).toEqual([
      'A',
      'B',
    ]);
  });

  it('of a sequence run before and after, once per event', async () => {
    const tags = saying(
      ['Main', 'Before', 'After'],
      [
        { setupTag: [{ tagName: 'Before' }], teardownTag: [{ tagName: 'After' }] },
        {},
        { firingTriggerId: [] },
      ],
    );
    const parts = { templates: { '1': succeeding }, trigger: [allEvents], tag: tags };
    expect(await logs(parts)).toEqual(['Before', 'Main', 'After']);
    expect(await outcomes(parts)).toHaveLength(3);
  });

  it('in a circle of sequences end', async () => {
    const tags = saying(['A', 'B'], [{ setupTag: [{ tagName: 'B' }] }, { setupTag: [{ tagName: 'A' }] }]);
    expect(await logs({ templates: { '1': succeeding }, trigger: [allEvents], tag: tags })).toEqual([
      'B',
      'A',
    ]);
  });

  it('that are each other’s teardown end, too', async () => {
    const tags = saying(
      ['A', 'B'],
      [{ teardownTag: [{ tagName: 'B' }] }, { teardownTag: [{ tagName: 'A' }] }],
    );
    const parts = { templates: { '1': succeeding }, trigger: [allEvents], tag: tags };
    expect(await logs(parts)).toEqual(['A', 'B']);
  });

  it('do not run after a failed setup when they are told so', async () => {
    const tags = [
      tag('Main', { parameter: { says: 'Main' }, setupTag: [{ tagName: 'Bad', stopOnSetupFailure: true }] }),
      tag('Bad', { type: 'cvt_2_2', firingTriggerId: [] }),
    ];
    const templates = { '1': succeeding, '2': tpl('TAG', 'data.gtmOnFailure();') };
    expect(await outcomes({ templates, trigger: [allEvents], tag: tags })).toEqual([
      {
        name: 'Bad',
        fired: true,
        outcome: 'failure',
        why: 'it sent nothing and wrote no line that says why',
      },
      { name: 'Main', fired: true, outcome: 'failure', why: 'its setup tag "Bad" ended with failure' },
    ]);
  });

  it('keep what they store for the life of the process, each template its own', async () => {
    const code = `const storage = require('templateDataStorage'); const n = (storage.getItemCopy('n') || 0) + 1; storage.setItemCopy('n', n); ${log}(n); data.gtmOnSuccess();`;
    const templates = { '1': tpl('TAG', code), '2': tpl('TAG', `${code}\n// another`) };
    const tags = [tag('A'), tag('B'), tag('C', { type: 'cvt_2_2' })];
    expect(await logs({ templates, trigger: [allEvents], tag: tags })).toEqual(['1', '2', '1']);
  });
});

describe('the end of an event', () => {
  it('is told to callbacks with every tag, its metadata and its status', async () => {
    const templates = {
      '1': tpl(
        'TAG',
        `require('addEventCallback')((id, event) => { ${log}(id, require('JSON').stringify(event.tags.map((tag) => [tag.id, tag.status, tag.kind, tag.label]))); }); data.gtmOnSuccess();`,
      ),
      '2': tpl('TAG', 'data.gtmOnFailure();'),
    };
    const metadata = {
      monitoringMetadata: { type: 'MAP', map: [{ type: 'TEMPLATE', key: 'kind', value: 'ad' }] },
      monitoringMetadataTagNameKey: 'label',
    };
    const tags = [tag('A', metadata), tag('B', { type: 'cvt_2_2' })];
    expect(await logs({ templates, trigger: [allEvents], tag: tags })).toEqual([
      'GTM-TEST [["1","success","ad","A"],["2","failure",null,null]]',
    ]);
  });

  it('comes for events that a tag gives to the container, up to a depth', async () => {
    const code = `const run = require('runContainer'); run({event_name: 'inner'}, () => { data.gtmOnSuccess(); });`;
    const { trace } = await serve({
      templates: { '1': tpl('TAG', code) },
      trigger: [allEvents],
      tag: [tag('A')],
    });
    expect(trace.events).toHaveLength(10);
    expect(trace.events[1]).toMatchObject({ name: 'inner', from: 'tag "A"' });
    expect(trace.events.every(({ tags }) => tags[0]?.outcome === 'success')).toBe(true);
    expect(trace.console.filter(({ kind }) => kind === 'error')).toHaveLength(1);
  });
});

describe('a transformation', () => {
  const dump = tpl(
    'TAG',
    `${log}(require('JSON').stringify(require('getAllEventData')())); data.gtmOnSuccess();`,
  );
  const seen = async (transformation: Record<string, unknown>[], values: Record<string, string> = {}) => {
    const { trace } = await serve(
      { templates: { '1': dump }, trigger: [allEvents], tag: [tag('A'), tag('B')], transformation },
      hit('page_view', { 'ep.a.b': '1', 'ep.a.c': '2', ...values }),
    );
    return trace.console.map(({ text }) => JSON.parse(text) as Record<string, unknown>);
  };

  it('changes the event of the tags it affects, and of no other', async () => {
    const [a, b] = await seen([
      {
        name: 'T',
        type: 'tf_augment_event',
        parameter: {
          augmentEventTable: [{ paramName: 'a.d', paramValue: '{{Event Name}}' }],
          affectedTags: [{ tagReference: 'B' }],
          allTagsExcept: true,
        },
      },
    ]);
    expect(a).toMatchObject({ a: { b: '1', c: '2', d: 'page_view' } });
    expect(b).toMatchObject({ a: { b: '1', c: '2' } });
    expect(b!.a as object).not.toHaveProperty('d');
  });

  it('allows first, then augments, then excludes', async () => {
    const [a] = await seen([
      {
        name: 'X',
        type: 'tf_exclude_params',
        parameter: { excludedParamsTable: [{ excludedParams: 'a.b' }] },
      },
      {
        name: 'Y',
        type: 'tf_augment_event',
        parameter: { augmentEventTable: [{ paramName: 'n', paramValue: 'v' }] },
      },
      { name: 'Z', type: 'tf_allow_params', parameter: { allowedParamsTable: [{ allowedParams: 'a' }] } },
    ]);
    expect(a).toEqual({ a: { c: '2' }, n: 'v' });
  });

  it('applies when its conditions hold: alternatives about one variable, all about different ones', async () => {
    const rows = (...values: [string, string][]) => [
      {
        name: 'T',
        type: 'tf_augment_event',
        parameter: {
          matchingConditionsEnabled: true,
          matchingConditionsTable: values.map(([variable, value]) => ({
            variableName: variable,
            variableReference: `{{${variable}}}`,
            expressionType: 'REGEX',
            expressionValue: value,
          })),
          augmentEventTable: [{ paramName: 'n', paramValue: 'v' }],
        },
      },
    ];
    expect((await seen(rows(['Event Name', '^x'], ['Event Name', 'view'])))[0]).toHaveProperty('n');
    expect((await seen(rows(['Event Name', 'view'], ['Client Name', '^x'])))[0]).not.toHaveProperty('n');
  });
});

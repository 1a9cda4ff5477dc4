/** A single template as a container of one, and its runs as scenarios. */
import { describe, expect, it } from 'vitest';
import { parseTemplate, runScenarios } from '../../sandbox/index.ts';
import { handle } from '../../server/handle.ts';
import { createHost } from '../../server/host.ts';
import { loadContainer } from '../../server/load.ts';
import { scenarioOf } from '../../server/scenario.ts';
import { containerOfTemplate } from '../../server/template-container.ts';
import { unusedVariables } from '../../server/unused-variables.ts';
import { templateText } from '../sandbox/build-template.ts';
import { empty200, exported, hit, tpl } from './exports.ts';

const run = (text: string, data: Record<string, unknown> = {}) => {
  const container = containerOfTemplate(parseTemplate(text), 'mine', data);
  return handle(
    createHost({ container, send: empty200 }),
    hit('page_view', { 'ep.a.b': 'deep' }),
    () => undefined,
  );
};

const sending = `const event = require('getEventData')('a.b');
require('sendHttpGet')(data.url + event).then((r) => { if (r.statusCode === 200) { data.gtmOnSuccess(); } else { data.gtmOnFailure(); } });`;

const answered = `const name = require('getEventData')('event_name');
require('sendHttpGet')('https://a.example/' + name).then((r) => { if (r.statusCode === 200) { data.gtmOnSuccess(); } else { data.gtmOnFailure(); } });`;

describe('a container of one', () => {
  it('fires a tag on each event, with its data', async () => {
    const trace = await run(tpl('TAG', sending), { url: 'https://a.example/' });
    expect(trace.events[0]!.tags).toMatchObject([{ name: 'mine', outcome: 'success' }]);
    expect(trace.outgoing[0]!.request.url).toBe('https://a.example/deep');
  });

  it('evaluates a variable for each event', async () => {
    const trace = await run(tpl('MACRO', "return require('getEventData')('event_name') + data.more;"), {
      more: '!',
    });
    expect(trace.events[0]!.variables).toMatchObject([{ name: 'mine', value: 'page_view!', count: 1 }]);
  });

  it('asks a client before the built-in ones', async () => {
    const trace = await run(tpl('CLIENT', "require('claimRequest')(); require('returnResponse')();"));
    expect(trace.client?.name).toBe('mine');
  });
});

describe('a run saved as a scenario', () => {
  it.each([
    ['success', sending],
    ['failure', "require('logToConsole')(require('getAllEventData')().a); data.gtmOnFailure();"],
  ])('that ended with %s passes in the template it came from', async (outcome, code) => {
    const trace = await run(tpl('TAG', code), { url: 'https://a.example/' });
    const [event] = trace.events;
    const [tag] = event!.tags;
    expect(tag!.outcome).toBe(outcome);
    const scenario = scenarioOf({ ...trace, event: event!, tag: tag! });
    expect(scenario).toMatch(/^\/\/ scenario: page_view as recorded\n/);
    const report = await runScenarios(
      parseTemplate(templateText({ code, scenarios: [{ name: 'page_view as recorded', code: scenario }] })),
    );
    expect(report).toMatchObject({ passed: 1, failed: 0 });
  });

  it('has the cookies, headers and answers of the run, and a word for each secret', async () => {
    const code = `const check = require('getCookieValues')('id')[0] + require('getRequestHeader')('X-Shop') + data.apiToken.match('^[ -~]+$')[0].length;
const send = require('sendHttpGet');
send('https://a.example/').then((first) => send('https://a.example/' + first.body).then(data.gtmOnSuccess, () => {
  if (check.indexOf('c1shop') === 0 && first.statusCode === 503) { data.gtmOnSuccess(); } else { data.gtmOnFailure(); }
}));`;
    const answers = [{ statusCode: 503, headers: {}, body: 'again' }];
    const host = createHost({
      container: containerOfTemplate(parseTemplate(tpl('TAG', code)), 'mine', { apiToken: 'a-secret' }),
      send: async () => answers.shift() ?? Promise.reject({ reason: 'failed' }),
    });
    const incoming = hit('page_view', {}, { headers: { cookie: 'id=c1', 'x-shop': 'shop' } });
    const trace = host.secrets.maskAll(await handle(host, incoming, () => undefined));
    const [event] = trace.events;
    const [tag] = event!.tags;
    expect([tag!.outcome, tag!.why]).toEqual(['success', undefined]);
    const scenario = scenarioOf({ ...trace, event: event!, tag: tag! });
    expect(scenario).toContain('"apiToken": "MASKED"');
    const report = await runScenarios(
      parseTemplate(templateText({ code, scenarios: [{ name: 'as recorded', code: scenario }] })),
    );
    expect(report).toMatchObject({ passed: 1, failed: 0 });
  });
});

describe('a run saved as a scenario, of several events of one hit', () => {
  it('has the answers of its own event only', async () => {
    const host = createHost({
      container: containerOfTemplate(parseTemplate(tpl('TAG', answered)), 'mine', {}),
      send: async ({ url }) => ({ statusCode: url.endsWith('good') ? 200 : 500, headers: {}, body: '' }),
    });
    const incoming = hit('', {}, { method: 'POST', body: 'en=good\nen=bad' });
    const { events, ...trace } = await handle(host, incoming, () => undefined);
    expect(
      events.map(({ tags }) => [tags[0]!.outcome, tags[0]!.answers!.map((one) => one.statusCode)]),
    ).toEqual([
      ['success', [200]],
      ['failure', [500]],
    ]);
    for (const event of events) {
      const scenario = scenarioOf({ ...trace, event, tag: event.tags[0]! });
      const report = await runScenarios(
        parseTemplate(templateText({ code: answered, scenarios: [{ name: 'as recorded', code: scenario }] })),
      );
      expect([event.name, report.passed]).toEqual([event.name, 1]);
    }
  });
});

describe('variables that an event did not use', () => {
  it('are shown with their values, but no template is run for them', async () => {
    const container = loadContainer(
      exported({
        templates: { '1': tpl('MACRO', "require('sendHttpGet')('https://a.example/'); return 1;") },
        variable: [
          { name: 'name', type: 'c', parameter: { value: 'is {{Event Name}} {{circle}}' } },
          { name: 'circle', type: 'c', parameter: { value: '{{name}}' } },
          { name: 'code', type: 'cvt_2_1', parameter: {} },
          { name: 'of code', type: 'c', parameter: { value: '{{code}}' } },
        ],
      }),
    );
    const host = createHost({ container, send: empty200 });
    const trace = await handle(host, hit('page_view'), () => undefined);
    const shown = await unusedVariables(host, trace, trace.events[0]!);
    expect(shown).toMatchObject([
      { name: 'name', value: 'is page_view ', count: 0 },
      { name: 'circle', count: 0 },
      { name: 'code', value: undefined, error: expect.stringContaining('not run') },
      { name: 'of code', value: undefined, error: expect.stringContaining('not run') },
    ]);
    expect(trace.outgoing).toEqual([]);
  });
});

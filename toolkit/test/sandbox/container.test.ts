/** What a server needs of a run: clients, tags and variables of several templates over one request. */
import { describe, expect, it } from 'vitest';
import {
  type EventCallback,
  type MessageListener,
  type ResponseRecord,
  runTemplate,
  startRun,
  type TagEnd,
  type World,
} from '../../sandbox/index.ts';
import { emptyResponse } from '../../sandbox/world.ts';
import { template } from './build-template.ts';

const free: World = { permissions: false, budget: 1_000_000 };

const client = template({
  type: 'CLIENT',
  code: `const run = require('runContainer');
const log = require('logToConsole');
const addEventCallback = require('addEventCallback');
if (require('getRequestPath')() !== '/data') { return; }
require('claimRequest')();
let open = 2;
[1, 2].forEach((n) => {
  run({event_name: 'e' + n}, () => {
    open = open - 1;
    if (open === 0) {
      require('setResponseStatus')(202);
      require('returnResponse')();
    }
  }, (bindToEvent) => {
    bindToEvent(addEventCallback)((id, event) => { log(id, n, event.tags.map((tag) => tag.status).join()); });
  });
});`,
});

const tag = template({
  code: `const get = require('getEventData');
require('setCookie')('seen', get('event_name'));
require('addEventCallback')((id, event) => { require('logToConsole')('tag saw', event.tags.length); });
require('sendHttpGet')('https://a.example/').then(data.gtmOnSuccess);`,
});

describe('a server over runs', () => {
  it('answers when all tags of all events have ended, with what they have set', async () => {
    const sent: ResponseRecord[] = [];
    const response = emptyResponse();
    const answers: (() => void)[] = [];
    const shared: World = {
      ...free,
      response,
      request: { path: '/data' },
      http: () =>
        new Promise((resolve) => {
          answers.push(() => resolve({ statusCode: 200, headers: {}, body: '' }));
        }),
    };
    const tags: string[][] = [];
    const run = startRun(
      client,
      {},
      {
        ...shared,
        onResponse: (given) => sent.push({ ...given }),
        container: { containerId: 'GTM-X' },
        runContainer: async (eventData, callbacks) => {
          const ofEvent: EventCallback[] = [];
          const started = startRun(
            tag,
            {},
            {
              ...shared,
              eventData,
              onEventEnd: (callback) => ofEvent.push(callback),
            },
          );
          const status = await started.ended;
          const end: TagEnd = { id: '7', status: status === 'none' ? 'timeout' : status, executionTime: 1 };
          for (const callback of [...callbacks, ...ofEvent]) callback('GTM-X', { tags: [end] });
          tags.push((await started.record).logs);
        },
      },
    );
    expect(run.claimed).toBe(true);
    expect(sent).toEqual([]);
    answers[1]!();
    await new Promise((resolve) => setTimeout(resolve));
    expect(sent).toEqual([]);
    answers[0]!();
    const { logs, claimed, events, errors } = await run.record;
    expect({ errors, claimed, events }).toEqual({
      errors: [],
      claimed: true,
      events: [{ event_name: 'e1' }, { event_name: 'e2' }],
    });
    expect(logs).toEqual(['GTM-X 2 success', 'GTM-X 1 success']);
    expect(tags).toEqual([['tag saw 1'], ['tag saw 1']]);
    expect(sent).toEqual([
      { statusCode: 202, headers: { 'set-cookie': ['seen=e2'] }, body: '', returned: true },
    ]);
  });

  it('sees at once that a client does not claim', async () => {
    const run = startRun(client, {}, { ...free, request: { path: '/other' } });
    expect(run.claimed).toBe(false);
    expect((await run.record).claimed).toBe(false);
  });

  it.each([
    ['data.gtmOnFailure();', 'failure'],
    ['data.x.y();', 'exception'],
    ['data.gtmOnSuccess(); data.x.y();', 'success'],
    ["require('callLater')(() => { data.x.y(); });", 'exception'],
    ['const a = 1;', 'none'],
  ])('learns how a tag ended: %s', async (code, expected) => {
    expect(await startRun(template({ code }), {}, free).ended).toBe(expected);
  });

  it('tells a client that its event callback has no event, unless it is bound to one', async () => {
    const code = "require('addEventCallback')(() => { require('logToConsole')('called'); });";
    const { logs, warnings } = await runTemplate(template({ type: 'CLIENT', code }), {}, free);
    expect(logs).toEqual([]);
    expect(warnings).toContainEqual(expect.stringContaining('bindToEvent(addEventCallback)'));
  });

  it('passes messages between templates as copies; an error stays with the listener', async () => {
    const messages = new Map<string, MessageListener[]>();
    const listener = template({
      type: 'MACRO',
      code: "require('addMessageListener')('m', (type, message) => { require('logToConsole')(type, message.list.length); message.list.push(1); require('callLater')(() => { require('logToConsole')('later'); }); message.a.b.c(); });",
    });
    const heard = startRun(listener, {}, { ...free, messages });
    const sender = template({
      type: 'MACRO',
      code: "const message = {list: []}; require('sendMessage')('m', message); return message.list.length;",
    });
    const sent = await runTemplate(sender, {}, { ...free, messages });
    expect({ returned: sent.returned, errors: sent.errors }).toEqual({ returned: 0, errors: [] });
    const { logs, errors } = await heard.record;
    expect(logs).toEqual(['m 0', 'later']);
    expect(errors).toHaveLength(1);
  });

  it('decides whether the browser loads a pixel', async () => {
    const code = "return require('sendPixelFromBrowser')('https://a.example/p');";
    const macro = template({ type: 'MACRO', code });
    const refused = await runTemplate(macro, {}, { ...free, sendPixel: () => false });
    expect([refused.returned, refused.pixels]).toEqual([false, []]);
    expect((await runTemplate(macro, {}, free)).returned).toBe(true);
  });
});

describe('a world', () => {
  const macro = template({ type: 'MACRO', code: 'return 1;' });

  it.each([
    [{ cookie: {} }, /no part 'cookie'.*Did you mean 'cookies'/],
    [{ request: { url: '/' } }, /request of a world has no part 'url'.*Known are method, path/],
    [{ container: { id: 'GTM-X' } }, /container of a world has no part 'id'.*Known are containerId/],
  ] as [object, RegExp][])('with the unknown part %j is refused', async (world, message) => {
    await expect(runTemplate(macro, {}, world as World)).rejects.toThrow(message);
  });
});

describe('a promise of Promise.create', () => {
  it('is rejected when nothing can settle it any more, and its handlers run', async () => {
    const code =
      "require('Promise').create(() => {}).catch((e) => { require('logToConsole')(e.reason); data.gtmOnFailure(); });";
    const { outcome, logs, warnings } = await runTemplate(template({ code }), {}, free);
    expect({ outcome, logs }).toEqual({ outcome: 'failure', logs: ['timed_out'] });
    expect(warnings).toEqual(['A promise of Promise.create did not settle within 5 seconds.']);
  });

  it('waits for what is under way, and for the promise it was resolved with', async () => {
    const code =
      "const P = require('Promise'); return P.create((resolve) => { resolve(P.create((later) => { require('sendHttpGet')('https://a.example/').then((r) => { later(r.statusCode); }); })); });";
    const http: World['http'] = () =>
      new Promise((resolve) => {
        setTimeout(() => resolve({ statusCode: 201, headers: {}, body: '' }), 20);
      });
    const { returned, warnings } = await runTemplate(
      template({ type: 'MACRO', code }),
      {},
      { ...free, http },
    );
    expect([returned, warnings]).toEqual([201, [expect.stringContaining('send_http')]]);
  });

  it('that is made again and again does not keep a run for ever', async () => {
    const code =
      "const wait = () => require('Promise').create(() => {}).catch(wait); wait(); data.gtmOnSuccess();";
    expect((await runTemplate(template({ code }), {}, free)).warnings.length).toBeLessThan(50);
  });
});

/** The stand-ins for the scripts of X and Google on a page of nothing else: what they send is what was documented and observed. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { eventsFromCollect } from 'sgtm-toolkit/server/ga4-collect';
import { describe, expect, it } from 'vitest';
import { type PixelCall, pixelCalls } from '../../scripts/lib/beacons.ts';
import { gtmScript } from '../../scripts/shop/files.ts';
import { createConsentState } from '../../scripts/shop/page/consent-state.ts';
import { eventPairs, userPairs } from '../../scripts/shop/page/gtag-hit.ts';
import { programOf } from '../../scripts/shop/web-container.ts';
import { useAlone } from './alone.ts';

const { ask, built } = useAlone();

const STUB = `
  window.dataLayer = window.dataLayer || [];
  function gtag() { dataLayer.push(arguments); }
  window.twq = function () { twq.exe ? twq.exe.apply(twq, arguments) : twq.queue.push(arguments); };
  twq.queue = [];`;
/** The pixel's own events, all but one. */
const off = (...features: string[]): string =>
  features.map((feature) => `twq('set', '${feature}', 'false', 'o8z6j');`).join('\n');
const ALL = ['dataLayerTracking', 'autoDwellTracking', 'autoConfig', 'autoAdvancedMatching'];

/** What a page asked for that says `before`, loads a stand-in, and then does `after`. */
const asked = async (script: string, before: string, after?: string, query?: string): Promise<string[]> =>
  (await ask({ scripts: [STUB + before, script], ...(after && { after }), ...(query && { query }) })).urls;

/** The calls of the pixel, with where the beacons would have gone. */
const calls = async (before: string, after?: string, query?: string): Promise<PixelCall[]> =>
  pixelCalls(
    (await asked('uwt.js', before, after, query)).map((url) => ({
      url: url.replace(/^https:\/\/shop\.example\/x\//, 'https://'),
    })),
  );

const config = "twq('config', 'o8z6j');";

it('the stand-ins and the shop know nothing of the generated halves: no import leads out of their folder', () => {
  const folder = path.join(import.meta.dirname, '../../scripts/shop/page');
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const imports = sources.flatMap((name) =>
    [...readFileSync(path.join(folder, name), 'utf8').matchAll(/(?:from|import) '([^']+)'/g)].map(
      ([, target]) => target!,
    ),
  );
  expect(imports.length).toBeGreaterThan(10);
  expect(imports.filter((target) => !/^(\.\/[a-z-]+\.ts|@noble\/.*)$/.test(target))).toEqual([]);
});

describe('the stand-in for uwt.js', () => {
  it('sends each call to both hosts, a page view for each config and the parameters of an event', async () => {
    const event = {
      value: 0,
      currency: 'EUR',
      conversion_id: 'order-1',
      contents: [{ content_id: 'a' }],
      gone: undefined,
    };
    const made = await calls(
      `${off(...ALL)}${config}twq('event', 'tw-o8z6j-o87ne', ${JSON.stringify(event)}); ${config}`,
    );
    expect(made.map(({ kind, requests, baseCode }) => [kind, requests, baseCode])).toEqual([
      ['page view', 2, '4'],
      ['event', 2, '4'],
      ['page view', 2, '4'],
    ]);
    expect(made[1]).toMatchObject({
      eventId: 'o87ne',
      conversionId: 'order-1',
      parameters: { value: 0, currency: 'EUR' },
    });
    expect(new Set(made.map(({ pageLoad }) => pageLoad)).size).toBe(1);
  });

  it('sends what stands in the data layer by itself, unless that is switched off by name and in time', async () => {
    const push =
      "dataLayer.push({ event: 'purchase', ecommerce: { value: 65, currency: 'EUR', transaction_id: '1' } });";
    const gtag = "gtag('event', 'purchase', { transaction_id: '2' });";
    const others = off(...ALL.slice(1));
    const names = async (before: string, after?: string) =>
      (await calls(before, after))
        .filter(({ kind }) => kind === 'automatic')
        .map(({ name, parameters }) => [name, parameters.order_id]);
    expect(await names(`${others}${push}${gtag}${config}`)).toEqual([
      ['gtm_purchase', '1'],
      ['gtm_purchase', '2'],
    ]);
    expect(await names(`${others}${config}`, push)).toEqual([['gtm_purchase', '1']]);
    expect(await names(`${off(...ALL)}${push}${config}`, push)).toEqual([]);
    const boolean = "twq('set', 'dataLayerTracking', false, 'o8z6j');";
    expect(await names(`${others}${boolean}${push}${config}`)).toEqual([['gtm_purchase', '1']]);
    expect(await names(`${others}${push}${config}${off(...ALL)}`, push)).toEqual([['gtm_purchase', '1']]);
  });

  it('hears clicks and reads typed addresses, unless that is switched off', async () => {
    const press = "document.querySelector('button').click()";
    const event = "twq('event', 'tw-o8z6j-o87ne', {});";
    const on = await calls(`${off('dataLayerTracking', 'autoDwellTracking')}${config}${event}`, press);
    expect(on.map(({ kind, hashes }) => [kind, 'email_address' in hashes])).toEqual([
      ['page view', false],
      ['event', true],
      ['automatic', false],
    ]);
    const made = await calls(`${off(...ALL)}${config}${event}`, press);
    expect(made.map(({ kind, hashes }) => [kind, 'email_address' in hashes])).toEqual([
      ['page view', false],
      ['event', false],
    ]);
  });

  it('hashes exactly what it gets, nothing and hashes too', async () => {
    const hash = (text: string) => createHash('sha256').update(text).digest('hex');
    const parameters = { email_address: ' A@b.example', phone_number: '', external_id: hash('u-1') };
    const [, event] = await calls(
      `${off(...ALL)}${config}twq('event', 'tw-o8z6j-o87ne', ${JSON.stringify(parameters)});`,
    );
    expect(event?.hashes).toEqual({
      email_address: hash(' A@b.example'),
      phone_number: hash(''),
      external_id: hash(hash('u-1')),
    });
    expect(event?.parameters).toEqual({});
  });

  it('restricts what config was told to restrict, but not what it sends by itself', async () => {
    const restricted = "twq('config', 'o8z6j', { restricted_data_use: 'restrict_optimization' });";
    const push = "dataLayer.push({ event: 'purchase', ecommerce: {} });";
    const made = await calls(
      `${off(...ALL.slice(1))}${push}${restricted}twq('event', 'tw-o8z6j-o87ne', {});`,
    );
    expect(made.map(({ kind, restrictedDataUse }) => [kind, restrictedDataUse])).toEqual([
      ['page view', 'restrict_optimization'],
      ['automatic', ''],
      ['event', 'restrict_optimization'],
    ]);
  });

  it('takes the click ID from the address, keeps it when X allows that, and overwrites an event_id', async () => {
    const event = "twq('event', 'tw-o8z6j-o87ne', { event_id: 'mine', twclid: '2-given' });";
    const made = await calls(
      `${off(...ALL)}${config}`,
      `twq('event', 'tw-o8z6j-o87ne', {})`,
      '?twclid=2-abc',
    );
    expect(made.map(({ clickId, clickIdSource }) => [clickId, clickIdSource])).toEqual([
      ['2-abc', 'url'],
      ['2-abc', 'url'],
    ]);
    const [, plain] = await calls(`${off(...ALL)}${config}${event}`);
    expect(plain).toMatchObject({ clickId: '2-given', clickIdSource: '' });
    expect(plain?.callId).not.toBe('mine');
    const { cookies } = await ask({
      scripts: [`${STUB}${off(...ALL)}${config}`, 'uwt.js'],
      query: '?twclid=2-abc',
    });
    expect(JSON.parse(decodeURIComponent(cookies._twclid ?? 'null'))).toMatchObject({
      twclid: '2-abc',
      source: 1,
    });
    expect(cookies._twpid).toMatch(/^tw\.\d{13}\.\d{15,18}$/);
  });

  it('waits until the page is visible', async () => {
    const state = (value: string): string =>
      `Object.defineProperty(document, 'visibilityState', { value: '${value}', configurable: true });`;
    const show = `${state('visible')} document.dispatchEvent(new Event('visibilitychange'));`;
    const beacons = async (after: string): Promise<number> =>
      (await asked('uwt.js', `${state('hidden')}${off(...ALL)}${config}`, after)).filter((one) =>
        one.includes('/adsct'),
      ).length;
    const release = 'window.standIns.pending -= 1;';
    expect(await beacons(release)).toBe(0);
    expect(await beacons(show)).toBe(2);
  });
});

describe('the stand-in for gtag.js', () => {
  const all = (choice: 'granted' | 'denied') => ({
    ad_storage: choice,
    analytics_storage: choice,
    ad_user_data: choice,
    ad_personalization: choice,
  });

  it('says consent in the codes of consent mode', () => {
    const codes = (...steps: ['default' | 'update', Record<string, string>][]) => {
      const state = createConsentState();
      for (const [command, choices] of steps) state.set(command, choices);
      return state.codes();
    };
    const denied = all('denied');
    const granted = all('granted');
    expect(codes()).toEqual({ gcd: '13l3l3l3l1l1' });
    expect(codes(['default', denied])).toEqual({ gcs: 'G100', gcd: '13p3p3p3p5l1' });
    expect(codes(['default', denied], ['update', granted])).toEqual({ gcs: 'G111', gcd: '13r3r3r3r5l1' });
    expect(codes(['default', denied], ['update', denied])).toEqual({ gcs: 'G100', gcd: '13q3q3q3q5l1' });
    expect(codes(['default', granted])).toEqual({ gcs: 'G111', gcd: '13t3t3t3t5l1' });
    expect(codes(['default', granted], ['update', denied])).toEqual({ gcs: 'G100', gcd: '13u3u3u3u5l1' });
    const analytics = { ...denied, analytics_storage: 'granted' };
    expect(codes(['default', denied], ['update', analytics])).toEqual({ gcs: 'G101', gcd: '13q3r3q3q5l1' });
    const signals = { ad_user_data: 'granted', ad_personalization: 'granted' };
    expect(codes(['default', signals])).toEqual({ gcs: 'G1--', gcd: '13l3l3t3t5l1' });
  });

  it('writes an event so that the server container reads the same one', () => {
    const parameters = {
      value: 65,
      currency: 'EUR',
      transaction_id: '1001',
      event_id: 'e-1',
      conversion_event_id: 'web-1',
      items: [{ item_id: 'a~b', item_name: 'Pen', price: 65, quantity: 1, colour: 'blue' }],
      send_page_view: false,
      absent: undefined,
    };
    const query = new URLSearchParams([
      ['v', '2'],
      ...eventPairs('purchase', parameters),
      ...userPairs({ email: 'ada@example.com' }),
    ]);
    const { events, notes } = eventsFromCollect(`/g/collect?${query}`);
    // Where an event_id arrives is not known.
    expect(notes).toEqual([expect.stringContaining('evnid')]);
    expect(events).toMatchObject([
      {
        event_name: 'purchase',
        value: 65,
        currency: 'EUR',
        transaction_id: '1001',
        conversion_event_id: 'web-1',
        items: [{ item_id: 'a~b', item_name: 'Pen', price: 65, quantity: 1, colour: 'blue' }],
        user_data: { email: 'ada@example.com' },
      },
    ]);
    expect(events[0]).not.toHaveProperty('event_id');
    expect(query.get('evnid')).toBe('e-1');
  });

  it('keeps hits until the answer, sends to the server or to Google, and again what was sent without consent', async () => {
    const hits = async (before: string, after = '') =>
      (await asked('gtag.js', before, after))
        .filter((one) => one.includes('/g/collect'))
        .map((one) => new URL(one))
        .map(({ pathname, searchParams: query }) =>
          [pathname, query.get('en'), query.get('gcs'), query.get('sst.gcut')].join(' ').trim(),
        );
    const denied = JSON.stringify(all('denied'));
    const answer = `gtag('consent', 'update', ${JSON.stringify(all('granted'))})`;
    const configure =
      "gtag('config', 'G-AB12CD34EF', { server_container_url: '/server', send_page_view: false });";
    const purchase = "gtag('event', 'purchase', { transaction_id: '1' });";
    const waiting = `gtag('consent', 'default', Object.assign(${denied}, { wait_for_update: 60000 }));`;
    expect(await hits(`${waiting}${configure}${purchase}`, answer)).toEqual([
      '/server/g/collect purchase G111',
    ]);
    expect(await hits(`gtag('consent', 'default', ${denied});${configure}${purchase}`, answer)).toEqual([
      '/server/g/collect purchase G100',
      '/server/g/collect purchase G111 1',
    ]);
    expect(await hits("gtag('config', 'G-AB12CD34EF');")).toEqual(['/google/g/collect page_view']);
  });
});

describe('the stand-in for gtm.js', () => {
  const text = (key: string, value: string) => ({ type: 'TEMPLATE', key, value });
  const variable = (name: string, key: string, version: string) => ({
    name,
    type: 'v',
    parameter: [text('name', key), text('dataLayerVersion', version)],
  });
  const condition = (type: string, left: string, right: string) => ({
    type,
    parameter: [text('arg0', left), text('arg1', right)],
  });
  const trigger = (triggerId: string, type: string, more: object = {}) => ({
    name: triggerId,
    triggerId,
    type,
    ...more,
  });
  /** Notes its name, the event and the value of a variable. */
  const note = (name: string, value: string, firing: string, more: object = {}) => ({
    name,
    type: 'html',
    parameter: [text('html', `<script>log.push(['${name}', {{Event}}, {{${value}}}]);</script>`)],
    firingTriggerId: [firing],
    tagFiringOption: 'ONCE_PER_EVENT',
    consentSettings: { consentStatus: 'NOT_NEEDED' },
    ...more,
  });
  const needs = (signal: string) => ({
    consentSettings: { consentStatus: 'NEEDED', consentType: { type: 'LIST', list: [text('', signal)] } },
  });
  const sale = trigger('sale', 'CUSTOM_EVENT', {
    customEventFilter: [condition('MATCH_REGEX', '{{_event}}', '^(sale|refund)$')],
    filter: [condition('EQUALS', '{{Wanted}}', 'true')],
  });

  /** What the tags noted, in their order. */
  async function notes(tag: object[], before: string, after = ''): Promise<unknown> {
    const program = programOf({
      containerVersion: {
        container: { publicId: 'GTM-TEST', usageContext: ['WEB'] },
        tag,
        trigger: [trigger('start', 'INIT'), trigger('path', 'HISTORY_CHANGE'), sale],
        variable: [
          variable('Last', 'order', '1'),
          variable('Merged', 'order.id', '2'),
          variable('Number', 'gtm.uniqueEventId', '2'),
          {
            name: 'Wanted',
            type: 'jsm',
            parameter: [text('javascript', 'function () { return {{Event}} !== "refund"; }')],
          },
          {
            name: 'Itself',
            type: 'jsm',
            parameter: [text('javascript', 'function () { return [{{Itself}}]; }')],
          },
          {
            name: 'Throws',
            type: 'jsm',
            parameter: [text('javascript', 'function () { return nothing.at.all; }')],
          },
        ],
        builtInVariable: [{ type: 'EVENT', name: 'Event' }],
      },
    });
    const start = "var log = []; dataLayer.push({ 'gtm.start': 1, event: 'gtm.js' });";
    const runner = gtmScript((await built())('gtm.js'), program);
    return (
      await ask({ scripts: [STUB + start + before, runner], after: `(() => { ${after}; return log; })()` })
    ).result;
  }
  const push = (entry: object): string => `dataLayer.push(${JSON.stringify(entry)});`;

  it('fires by event and condition, the start first, then what lay in the data layer, then what is pushed', async () => {
    const tags = [
      note('start', 'Number', 'start'),
      note('sale', 'Last', 'sale'),
      note('path', 'Number', 'path'),
    ];
    const before =
      push({ event: 'sale', order: { id: 1 } }) + push({ event: 'refund' }) + push({ event: 'other' });
    expect(await notes(tags, before, "history.pushState(null, '', '/more')")).toEqual([
      ['start', 'gtm.init', 2],
      ['sale', 'sale', { id: 1 }],
      ['path', 'gtm.historyChange-v2', 7],
    ]);
  });

  it('gives the last push in the first version of the data layer, and what was merged in the second', async () => {
    const tags = [note('last', 'Last', 'sale'), note('merged', 'Merged', 'sale')];
    const before =
      push({ order: { id: 1 } }) + push({ event: 'sale', order: { value: 2 } }) + push({ order: null });
    expect(await notes(tags, before, push({ event: 'sale' }))).toEqual([
      ['last', 'sale', { value: 2 }],
      ['merged', 'sale', 1],
      ['last', 'sale', null],
      ['merged', 'sale', undefined],
    ]);
  });

  it('holds a tag back while a type of consent that it needs is denied, and fires by priority', async () => {
    const tags = [
      note('late', 'Event', 'sale', needs('ad_storage')),
      note('early', 'Event', 'sale', { priority: { type: 'INTEGER', value: '5' } }),
    ];
    const denied = "gtag('consent', 'default', { ad_storage: 'denied' });";
    const granted = "gtag('consent', 'update', { ad_storage: 'granted' });";
    expect(await notes(tags, denied + push({ event: 'sale' }), granted + push({ event: 'sale' }))).toEqual([
      ['early', 'sale', 'sale'],
      ['early', 'sale', 'sale'],
      ['late', 'sale', 'sale'],
    ]);
  });

  it('gives nothing for a variable that throws, and for one inside of itself', async () => {
    const tags = [note('throws', 'Throws', 'start'), note('itself', 'Itself', 'start')];
    expect(await notes(tags, '')).toEqual([
      ['throws', 'gtm.init', undefined],
      ['itself', 'gtm.init', [undefined]],
    ]);
  });
});

/** The web container: what fires when, under which consent, and that it fits its server half. */
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { formatExport } from '../../scripts/container/envelope.ts';
import { longForm } from '../../scripts/container/event-id.ts';
import { build, dataOf, play, versionOf } from '../scripts/container-tools.ts';
import { DICTIONARY, plan, type Thing, webExport, webVersion } from './setup.ts';

const named = (things: Thing[], name: string): Thing =>
  things.find((thing) => thing.name === `X Ads - ${name}`)!;
const text = ({ parameter }: Thing, key: string): string | undefined =>
  parameter.find((given) => given.key === key)?.value;
const signals = ({ consentSettings }: Thing): string[] =>
  (consentSettings!.consentType?.list ?? []).map(({ value }) => value);

describe('the web container', () => {
  const version = webVersion();
  const firing = (name: string): string[] =>
    named(version.tag, name).firingTriggerId!.map((id) =>
      version.trigger.find(({ triggerId }) => triggerId === id)!.name.replace('X Ads - ', ''),
    );

  it('sends Google’s hits to the server of the dictionary, with the ID that the pixel gets', () => {
    const rows = (tag: Thing, key: string) =>
      tag.parameter.find((given) => given.key === key)!.list!.map(({ map }) => map.map(({ value }) => value));
    expect(rows(named(version.tag, 'Google tag'), 'configSettingsTable')).toEqual([
      ['server_container_url', '{{X Ads - server URL}}'],
      ['send_page_view', 'false'],
    ]);
    expect(rows(named(version.tag, 'GA4 events'), 'eventSettingsTable')).toContainEqual([
      'conversion_event_id',
      '{{X Ads - conversion ID}}',
    ]);
    expect(text(named(version.variable, 'server URL'), 'value')).toBe('https://sgtm.shop.example');
    expect(text(named(version.variable, 'measurement ID'), 'value')).toBe('G-AB12CD34EF');
  });

  it('fires both halves on the same trigger, the pixel also when the visitor has answered', () => {
    expect(firing('Google tag')).toEqual(['start']);
    expect(firing('page views')).toEqual(['start', 'history']);
    expect(firing('GA4 events')).toEqual(['mapped events']);
    expect(firing('waiting events')).toEqual(['mapped events']);
    expect(firing('nothing refused')).toEqual(['mapped events', 'consent']);
    expect(firing('pixel')).toEqual(['mapped events', 'consent']);
  });

  it('keeps an event before it says what was refused, and that before it sends', () => {
    const order = ['waiting events', 'nothing refused', 'pixel'].map((name) =>
      Number((named(version.tag, name).priority as { value: string }).value),
    );
    expect(order).toEqual(order.toSorted((a, b) => b - a));
    expect(new Set(order).size).toBe(3);
  });

  it('lets Tag Manager hold the pixel back until the consent of the dictionary is there', () => {
    const pixel = (consent: string) =>
      named(webVersion(DICTIONARY.replace('adStorage', consent)).tag, 'pixel');
    expect(signals(pixel('adStorage'))).toEqual(['ad_storage']);
    expect(signals(pixel('adStorageAndUserData'))).toEqual(['ad_storage', 'ad_user_data']);
    expect(pixel('always').consentSettings).toEqual({ consentStatus: 'NOT_NEEDED' });
    expect(signals(named(version.tag, 'nothing refused'))).toEqual([
      'ad_storage',
      'ad_user_data',
      'ad_personalization',
    ]);
    for (const name of ['page views', 'waiting events'])
      expect(named(version.tag, name).consentSettings).toEqual({ consentStatus: 'NOT_NEEDED' });
  });

  it('fires on page views and exactly the named events, each once for an order', () => {
    const { customEventFilter, filter } = named(version.trigger, 'mapped events') as unknown as Record<
      'customEventFilter' | 'filter',
      [{ type: string; parameter: { value: string }[] }]
    >;
    const pattern = RE2JS.compile(customEventFilter[0].parameter[1]!.value);
    for (const name of ['page_view', 'purchase', 'add_to_cart', 'quote_requested'])
      expect(pattern.matcher(name).find()).toBe(true);
    for (const name of ['gtm.js', 'consent_update', 'purchases', 'scroll'])
      expect(pattern.matcher(name).find()).toBe(false);
    expect(filter[0].parameter.map(({ value }) => value)).toEqual(['{{X Ads - repeat}}', 'false']);
  });

  it('is the same, byte by byte, for the same dictionary', () => {
    expect(formatExport(webExport())).toBe(formatExport(webExport()));
  });
});

describe('the plan of a dictionary', () => {
  it('names each event as the tag takes it: exact names before categories, the pixel in every ID', async () => {
    const dictionary = `${DICTIONARY}  add_to_cart: o87nz\n`;
    const { events } = plan(dictionary);
    const server = versionOf(build(dictionary, { pixelToken: 'pt' }));
    for (const [name, eventId] of Object.entries(events)) {
      const { requests } = await play(server, name, { 'x-ga-gcs': 'G111' });
      const sent = JSON.parse(requests[0]!.request.body!).conversions[0].event_id as string;
      expect([name, eventId]).toEqual([name, longForm(sent, 'o8z6j')]);
    }
    expect(events.add_to_cart).toBe('tw-o8z6j-o87nz');
  });

  it('leaves events without a name of their own to the server', () => {
    const { events } = plan(
      `${DICTIONARY}defaultEventId: o87ny\n`.replace('  purchase', '  custom: o87nx\n  purchase'),
    );
    expect(Object.keys(events)).toEqual(['page_view', 'add_to_cart', 'purchase', 'quote_requested']);
  });
});

describe('the server half of a dictionary with a browser half', () => {
  it('reads the page’s ID before the order number and without it the order number', async () => {
    const server = versionOf(build(DICTIONARY, { pixelToken: 'pt' }));
    const idFor = async (event: Record<string, unknown>) => {
      const { requests } = await play(server, 'purchase', { 'x-ga-gcs': 'G111', ...event });
      return JSON.parse(requests[0]!.request.body!).conversions[0].conversion_id as unknown;
    };
    expect(await idFor({ transaction_id: '1001', conversion_event_id: 'web-a-b' })).toBe('web-a-b');
    expect(await idFor({ transaction_id: '1001' })).toBe('1001');
  });

  it('has no such variable without a browser half', () => {
    const alone = DICTIONARY.replace(/measurementId.*\nserverUrl.*\n/, '');
    const version = versionOf(build(alone, { pixelToken: 'pt' }));
    expect(version.variable.map(({ type }) => type)).not.toContain('ed');
    expect(dataOf(version).conversionData).toBeUndefined();
  });
});

/**
 * One conversion_id on both sides: what the pixel gets on the page is what the server's tag of the same dictionary sends, for
 * every order number that shops are known to push, and for any other.
 */
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identityOf } from '../../scripts/container/event-id.ts';
import { snippetFile } from '../../scripts/web/code.ts';
import { runs } from '../counts.ts';
import { build, play, versionOf } from '../scripts/container-tools.ts';
import { startBrowser, type Web } from './browser.ts';
import { CONTAINER_PAGE } from './container-page.ts';
import { anyOrderNumber, DICTIONARY, plan } from './setup.ts';

let web: Web;
beforeAll(async () => {
  web = await startBrowser();
});
afterAll(() => web?.close());

const GRANTED = `window.dataLayer = [];
  dataLayer.push((function () { return arguments; })('consent', 'default', { ad_storage: 'granted', ad_user_data: 'granted' }));`;

/** What reached both halves for one push. */
interface Told {
  event: string;
  /** The call that the pixel got: the X event ID and parameters. */
  pixel?: ['event', string, Record<string, unknown>];
  /** The value of conversion_event_id in GA4's event. */
  parameter?: unknown;
}

/** Each order number is pushed on a page that has forgotten the one before. */
const FORGET = `localStorage.clear(); xAdsWeb.owners = {}; xAdsWeb.reported = {}; pixelCalls.length = 0;`;

const SNIPPET = `function tell(pushed) {
  ${FORGET}
  dataLayer.push(pushed);
  var event = dataLayer[dataLayer.length - 1];
  return { event: pushed.event, pixel: pixelCalls.filter(function (call) { return call[0] === 'event'; })[0],
    parameter: event[2] && event[2].conversion_event_id };
}`;

/** The tags of the container for one event, the consent given. */
const CONTAINER = `${CONTAINER_PAGE}
function tell(given) {
  ${FORGET}
  begin(given);
  var parameter = idVariable();
  waitingTag();
  pixelTag();
  return { event: pushed.event, pixel: pixelCalls.filter(function (call) { return call[0] === 'event'; })[0],
    parameter: parameter };
}`;

const told = (page: Page, pushed: unknown): Promise<Told> =>
  page.evaluate((given) => (globalThis as unknown as { tell: (one: unknown) => Told }).tell(given), pushed);

const event = fc.record({
  event: fc.constantFrom('purchase', 'add_to_cart', 'quote_requested', 'page_view'),
  ecommerce: fc.oneof(
    { weight: 9, arbitrary: fc.record({ transaction_id: anyOrderNumber, value: fc.constant(65) }) },
    fc.constantFrom<unknown>(undefined, null, 'x', 7, []),
  ),
});

const server = versionOf(build(DICTIONARY, { pixelToken: 'pt' }));

/** What the tag sends for the event that Google's tag makes of the push. */
async function sent(pushed: { event: string; ecommerce: unknown }, parameter: unknown) {
  const { transaction_id } = (pushed.ecommerce ?? {}) as { transaction_id?: unknown };
  const { requests } = await play(server, pushed.event, {
    transaction_id: typeof transaction_id === 'object' ? String(transaction_id) : transaction_id,
    conversion_event_id: parameter,
    'x-ga-gcs': 'G111',
    'x-ga-gcd': undefined,
  });
  return JSON.parse(requests[0]!.request.body!).conversions[0] as { event_id: string; conversion_id: string };
}

describe.each([
  ['the snippet', [GRANTED, snippetFile(plan()), SNIPPET]],
  ['the container', [CONTAINER, 'pixelTag();']],
])('%s and the server half of one dictionary', (_, head) => {
  let page: Page;
  beforeAll(async () => {
    page = await web.open(head);
    await page.waitForFunction('window.pixelCalls && pixelCalls.length > 0');
  });

  it('say the same conversion_id and the same X event ID, whatever the order number is', async () => {
    await fc.assert(
      fc.asyncProperty(event, async (pushed) => {
        const { pixel, parameter } = await told(page, pushed);
        const [, eventId, parameters] = pixel!;
        const conversion = await sent(pushed, parameter);
        expect(parameters.conversion_id).toBe(conversion.conversion_id);
        expect(identityOf(eventId, 'o8z6j')).toBe(identityOf(conversion.event_id, 'o8z6j'));
        expect(eventId).toMatch(/^tw-o8z6j-/);
      }),
      { numRuns: runs(60, 3000) },
    );
    expect(web.errors()).toEqual([]);
  });

  it('take an order number as trimmed text, and make an ID of their own for everything else', async () => {
    const tell = async (transaction_id: unknown): Promise<unknown> => {
      const pushed = { event: 'purchase', ecommerce: { transaction_id } };
      return (await told(page, pushed)).parameter;
    };
    expect(await tell(' 1001 ')).toBe('1001');
    expect(await tell(1001)).toBe('1001');
    expect(await tell('007')).toBe('007');
    for (const missing of ['undefined', null, undefined, '', '(not set)', 'x'.repeat(101), {}, Number.NaN]) {
      const first = await tell(missing);
      expect(first).toMatch(/^web-[a-z0-9]+-[a-z0-9]+$/);
      expect(await tell(missing)).not.toBe(first);
    }
  });
});

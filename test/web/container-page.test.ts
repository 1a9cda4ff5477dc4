/** The code of the container's tags in a real browser, called as Tag Manager would. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seen, startBrowser, type Web } from './browser.ts';
import { CONTAINER_PAGE } from './container-page.ts';

let web: Web;
beforeAll(async () => {
  web = await startBrowser();
});
afterAll(() => web?.close());
afterEach(() => {
  expect(web.errors()).toEqual([]);
});

const ORDER = { transaction_id: '1001', value: 65, currency: 'EUR' };
const PERSON = { email: 'jane@example.com' };

/** A page on which some events happened; each is what Tag Manager would run, in its order. */
async function played(...events: string[]) {
  const page = await web.open([CONTAINER_PAGE, ...events]);
  if (events.join().includes('pixelTag')) await page.waitForFunction('window.twq && twq.exe');
  const { pixel } = await seen(page);
  return {
    page,
    calls: pixel
      .filter(([command]) => command === 'event')
      .map(([, id, parameters]) => [id, parameters] as [string, Record<string, unknown>]),
  };
}

const happens = (event: string, tags: string, more: object = {}): string =>
  `begin(${JSON.stringify({ event, ecommerce: ORDER, user_data: PERSON, ...more })}); ${tags}`;

describe('the tags of the container', () => {
  it('let X optimise and know the person only where the consent tag fired for this event', async () => {
    const { calls } = await played(
      happens('purchase', 'waitingTag(); consentTag(); pixelTag();'),
      happens('add_to_cart', 'waitingTag(); pixelTag();'),
    );
    expect(calls).toMatchObject([
      ['tw-o8z6j-o87ne', { restricted_data_use: 'off', email_address: 'jane@example.com' }],
      ['tw-o8z6j-o87nf', { restricted_data_use: 'restrict_optimization' }],
    ]);
    expect(calls[1]![1]).not.toHaveProperty('email_address');
  });

  it('send what waited with the event of the banner, and each event once whichever tag comes first', async () => {
    const { calls } = await played(
      happens('purchase', 'waitingTag();'),
      happens('consent_update', 'consentTag(); pixelTag();'),
      happens('add_to_cart', 'pixelTag(); waitingTag(); pixelTag();'),
    );
    expect(calls.map(([id]) => id)).toEqual(['tw-o8z6j-o87ne', 'tw-o8z6j-o87nf']);
    expect(calls[0]![1]).toMatchObject({ conversion_id: '1001', restricted_data_use: 'off' });
  });

  it('ask X for nothing and store nothing before the pixel’s tag fires', async () => {
    const { page } = await played(
      happens('purchase', 'waitingTag(); consentTag(); idVariable(); repeatVariable();'),
    );
    expect(web.requests()).toEqual(['https://shop.example/']);
    expect(await page.evaluate('localStorage.length + sessionStorage.length + document.cookie.length')).toBe(
      0,
    );
  });

  it('leave an order’s number to its event, though it lies in the data layer for the events behind it', async () => {
    const { page, calls } = await played(
      happens('scroll', 'idVariable(); repeatVariable();'),
      happens('page_view', 'waitingTag(); pixelTag();'),
      happens('purchase', 'waitingTag(); pixelTag();'),
      happens('quote_requested', 'waitingTag(); pixelTag();'),
      happens('quote_requested', 'waitingTag(); pixelTag();'),
    );
    const ids = calls.map(([, { conversion_id }]) => String(conversion_id));
    expect(ids.map((id) => id.replace(/^web-.*/, 'made'))).toEqual(['made', '1001', 'made', 'made']);
    expect(new Set(ids).size).toBe(4);
    expect(calls[0]![1]).not.toHaveProperty('value');
    // The same order again is a repeat; the other events are none.
    expect(await page.evaluate(`${happens('purchase', 'repeatVariable()')}`)).toBe(true);
    expect(await page.evaluate(`${happens('quote_requested', 'repeatVariable()')}`)).toBe(false);
    expect(await page.evaluate(`${happens('scroll', '[idVariable(), repeatVariable()]')}`)).toEqual([
      undefined,
      false,
    ]);
  });

  it('give one ID and one answer for an event, as often as they are asked', async () => {
    const { page } = await played();
    const ask = happens('purchase', '[idVariable(), idVariable(), repeatVariable()]', {
      ecommerce: undefined,
    });
    const [one, other, repeat] = (await page.evaluate(ask)) as unknown[];
    expect([one, repeat]).toEqual([other, false]);
    const during = `${happens('purchase', 'var asked = repeatVariable(); waitingTag(); pixelTag(); [asked, repeatVariable()]')}`;
    expect(await page.evaluate(during)).toEqual([false, false]);
  });
});

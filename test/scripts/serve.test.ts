/** What npm run container makes, served: hits as gtag sends them in, conversions in the stand-in's book out. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { loadContainer } from 'sgtm-toolkit/server/load';
import type { LogLine } from 'sgtm-toolkit/server/log';
import { type Served, serveContainer } from 'sgtm-toolkit/server/serve';
import { afterEach, describe, expect, it } from 'vitest';
import { formatExport } from '../../scripts/container/envelope.ts';
import { type Shop, startShop } from '../../scripts/serve/stand-in.ts';
import { TSX } from '../tsx.ts';
import { build, root } from './container-tools.ts';

const DICTIONARY = `pixelId: o8z6j
authMethod: oauth1
consent: adStorage
categoryEvents:
  page_view: tw-o8z6j-o87nd
  purchase: tw-o8z6j-o87ne
container: new
`;

const running: { served: Served; shop: Shop }[] = [];

async function start(text: string, log?: string) {
  const lines: LogLine[] = [];
  const shop = await startShop(loadContainer(text));
  const served = await serveContainer({
    ...shop,
    port: 0,
    onLine: (line) => lines.push(line),
    ...(log !== undefined && { log }),
  });
  running.push({ served, shop });
  return { ...shop, served, lines };
}

afterEach(async () => {
  for (const { served, shop } of running.splice(0)) {
    await served.stop();
    await shop.x.close();
  }
});

const CONSENT = { gcs: 'G111', gcd: '13t3t3t3t5l1' };
const PAGE = 'https://shop.example/';

/** A hit of gtag; gives the cookies of the answer as a browser would send them back. */
async function hit(url: string, name: string, values: Record<string, string>, cookie = ''): Promise<string> {
  const shared = { v: '2', tid: 'G-TEST', cid: '1200.1790000000', en: name, ...CONSENT };
  const query = new URLSearchParams({ ...shared, ...values });
  const headers = { cookie, 'user-agent': 'Mozilla/5.0', 'x-forwarded-host': 'sgtm.shop.example' };
  const response = await fetch(`${url}/g/collect?${query}`, { headers });
  expect(response.status).toBe(200);
  return response.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
}

const purchase = { dl: `${PAGE}thanks`, cu: 'EUR', 'epn.value': '65', 'ep.transaction_id': 't-1' };

describe('a container of this tag', () => {
  it('sends the visit and, with the click id of its cookie, the purchase on another page', async () => {
    const { served, x, lines } = await start(formatExport(build(DICTIONARY).exported));
    const cookie = await hit(served.url, 'page_view', { dl: `${PAGE}?twclid=2-4m8k1vq7zj0c5t` });
    expect(cookie).toContain('_twclid=');
    await hit(served.url, 'purchase', purchase, cookie);
    expect(x.recorded.entries().map(({ eventId, counted }) => ({ eventId, counted }))).toEqual([
      { eventId: 'o87nd', counted: 1 },
      { eventId: 'o87ne', counted: 1 },
    ]);
    expect(x.recorded.find('o87ne', 't-1')).toMatchObject({ counted: 1 });
    const [, sent] = x.received;
    expect(JSON.stringify(sent?.body)).toContain('2-4m8k1vq7zj0c5t');
    const tags = lines.filter((line) => line.kind === 'tag');
    expect(tags).toMatchObject([
      { fired: true, outcome: 'success' },
      { fired: true, outcome: 'success' },
    ]);
  });

  it.each(['', 'clientName: Our own client\n'])(
    'takes hits for a file that brings no client, because its container has one: %j',
    async (more) => {
      const dictionary = `${DICTIONARY.replace('new', 'existing')}${more}`;
      const { served, x } = await start(formatExport(build(dictionary).exported));
      await hit(served.url, 'purchase', { ...purchase, dl: `${PAGE}?twclid=2-4m8k1vq7zj0c5t` });
      expect(x.recorded.find('o87ne', 't-1')).toMatchObject({ counted: 1 });
    },
  );

  it('sends nothing without consent, and nothing for events that are not mapped', async () => {
    const { served, x, lines } = await start(formatExport(build(DICTIONARY).exported));
    const denied = { gcs: 'G100', gcd: '13q3q3q3q5l1' };
    expect(await hit(served.url, 'purchase', { ...purchase, ...denied })).not.toContain('_twclid');
    await hit(served.url, 'scroll', { dl: PAGE });
    expect(x.received).toEqual([]);
    expect(lines.filter((line) => line.kind === 'tag')).toMatchObject([
      {
        event: 'purchase',
        fired: true,
        outcome: 'success',
        why: expect.stringContaining('ad_storage is denied'),
      },
      { event: 'scroll', fired: false, outcome: null, why: expect.stringContaining('does not hold') },
    ]);
  });

  it.each(['never', 'preview', 'failures'])(
    'logs why a conversion was not sent with logging: %s',
    async (logging) => {
      const dictionary = `${DICTIONARY}logging: ${logging}\n`.replace('  page_view: tw-o8z6j-o87nd\n', '');
      const { served, lines } = await start(formatExport(build(dictionary).exported));
      await hit(served.url, 'purchase', { ...purchase, gcs: 'G100', gcd: '13q3q3q3q5l1' });
      await hit(served.url, 'purchase', purchase);
      expect(lines.filter((line) => line.kind === 'tag')).toMatchObject([
        { outcome: 'success', why: expect.stringContaining('Nothing was sent') },
        { outcome: 'failure', why: expect.stringContaining('identifies nobody') },
      ]);
    },
  );

  it('knows its tags in any version by their fields, and says which credential the stand-in cannot know', async () => {
    const exported = JSON.parse(formatExport(build(DICTIONARY).exported));
    const [template] = exported.containerVersion.customTemplate;
    const secret = exported.containerVersion.variable.find(({ name }: { name: string }) =>
      name.endsWith('Consumer secret'),
    );
    Object.assign(secret, { type: 'ed', parameter: [{ type: 'TEMPLATE', key: 'keyPath', value: 'x' }] });
    const { tags, unknown } = await start(JSON.stringify(exported));
    expect({ tags, unknown }).toEqual({
      tags: ['X Ads - conversions'],
      unknown: [{ tag: 'X Ads - conversions', field: 'consumerSecret' }],
    });
    template.templateData = template.templateData.replaceAll('"categoryEvents"', '"events"');
    expect((await start(JSON.stringify(exported))).tags).toEqual([]);
  });

  it('with purchases alone keeps the landing page’s click ID, and sends values of the dictionary’s own', async () => {
    const { served, x } = await start(
      formatExport(
        build(`pixelId: o8z6j
categoryEvents: {purchase: tw-o8z6j-o87ne}
clientName: GA4
conversionData: {description: '{{Coupon}} by {{Client Name}}', conversion_id: '{{Order}}'}
variables: {Coupon: coupon, Order: shop_order}
`).exported,
      ),
    );
    const cookie = await hit(served.url, 'page_view', { dl: `${PAGE}?twclid=2-4m8k1vq7zj0c5t` });
    expect(x.received).toEqual([]);
    await hit(served.url, 'purchase', { ...purchase, 'ep.coupon': 'SPRING', 'ep.shop_order': 's-9' }, cookie);
    expect(x.recorded.find('o87ne', 's-9')).toMatchObject({ counted: 1 });
    expect(x.received[0]?.body).toMatchObject({
      conversions: [{ description: 'SPRING by GA4', identifiers: [{ twclid: '2-4m8k1vq7zj0c5t' }] }],
    });
  });

  it('does not fire for another client than the dictionary names', async () => {
    const { served, x } = await start(
      formatExport(build(DICTIONARY.replace('container: new', 'clientName: My GA4')).exported),
    );
    await hit(served.url, 'purchase', purchase);
    expect(x.received).toEqual([]);
  });

  it('serves two tags with two pixels and two ways to authenticate', async () => {
    const first = JSON.parse(formatExport(build(DICTIONARY).exported));
    const second = JSON.parse(
      formatExport(build(DICTIONARY.replaceAll('o8z6j', 'p1abc').replace('oauth1', 'pixelToken')).exported),
    );
    const [other] = second.containerVersion.tag;
    const rename = (text: string): string => text.replaceAll('X Ads - ', 'Second - ');
    const [tag, ...variables] = JSON.parse(
      rename(JSON.stringify([other, ...second.containerVersion.variable])),
    );
    first.containerVersion.tag.push({ ...tag, tagId: '66' });
    first.containerVersion.variable.push(...variables);
    const { served, x, tags } = await start(JSON.stringify(first));
    expect(tags).toHaveLength(2);
    await hit(served.url, 'purchase', { ...purchase, dl: `${PAGE}?twclid=2-4m8k1vq7zj0c5t` });
    expect(
      x.received.map(({ url, verdict, diagnostics }) => [url.split('/').at(-1), verdict, diagnostics.by]),
    ).toEqual(
      expect.arrayContaining([
        ['o8z6j', 'accepted', 'oauth1'],
        ['p1abc', 'accepted', 'pixelToken'],
      ]),
    );
    expect(x.received).toHaveLength(2);
  });

  it('writes no credential anywhere: not into the file, the log or the page', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'serve-'));
    try {
      const log = path.join(folder, 'log.jsonl');
      const file = path.join(folder, 'shop.gtm.json');
      writeFileSync(file, formatExport(build(DICTIONARY).exported));
      const { served, x } = await start(readFileSync(file, 'utf8'), log);
      await hit(served.url, 'purchase', { ...purchase, dl: `${PAGE}?twclid=2-4m8k1vq7zj0c5t` });
      const page = await (await fetch(`${served.url}/gtm/debug/request?id=1`)).text();
      const { apps, tokens } = x.configuration;
      const secrets = [apps[0]!.consumerKey, apps[0]!.consumerSecret, tokens[0]!.token, tokens[0]!.secret];
      expect(page).toContain('"by":"tag');
      for (const text of [page, readFileSync(log, 'utf8'), readFileSync(file, 'utf8')])
        for (const secret of secrets) expect(text).not.toContain(secret);
      expect(page).not.toContain('oauth_signature');
      const kinds = readFileSync(log, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).kind);
      expect([...new Set(kinds)]).toEqual(['hit', 'event', 'request', 'console', 'tag']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is served by the command, which says what X took', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'serve-'));
    const file = path.join(folder, 'shop.gtm.json');
    writeFileSync(file, formatExport(build(DICTIONARY).exported));
    const child = spawn(process.execPath, [...TSX, 'scripts/serve.ts', file, '--port', '0'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      let out = '';
      const started = new Promise<string>((resolve) => {
        child.stdout.on('data', (chunk) => {
          out += chunk;
          const [, url] = /(http:\/\/localhost:\d+) takes hits/.exec(out) ?? [];
          if (url !== undefined) resolve(url);
        });
      });
      await hit(await started, 'purchase', { ...purchase, dl: `${PAGE}?twclid=2-4m8k1vq7zj0c5t` });
      child.kill('SIGTERM');
      expect(await once(child, 'close')).toEqual([0, null]);
      expect(out).toContain('X (stand-in): accepted 200');
      expect(out).toContain('The stand-in took 1 conversion; X would count 1.');
    } finally {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    }
  });
});

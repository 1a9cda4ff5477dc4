/** Pulling: a file made from what X has, and files completed without a change to what they say. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { read } from './container-tools.ts';
import { ACCOUNT, type Details, dictionaryFile, events, pixelWith, RIGHT, textIn } from './events-run.ts';
import { folder, stand } from './replay-setup.ts';

const SHOP: Record<string, Details> = {
  a1: { name: 'Old order', type: 'PURCHASE' },
  a2: {
    name: 'Order: paid',
    type: 'PURCHASE',
    status: 'TRACKING',
    click_window: 30,
    view_through_window: 0,
    retargeting_enabled: true,
    last_tracked_at: '2026-11-01T00:00:00Z',
  },
  a3: { name: 'Form', type: 'SIGN_UP', click_window: 60, view_through_window: 30 },
  a4: { name: 'quote_requested', type: 'CUSTOM' },
  a5: { name: 'Newsletter (footer)', type: 'CUSTOM' },
  a6: { name: 'purchase', type: 'CUSTOM' },
  a7: { name: 'Gone', type: 'SEARCH', deleted: true },
};
const standing = (shop = SHOP) => stand({ pixels: [pixelWith(shop)] });

/** Pulls into a file with this text; the new text without the lines that were there. */
async function pulled(text: string, shop = SHOP, name?: string) {
  const server = await standing(shop);
  const file = dictionaryFile(text, name);
  const { code, json, err } = await events(server, ['pull', file, '--json']);
  const after = textIn(file);
  const again = await events(server, ['pull', file, '--json']);
  expect(again.json.completed).toEqual([]);
  expect(textIn(file)).toBe(after);
  return { code, json, err, after, server, file };
}

describe('pull', () => {
  test('makes a file from what X has, with account and pixel found, which plan and container take', async () => {
    const server = await standing();
    const file = join(folder(), 'shop.yaml');
    const { code, out } = await events(server, ['pull', file]);
    expect(code).toBe(0);
    const text = textIn(file);
    expect(text).toBe(
      `# Events of X as code: npm run events -- plan FILE shows what differs at X, apply makes it so; docs/events.md explains it.
# The same file makes a server container: npm run container -- FILE.
accountId: ${ACCOUNT}
pixelId: o8z6j
categoryEvents:
  purchase:
    id: tw-o8z6j-a2
    name: "Order: paid"
    type: PURCHASE
    clickWindow: 30
    viewWindow: 0
    retargeting: true
  lead:
    id: tw-o8z6j-a3
    name: Form
    type: SIGN_UP
    viewWindow: 30
    retargeting: false
customEvents:
  quote_requested:
    id: tw-o8z6j-a4
    name: quote_requested
    type: CUSTOM
    clickWindow: 14
    viewWindow: 1
    retargeting: false
`,
    );
    expect(out).toMatch(
      /added {6}categoryEvents.purchase\n(.|\n)*write the ones you need below customEvents/,
    );
    for (const id of ['a1', 'a5', 'a6']) expect(out).toContain(`tw-o8z6j-${id}  `);
    expect(read(text).problems).toEqual([]);
    expect((await events(server, ['plan', file])).code).toBe(0);
    expect((await events(server, ['pull', file])).out).toContain('has all that X has.');
    expect(textIn(file)).toBe(text);
  });

  test('turns SIGN_UP into lead unless the file says sign_up', async () => {
    const { after } = await pulled(`${RIGHT}categoryEvents:\n  sign_up: a3\n`);
    expect(after).toContain('  sign_up:\n    id: a3\n    name: Form\n');
    expect(after).not.toContain('lead');
    const empty = await pulled(
      `${RIGHT}categoryEvents:\n  sign_up: # to be found\n  search: { name: Find }\n`,
    );
    expect(empty.after).toContain('  sign_up: # to be found\n    id: tw-o8z6j-a3\n    name: Form\n');
    expect(empty.json.completed).toEqual(['categoryEvents.sign_up']);
  });

  test('leaves what the file says, comments and order; only adds', async () => {
    const text = `# mine\n${RIGHT}customEvents:   # single ones\n    footer:  tw-o8z6j-a5   # the footer\n    x: {name: Nothing there}\n\ncategoryEvents: { purchase: {id: a1, clickWindow: 7} , search: { name: Find } } # rest\n# end\nconsent: adStorage`;
    const { after, json, code } = await pulled(text);
    expect(code).toBe(0);
    expect(json.completed).toEqual(['categoryEvents.purchase', 'customEvents.footer']);
    expect(json.added).toEqual(['categoryEvents.lead', 'customEvents.quote_requested']);
    expect(json.differs).toBe(true);
    expect(after).toBe(
      `# mine\n${RIGHT}customEvents:   # single ones\n    footer:   # the footer\n      id: tw-o8z6j-a5\n      name: "Newsletter (footer)"\n      type: CUSTOM\n      clickWindow: 14\n      viewWindow: 1\n      retargeting: false\n    x: {name: Nothing there}\n    quote_requested:\n      id: tw-o8z6j-a4\n      name: quote_requested\n      type: CUSTOM\n      clickWindow: 14\n      viewWindow: 1\n      retargeting: false\n\ncategoryEvents: { purchase: {id: a1, clickWindow: 7, name: Old order, type: PURCHASE, viewWindow: 1, retargeting: false} , search: { name: Find }, lead: { id: tw-o8z6j-a3, name: Form, type: SIGN_UP, viewWindow: 30, retargeting: false } } # rest\n# end\nconsent: adStorage`,
    );
  });

  test('completes JSON as JSON', async () => {
    const text = `{\n\t"pixelId": "o8z6j",\n\t"categoryEvents": {\n\t\t"purchase": "a2",\n\t\t"lead": {"name": "Form"},\n\t\t"sign_up": null\n\t}\n}\n`;
    const { after } = await pulled(text, SHOP, 'shop.json');
    const value = JSON.parse(after);
    expect(value.accountId).toBe(ACCOUNT);
    expect(value.categoryEvents.lead).toEqual({
      name: 'Form',
      id: 'tw-o8z6j-a3',
      type: 'SIGN_UP',
      viewWindow: 30,
      retargeting: false,
    });
    expect(value.categoryEvents.purchase).toMatchObject({ id: 'a2', name: 'Order: paid', clickWindow: 30 });
    expect(value.categoryEvents.sign_up).toBeNull();
    expect(after).toContain('\n\t"accountId": "18ce552mlaq",\n\t"customEvents": { "quote_requested": {');
  });

  test('asks for account and pixel where X has several, and takes them as options', async () => {
    const server = await stand({
      accounts: [
        { id: 'aaa', name: 'Shop' },
        { id: 'bbb', name: 'Blog\u001b[31m' },
      ],
      pixels: [pixelWith(SHOP, 'o8z6j', 'aaa'), pixelWith({ b1: { type: 'SEARCH' } }, 'o8z6k', 'aaa')],
    });
    const file = join(folder(), 'shop.yaml');
    const several = await events(server, ['pull', file]);
    expect([several.code, several.err]).toEqual([
      2,
      expect.stringContaining(
        '2 ads accounts: aaa "Shop", bbb "Blog [31m". Write accountId into the file, or give --account.',
      ),
    ]);
    const pixels = await events(server, ['pull', file, '--account', 'aaa']);
    expect([pixels.code, pixels.err]).toEqual([
      2,
      expect.stringContaining('events of 2 pixels: o8z6j, o8z6k. Give --pixel.'),
    ]);
    const none = await events(server, ['pull', file, '--account', 'bbb']);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('has no web event')]);
    expect(existsSync(file)).toBe(false);
    const { code } = await events(server, ['pull', file, '--account', 'aaa', '--pixel', 'o8z6k']);
    expect([code, textIn(file)]).toEqual([
      0,
      expect.stringContaining(
        'accountId: aaa\npixelId: o8z6k\ncategoryEvents:\n  search:\n    id: tw-o8z6k-b1\n',
      ),
    ]);
  });

  test('writes names that YAML may take for something else in quotation marks', async () => {
    for (const name of ['yes', 'No', 'ON', 'true', 'null', 'y', '12', '1e3', '~', '-', 'a: b', '&a']) {
      const { after } = await pulled(RIGHT, { a1: { name, type: 'SEARCH' } });
      expect(after).toContain(`\n    name: ${JSON.stringify(name)}\n`);
    }
  });

  test('makes no file over one that was made meanwhile', async () => {
    const server = await standing();
    const file = join(folder(), 'shop.yaml');
    server.faults.use(() => {
      writeFileSync(file, 'mine');
      return undefined;
    });
    const { code, err } = await events(server, ['pull', file]);
    expect([code, err, textIn(file)]).toEqual([2, expect.stringContaining('of this name now'), 'mine']);
  });

  test('takes nothing from an event it cannot write down, and shows it cleaned', async () => {
    const { code, json, after } = await pulled(RIGHT, {
      a1: { name: 'two\nlines', type: 'PURCHASE' },
      a2: { name: 'of jane@example.com \u001b[2J', type: 'CUSTOM' },
      a3: { name: 'New type', type: 'UNHEARD_OF' },
    });
    expect(code).toBe(0);
    expect(after).toBe(
      `${RIGHT}categoryEvents:\n  purchase:\n    id: tw-o8z6j-a1\n    type: PURCHASE\n    clickWindow: 14\n    viewWindow: 1\n    retargeting: false\n`,
    );
    expect(json.notInFile.map(({ name }) => name)).toEqual(['of …@… [2J', 'New type']);
  });
});

/** The difference between a dictionary and X: what is shown, and what keeps it from being done. */
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../x-server/faults.ts';
import { dictionaryFile, events, eventsAt, pixelWith, RIGHT, textIn } from './events-run.ts';
import { oauthEnvironment, stand, tokenEnvironment } from './replay-setup.ts';

const purchase = {
  name: 'Order paid',
  type: 'PURCHASE',
  click_window: 30,
  view_through_window: 1,
  retargeting_enabled: false,
  status: 'TRACKING' as const,
};
const standing = (more = {}) =>
  stand({
    pixels: [
      pixelWith({
        a1: purchase,
        a2: { ...purchase, deleted: true },
        a3: { name: 'Form', type: 'SIGN_UP' },
        ...more,
      }),
      pixelWith({ b1: { name: 'Other shop', type: 'DOWNLOAD' } }, 'o8z6k'),
    ],
  });
const plan = async (rows: string, more = {}) => {
  const server = await standing(more);
  const file = dictionaryFile(RIGHT + rows);
  const outcome = await events(server, ['plan', file, '--json']);
  expect(textIn(file)).toBe(RIGHT + rows);
  expect(server.received.every(({ method }) => method === 'GET')).toBe(true);
  return outcome;
};

describe('plan', () => {
  test('ends with 0 where X is as the file says, short rows included', async () => {
    const whole =
      'id: tw-o8z6j-a1\n    name: Order paid\n    type: PURCHASE\n    clickWindow: 30\n    viewWindow: 1\n    retargeting: false\n';
    for (const row of ['a1', 'tw-O8Z6J-A1', `\n    ${whole}`, '{ id: a1, clickWindow: 30 }']) {
      const { code, json } = await plan(`categoryEvents:\n  purchase: ${row}`);
      expect([row, code, json.differs, json.steps.map(({ action }) => action)]).toEqual([
        row,
        0,
        false,
        ['keep'],
      ]);
    }
  });

  test('ends with 2 and says what is made, adopted and changed', async () => {
    const { code, json } = await plan(
      'categoryEvents:\n  purchase: { id: a1, name: Paid, clickWindow: 14 }\n  lead: { name: Form, clickWindow: 30 }\n  sign_up: { name: Account, viewWindow: 30 }\ncustomEvents:\n  quote: { name: Quote, type: SUBSCRIBE, clickWindow: 7, retargeting: true }',
    );
    expect([code, json.ok, json.differs]).toEqual([2, true, true]);
    expect(json.steps).toMatchObject([
      {
        action: 'update',
        row: 'categoryEvents.purchase',
        event: { id: 'tw-o8z6j-a1' },
        changes: [
          { setting: 'name', from: 'Order paid', to: 'Paid' },
          { setting: 'clickWindow', from: 30, to: 14 },
        ],
      },
      {
        action: 'adopt',
        row: 'categoryEvents.lead',
        event: { id: 'tw-o8z6j-a3' },
        changes: [{ setting: 'clickWindow', from: 14, to: 30 }],
      },
      {
        action: 'create',
        settings: { name: 'Account', type: 'SIGN_UP', clickWindow: 30, viewWindow: 30, retargeting: false },
      },
      {
        action: 'create',
        settings: { name: 'Quote', type: 'SUBSCRIBE', clickWindow: 7, viewWindow: 1, retargeting: true },
      },
    ]);
  });

  test('is a table for people, with what X has and no row sends', async () => {
    const server = await standing();
    const file = dictionaryFile(
      `${RIGHT}categoryEvents:\n  purchase: { id: a1, type: DOWNLOAD }\n  search: { name: Find }\n`,
    );
    const { out, code } = await events(server, ['plan', file]);
    expect(code).toBe(2);
    expect(out).toContain('Account 18ce552mlaq, pixel o8z6j: 1 to create, 1 to update.');
    expect(out).toMatch(
      / {2}update {2}categoryEvents.purchase {2}tw-o8z6j-a1 {2}type "PURCHASE" → "DOWNLOAD", which alters/,
    );
    expect(out).toMatch(
      / {2}create {2}categoryEvents.search {4}new {10}SEARCH "Find", click 14 days, view 1 day, retargeting off\n/,
    );
    expect(out).toMatch(/in no row of the file .*\n {2}tw-o8z6j-a3 {2}SIGN_UP "Form", UNVERIFIED\n/);
    expect(out).not.toContain('Other shop');
  });

  test.each<[string, string, string, RegExp]>([
    ['an unknown ID', '  purchase: zzz', 'UNKNOWN_EVENT', /no event of this account/],
    ['a deleted event', '  purchase: a2', 'DELETED_EVENT', /deleted at X, for ever/],
    ['an event of another pixel', '  download: b1', 'OTHER_PIXEL', /pixel o8z6k, not to o8z6j/],
    ['no name', '  search: { clickWindow: 7 }', 'NO_NAME', /neither an ID nor a name/],
    ['nothing', '  search:', 'NO_NAME', /neither an ID nor a name/],
    [
      'an event that another row sends',
      '  lead: a3\n  sign_up: { name: Form }',
      'TWICE',
      /tw-o8z6j-a3, which categoryEvents.lead sends/,
    ],
    [
      'two rows alike',
      '  lead: { name: A }\n  sign_up: { name: A }',
      'TWICE',
      /the same event as categoryEvents.lead/,
    ],
    [
      'an event of that name elsewhere',
      '  download: { name: Other shop }',
      'ELSEWHERE',
      /on the pixel o8z6k/,
    ],
    ['two events that fit', '  search: { name: Find }', 'AMBIGUOUS', /tw-o8z6j-c1, tw-o8z6j-c2/],
    [
      'a window below X’s other one',
      '  purchase: { id: c3, clickWindow: 7 }',
      'WINDOWS',
      /viewWindow 14 above clickWindow 7/,
    ],
    [
      'a window beside one of the interface',
      '  purchase: { id: c4, viewWindow: 7 }',
      'WINDOWS',
      /clickWindow 90, which cannot be written/,
    ],
  ])('ends with 1 for %s, at its place', async (_what, rows, code, message) => {
    const outcome = await plan(`categoryEvents:\n${rows}`, {
      c1: { name: 'Find', type: 'SEARCH' },
      c2: { name: ' Find ', type: 'SEARCH' },
      c3: { ...purchase, view_through_window: 14 },
      c4: { ...purchase, click_window: 90 },
    });
    expect(outcome.code).toBe(1);
    expect(outcome.json.problems).toMatchObject([
      { code, severity: 'error', message: expect.stringMatching(message) },
    ]);
    expect(outcome.json.problems[0]!.line).toBe(rows.includes('\n') ? 5 : 4);
  });

  test('makes a new event of a name that another row gives up', async () => {
    const { code, json } = await plan(
      'categoryEvents:\n  lead: { id: a3, name: Old form }\n  sign_up: { name: Form }',
    );
    expect([code, json.steps.map(({ action }) => action)]).toEqual([2, ['update', 'create']]);
  });

  test('reads windows of the interface as they are, as long as nobody changes them', async () => {
    const { code } = await plan('categoryEvents:\n  purchase: { id: c4, name: Order paid }', {
      c4: { ...purchase, click_window: 90 },
    });
    expect(code).toBe(0);
  });

  test('warns of an event whose type is that of another category', async () => {
    const { code, json } = await plan('categoryEvents:\n  purchase: a3\n  sign_up: a1\n  custom: a1');
    expect(code).toBe(0);
    expect(json.problems.filter(({ code }) => code === 'OTHER_TYPE')).toMatchObject([
      {
        severity: 'warning',
        line: 4,
        message: expect.stringContaining('SIGN_UP "Form" at X, the type of lead'),
      },
      { severity: 'warning', line: 5 },
    ]);
  });

  test('warns before the first event on a pixel beside others, once, and not of what is only checked', async () => {
    const server = await standing();
    const make = 'categoryEvents:\n  lead: { name: Form }\n  search: { name: Find }\n';
    const problemsOf = async (text: string) =>
      (await events(server, ['plan', dictionaryFile(text), '--json'])).json.problems;
    expect(await problemsOf(RIGHT.replace('o8z6j', 'o8z6i') + make.replace('Form', 'Fom'))).toMatchObject([
      {
        code: 'NEW_PIXEL',
        severity: 'warning',
        line: 5,
        message: expect.stringContaining('its others lie on o8z6j, o8z6k. X has no'),
      },
    ]);
    expect(await problemsOf(RIGHT.replace('o8z6j', 'O8Z6J') + make)).toEqual([]);
    expect(await problemsOf(RIGHT.replace('o8z6j', 'o8z6i'))).toEqual([]);
    server.configuration.pixels = [pixelWith({})];
    expect(await problemsOf(RIGHT + make)).toEqual([]);
  });

  test('shows the names of the file whole, and those of X without a person', async () => {
    const server = await standing({ a1: { ...purchase, name: 'Orders of jane@example.com' } });
    const rows =
      '  purchase: { id: a1, name: Shop@Home }\n  search: { name: "Find@Home \\u202E" }\n  download: { name: D }';
    const { out } = await events(server, ['plan', dictionaryFile(`${RIGHT}categoryEvents:\n${rows}\n`)]);
    expect(out).toContain('name "Orders of …@…" → "Shop@Home"');
    expect(out).toContain('SEARCH "Find@Home", click');
  });

  test('tells a wrong call and a wrong file by 1, never by the status of a difference', async () => {
    const server = await standing();
    const file = dictionaryFile(`${RIGHT}categoryEvents:\n  purchase: a1\n`);
    const wrong = dictionaryFile(`${RIGHT}categoryEvents:\n  purchase: { id: a1, clickWindow: 60 }\n`);
    const calls: [string[], RegExp][] = [
      [['plan'], /Give exactly one event dictionary/],
      [['plan', file, file], /Give exactly one event dictionary/],
      [['plan', `${file}.no`], /cannot be read/],
      [['plan', file, '--nonsense'], /nonsense/],
      [['plan', file, '--account', 'a/b'], /--account must be/],
      [['plan', file, '--account', 'other'], /--account is other, the file's accountId is 18ce552mlaq/],
      [['plan', wrong], /shop.yaml:4:36 error EVENT_SETTING/],
    ];
    for (const [args, message] of calls) {
      const { code, err } = await events(server, args);
      expect([args, code, err]).toEqual([args, 1, expect.stringMatching(message)]);
    }
    const NAMES = 'X_CONSUMER_KEY, X_CONSUMER_SECRET, X_ACCESS_TOKEN, X_ACCESS_TOKEN_SECRET';
    const need = `Web events need the four OAuth values ${NAMES}. A pixel access token does not replace them.`;
    const { X_ACCESS_TOKEN: _, ...three } = oauthEnvironment;
    for (const [environment, said] of [
      [{}, `${need}\n`],
      [tokenEnvironment, `${need}\n`],
      [three, `${need} OAuth 1.0a needs four values; set also X_ACCESS_TOKEN.\n`],
    ] as const)
      expect((await events(server, ['plan', file], { environment })).err.startsWith(said)).toBe(true);
    expect((await events(server, ['apply'])).code).toBe(2);
    expect((await events(server, ['delete', file])).code).toBe(2);
    expect(server.received.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(eventsAt(server)).toHaveLength(3);
  });

  test('reads a list of many pages, an event that moves to the next one once', async () => {
    const ids = Array.from({ length: 2100 }, (_, i) => `e${i.toString(36)}x`);
    const server = await stand({ pixels: [pixelWith(Object.fromEntries(ids.map((id) => [id, {}])))] });
    const file = dictionaryFile(`${RIGHT}customEvents:\n  last: { id: ${ids.at(-1)} }\n`);
    const pages = () => server.received.map(({ url }) => /cursor=(\d+)/.exec(url)?.[1]);
    const whole = await events(server, ['plan', file, '--json']);
    expect([whole.code, whole.json.notInFile.length, pages()]).toEqual([
      0,
      2099,
      [undefined, '1000', '2000'],
    ]);

    const answer = (data: object[], next: string | null): Fault => ({
      kind: 'answer',
      answer: { status: 200, body: { data, next_cursor: next } },
    });
    const event = (id: string) => ({ id, name: 'Find', type: 'SEARCH', website_tag_id: 'o8z6j' });
    server.faults.next(answer([event('a1')], 'c'), answer([event('a1'), event('a2')], null));
    const row = dictionaryFile(`${RIGHT}categoryEvents:\n  search: { name: Other }\n`);
    expect((await events(server, ['plan', row, '--json'])).json.notInFile.map(({ id }) => id)).toEqual([
      'tw-o8z6j-a1',
      'tw-o8z6j-a2',
    ]);

    server.faults.use(() => answer([], 'again'));
    const endless = await events(server, ['plan', row]);
    expect([endless.code, endless.err]).toEqual([1, expect.stringContaining('list of events does not end')]);
  });

  test('has a help for each word that names its options', async () => {
    const server = await standing();
    for (const word of ['pull', 'plan', 'apply']) {
      const { code, out } = await events(server, [word, '--help']);
      expect([word, code]).toEqual([word, 0]);
      for (const option of ['--account', '--credentials', '--json', 'Exit status', 'X_CONSUMER_KEY'])
        expect(out).toContain(option);
    }
    // Of plan, 2 is a difference.
    expect((await events(server, ['--help'])).out).toMatch(
      /2: wrong call, unless its help says otherwise\.\n$/,
    );
  });
});

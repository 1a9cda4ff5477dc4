/** Applying a dictionary: what is made, written down, refused and limited. */
import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ErrorName, errorAnswer } from '../../x-server/answers.ts';
import type { XServer } from '../../x-server/server.ts';
import { ACCOUNT, dictionaryFile, events, eventsAt, pixelWith, RIGHT, textIn } from './events-run.ts';
import { named, standing, TEXT, writes } from './events-shop.ts';
import { folder, stand } from './replay-setup.ts';

describe('apply', () => {
  test('makes and changes what the file says, writes IDs, keeps everything else, and then has nothing to do', async () => {
    const server = await standing();
    const file = dictionaryFile(TEXT);
    const { code, json } = await events(server, ['apply', file, '--yes', '--json']);
    expect([code, json.ok, json.failure]).toEqual([0, true, undefined]);
    expect(json.done).toEqual(['categoryEvents.purchase', 'categoryEvents.lead', 'customEvents.newsletter']);
    const [order] = named(server, "Kauf – Shop (EU) 100% *neu*, A&B's!");
    const [quote] = named(server, 'Quote form');
    expect(order).toMatchObject({
      type: 'PURCHASE',
      click_window: 30,
      view_through_window: 7,
      retargeting_enabled: false,
    });
    expect(quote).toMatchObject({
      type: 'SIGN_UP',
      click_window: 14,
      view_through_window: 1,
      retargeting_enabled: true,
    });
    expect(named(server, 'Newsletter')).toMatchObject([
      { id: 'a4', click_window: 7, view_through_window: 7 },
    ]);
    expect(textIn(file)).toBe(
      TEXT.replace('    viewWindow: 7\n', `    viewWindow: 7\n    id: tw-o8z6j-${order!.id}\n`).replace(
        'retargeting: true }',
        `retargeting: true, id: tw-o8z6j-${quote!.id} }`,
      ),
    );
    expect(writes(server)).toEqual(['POST', 'POST', 'PUT']);
    expect(named(server, 'Old')).toHaveLength(1);

    const done = textIn(file);
    expect((await events(server, ['plan', file])).code).toBe(0);
    expect((await events(server, ['apply', file, '--yes'])).out).toContain(
      'Nothing to do: X has 4 events as the file says.',
    );
    expect(textIn(file)).toBe(done);
    expect(writes(server)).toHaveLength(3);
  });

  test('sends a changed window together with the other one, in the query and signed', async () => {
    const server = await standing();
    await events(server, ['apply', dictionaryFile(TEXT), '--yes']);
    const put = server.received.find(({ method }) => method === 'PUT');
    expect(put?.url).toMatch(/\/web_event_tags\/a4\?name=Newsletter&click_window=7&view_through_window=7$/);
    expect([put?.size, put?.diagnostics.by]).toEqual([0, 'oauth1']);
    const post = server.received.find(({ method }) => method === 'POST');
    expect(post?.url).toContain(
      'name=Kauf%20%E2%80%93%20Shop%20%28EU%29%20100%25%20%2Aneu%2A%2C%20A%26B%27s%21&type=PURCHASE',
    );
  });

  test('adopts an event that is there, and changes it in the same run', async () => {
    const server = await standing();
    const file = dictionaryFile(`${RIGHT}categoryEvents:\n  lead:\n    name: Account\n    clickWindow: 30\n`);
    const { code } = await events(server, ['apply', file, '--yes']);
    expect([code, writes(server)]).toEqual([0, ['PUT']]);
    expect(textIn(file)).toBe(
      `${RIGHT}categoryEvents:\n  lead:\n    name: Account\n    clickWindow: 30\n    id: tw-o8z6j-a3\n`,
    );
    expect(named(server, 'Account')).toMatchObject([{ click_window: 30 }]);
  });

  test('asks first, and does nothing without a yes, or where nobody can be asked', async () => {
    const server = await standing();
    const file = dictionaryFile(TEXT);
    const asked: string[] = [];
    const no = await events(server, ['apply', file], {
      confirm: async (question) => {
        asked.push(question);
        return false;
      },
    });
    expect([no.code, asked.length, no.err]).toEqual([1, 1, 'Nothing was done.\n']);
    expect(no.out).toContain('2 to create, 1 to update');
    const nobody = await events(server, ['apply', file]);
    expect([nobody.code, nobody.err]).toEqual([2, expect.stringContaining('Give --yes')]);
    expect([writes(server), textIn(file)]).toEqual([[], TEXT]);
    expect((await events(server, ['apply', file], { confirm: async () => true })).code).toBe(0);
  });

  test('tells what is odd before it asks', async () => {
    const server = await standing();
    const file = dictionaryFile(
      `accountId: ${ACCOUNT}\npixelId: o8z6i\ncategoryEvents:\n  lead: { name: L }\n`,
    );
    for (const more of [[], ['--json']]) {
      let said = '';
      let atQuestion = '';
      const hear = (text: string): void => {
        said += text;
      };
      const confirm = async (): Promise<boolean> => {
        atQuestion = said;
        return false;
      };
      await events(server, ['apply', file, ...more], { confirm }, { out: hear, err: hear });
      expect(atQuestion).toMatch(/ create {2}categoryEvents.lead .*\n(.*\n)*.*yaml:4:9 warning NEW_PIXEL/);
    }
  });

  test('does nothing at all while the plan has a problem', async () => {
    const server = await standing();
    const file = dictionaryFile(`${TEXT}\ndefaultEventId: zzz\n`);
    const { code, err } = await events(server, ['apply', file, '--yes']);
    expect([code, writes(server)]).toEqual([1, []]);
    expect(err).toMatch(/shop.yaml:\d+:17 error UNKNOWN_EVENT: defaultEventId sends zzz/);
  });

  test('makes nothing when the file would become too long for the IDs', async () => {
    const server = await standing();
    const file = dictionaryFile(`${RIGHT}categoryEvents:\n  lead: { name: Form }\n#${'.'.repeat(255_900)}\n`);
    const { code, err } = await events(server, ['apply', file, '--yes']);
    expect([code, writes(server)]).toEqual([2, []]);
    expect(err).toMatch(/would have 256\d{3} characters, a dictionary may have 256000\. Nothing was written/);
  });

  test('changes a type only when asked to', async () => {
    const server = await standing();
    const file = dictionaryFile(`${RIGHT}categoryEvents:\n  lead: { id: a3, type: SUBSCRIBE }\n`);
    const refused = await events(server, ['apply', file, '--yes']);
    expect([refused.code, writes(server)]).toEqual([1, []]);
    expect(refused.err).toMatch(
      /categoryEvents.lead would get another type, which alters .* Give --change-type/,
    );
    expect((await events(server, ['apply', file, '--yes', '--change-type'])).code).toBe(0);
    expect(eventsAt(server).find(({ id }) => id === 'a3')?.type).toBe('SUBSCRIBE');
  });

  test('stops when X puts the event on another pixel, names both, and does not make it again', async () => {
    const server = await standing();
    server.configuration.pixels.push(pixelWith({}, 'o8z6k'));
    server.configuration.accounts = [{ id: ACCOUNT, newEventsOn: 'o8z6k' }];
    const file = dictionaryFile(TEXT);
    const first = await events(server, ['apply', file, '--yes']);
    expect(first.code).toBe(1);
    expect(first.err).toMatch(/on the pixel o8z6k, not on o8z6j/);
    expect([writes(server), textIn(file)]).toEqual([['POST'], TEXT]);
    const again = await events(server, ['apply', file, '--yes']);
    expect([again.code, writes(server)]).toEqual([1, ['POST']]);
    expect(again.err).toMatch(/ELSEWHERE: categoryEvents.purchase/);
  });

  test('keeps the file’s mode, line ends and byte-order mark, and writes through a link', async () => {
    const server = await standing();
    const text = `\uFEFF${TEXT.replaceAll('\n', '\r\n')}`;
    const file = dictionaryFile(text);
    chmodSync(file, 0o666);
    const link = join(folder(), 'link.yaml');
    symlinkSync(file, link);
    expect((await events(server, ['apply', link, '--yes'])).code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o666);
    const after = readFileSync(file, 'utf8');
    expect(after.startsWith('\uFEFF# The shop')).toBe(true);
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
    expect(after.replace(/(\r\n {4}|, )id: tw-o8z6j-oq\w+/g, '')).toBe(text);
  });

  test('does nothing when the file or X was changed while the question stood', async () => {
    const made = `${RIGHT}categoryEvents:\n  lead: { name: Form }\n`;
    const changes: [string, (server: XServer, file: string) => void, string?][] = [
      ['the file', (_, file) => writeFileSync(file, TEXT.replace('Quote form', 'Quote'))],
      ['X', (server) => Object.assign(server.configuration.pixels[0]!, pixelWith({ a3: {}, a4: {} }))],
      [
        'a window of X that is sent along',
        (server) =>
          Object.assign(server.configuration.pixels[0]!.eventDetails!.a4!, { view_through_window: 60 }),
      ],
      [
        'the pixel of new events',
        (_, file) => writeFileSync(file, made.replace('pixelId: o8z6j', 'pixelId: o8z6k')),
        made,
      ],
    ];
    for (const [what, change, text = TEXT] of changes) {
      const server = await standing();
      const file = dictionaryFile(text);
      const confirm = async (): Promise<boolean> => {
        change(server, file);
        return true;
      };
      const { code, json } = await events(server, ['apply', file, '--json'], { confirm });
      expect([what, code, json.failure, json.done]).toEqual([
        what,
        1,
        'While the question stood, X or the file was changed. Nothing was done; run it again.',
        [],
      ]);
      expect(writes(server)).toEqual([]);
    }
  });

  test('makes nothing more once the file was changed, and tells the ID it could not write', async () => {
    const server = await standing();
    const file = dictionaryFile(TEXT);
    server.faults.use(({ method }) => {
      if (method === 'POST') writeFileSync(file, `${TEXT}\n`);
      return undefined;
    });
    const { code, json } = await events(server, ['apply', file, '--yes', '--json']);
    expect([code, json.ok, json.done, textIn(file)]).toEqual([1, false, [], `${TEXT}\n`]);
    const [order] = named(server, "Kauf – Shop (EU) 100% *neu*, A&B's!");
    expect(json.failure).toContain(
      `was changed while the command ran. Run it again: it goes on from what is there. The ID of categoryEvents.purchase is tw-o8z6j-${order?.id}.`,
    );
    expect(writes(server)).toEqual(['POST']);

    server.faults.use(undefined);
    expect((await events(server, ['apply', file, '--yes'])).code).toBe(0);
    expect(named(server, "Kauf – Shop (EU) 100% *neu*, A&B's!")).toHaveLength(1);
  });

  test('makes nothing at all when the file was changed before the first event', async () => {
    const server = await standing();
    const file = dictionaryFile(TEXT);
    const progress = (): void => writeFileSync(file, `${TEXT}\n`);
    const { code, err } = await events(server, ['apply', file, '--yes'], {}, { progress });
    expect([code, err, writes(server)]).toEqual([1, expect.stringContaining('was changed while'), []]);
  });

  test('says so when X does not keep what it took', async () => {
    const server = await standing();
    server.faults.use(({ method }) =>
      method === 'PUT' ? { kind: 'answer', answer: { status: 200, body: { data: {} } } } : undefined,
    );
    const { code, err } = await events(server, ['apply', dictionaryFile(TEXT), '--yes']);
    expect([code, err]).toEqual([1, expect.stringContaining('X took the changes, but still differs')]);
  });

  test('takes no event for a new one that was there before, though its name is still the new one’s', async () => {
    const server = await standing();
    const file = dictionaryFile(
      `${RIGHT}categoryEvents:\n  lead: { name: Account }\n  sign_up: { id: a3, name: Old account }\n`,
    );
    server.faults.next({ kind: 'none' }, { kind: 'cut', at: 'start' });
    const { code, err } = await events(server, ['apply', file, '--yes']);
    expect([code, err]).toEqual([1, expect.stringContaining("The connection ended before X's answer did")]);
    expect((await events(server, ['apply', file, '--yes'])).code).toBe(0);
    expect([named(server, 'Account'), named(server, 'Old account')]).toMatchObject([
      [{ id: expect.stringMatching(/^oq/) }],
      [{ id: 'a3' }],
    ]);
  });
});

describe('a refusal', () => {
  const failing = async (change: (server: XServer) => void) => {
    const server = await standing();
    change(server);
    return events(server, ['apply', dictionaryFile(TEXT), '--yes']);
  };

  test.each<[string, (server: XServer) => void, RegExp]>([
    [
      'an app without access',
      ({ configuration }) => Object.assign(configuration.apps[0]!, { apiAccess: false }),
      /It is the access of the app/,
    ],
    [
      'a read-only app',
      ({ configuration }) => Object.assign(configuration.apps[0]!, { readonly: true }),
      /the permission of the app .*This user is AD_MANAGER\./,
    ],
    [
      'a role that may not write',
      ({ configuration }) => Object.assign(configuration.tokens[0]!, { role: 'ANALYST' }),
      /role of the user\. This user is ANALYST\./,
    ],
  ])('of %s names tier, permission and role', async (_what, change, cause) => {
    const { code, err } = await failing(change);
    expect(code).toBe(1);
    expect(err).toMatch(
      /X answered 403: .*tier Conversion Only or Standard.*Read and write.*ACCOUNT_ADMIN or AD_MANAGER/,
    );
    expect(err).toMatch(cause);
  });

  test.each<[ErrorName, RegExp]>([
    ['accountNotFound', /It is most likely the account ID/],
    ['userSuspended', /It is the user behind the access token/],
    ['accountLockedOut', /It is the user behind the access token/],
    ['userNotFound', /It is the user behind the access token/],
  ])('of %s says what it is about', async (name, cause) => {
    const { code, err } = await failing((server) =>
      server.faults.use(({ method }) =>
        method === 'POST' ? { kind: 'answer', answer: errorAnswer(name) } : undefined,
      ),
    );
    expect([code, err]).toEqual([1, expect.stringMatching(cause)]);
  });

  test('of wrong credentials and of a foreign account says what to look at', async () => {
    expect((await failing(({ configuration }) => configuration.tokens.pop())).err).toMatch(
      /401: .*npm run doctor/,
    );
    const server = await standing();
    const file = dictionaryFile(TEXT.replace(ACCOUNT, 'nobody'));
    expect((await events(server, ['plan', file])).err).toMatch(/404: .*Check the account ID/);
  });

  test('of a POST that X will not take stops with X’s words', async () => {
    const server = await standing();
    server.faults.use(({ method }) =>
      method === 'POST'
        ? { kind: 'answer', answer: errorAnswer('illegalCharacters', { parameter: 'name' }) }
        : undefined,
    );
    const { code, err } = await events(server, ['apply', dictionaryFile(TEXT), '--yes']);
    expect([code, writes(server).length]).toEqual([1, 1]);
    expect(err).toMatch(/name contains illegal characters .*Correct what X names/);
  });
});

describe('limits', () => {
  test('are kept: writes wait for the next minute, and X’s own word is believed', async () => {
    let now = Date.now();
    const rows = Array.from({ length: 7 }, (_, i) => `  e${i}: { name: Event ${i} }\n`).join('');
    const server = await stand({
      pixels: [pixelWith({})],
      now: () => now,
      requestLimits: { writes: 3 },
      clockToleranceSeconds: 1e6,
    });
    const file = dictionaryFile(`${RIGHT}customEvents:\n${rows}`);
    const sleep = async (ms: number): Promise<void> => {
      now += ms;
    };
    const { code, progress } = await events(server, ['apply', file, '--yes'], { now: () => now, sleep });
    expect(code).toBe(0);
    expect(eventsAt(server)).toHaveLength(7);
    expect(server.received.filter(({ status }) => status === 429)).toEqual([]);
    expect(progress).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^X’s rate limit: waiting \d+ s …$/),
        'customEvents.e6 (7 of 7) …',
      ]),
    );
  });

  test('a pause that X asks for holds for whatever is asked next', async () => {
    for (const method of ['GET', 'POST']) {
      let slept = 0;
      const arrivals: number[] = [];
      const server = await stand({ pixels: [pixelWith({})], onRequest: () => arrivals.push(slept) });
      const answer = { ...errorAnswer('serviceUnavailable'), headers: { 'retry-after': '77' } };
      let struck = 0;
      server.faults.use((request) => {
        if (struck > 0 || request.method !== method) return undefined;
        struck = request.number;
        return { kind: 'answer', answer, processed: true };
      });
      const file = dictionaryFile(`${RIGHT}categoryEvents:\n  lead: { name: Form }\n`);
      const { code } = await events(server, ['apply', file, '--yes'], {
        now: () => Date.now() + slept,
        sleep: async (ms) => {
          slept += ms;
        },
      });
      const [before = 0, after = 0] = arrivals.slice(struck - 1);
      expect([method, code, after - before > 76_000]).toEqual([method, 0, true]);
    }
  });
});

/** Random dictionaries, written in many ways, over random states of X and faults at random calls. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GA4_NAMES, TYPES, typeOf } from '../../scripts/container/categories.ts';
import { readEvents } from '../../scripts/container/dictionary.ts';
import { CLICK_WINDOWS, isName, VIEW_WINDOWS } from '../../scripts/container/event-settings.ts';
import { withValues } from '../../scripts/events/edit.ts';
import { errorAnswer } from '../../x-server/answers.ts';
import type { Fault } from '../../x-server/faults.ts';
import type { XServer } from '../../x-server/server.ts';
import { anyCharacter } from '../any-character.ts';
import { runs } from '../counts.ts';
import { startServer } from '../x-server/client.ts';
import { form } from './container-tools.ts';
import { type Details, dictionaryFile, events, eventsAt, pixelWith, RIGHT, textIn } from './events-run.ts';

/** What a row says, how it is written, and what X has of it. */
interface Row {
  table: string;
  selector: string;
  name: string;
  settings: { clickWindow: number; viewWindow: number; retargeting: boolean };
  said: string[];
  style: 'short' | 'block' | 'flow';
  at: 'nowhere' | 'unnamed' | 'same' | 'drifted';
  /** A key `id` without a value, for the ID to come. */
  hasPlace: boolean;
  /** Events of X beside it of the same type and name: a deleted one, or one of another name. */
  beside: 'nothing' | 'deleted' | 'other';
  comment: string;
}

const unit = fc.oneof(fc.constantFrom(...'abzäöüßéÆ–☃😀 !*\'()"\\#:,{}[]&%@`|>-?+=/~.'), anyCharacter);
const names = fc
  .string({ unit, minLength: 1, maxLength: 12 })
  .map((text) => text.trim())
  .filter((text) => isName(text) && (text.match(/[[{]/g)?.length ?? 0) < 3);
const windows = fc
  .tuple(fc.constantFrom(...CLICK_WINDOWS), fc.constantFrom(...VIEW_WINDOWS))
  .filter(([click, view]) => view <= click);

const selectors = fc.oneof(
  fc.constantFrom(...Object.keys(GA4_NAMES)).map((selector) => ['categoryEvents', selector] as const),
  fc.stringMatching(/^[a-z_]{1,9}$/).map((selector) => ['customEvents', selector] as const),
);
const rows: fc.Arbitrary<Row[]> = fc
  .uniqueArray(
    fc.record({
      place: selectors,
      name: names,
      windows,
      retargeting: fc.boolean(),
      said: fc.subarray(['clickWindow', 'viewWindow', 'retargeting']),
      style: fc.constantFrom('short', 'block', 'flow'),
      at: fc.constantFrom('nowhere', 'unnamed', 'same', 'drifted'),
      hasPlace: fc.boolean(),
      beside: fc.constantFrom('nothing', 'deleted', 'other'),
      comment: fc.constantFrom('', ' # mine', '   # a: b, {c}', ' #'),
    }),
    { minLength: 1, maxLength: 6, selector: ({ place }) => place.join('.') },
  )
  .map((all) =>
    all.map(
      (
        {
          place: [table, selector],
          windows: [clickWindow, viewWindow],
          retargeting,
          at,
          style,
          name,
          ...row
        },
        i,
      ) => ({
        ...row,
        table,
        selector,
        at,
        // Names tell events apart until they have IDs.
        name: `${name}${i}`,
        settings: { clickWindow, viewWindow, retargeting },
        // The short form has nothing but an ID.
        style: style === 'short' && (at === 'nowhere' || at === 'unnamed') ? 'block' : style,
      }),
    ),
  );

const typeOfRow = ({ table, selector }: Row): string =>
  typeOf(table === 'categoryEvents' ? selector : 'custom');

/** Events of X by id, as the rows want them to be at first, and others. */
const detailsOf = (all: readonly Row[]): Record<string, Details> =>
  Object.fromEntries(
    all.flatMap((row, i): [string, Details][] => {
      const details = {
        name: row.name,
        type: typeOfRow(row),
        click_window: row.settings.clickWindow,
        view_through_window: row.settings.viewWindow,
        retargeting_enabled: row.settings.retargeting,
      };
      // Windows that X's interface makes cannot be sent back, so the row must say both.
      const hasWindows = saidOf(row).includes('viewWindow') && row.style !== 'short';
      const [click_window, view_through_window] = hasWindows ? [90, 60] : [30, 30];
      const drifted = {
        ...details,
        name: `was ${i}`,
        click_window,
        view_through_window,
        retargeting_enabled: !row.settings.retargeting,
      };
      const own: Details = row.at === 'drifted' ? drifted : details;
      const beside: Details =
        row.beside === 'deleted' ? { ...details, deleted: true } : { ...details, name: `beside ${i}` };
      return [
        ...(row.at === 'nowhere' ? [] : [[`a${i}`, own] as [string, Details]]),
        ...(row.beside === 'nothing' ? [] : [[`b${i}`, beside] as [string, Details]]),
      ];
    }),
  );

/** What a row says of its event; of a window alone it would depend on X whether the other one goes with it. */
const saidOf = ({ said, style }: Row): string[] =>
  style === 'short'
    ? []
    : said.some((key) => key.endsWith('Window'))
      ? ['clickWindow', 'viewWindow', ...said.filter((key) => !key.endsWith('Window'))]
      : said;

/** What X must have of each row in the end. */
const wantedOf = (all: readonly Row[]): Details[] =>
  all.map((row, i) => {
    const before = row.at === 'nowhere' ? NEW : detailsOf(all)[`a${i}`]!;
    const said = saidOf(row);
    const { clickWindow, viewWindow, retargeting } = row.settings;
    return {
      ...before,
      type: typeOfRow(row),
      ...(row.style !== 'short' && { name: row.name }),
      ...(said.includes('clickWindow') && { click_window: clickWindow, view_through_window: viewWindow }),
      ...(said.includes('retargeting') && { retargeting_enabled: retargeting }),
    };
  });
/** What X's interface sets for a new event. */
const NEW: Details = { click_window: 14, view_through_window: 1, retargeting_enabled: false };

const PLACE = '# place';

/** The dictionary as text. */
function write(all: readonly Row[], newline: string, end: string): string {
  const lines = [...RIGHT.split('\n').slice(0, 2), '# events'];
  for (const table of ['categoryEvents', 'customEvents']) {
    const own = all.filter((row) => row.table === table);
    if (own.length > 0) lines.push(`${table}:  # ${table}`);
    for (const row of own) {
      const id = row.at === 'same' || row.at === 'drifted' ? [['id', `a${all.indexOf(row)}`]] : [];
      const pairs = [
        ...id,
        ['name', JSON.stringify(row.name)],
        ...saidOf(row).map((key) => [key, String(row.settings[key as keyof Row['settings']])]),
      ];
      const place = row.hasPlace && id.length === 0 ? [`      id:  ${PLACE}`] : [];
      const key = JSON.stringify(row.selector);
      if (row.style === 'short') lines.push(`  ${key}: ${id[0]![1]}${row.comment}`);
      else if (row.style === 'flow')
        lines.push(`  ${key}: {${pairs.map((pair) => pair.join(': ')).join(' , ')} }${row.comment}`);
      else
        lines.push(
          `  ${key}:${row.comment}`,
          ...place,
          ...pairs.map((pair) => `      ${pair.join(':  ')}${row.comment}`),
          '',
        );
    }
  }
  return lines.join(newline) + end;
}

const texts = fc
  .tuple(rows, fc.constantFrom('\n', '\r\n'), fc.constantFrom('', '\n', '\n# the end', '\n\n\n'))
  .map(([all, newline, end]) => ({ all, text: write(all, newline, end.replaceAll('\n', newline)) }));

/** What is left of a text when new IDs are taken away: those that had a place, then lines and pairs. */
const withoutIds = (text: string): string =>
  text.replace(/ tw-o8z6j-\w+(?= {2}# place)/g, '').replace(/(\r?\n +|, )id: tw-o8z6j-\w+/g, '');

const withServer = async (
  details: Record<string, Details>,
  run: (server: XServer) => Promise<void>,
): Promise<void> => {
  const server = await startServer({ pixels: [pixelWith(details)] });
  try {
    await run(server);
  } finally {
    await server.close();
  }
};

const faults: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constant('cut' as const),
    at: fc.constantFrom('start' as const, 'body' as const),
    processed: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('garbage' as const),
    body: fc.constantFrom('empty' as const, 'html' as const, 'notJson' as const, 'invalidUtf8' as const),
    processed: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('answer' as const),
    answer: fc
      .constantFrom(
        ...(['internalError', 'overCapacity', 'tooManyRequests', 'lockTimeout', 'wrongRole'] as const),
      )
      .map((name) => errorAnswer(name)),
    processed: fc.boolean(),
  }),
);

describe('over random dictionaries', () => {
  test(
    'plan after apply is empty whatever is cut, nothing is made twice, and the file only gains IDs',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          texts,
          fc.array(fc.option(faults, { freq: 2 }), { maxLength: 12 }),
          async ({ all, text }, list) =>
            withServer(detailsOf(all), async (server) => {
              const file = dictionaryFile(text);
              server.faults.next(...list.map((fault): Fault => fault ?? { kind: 'none' }));
              let more = 0;
              let outcome = await events(server, ['apply', file, '--yes']);
              while (outcome.code !== 0 && more < 12) {
                more += 1;
                outcome = await events(server, ['apply', file, '--yes']);
              }
              expect([outcome.code, outcome.err]).toEqual([0, expect.any(String)]);
              server.faults.clear();
              const after = textIn(file);
              expect(withoutIds(after)).toBe(withoutIds(text));
              expect((await events(server, ['plan', file, '--json'])).code).toBe(0);
              const others = all.filter(({ beside }) => beside === 'other');
              expect(eventsAt(server)).toHaveLength(all.length + others.length);
              for (const wanted of wantedOf(all))
                expect(eventsAt(server).filter(({ name }) => name === wanted.name)).toMatchObject([wanted]);

              expect((await events(server, ['apply', file, '--yes'])).code).toBe(0);
              expect((await events(server, ['plan', file])).code).toBe(0);
              expect(textIn(file)).toBe(after);
            }),
        ),
        { numRuns: runs(25, 400) },
      );
    },
    60_000 + runs(0, 840_000),
  );

  test(
    'pull makes a file that plan finds nothing to do for, and completes any other without touching a line',
    async () => {
      await fc.assert(
        fc.asyncProperty(texts, async ({ all, text }) =>
          withServer(detailsOf(all), async (server) => {
            const made = `${dictionaryFile('')}.new`;
            expect(
              (await events(server, ['pull', made, '--account', '18ce552mlaq', '--pixel', 'o8z6j'])).code,
            ).toBe(0);
            expect((await events(server, ['plan', made])).code).toBe(0);

            const file = dictionaryFile(text);
            expect((await events(server, ['pull', file])).code).toBe(0);
            const after = textIn(file);
            const { rows: before } = readEvents(file, text, form);
            const { rows: now } = readEvents(file, after, form);
            for (const { table, selector, eventId, settings } of before) {
              const row = now.find((known) => known.table === table && known.selector === selector);
              expect(row?.settings).toMatchObject(settings);
              if (eventId !== '') expect(row?.eventId).toBe(eventId);
            }
            // Every line is still there, in its order; short rows have lost their ID to a line of its own.
            let from = 0;
            for (const line of text.split(/\r?\n/)) {
              const kept = line
                .replace(/: a\d+( *#.*)?$/, ':')
                .replace(/ ?\}( *#.*)?$/, '')
                .replace(/ {2}# place$/, '');
              const found = after.indexOf(kept, from);
              expect([line, found >= from]).toEqual([line, true]);
              from = found + kept.length;
            }
            await events(server, ['pull', file]);
            expect(textIn(file)).toBe(after);
          }),
        ),
        { numRuns: runs(20, 300) },
      );
    },
    60_000 + runs(0, 840_000),
  );
});

describe('values put into a text', () => {
  test('are read back, and nothing else has changed', () => {
    fc.assert(
      fc.property(texts, names, fc.constantFrom(...TYPES), ({ all, text }, name, type) => {
        const rows = all
          .filter(({ at }) => at === 'nowhere' || at === 'unnamed')
          .map(({ table, selector }, i) => ({ table, selector, values: { id: `tw-o8z6j-x${i}` } }));
        const added = {
          table: 'customEvents',
          selector: 'brand new',
          values: { id: 'tw-o8z6j-y', name, type },
        };
        const before = readEvents('f', text, form);
        const after = readEvents('f', withValues(text, {}, [...rows, added]), form);
        expect([before.problems, after.problems]).toEqual([[], []]);
        const plain = ({ rows: list }: typeof before) =>
          list.map(({ table, selector, eventId, settings }) => ({ table, selector, eventId, settings }));
        const expected = [
          ...plain(before).map((row) => {
            const values = rows.find(
              ({ table, selector }) => table === row.table && selector === row.selector,
            )?.values;
            return values ? { ...row, eventId: values.id } : row;
          }),
          { table: 'customEvents', selector: 'brand new', eventId: 'tw-o8z6j-y', settings: { name, type } },
        ];
        const order = (list: typeof expected) =>
          list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
        expect(order(plain(after))).toEqual(order(expected));
      }),
    );
  });

  test('leave a text without a change as it is', () => {
    fc.assert(
      fc.property(texts, ({ text }) => {
        expect(withValues(text, {}, [])).toBe(text);
      }),
    );
  });
});

/** What a dictionary says about events: the long form of a row, for `container` and for `events` alike. */
import { describe, expect, it } from 'vitest';
import { readEvents } from '../../scripts/container/dictionary.ts';
import { build, form, patternIn, read, versionOf } from './container-tools.ts';

const events = (text: string) => readEvents('events.yaml', text, form);
const row = (lines: string) => `pixelId: o8z6j\ncategoryEvents:\n  lead: ${lines}`;

describe('a row of a dictionary', () => {
  it('holds an event ID alone, or a map of what its event is set to, in YAML and in JSON', () => {
    const whole = {
      name: 'Quote – form',
      type: 'SIGN_UP',
      clickWindow: 30,
      viewWindow: 0,
      retargeting: false,
    };
    const yaml = row(
      '\n    id: o87ne # the form\n    name: Quote – form\n    type: SIGN_UP\n    clickWindow: 30\n    viewWindow: 0\n    retargeting: false\n  purchase: tw-o8z6j-o87nf',
    );
    const json = JSON.stringify({
      pixelId: 'o8z6j',
      categoryEvents: { lead: { id: 'o87ne', ...whole }, purchase: 'tw-o8z6j-o87nf' },
    });
    for (const text of [yaml, json]) {
      const { rows, problems } = events(text);
      expect(problems).toEqual([]);
      expect(rows.map(({ selector, eventId, settings }) => [selector, eventId, settings])).toEqual([
        ['purchase', 'tw-o8z6j-o87nf', {}],
        ['lead', 'o87ne', whole],
      ]);
      expect(read(text).problems).toEqual([]);
      expect(read(text).dictionary.categoryEvents).toEqual([
        { selector: 'purchase', eventId: 'tw-o8z6j-o87nf' },
        { selector: 'lead', eventId: 'o87ne' },
      ]);
    }
  });

  it('may be without an ID for events, and is refused at its place for a container', () => {
    for (const value of ['', '~', '{}', '\n    name: Quote', '{ id: , name: Quote }', "''", "{ id: '' }"]) {
      const text = row(value);
      expect([value, events(text).problems]).toEqual([value, []]);
      expect(events(text).rows).toMatchObject([{ selector: 'lead', eventId: '', table: 'categoryEvents' }]);
      expect(read(text).problems).toMatchObject([
        { code: 'EMPTY', message: expect.stringMatching(/categoryEvents.lead has no X event ID/) },
      ]);
    }
    expect(events('pixelId: o8z6j').problems).toEqual([]);
  });

  it('names the account, which a container does not need', () => {
    const text = `accountId: 18ce54d4x5t\n${row('o87ne')}`;
    expect(events(text).dictionary.accountId).toBe('18ce54d4x5t');
    expect(patternIn(versionOf(build(text)))).toBe(patternIn(versionOf(build(row('o87ne')))));
    expect(events(`accountId: a-b\n${row('o87ne')}`).problems).toMatchObject([
      { code: 'SETTING', line: 1, column: 12 },
    ]);
  });

  it('may be the row for all other events', () => {
    expect(events('pixelId: o8z6j\ndefaultEventId: o87ne').rows).toMatchObject([
      { table: 'defaultEventId', eventId: 'o87ne', line: 2, column: 17 },
    ]);
  });
});

describe('a mistake in what is said about an event', () => {
  it.each<[string, string, string, number, number, RegExp]>([
    ['an unknown key', '\n    nam: a', 'UNKNOWN_KEY', 4, 5, /Did you mean 'name'/],
    ['a doubled key', '{ name: a, name: b }', 'DUPLICATE', 3, 20, /has 'name' twice/],
    ['an empty setting', '{ id: a1, name: }', 'EMPTY', 3, 19, /lead.name is empty/],
    ['an empty name', '{ name: "" }', 'EVENT_SETTING', 3, 17, /a text on one line/],
    ['a name of two lines', '{ name: "a\\nb" }', 'EVENT_SETTING', 3, 17, /a text on one line/],
    ['a list', '[o87ne]', 'SHAPE', 3, 9, /got a list/],
    ['a list for a name', '{ name: [a] }', 'SHAPE', 3, 17, /got a list/],
    ['a category as type', '{ type: lead }', 'EVENT_SETTING', 3, 17, /Write SIGN_UP\./],
    ['a type in small letters', '{ type: site_visit }', 'EVENT_SETTING', 3, 17, /Write SITE_VISIT\./],
    ['a misspelt type', '{ type: PURCHAES }', 'EVENT_SETTING', 3, 17, /Did you mean 'PURCHASE'/],
    ['other days', '{ clickWindow: 60 }', 'EVENT_SETTING', 3, 24, /1, 7, 14, 30, got "60"/],
    ['no click window', '{ clickWindow: 0 }', 'EVENT_SETTING', 3, 24, /1, 7, 14, 30, got "0"/],
    ['days in words', '{ viewWindow: 1 day }', 'EVENT_SETTING', 3, 23, /0, 1, 7, 14, 30, got "1 day"/],
    [
      'a view above the click',
      '{ clickWindow: 7, viewWindow: 14 }',
      'EVENT_SETTING',
      3,
      39,
      /at most clickWindow/,
    ],
    ['a word for retargeting', '{ retargeting: yes }', 'EVENT_SETTING', 3, 24, /true or false/],
    ['the ID of another pixel', '{ id: tw-o8z6k-o87ne }', 'EVENT_ID_OTHER_PIXEL', 3, 15, /pixel o8z6k/],
    ['a secret', 'o87ne\npixelToken: hush', 'SECRET', 4, 1, /credential/],
  ])('%s is found at its place by both commands', (_what, lines, code, line, column, message) => {
    for (const { problems } of [read(row(lines)), events(row(lines))])
      expect(problems.find((problem) => problem.code === code)).toMatchObject({
        code,
        line,
        column,
        severity: 'error',
        message: expect.stringMatching(message),
      });
  });

  it('is two rows that say different things of one event', () => {
    const both = (a: string, b: string) =>
      `${row(`{ id: o87ne, ${a} }`)}\ncustomEvents:\n  quote: { id: tw-o8z6j-o87ne, ${b} }\n`;
    expect(events(both('clickWindow: 7', 'clickWindow: 30')).problems).toMatchObject([
      { code: 'SHARED_EVENT', severity: 'error', message: expect.stringContaining('clickWindow 7 and 30') },
    ]);
    expect(events(both('clickWindow: 7', 'viewWindow: 1')).problems).toMatchObject([
      { code: 'SHARED_EVENT', severity: 'warning' },
    ]);
  });
});

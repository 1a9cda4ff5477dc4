/** Reading a dictionary: what it takes, and that each mistake is named at its place. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GA4_NAMES } from '../../scripts/container/categories.ts';
import { formatExport } from '../../scripts/container/envelope.ts';
import { identityOf } from '../../scripts/container/event-id.ts';
import { faultsOf } from '../../scripts/container/verify.ts';
import { anyCharacter } from '../any-character.ts';
import { build, read } from './container-tools.ts';

const RIGHT = 'pixelId: o8z6j\ncategoryEvents:\n  purchase: tw-o8z6j-o87ne\n';

describe('a dictionary', () => {
  it('is read from YAML and from JSON alike, ids as they are written', () => {
    const yaml = 'pixelId: 00123\ncategoryEvents:\n  purchase: 1e5\n  lead: 007\n';
    const json = '{"pixelId": "00123",\n\t"categoryEvents": {"purchase": "1e5", "lead": "007"}}';
    for (const text of [yaml, json]) {
      const { dictionary, problems } = read(text);
      expect(problems).toEqual([]);
      expect(dictionary.pixelId).toBe('00123');
      expect(dictionary.categoryEvents).toEqual([
        { selector: 'purchase', eventId: '1e5' },
        { selector: 'lead', eventId: '007' },
      ]);
    }
  });

  it('takes event ids in both spellings, the pixel in any case', () => {
    const { problems } = read(`${RIGHT}customEvents: {a: o87nf, b: tw-O8Z6J-o87ng}`);
    expect(problems).toEqual([]);
  });

  it('takes the tag’s further fields by name', () => {
    const { dictionary, problems } = read(
      `${RIGHT}authMethod: oauth1\nretries: 3\nsetClickIdCookie: false\nname: X Ads shop`,
    );
    expect(problems).toEqual([]);
    expect(dictionary.name).toBe('X Ads shop');
    expect([...dictionary.settings]).toEqual([
      ['authMethod', 'oauth1'],
      ['retries', '3'],
      ['setClickIdCookie', false],
    ]);
  });

  it.each([
    ['timeoutMs', ['500', '999', '4000', '4900'], ['0', '499', '4901', '5000', '9000', '1e3', '-1']],
    ['clickIdCookieDays', ['1', '99', '390', '400'], ['0', '401', '999', '1.5', 'a year']],
  ])('takes of %s what the tag can use, and nothing else', (key, taken, refused) => {
    const problems = (value: string) => read(`${RIGHT}${key}: ${value}`).problems.map(({ code }) => code);
    for (const value of taken) expect([value, problems(value)]).toEqual([value, []]);
    for (const value of refused) expect([value, problems(value)]).toEqual([value, ['SETTING']]);
  });

  it('may start with a byte-order mark, end lines as Windows does, and hold comments', () => {
    expect(read(`\uFEFF# events\r\n${RIGHT.replaceAll('\n', '\r\n')}`).problems).toEqual([]);
  });
});

describe('a mistake in a dictionary', () => {
  it.each<[string, string, string, number, number, RegExp]>([
    ['an empty file', '', 'SHAPE', 1, 1, /The file is empty/],
    ['a list', '- a', 'SHAPE', 1, 1, /"name: value" lines/],
    ['broken YAML', 'pixelId: "o8z6j\n', 'SYNTAX', 2, 1, /Not valid YAML/],
    ['a second document', `${RIGHT}---\na: b`, 'SYNTAX', 4, 1, /second document/],
    ['a file of another encoding', 'p\0i\0x\0', 'SYNTAX', 1, 1, /UTF-8/],
    ['nesting without end', '['.repeat(60_000), 'SYNTAX', 1, 1, /nests deeper/],
    ['lists in lists on one line', '- '.repeat(60_000), 'SYNTAX', 1, 1, /nests deeper/],
    ['a text without end', `a: ${'b'.repeat(300_000)}`, 'SYNTAX', 1, 1, /at most 256000/],
    ['a tag of YAML', `${RIGHT}name: !!binary aGk=`, 'SHAPE', 4, 16, /got a tag/],
    ['an unknown tag', `${RIGHT}name: !mine x`, 'SYNTAX', 4, 7, /tag/],
    ['an alias', `${RIGHT}name: &n x\nconsent: *n`, 'SHAPE', 5, 10, /got an alias/],
    ['a misspelled key', `${RIGHT}pixlId: o8z6j`, 'UNKNOWN_KEY', 4, 1, /Did you mean 'pixelId'/],
    [
      'a key like nothing known',
      `${RIGHT}zzzzzzz: 1`,
      'UNKNOWN_KEY',
      4,
      1,
      /"zzzzzzz"\. docs\/container\.md lists/,
    ],
    ['a part of a key', `${RIGHT}calling: 49`, 'UNKNOWN_KEY', 4, 1, /mean 'countryCallingCode'/],
    [
      'X’s other name of a field',
      `${RIGHT}conversionData: {currency: EUR}`,
      'UNKNOWN_KEY',
      4,
      18,
      /'price_currency'/,
    ],
    [
      'no identifier',
      `${RIGHT}userData: {e-mail: x}`,
      'UNKNOWN_KEY',
      4,
      12,
      /no field "e-mail"\. Did you mean 'email'/,
    ],
    ['a doubled key', `${RIGHT}pixelId: o8z6k`, 'DUPLICATE', 4, 1, /has 'pixelId' twice/],
    ['a doubled category', `${RIGHT}  purchase: o87nf`, 'DUPLICATE', 4, 3, /has 'purchase' twice/],
    ['a key without a value', `${RIGHT}consent:`, 'EMPTY', 4, 1, /consent is empty/],
    ['a row without an event ID', `${RIGHT}  lead:`, 'EMPTY', 4, 3, /categoryEvents.lead has no X event ID/],
    ['a row with null', `${RIGHT}  lead: null`, 'EMPTY', 4, 3, /categoryEvents.lead has no X event ID/],
    ['a row with blanks', `${RIGHT}  lead: " "`, 'EMPTY', 4, 9, /has no X event ID/],
    ['no pixel', 'categoryEvents: {purchase: o87ne}', 'PIXEL_ID', 1, 1, /pixelId is missing/],
    ['an odd pixel', 'pixelId: o8 z6j', 'PIXEL_ID', 1, 10, /3 to 12 letters/],
    ['an event ID as pixel', 'pixelId: tw-o8z6j-o87ne', 'PIXEL_ID', 1, 10, /the pixel alone: o8z6j/],
    ['the pixel as event ID', `${RIGHT}  lead: o8z6j`, 'EVENT_ID', 4, 9, /is the pixel ID/],
    ['an event name as event ID', `${RIGHT}  lead: Purchase`, 'EVENT_ID', 4, 9, /name of an event/],
    ['a UUID', `${RIGHT}  lead: 123e4567-e89b-12d3-a456-426614174000`, 'EVENT_ID', 4, 9, /UUID/],
    ['capitals before the pixel', `${RIGHT}  lead: TW-o8z6j-o87nf`, 'EVENT_ID', 4, 9, /Write tw-o8z6j-o87nf/],
    ['half an event ID', `${RIGHT}  lead: tw-o8z6j`, 'EVENT_ID', 4, 9, /o87ne or tw-o8z6j-o87ne, got/],
    ['another pixel’s event', `${RIGHT}  lead: tw-aaaaa-o87nf`, 'EVENT_ID_OTHER_PIXEL', 4, 9, /pixel aaaaa/],
    ['another pixel’s default', `${RIGHT}defaultEventId: tw-b-c`, 'EVENT_ID_OTHER_PIXEL', 4, 17, /pixel b/],
    [
      'a GA4 name as category',
      `${RIGHT}  begin_checkout: o87nf`,
      'UNKNOWN_CATEGORY',
      4,
      3,
      /Write checkout_init/,
    ],
    ['X’s type as category', `${RIGHT}  SITE_VISIT: o87nf`, 'UNKNOWN_CATEGORY', 4, 3, /Write page_view/],
    [
      'a word every object has',
      `${RIGHT}  __proto__: o87nf`,
      'UNKNOWN_CATEGORY',
      4,
      3,
      /"__proto__"\. Known are/,
    ],
    [
      'its constructor',
      `${RIGHT}  constructor: o87nf`,
      'UNKNOWN_CATEGORY',
      4,
      3,
      /"constructor"\. Known are/,
    ],
    ['a misspelled category', `${RIGHT}  add-to-crat: o87nf`, 'UNKNOWN_CATEGORY', 4, 3, /mean 'add_to_cart'/],
    [
      'an event name with a reference',
      `${RIGHT}customEvents: {"{{x}}": o87nf}`,
      'EVENT_NAME',
      4,
      16,
      /variable/,
    ],
    [
      'an event name with a newline',
      `${RIGHT}customEvents: {"a\\nb": o87nf}`,
      'EVENT_NAME',
      4,
      16,
      /printed/,
    ],
    ['an event name with blanks', `${RIGHT}customEvents: {" a": o87nf}`, 'EVENT_NAME', 4, 16, /blank/],
    ['an empty event name', `${RIGHT}customEvents: {"": o87nf}`, 'EVENT_NAME', 4, 16, /is empty/],
    [
      'a table that is a list',
      `${RIGHT}customEvents: [a]`,
      'SHAPE',
      4,
      15,
      /lines such as "event_name: o87ne"/,
    ],
    ['a value that is a map', `${RIGHT}consent: {a: b}`, 'SHAPE', 4, 10, /got a map/],
    ['an event ID that is a list', `${RIGHT}  lead: [o87nf]`, 'SHAPE', 4, 9, /got a list/],
    ['a key that is a list', `${RIGHT}? [a]\n: b`, 'SHAPE', 4, 3, /not a word/],
    ['a credential', `${RIGHT}consumerSecret: hush`, 'SECRET', 4, 1, /--credentials/],
    ['an unknown choice', `${RIGHT}consent: adStorag`, 'SETTING', 4, 10, /Did you mean 'adStorage'/],
    ['a number out of range', `${RIGHT}retries: 9`, 'SETTING', 4, 10, /: A number from 0 to 3, got "9"\.$/],
    ['a checkbox that is no boolean', `${RIGHT}respondEarly: yes`, 'SETTING', 4, 15, /true or false/],
    ['a reference in a setting', `${RIGHT}clickIdCookieDomain: "{{d}}"`, 'SETTING', 4, 22, /reference/],
    [
      'a person written down',
      `${RIGHT}userData: {email: x}`,
      'SETTING',
      4,
      19,
      /same for every conversion.*"\{\{email\}\}"/,
    ],
    [
      'an order written down',
      `${RIGHT}conversionData: {conversion_id: 1}`,
      'SETTING',
      4,
      33,
      /same for every/,
    ],
    ['braces of no variable', `${RIGHT}conversionData: {description: "{{a"}`, 'SETTING', 4, 31, /braces/],
    ['braces around nothing', `${RIGHT}conversionData: {description: "{{}}"}`, 'SETTING', 4, 31, /braces/],
    [
      'a value without text',
      `${RIGHT}conversionData: {description: }`,
      'EMPTY',
      4,
      18,
      /description is empty/,
    ],
    [
      'an unknown variable',
      `${RIGHT}userData: {email: "{{Mail}}"}`,
      'VARIABLE',
      4,
      19,
      /\{\{Mail\}\}.*"Mail: user_data/,
    ],
    [
      'a misspelled one',
      `${RIGHT}variables: {Mail: m}\nuserData: {email: "{{Mial}}"}`,
      'VARIABLE',
      5,
      19,
      /mean 'Mail'/,
    ],
    [
      'a misspelled built-in',
      `${RIGHT}conversionData: {description: "{{Event name}}"}`,
      'VARIABLE',
      4,
      31,
      /mean 'Event Name'/,
    ],
    ['a variable without a key', `${RIGHT}variables: {Mail: }`, 'EMPTY', 4, 13, /variables.Mail is empty/],
    ['a key that is none', `${RIGHT}variables: {Mail: user data}`, 'VARIABLE', 4, 19, /under Event Data/],
    ['a name of GTM’s', `${RIGHT}variables: {event name: e}`, 'VARIABLE', 4, 13, /is taken: Event Name/],
    ['a name of the tag’s', `${RIGHT}variables: {Pixel ID: p}`, 'VARIABLE', 4, 13, /is taken: Pixel ID/],
    ['a name with braces', `${RIGHT}variables: {"a}}": p}`, 'VARIABLE', 4, 13, /brace/],
    [
      'a name that GTM does not take',
      `${RIGHT}variables: {"a: b": p}`,
      'VARIABLE',
      4,
      13,
      /takes in no name/,
    ],
    [
      'an ID of its own beside the browser half',
      `${RIGHT}measurementId: G-AB12CD34EF\nserverUrl: https://sgtm.shop.example\nvariables: {O: o}\nconversionData: {conversion_id: "{{O}}"}`,
      'SETTING',
      7,
      18,
      /one ID for both sides/,
    ],
    ['a client with a reference', `${RIGHT}clientName: "{{c}}"`, 'SETTING', 4, 13, /clientName holds \{\{/],
    ['the field that follows from another', `${RIGHT}otherEvents: send`, 'SETTING', 4, 1, /defaultEventId/],
    ['an unknown container', `${RIGHT}container: empty`, 'SETTING', 4, 12, /"existing".*"new"/],
    ['a name too long', `${RIGHT}name: ${'n'.repeat(61)}`, 'SETTING', 4, 7, /60 letters/],
    ['nothing to send', 'pixelId: o8z6j', 'NO_EVENTS', 1, 1, /No event is mapped/],
    ['tables without rows', 'pixelId: o8z6j\ncategoryEvents: {}', 'NO_EVENTS', 1, 1, /No event is mapped/],
  ])('is named at its place: %s', (_, text, code, line, column, message) => {
    const [problem] = read(text).problems;
    expect(problem).toMatchObject({ severity: 'error', code, line, column, file: 'events.yaml' });
    expect(problem?.message).toMatch(message);
  });

  it('never repeats a value of the tables, which may be somebody’s address', () => {
    const { problems } = read(`${RIGHT}userData: {email: jo@shop.example, phone: "{{+49 171 5550101"}`);
    expect(problems.map(({ code }) => code)).toEqual(['SETTING', 'SETTING']);
    expect(JSON.stringify(problems)).not.toMatch(/jo@|5550101/);
  });

  it('never shows the value of a credential', () => {
    const { problems } = read(`${RIGHT}consumerSecret: hush-hush\npixelToken: [hush-hush]`);
    expect(problems.map(({ code }) => code)).toEqual(['SECRET', 'SECRET']);
    expect(JSON.stringify(problems)).not.toContain('hush');
  });

  it('does not hide others: all are named in one go', () => {
    const { problems } = read(
      'pixelId: x\nconsent: never\ncategoryEvents: {lead: , serch: a b, purchase: a b}',
    );
    expect(problems.map(({ code }) => code)).toEqual([
      'PIXEL_ID',
      'SETTING',
      'EMPTY',
      'UNKNOWN_CATEGORY',
      'EVENT_ID',
    ]);
  });

  it('is a warning when two rows send the same event of X, in whatever spelling', () => {
    const { problems } = read(`${RIGHT}  lead: O87NE\ncustomEvents: {purchase: o87ne, other: o87nf}`);
    expect(problems.map(({ severity, code, message }) => [severity, code, message])).toEqual([
      ['warning', 'SHARED_EVENT', expect.stringMatching(/lead and categoryEvents.purchase/)],
      ['warning', 'SHARED_EVENT', expect.stringMatching(/changes nothing/)],
    ]);
  });
});

describe('any dictionary', () => {
  const key = fc.oneof(
    fc.constantFrom(
      'pixelId',
      'categoryEvents',
      'customEvents',
      'consent',
      'authMethod',
      'name',
      'container',
    ),
    fc.constantFrom('defaultEventId', 'retries', 'pixelToken', '__proto__', 'constructor', 'toString'),
    fc.constantFrom('clientName', 'userData', 'conversionData', 'variables'),
    fc.string(),
  );
  const id = fc.stringMatching(/^[a-z0-9]{5}$/);
  const reserved = fc.constantFrom('__proto__', 'constructor', 'prototype', 'valueOf');
  const word = fc.oneof(
    id,
    fc.constantFrom('new', 'always', 'true', '', '{{Email}}', 'a{{Event Name}}b', '{{{a}}', '{{a}}}', '{{'),
    reserved,
    fc.string({ unit: anyCharacter }),
  );
  const field = fc.constantFrom('email', 'twclid', 'description', 'value', 'Email', 'Pixel ID', 'Event Name');
  const name = fc.oneof(fc.constantFrom(...Object.keys(GA4_NAMES)), field, reserved, fc.string());
  const rows = fc.dictionary(name, word);
  const value = fc.oneof(word, rows, fc.jsonValue());

  /** Either errors with a place inside the text, or a file that fits together and comes out the same again. */
  const holds = (text: string): void => {
    const { problems } = read(text);
    for (const { line, column, message } of problems) {
      expect(line).toBeLessThanOrEqual(text.split(/\n/).length + 1);
      expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
      expect(message).not.toMatch(/undefined|\[object|native code|at .*\.ts/);
    }
    if (problems.some(({ severity }) => severity === 'error')) return;
    const { exported } = build(text);
    expect(faultsOf(exported)).toEqual([]);
    expect(formatExport(build(text).exported)).toBe(formatExport(exported));
  };

  it('of any characters is refused or built, without a throw', () => {
    fc.assert(fc.property(fc.string({ unit: anyCharacter }), holds), { numRuns: 200 });
    fc.assert(fc.property(fc.stringMatching(/^[-[\]{}:,&*!|>'"%@`#? \na]{0,40}$/), holds), { numRuns: 500 });
  });

  it('of any keys and values is refused or built, without a throw', () => {
    fc.assert(
      fc.property(fc.dictionary(key, value), (keys) => holds(JSON.stringify(keys))),
      { numRuns: 300 },
    );
  });

  it('that is right is built, whatever the order of its lines, to the same bytes', () => {
    const right = fc
      .record({
        pixelId: id,
        categoryEvents: fc.uniqueArray(fc.constantFrom(...Object.keys(GA4_NAMES)), { minLength: 1 }),
        customEvents: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z_]{2,12}$/)),
        consent: fc.constantFrom('always', 'adStorage', 'adStorageAndUserData'),
        authMethod: fc.constantFrom('oauth1', 'pixelToken'),
      })
      .filter(({ pixelId }) => !/^(lead|custom)$/.test(pixelId));
    fc.assert(
      fc.property(right, ({ categoryEvents, customEvents, ...rest }) => {
        const table = (names: string[], first: string) =>
          Object.fromEntries(names.map((name, i) => [name, `tw-${rest.pixelId}-${first}${i}`]));
        const dictionary = {
          ...rest,
          categoryEvents: table(categoryEvents, 'a'),
          customEvents: table(customEvents, 'b'),
        };
        const reversed = Object.fromEntries(
          Object.entries(dictionary)
            .reverse()
            .map(([name, inner]) => [
              name,
              typeof inner === 'string' ? inner : Object.fromEntries(Object.entries(inner).reverse()),
            ]),
        );
        const bytes = (input: unknown) => formatExport(build(JSON.stringify(input)).exported);
        expect(bytes(reversed)).toBe(bytes(dictionary));
      }),
      { numRuns: 50 },
    );
  });

  it('names one event of X by one identity in both spellings', () => {
    fc.assert(
      fc.property(id, id, (pixel, event) => {
        expect(identityOf(`tw-${pixel}-${event}`, 'other')).toBe(identityOf(event.toUpperCase(), pixel));
      }),
    );
  });
});

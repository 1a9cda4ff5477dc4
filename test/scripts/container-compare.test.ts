/** What changed between two dictionaries, told as what it does to the history of X's events. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Change, changedDefaults, changesBetween } from '../../scripts/container/compare.ts';
import { form, read } from './container-tools.ts';

const dictionary = (events: object, rest: object = {}) =>
  read(JSON.stringify({ pixelId: 'o8z6j', ...events, ...rest })).dictionary;
const between = (before: object, after: object): [Change['kind'], string][] =>
  changesBetween(dictionary(before), dictionary(after)).map(({ kind, message }) => [kind, message]);
const categories = (categoryEvents: Record<string, string>) => ({ categoryEvents });

describe('a default that is another one now', () => {
  const told = (...texts: string[]) =>
    changedDefaults('shop.yaml', texts, form).map(({ severity, message }) => `${severity}: ${message}`);

  it('is told for what neither dictionary sets, with both lines to choose from', () => {
    expect(told('pixelId: o8z6j\nauthMethod: oauth1', 'logging: always')).toEqual([
      'note: conversionIdSource is not set, and the default of the tag has changed: it is transaction_id, was event_id. Write "conversionIdSource: event_id" to keep what an older tag did, or "conversionIdSource: transaction_id".',
    ]);
    expect(told('', '[')).toHaveLength(3);
  });

  it('names values that the form still has', () => {
    for (const message of told('')) {
      const [, name, before] = /Write "(\w+): (\w+)"/.exec(message)!;
      expect(read(`pixelId: o8z6j\ncategoryEvents: {purchase: a1}\n${name}: ${before}`).problems).toEqual([]);
    }
  });
});

describe('a change of a dictionary', () => {
  it('is none when only order and spelling of nothing differ', () => {
    expect(
      between(categories({ purchase: 'a1', lead: 'b1' }), categories({ lead: 'b1', purchase: 'a1' })),
    ).toEqual([]);
  });

  it('names an event that keeps its ID under another category: the history stays and gets other conversions', () => {
    const [change, ...more] = between(categories({ lead: 'a1' }), categories({ sign_up: 'a1' }));
    expect(more).toEqual([]);
    expect(change?.[0]).toBe('renamed');
    expect(change?.[1]).toMatch(
      /^a1 is now fed by category sign_up, was fed by category lead \(generate_lead\)\./,
    );
    expect(change?.[1]).toMatch(/history stays/);
  });

  it('names a single event that keeps its ID under another name', () => {
    const [change, ...more] = between({ customEvents: { quote: 'a1' } }, { customEvents: { offer: 'a1' } });
    expect(more).toEqual([]);
    expect(change?.[1]).toMatch(/^a1 is now fed by event offer, was fed by event quote\./);
  });

  it('names a category that gets another ID: the new event learns anew, campaigns must follow', () => {
    const [change, ...more] = between(categories({ purchase: 'a1' }), categories({ purchase: 'a2' }));
    expect(more).toEqual([]);
    expect(change?.[0]).toBe('replaced');
    expect(change?.[1]).toMatch(
      /sent as a2, was sent as a1\. Its history stays with a1; a2 starts learning from zero/,
    );
    expect(change?.[1]).toMatch(/campaigns that optimise for a1 are set to a2/);
  });

  it('names both sides of two events that swap their IDs', () => {
    const changes = between(
      categories({ purchase: 'a1', lead: 'b1' }),
      categories({ purchase: 'b1', lead: 'a1' }),
    );
    expect(changes.map(([kind]) => kind)).toEqual(['renamed', 'renamed', 'replaced', 'replaced']);
    expect(changes[2]?.[1]).toMatch(/b1 brings the history of category lead/);
  });

  it('names an event that a second row feeds too, and one that lost a row', () => {
    const one = { customEvents: { quote: 'a1' } };
    const two = { customEvents: { quote: 'a1', offer: 'a1' } };
    expect(between(one, two)[0]?.[1]).toMatch(/fed by event offer and event quote, was fed by event quote/);
    expect(between(two, one)[0]?.[1]).toMatch(/fed by event quote, was fed by event offer and event quote/);
  });

  it('names added and removed events', () => {
    const changes = between(categories({ purchase: 'a1' }), {
      ...categories({ lead: 'b1' }),
      defaultEventId: 'c1',
    });
    expect(changes).toEqual([
      [
        'added',
        expect.stringMatching(/^category lead \(generate_lead\) is new and sent as b1.*12 to 24 hours/),
      ],
      ['added', expect.stringMatching(/^every other event is new and sent as c1/)],
      ['removed', expect.stringMatching(/^category purchase is no longer sent\. X keeps the history of a1/)],
    ]);
  });

  it('knows the two spellings of an ID for one event', () => {
    expect(between(categories({ purchase: 'a1' }), categories({ purchase: 'tw-o8z6j-a1' }))).toEqual([
      ['respelled', expect.stringMatching(/same event of X; nothing is lost/)],
    ]);
  });

  it('names another pixel first: every event starts anew', () => {
    const before = dictionary(categories({ purchase: 'a1' }));
    const after = dictionary(categories({ purchase: 'a1' }), { pixelId: 'bbbbb' });
    expect(changesBetween(before, after).map(({ kind }) => kind)).toEqual(['pixel', 'replaced']);
  });

  it('names settings, and warns that another name adds a second tag', () => {
    const before = dictionary(categories({ purchase: 'a1' }), { consent: 'adStorage' });
    const after = dictionary(categories({ purchase: 'a1' }), { retries: '2', name: 'Shop' });
    expect(changesBetween(before, after).map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      expect.stringMatching(/^setting: name is Shop, was X Ads\..*each conversion is sent twice/),
      'setting: consent is the default of the tag, was adStorage.',
      'setting: retries is 2, was the default of the tag.',
    ]);
  });

  it('is never missed: two dictionaries compare as equal only when every event goes where it went', () => {
    const row = fc.dictionary(
      fc.constantFrom('purchase', 'lead', 'search', 'custom'),
      fc.constantFrom('a1', 'b1', 'c1'),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(row, row, (before, after) => {
        const same =
          JSON.stringify(Object.entries(before).sort()) === JSON.stringify(Object.entries(after).sort());
        expect(between(categories(before), categories(after)).length === 0).toBe(same);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { aboutUnusable, type Fields, overridden, sentOf } from './made.ts';

const event = { event_id: 'e', value: 65, currency: 'EUR' };
const row = (name: string, given: unknown) => overridden({ [name]: given }, event);

const cycle: Fields = { a: 1 };
cycle.self = cycle;
const wideCycle: Fields = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, cycle]));
const nested = (depth: number): unknown => (depth === 0 ? 'end' : [nested(depth - 1)]);
let deep: unknown = {};
for (let i = 0; i < 100_000; i += 1) deep = { deep };

describe('a row of Conversion data', () => {
  it.each<[name: string, given: unknown, used: unknown]>([
    ['description', ' shoes ', 'shoes'],
    ['description', 5, '5'],
    ['description', 'undefined', 'undefined'],
    ['search_string', 'trail', 'trail'],
    ['restricted_data_use', 'restrict_optimization', 'restrict_optimization'],
    ['own', true, true],
    ['own', false, false],
    ['own', 0, 0],
    ['own', ['a', { b: null }], ['a', { b: null }]],
    ['own', nested(20), nested(20)],
    ['toString', 'own', 'own'],
  ])('named %s with %j is sent', (name, given, used) => {
    const { sent, warnings } = row(name, given);
    expect(sent[name]).toEqual(used);
    expect(warnings).toEqual([]);
  });

  it.each([undefined, null, ''])('that is %j is not there', (given) => {
    expect(row('own', given)).toEqual({ sent: sentOf(event), warnings: [] });
  });

  it.each<[what: string, given: unknown]>([
    ['an object that holds itself', cycle],
    ['many that do', wideCycle],
    ['a list that does', [[cycle]]],
    ['a very deep object', deep],
    ['a function', () => 1],
    ['infinity', Number.POSITIVE_INFINITY],
  ])('with %s is left out and told by its name', (_what, given) => {
    expect(row('foo', given)).toEqual({ sent: sentOf(event), warnings: [aboutUnusable('foo')] });
  });

  it('named hasOwnProperty does not hide what the others are asked', () => {
    const { sent, warnings } = overridden({ hasOwnProperty: 'x', foo: 'y' }, event);
    expect(sent).toEqual({ ...sentOf(event), foo: 'y' });
    expect(warnings).toEqual([aboutUnusable('hasOwnProperty')]);
  });

  it.each(['description', 'search_string', 'own'])('named %s is left out and told when too long', (name) => {
    const told = [expect.stringContaining(`"${name}" is longer than 1024 characters`)];
    expect(row(name, 'x'.repeat(1025))).toEqual({ sent: sentOf(event), warnings: told });
    expect(row(name, 'x'.repeat(1024)).warnings).toEqual([]);
  });

  it.each(['email', 'contact_email', 'userMail', 'EMAIL', 'phone', 'mobilePhone', 'hashed_email', 'twclid'])(
    'named %s is refused, since only the User data table hashes',
    (name) => {
      const { sent, warnings } = row(name, 'jane');
      expect(sent).toEqual(sentOf(event));
      expect(warnings).toEqual([expect.stringContaining(`"${name}" belongs in the table User data`)]);
      expect(JSON.stringify(warnings)).not.toContain('jane');
    },
  );

  it.each(['jane@shop.example', 'jane%40shop.example'])('whose name is %s is told without it', (name) => {
    const { sent, warnings } = row(name, '1');
    expect(sent).toEqual(sentOf(event));
    expect(warnings).toEqual([expect.stringContaining('The name of a row')]);
    expect(JSON.stringify(warnings)).not.toContain('jane');
  });

  it.each(['event_id', 'identifiers'])('named %s is refused', (name) => {
    expect(row(name, 'own')).toEqual({
      sent: sentOf(event),
      warnings: [expect.stringContaining(`"${name}" is set by the tag`)],
    });
  });

  it.each([
    ['currency', 'price_currency'],
    ['num_items', 'number_items'],
  ])('named %s is left out, and told that its name is %s', (name, right) => {
    expect(row(name, 'USD')).toEqual({
      sent: sentOf(event),
      warnings: [expect.stringContaining(`"${name}" is called "${right}" here`)],
    });
  });
});

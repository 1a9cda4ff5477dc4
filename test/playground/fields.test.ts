import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { dataOf, defaultsOf, newRow, readFields, refusalsOf, valued } from 'sgtm-toolkit/form';
import { describe, expect, it } from 'vitest';
import { CATEGORY_OF } from '../../src/mapping/categories.ts';

const root = path.join(import.meta.dirname, '../..');
const shipped = readFields(JSON.parse(await readFile(path.join(root, 'template/parameters.json'), 'utf8')));

describe('the fields of the shipped template', () => {
  it('start with the defaults of the template', () => {
    expect(defaultsOf(shipped)).toMatchObject({
      authMethod: 'pixelToken',
      autoUserData: true,
      otherEvents: 'ignore',
      clickIdCookieDays: '390',
      categoryEvents: [],
      consent: 'always',
    });
  });

  it('reach the code only when they take part', () => {
    const values = {
      ...defaultsOf(shipped),
      consumerKey: 'k',
      pixelToken: 't',
      setClickIdCookie: false,
      defaultEventId: 'x',
    };
    const data = dataOf(shipped, values);
    expect(data).toMatchObject({ pixelToken: 't', setClickIdCookie: false });
    for (const name of ['consumerKey', 'clickIdCookieDays', 'defaultEventId'])
      expect(data).not.toHaveProperty(name);
    expect(dataOf(shipped, { ...values, authMethod: 'oauth1' })).toMatchObject({ consumerKey: 'k' });
    expect(dataOf(shipped, { ...values, authMethod: 'oauth1' })).not.toHaveProperty('pixelToken');
  });

  it('are refused with the template’s own words', () => {
    const values = {
      ...defaultsOf(shipped),
      pixelId: 'o8 z6j',
      categoryEvents: [newRow(shipped[1]!.fields[0]!)],
    };
    const found = refusalsOf(shipped, values).map(({ field, message }) => [field.name, message]);
    expect(found).toContainEqual([
      'pixelId',
      'A pixel ID has 3 to 12 letters and digits, for example o8z6j.',
    ]);
    expect(found).toContainEqual(['pixelToken', 'The token is needed to authenticate with X.']);
  });

  it.each([
    ['o87ne', true],
    ['tw-o8z6j-o87ne', true],
    ['{{X event}}', true],
    ['', false],
    ['purchase', false],
    ['begin_checkout', false],
    ['PageView', false],
    ['123e4567-e89b-12d3-a456-426614174000', false],
  ])('take %j as an X event ID: %s', (eventId, taken) => {
    const values = {
      ...defaultsOf(shipped),
      pixelId: 'o8z6j',
      pixelToken: 't',
      categoryEvents: [{ category: 'purchase', eventId }],
      customEvents: [{ eventName: 'x', eventId }],
    };
    expect(refusalsOf(shipped, values)).toHaveLength(taken ? 0 : 2);
  });

  it('tell of each category which GA4 events select it', () => {
    const { help, columns } = valued(shipped).find(({ name }) => name === 'categoryEvents')!;
    const labels = new Map(columns[0]!.field.choices.map(({ value, label }) => [value, label]));
    for (const [event, category] of Object.entries(CATEGORY_OF))
      expect(help).toMatch(new RegExp(`\n${labels.get(category)}: .*\\b${event}\\b`));
  });

  it('are all of a type that the form can show', () => {
    expect(valued(shipped).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['TEXT', 'RADIO', 'CHECKBOX', 'SELECT', 'SIMPLE_TABLE']),
    );
  });
});

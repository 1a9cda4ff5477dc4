/** The fields as an operator meets them: explained, held against what the tag accepts, open to variables. */
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { labelOf } from '../../src/labels.ts';
import { CATEGORY_OF, CUSTOM } from '../../src/mapping/categories.ts';
import { byToken, purchase, reasonOf, root, run } from './harness.ts';

interface Field {
  type: string;
  name: string;
  displayName?: string;
  checkboxText?: string;
  selectItems?: { value: string }[];
  help?: string;
  macrosInSelect?: boolean;
  subParams?: Field[];
  radioItems?: { subParams?: Field[] }[];
  simpleTableColumns?: Field[];
  valueValidators?: { type: string; args?: string[]; errorMessage: string }[];
}

const groups = JSON.parse(readFileSync(path.join(root, 'template/parameters.json'), 'utf8')) as Field[];

/** A field and all below it. */
const below = (field: Field): Field[] => [
  field,
  ...[
    ...(field.subParams ?? []),
    ...(field.radioItems ?? []).flatMap(({ subParams }) => subParams ?? []),
    ...(field.simpleTableColumns ?? []),
  ].flatMap(below),
];
const fields = groups.flatMap(below);
const named = (name: string): Field[] => fields.filter((field) => field.name === name);

/** Whether every validator of a field takes the text. */
const takes = ({ valueValidators = [] }: Field, text: string): boolean =>
  valueValidators.every(({ type, args }) => type === 'NON_EMPTY' || new RegExp(args![0]!).test(text));

describe('a field of the form', () => {
  it('has the label by which sentences name it', async () => {
    const folder = path.join(root, 'src');
    const sources = await readdir(folder, { recursive: true });
    const texts = await Promise.all(
      sources.filter((file) => file.endsWith('.ts')).map((file) => readFile(path.join(folder, file), 'utf8')),
    );
    const names = [
      ...new Set(texts.flatMap((text) => [...text.matchAll(/labelOf\('(\w+)'\)/g)].map(([, name]) => name!))),
    ];
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) {
      expect([name, named(name).length > 0]).toEqual([name, true]);
      for (const field of named(name))
        expect([name, field.displayName ?? field.checkboxText]).toEqual([name, labelOf(name)]);
    }
  });

  it('offers exactly the categories that the tag knows', () => {
    const known = [...new Set(Object.values(CATEGORY_OF)), CUSTOM];
    expect(named('category')[0]!.selectItems!.map(({ value }) => value)).toEqual(known);
  });

  it('shares its name with no other field or group, but for columns of different tables', () => {
    const columns = fields.flatMap(({ simpleTableColumns = [] }) => simpleTableColumns);
    const names = fields.filter((field) => !columns.includes(field)).map(({ name }) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('has a help text, and each validator says what it wants', () => {
    const columns = fields.flatMap(({ simpleTableColumns = [] }) => simpleTableColumns);
    const silent = fields.filter(
      (field) => field.type !== 'GROUP' && !columns.includes(field) && !field.help,
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
    for (const { name, valueValidators = [] } of fields)
      for (const { type, errorMessage } of valueValidators) {
        expect([name, ['NON_EMPTY', 'REGEX'].includes(type)]).toEqual([name, true]);
        expect(errorMessage).toMatch(/^[A-Z].*\.$/);
      }
  });

  it('takes a variable where its value may vary from event to event', () => {
    const selects = fields.filter(({ type, name }) => type === 'SELECT' && /Source$/.test(name));
    expect(selects.map(({ name, macrosInSelect }) => [name, macrosInSelect])).toEqual([
      ['conversionIdSource', true],
      ['contentIdSource', true],
    ]);
  });

  it.each<[name: string, right: string[], wrong: string[]]>([
    ['pixelId', ['o8z6j', ' o8z6j '], ['o8', 'o8z6j-1', 'tw-o8z6j', 'x'.repeat(13)]],
    ['eventId', ['o87ne', 'tw-o8z6j-o87ne', ' o87ne '], ['tw-o8z6j', 'my event', 'tw-o8z6j-o87ne-1']],
    ['defaultEventId', ['o87ne', 'tw-o8z6j-o87ne'], ['page view', 'tw-']],
    ['countryCallingCode', ['', '49', '+1', ' 380 '], ['049', 'DE', '1234']],
    ['clickIdCookieDays', ['1', '99', '390', '400'], ['0', '401', '-1', '1.5', 'long']],
    ['timeoutMs', ['500', '4000', '4900'], ['499', '4901', '5000', '1.5', 'long']],
    ['retries', ['0', '3'], ['4', '-1', 'two']],
  ])('%s is held against what the tag accepts', (name, right, wrong) => {
    expect(named(name).length).toBeGreaterThan(0);
    for (const field of named(name)) {
      expect(right.filter((text) => !takes(field, text))).toEqual([]);
      expect(wrong.filter((text) => takes(field, text))).toEqual([]);
    }
  });

  it('accepts at its borders what the tag accepts too', async () => {
    const http = async () => ({ statusCode: 200, headers: {}, body: '{"data":{"conversions_processed":1}}' });
    for (const timeoutMs of ['', '500', '4900']) {
      const record = await run(byToken({ timeoutMs }), purchase(), { http });
      expect([timeoutMs, record.outcome]).toEqual([timeoutMs, 'success']);
    }
    for (const timeoutMs of ['499', '4901'])
      expect(reasonOf(await run(byToken({ timeoutMs }), purchase(), { http }))).toMatch(/^Time limit/);
  });
});

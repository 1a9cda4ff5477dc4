import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../sandbox/tpl/json.ts';
import { type Schema, violations } from '../../../sandbox/tpl/schema.ts';
import { infoSchema } from '../../../sandbox/tpl/schemas/info.ts';
import { parametersSchema } from '../../../sandbox/tpl/schemas/parameters.ts';
import { permissionsSchema } from '../../../sandbox/tpl/schemas/permissions.ts';

/** Words of the sections themselves, so that random values come near to fitting. */
const WORDS =
  'type name TEXT SELECT RADIO GROUP selectItems radioItems value displayValue subParams version id'.split(
    ' ',
  );
const MORE =
  'INFO TAG displayName containerContexts SERVER brand instance key param publicId versionId string listItem'.split(
    ' ',
  );
const word = fc.constantFrom(...WORDS, ...MORE, 'x', '');

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    word,
    fc.constantFrom<Json>(0, 1, 2, 8, 1.5, true, false, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(word, tie('value'), { maxKeys: 5 }),
  ),
}));

/** A field that fits, or one with a random member put in. */
const field = fc
  .tuple(
    fc.constantFrom('TEXT', 'SELECT', 'RADIO', 'GROUP', 'LABEL', 'CHECKBOX', 'X'),
    fc.dictionary(word, value, { maxKeys: 3 }),
  )
  .map(([type, more]): Json => ({ name: 'a', ...more, type }));

describe('the interpreted schemas', () => {
  it.each<[string, Schema, fc.Arbitrary<Json>]>([
    ['INFO', infoSchema, value],
    ['TEMPLATE_PARAMETERS', parametersSchema, fc.array(fc.oneof(field, value), { maxLength: 3 })],
    ['SERVER_PERMISSIONS', permissionsSchema, value],
    [
      'typed values',
      { ...permissionsSchema, type: 'array', items: { $ref: '#/definitions/value' } },
      fc.array(value),
    ],
  ])('%s: agree with a general validator on what fits', (_name, schema, arbitrary) => {
    const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
    fc.assert(
      fc.property(arbitrary, (given) => {
        const places = (validate(given) ? [] : (validate.errors ?? []))
          .filter(({ keyword }) => keyword !== 'if')
          .map(({ keyword, instancePath }) => `${keyword} ${instancePath}`);
        const found = violations(schema, given).map(({ keyword, pointer }) => `${keyword} ${pointer}`);
        expect([...new Set(found)].sort()).toEqual([...new Set(places)].sort());
      }),
      { numRuns: 400 },
    );
  });
});

/** JSON schema of the SERVER_PERMISSIONS section: entries and their typed values. What the parameters mean is decode.ts. */
import type { Schema } from '../schema.ts';

const value = (type: number, key: string, schema: Schema): Schema => ({
  if: { required: ['type'], properties: { type: { const: type } } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schema
  then: { additionalProperties: false, properties: { type: {}, [key]: schema } },
});
const values: Schema = { type: 'array', items: { $ref: '#/definitions/value' } };

export const permissionsSchema: Schema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['instance'],
    additionalProperties: false,
    properties: {
      instance: {
        type: 'object',
        required: ['key'],
        additionalProperties: false,
        properties: {
          key: {
            type: 'object',
            required: ['publicId', 'versionId'],
            additionalProperties: false,
            properties: { publicId: { type: 'string' }, versionId: { type: 'string' } },
          },
          param: {
            type: 'array',
            items: {
              type: 'object',
              required: ['key', 'value'],
              additionalProperties: false,
              properties: { key: { type: 'string' }, value: { $ref: '#/definitions/value' } },
            },
          },
        },
      },
      clientAnnotations: {
        type: 'object',
        additionalProperties: false,
        properties: { isEditedByUser: { type: 'boolean' } },
      },
      isRequired: { type: 'boolean' },
    },
  },
  definitions: {
    value: {
      type: 'object',
      required: ['type'],
      properties: { type: { enum: [1, 2, 3, 8] } },
      allOf: [
        value(1, 'string', { type: 'string' }),
        value(2, 'listItem', values),
        {
          if: { required: ['type'], properties: { type: { const: 3 } } },
          // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schema
          then: { additionalProperties: false, properties: { type: {}, mapKey: values, mapValue: values } },
        },
        value(8, 'boolean', { type: 'boolean' }),
      ],
    },
  },
};

/** JSON schema of the TEMPLATE_PARAMETERS section: one shape for each field type, nested fields by reference. */
import type { Schema } from '../schema.ts';
import { translatable } from './info.ts';

const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const fields: Schema = { type: 'array', items: { $ref: '#/definitions/field' } };
const anyDefault: Schema = { type: ['string', 'boolean', 'number', 'array', 'object', 'null'] };

const conditions: Schema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['paramName', 'type'],
    additionalProperties: false,
    properties: {
      paramName: text,
      paramValue: { type: ['string', 'boolean', 'number'] },
      type: { enum: ['EQUALS', 'NOT_EQUALS', 'PRESENT', 'NOT_PRESENT'] },
    },
  },
};

const validators: Schema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['type'],
    additionalProperties: false,
    properties: {
      type: {
        enum: [
          'NON_EMPTY',
          'REGEX',
          'POSITIVE_NUMBER',
          'NON_NEGATIVE_NUMBER',
          'NUMBER',
          'DECIMAL',
          'PERCENTAGE',
          'STRING_LENGTH',
          'TABLE_ROW_COUNT',
        ],
      },
      args: { type: 'array', items: { type: ['string', 'number'] } },
      errorMessage: translatable,
      enablingConditions: conditions,
    },
  },
};

const common = {
  type: text,
  name: { type: 'string', minLength: 1 },
  displayName: translatable,
  help: translatable,
  helpHint: translatable,
  enablingConditions: conditions,
  alwaysInSummary: flag,
  clearOnCopy: flag,
};
const valued = {
  simpleValueType: flag,
  defaultValue: anyDefault,
  notSetText: translatable,
  valueValidators: validators,
};

const item = (more: Record<string, Schema>): Schema => ({
  type: 'array',
  items: {
    type: 'object',
    required: ['value', 'displayValue'],
    additionalProperties: false,
    properties: { value: { type: ['string', 'boolean', 'number'] }, displayValue: translatable, ...more },
  },
});

const shape = (required: string[], properties: Record<string, Schema>): Schema => ({
  required: ['type', 'name', ...required],
  additionalProperties: false,
  properties: { ...common, ...properties },
});

const choice = { ...valued, selectItems: item({}), macrosInSelect: flag, subParams: fields };
const line = {
  ...valued,
  valueHint: translatable,
  valueUnit: translatable,
  canBeEmptyString: flag,
  lineCount: { type: 'integer' },
  textAsList: flag,
};

/** Field types of the interface; each entry is the shape of one. */
const SHAPES: Record<string, Schema> = {
  TEXT: shape([], line),
  SELECT: shape([], choice),
  CHECKBOX: shape([], { ...valued, checkboxText: translatable, subParams: fields }),
  RADIO: shape(['radioItems'], {
    ...valued,
    radioItems: item({ help: translatable, subParams: fields }),
    subParams: fields,
  }),
  SIMPLE_TABLE: shape(['simpleTableColumns'], {
    ...valued,
    newRowButtonText: translatable,
    simpleTableColumns: {
      type: 'array',
      items: {
        type: 'object',
        required: ['type', 'name'],
        additionalProperties: false,
        properties: { ...common, ...line, ...choice, type: { enum: ['TEXT', 'SELECT'] }, isUnique: flag },
      },
    },
  }),
  PARAM_TABLE: shape(['paramTableColumns'], {
    ...valued,
    newRowButtonText: translatable,
    newRowTitle: translatable,
    editRowTitle: translatable,
    paramTableColumns: {
      type: 'array',
      items: {
        type: 'object',
        required: ['param'],
        additionalProperties: false,
        properties: { param: { $ref: '#/definitions/field' }, isUnique: flag },
      },
    },
  }),
  GROUP: shape([], {
    groupStyle: { enum: ['NO_ZIPPY', 'ZIPPY_OPEN', 'ZIPPY_CLOSED', 'ZIPPY_OPEN_ON_PARAM'] },
    subParams: fields,
  }),
  LABEL: shape([], {}),
};

export const FIELD_TYPES = Object.keys(SHAPES);

export const parametersSchema: Schema = {
  type: 'array',
  items: { $ref: '#/definitions/field' },
  definitions: {
    field: {
      type: 'object',
      required: ['type'],
      properties: { type: { enum: FIELD_TYPES } },
      allOf: Object.entries(SHAPES).map(([type, schema]) => ({
        if: { required: ['type'], properties: { type: { const: type } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schema
        then: schema,
      })),
    },
  },
};

/**
 * X's conversions payload as JSON Schema (X, Web conversions, reference of the POST body, 2026-01). Four schemas, one a level,
 * so that each part of a body can be checked alone and one bad list cannot produce millions of errors. The schema is
 * strict about types and formats; keys it does not name are the caller's business.
 *
 * Keys marked "observed" are not in X's reference; X's own template or another sender sends them.
 */

import { isIP } from 'node:net';
import { Ajv, type ValidateFunction } from 'ajv';
import { currencies } from './currencies.ts';

const text = { type: 'string' };
/**
 * A double, or a string with two or three decimals: how many depends on the currency. That a number has a decimal point is
 * checked on the source text.
 */
const money = { type: ['string', 'number'], pattern: '^-?[0-9]{1,15}\\.[0-9]{2,3}$' };
const count = { type: 'integer', minimum: 1 };

const envelope = {
  type: 'object',
  properties: { conversions: { type: 'array', minItems: 1 } },
  required: ['conversions'],
};

const conversion = {
  type: 'object',
  properties: {
    conversion_time: { type: 'string', format: 'conversion-time' },
    event_id: { type: 'string', minLength: 1 },
    identifiers: { type: 'array', minItems: 1 },
    value: money,
    price_currency: { type: 'string', format: 'iso-4217' },
    number_items: count,
    conversion_id: { type: 'string', minLength: 1 },
    description: text,
    contents: { type: 'array' },
    event_source_url: text, // the guide, not the reference
    conversion_timestamp: { type: 'integer' }, // observed
    event_name: text, // observed
    search_string: text, // observed
  },
  required: ['conversion_time', 'event_id', 'identifiers'],
};

const identifier = {
  type: 'object',
  properties: {
    twclid: { type: 'string', format: 'click-id' },
    hashed_email: { type: 'string', format: 'sha-256' },
    hashed_phone_number: { type: 'string', format: 'sha-256' },
    ip_address: { type: 'string', format: 'ip-address' },
    user_agent: { type: 'string', minLength: 1 },
    twpid: { type: 'string', minLength: 1 }, // observed
  },
};

const content = {
  type: 'object',
  properties: {
    content_id: text,
    content_group_id: { type: ['string', 'integer'] }, // the reference says integer, its examples are strings
    content_name: text,
    content_price: money,
    content_type: text,
    num_items: count,
  },
};

/** What X's reference lists; any other key is useless or at best unproven. */
const referenceKeys: Record<PartName, ReadonlySet<string>> = {
  envelope: new Set(['conversions']),
  conversion: new Set([
    'conversion_time',
    'event_id',
    'identifiers',
    'value',
    'price_currency',
    'number_items',
    'conversion_id',
    'description',
    'contents',
    'event_source_url',
  ]),
  identifier: new Set(['twclid', 'hashed_email', 'hashed_phone_number', 'ip_address', 'user_agent']),
  content: new Set(Object.keys(content.properties)),
};

export type PartName = 'envelope' | 'conversion' | 'identifier' | 'content';

const timePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** `yyyy-MM-ddTHH:mm:ss.SSSZ`, and a moment that exists. */
function isConversionTime(value: string): boolean {
  if (!timePattern.test(value)) return false;
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && time.toISOString() === value;
}

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
ajv.addFormat('conversion-time', isConversionTime);
ajv.addFormat('iso-4217', (value: string) => currencies.has(value));
ajv.addFormat('sha-256', /^[0-9a-f]{64}$/);
ajv.addFormat('click-id', /^[A-Za-z0-9_-]{1,256}$/);
ajv.addFormat('ip-address', (value: string) => isIP(value) !== 0);

interface Part {
  validate: ValidateFunction;
  /** Keys the schema describes. */
  keys: ReadonlySet<string>;
  referenceKeys: ReadonlySet<string>;
}

function part(name: PartName, schema: { properties: Record<string, unknown> }): Part {
  return {
    validate: ajv.compile(schema),
    keys: new Set(Object.keys(schema.properties)),
    referenceKeys: referenceKeys[name],
  };
}

export const parts: Record<PartName, Part> = {
  envelope: part('envelope', envelope),
  conversion: part('conversion', conversion),
  identifier: part('identifier', identifier),
  content: part('content', content),
};

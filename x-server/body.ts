/**
 * Checks a request body against X's payload, all or nothing: one error per fault, as X lists them (X, Web conversions,
 * error table). X's errors do not say which conversion of a batch they mean; the reasons for the diagnostics do, and
 * name keys instead of values, because a value may be somebody's address.
 */

import type { ErrorObject } from 'ajv';
import { type Refusal, refuse, refuseUnknownEvent } from './answers.ts';
import { bareEventId, type Configuration, classifyEventId, type Pixel } from './configuration.ts';
import { decimalsOf } from './currencies.ts';
import { type PartName, parts } from './schema.ts';

/** X, Web conversions: most conversions in one request. */
export const conversionLimit = 500;

/** Errors, and notes, listed for one request. X names no limit; this one keeps a hostile body from filling the memory. */
const errorLimit = 1000;

export interface Conversion {
  /** Bare id, `o87ne`. */
  eventId: string;
  conversionId: string | undefined;
}

export interface BodyCheck {
  /** The parsed JSON, undefined when it is none. */
  json: unknown;
  conversions: Conversion[];
  refusals: Refusal[];
  /** Why, for people: one for each refusal. */
  reasons: string[];
  /** What X accepts but does not use, or uses in a way that surprises. */
  notes: string[];
}

type JsonObject = Record<string, unknown>;

interface Checker {
  check: BodyCheck;
  pixel: Pixel;
  configuration: Configuration;
  strict: boolean;
  refuse(refusal: Refusal, reason: string): void;
  note(text: string): void;
}

/** What a fault in this key means in X's words, where X has words of its own. */
const documentedRefusals: Record<string, (value: string) => Refusal> = {
  conversion_time: (value) => refuse('timeFormat', { value }),
  hashed_email: (value) => refuse('notSha256', { parameter: 'hashed_email', value }),
  hashed_phone_number: (value) => refuse('notSha256', { parameter: 'hashed_phone_number', value }),
};

/** The type an error text names, in the capitals of X's "Expected Time". */
const expectations: Record<string, string> = {
  value: 'Double',
  content_price: 'Double',
  price_currency: 'ISO 4217 currency code',
  number_items: 'positive Integer',
  num_items: 'positive Integer',
  conversion_timestamp: 'Integer',
  conversions: 'non-empty Array',
  identifiers: 'Array',
  contents: 'Array',
  twclid: 'click id',
  ip_address: 'IP address',
};

const requiredTexts: Record<string, Refusal> = {
  event_id: refuse('eventIdMissing'),
  identifiers: refuse('noIdentifier'),
};

/** Checks the bytes of a body sent to `pixel`. With `strict`, keys X's payload does not have are refused. */
export function checkBody(
  bytes: Uint8Array,
  pixel: Pixel,
  configuration: Configuration,
  strict: boolean,
): BodyCheck {
  const check: BodyCheck = { json: undefined, conversions: [], refusals: [], reasons: [], notes: [] };
  const checker: Checker = {
    check,
    pixel,
    configuration,
    strict,
    refuse(refusal, reason) {
      if (check.refusals.length >= errorLimit) return;
      check.refusals.push(refusal);
      check.reasons.push(reason);
    },
    note(text) {
      if (check.notes.length < errorLimit) check.notes.push(text);
    },
  };
  const source = decodeJson(bytes);
  if (source === undefined) {
    checker.refuse(refuse('notJson'), 'the body is not JSON in UTF-8');
    return check;
  }
  check.json = source.json;
  checkEnvelope(checker, source.json, source.literals);
  return check;
}

function checkEnvelope(checker: Checker, json: unknown, literals: unknown): void {
  if (!checkPart(checker, 'envelope', json, literals, '') || !isObject(json)) return;
  const conversions = listAt(json, 'conversions');
  if (conversions.length > conversionLimit) {
    checker.refuse(refuse('tooManyConversions'), `${conversions.length} conversions, the limit is 500`);
    return;
  }
  const conversionLiterals = listAt(literals, 'conversions');
  for (const [index, conversion] of conversions.entries())
    checkConversion(checker, conversion, conversionLiterals[index], `conversions[${index}]`);
}

function checkConversion(checker: Checker, conversion: unknown, literals: unknown, path: string): void {
  checkPart(checker, 'conversion', conversion, literals, path);
  if (!isObject(conversion)) return;

  for (const [index, identifier] of listAt(conversion, 'identifiers').entries())
    checkIdentifier(checker, identifier, `${path}.identifiers[${index}]`);
  const contentLiterals = listAt(literals, 'contents');
  for (const [index, content] of listAt(conversion, 'contents').entries()) {
    if (checker.check.refusals.length >= errorLimit) break;
    const at = `${path}.contents[${index}]`;
    checkPart(checker, 'content', content, contentLiterals[index], at);
    if (isObject(content)) checkDecimals(checker, 'content_price', content, conversion.price_currency, at);
  }
  checkDecimals(checker, 'value', conversion, conversion.price_currency, path);

  const { pixel, configuration } = checker;
  const { event_id: eventId, conversion_id: conversionId } = conversion;
  if (typeof eventId === 'string' && eventId !== '') {
    const kind = classifyEventId(configuration, pixel, eventId);
    if (kind === 'pixel')
      checker.refuse(
        refuse('notSingleEventTag', { value: eventId }),
        `${path}.event_id is the id of a pixel`,
      );
    if (kind === 'unknown')
      checker.refuse(refuseUnknownEvent(eventId), `${path}.event_id is not configured for the pixel`);
    checker.check.conversions.push({
      eventId: bareEventId(pixel, eventId),
      conversionId: typeof conversionId === 'string' ? conversionId : undefined,
    });
  }
  if (conversion.value !== undefined && conversion.price_currency === undefined)
    checker.note(`${path}.value without price_currency: X documents USD, reports show no amount`);
}

/** Every element must identify someone by itself (reported from a live test of X's endpoint, 2026-09). */
function checkIdentifier(checker: Checker, identifier: unknown, path: string): void {
  if (checker.check.refusals.length >= errorLimit) return;
  checkPart(checker, 'identifier', identifier, undefined, path);
  if (!isObject(identifier)) return;
  const has = (key: string) => Object.hasOwn(identifier, key);
  const isStrong = has('twclid') || has('hashed_email') || has('hashed_phone_number');
  if (!isStrong && !(has('ip_address') && has('user_agent'))) {
    const reason = `${path} has neither twclid, hashed_email, hashed_phone_number nor the pair of ip_address and user_agent`;
    checker.refuse(refuse('noIdentifier'), reason);
  }
  if (typeof identifier.twclid === 'string' && /^[0-9a-f]{64}$/.test(identifier.twclid))
    checker.note(`${path}.twclid looks hashed: X can only match the plain click id`);
}

/** Validates one part by its schema; returns whether it holds. `literals` mirrors the part with numbers as written. */
function checkPart(
  checker: Checker,
  name: PartName,
  value: unknown,
  literals: unknown,
  path: string,
): boolean {
  const { validate, keys, referenceKeys } = parts[name];
  const before = checker.check.refusals.length;
  const errors = validate(value) ? [] : (validate.errors ?? []);
  // A value may break several keywords of its schema; it is one fault.
  const faults = new Map(
    errors.map((error) => [error.instancePath + String(error.params.missingProperty), error]),
  );
  for (const error of faults.values()) refuseError(checker, error, value, path);
  if (!isObject(value)) return false;
  for (const key of Object.keys(value)) {
    const at = path === '' ? shown(key) : `${path}.${shown(key)}`;
    if (!keys.has(key)) reportUnknownKey(checker, key, at);
    else if (!referenceKeys.has(key)) checker.note(`${at} is not in X's reference`);
    else if (expectations[key] === 'Double') refuseWholeNumber(checker, key, value[key], literals, at);
  }
  return checker.check.refusals.length === before;
}

/** An amount as text has as many decimals as its currency; that it is one the schema has said. */
function checkDecimals(
  checker: Checker,
  key: string,
  part: JsonObject,
  currency: unknown,
  path: string,
): void {
  const amount = part[key];
  const decimals = typeof amount === 'string' ? /^-?\d+\.(\d{2,3})$/.exec(amount)?.[1] : undefined;
  if (decimals === undefined || decimals.length === decimalsOf(currency)) return;
  const expected = { parameter: key, expected: 'Double', value: shown(amount) };
  checker.refuse(
    refuse('wrongType', expected),
    `${path}.${key} must have ${decimalsOf(currency)} decimals in its currency`,
  );
}

function reportUnknownKey(checker: Checker, key: string, at: string): void {
  if (checker.strict) checker.refuse(refuse('unknownParameter', { parameter: key }), `${at} is unknown`);
  else checker.note(`${at} is unknown and ignored`);
}

/** Whole-number literals are reported as refused; JSON.parse cannot tell `65.0` from `65`, the source text can. */
function refuseWholeNumber(
  checker: Checker,
  key: string,
  value: unknown,
  literals: unknown,
  at: string,
): void {
  if (!Number.isFinite(value) || !isObject(literals)) return;
  const literal = String(literals[key]);
  if (literal.includes('.')) return;
  const reason = `${at} is a whole-number literal: write a decimal point`;
  checker.refuse(refuse('wholeNumber', { parameter: key, value: literal }), reason);
}

function refuseError(checker: Checker, error: ErrorObject, value: unknown, path: string): void {
  const missing: unknown = error.params.missingProperty;
  if (error.keyword === 'required' && typeof missing === 'string') {
    const refusal = requiredTexts[missing] ?? refuse('missingParameter', { parameter: missing });
    checker.refuse(refusal, path === '' ? `${missing} is missing` : `${path}.${missing} is missing`);
    return;
  }
  const key = error.instancePath.slice(1);
  if (key === '') {
    const name = path.replace(/^.*\.|\[\d+\]$/g, '') || 'body';
    const expected = { parameter: name, expected: 'Object', value: shown(value) };
    checker.refuse(refuse('wrongType', expected), `${path || 'the body'} is not an object`);
    return;
  }
  const found = isObject(value) ? value[key] : undefined;
  const isEmpty = error.keyword === 'minLength' || error.keyword === 'minItems';
  const documented = isEmpty ? requiredTexts[key] : documentedRefusals[key]?.(shown(found));
  const expected = { parameter: key, expected: expectations[key] ?? 'non-empty String', value: shown(found) };
  const at = path === '' ? key : `${path}.${key}`;
  checker.refuse(documented ?? refuse('wrongType', expected), `${at} ${error.message ?? 'is wrong'}`);
}

/** A value as X's messages quote it: text and numbers as they are, structures by kind, nothing long. */
function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 100 ? `${value.slice(0, 100)}…` : value;
  if (Array.isArray(value)) return 'an array';
  return isObject(value) ? 'an object' : String(value);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listAt(value: unknown, key: string): unknown[] {
  const list = isObject(value) ? value[key] : undefined;
  return Array.isArray(list) ? list : [];
}

/** JSON twice: as values, and with every number as the text it was written in. */
function decodeJson(bytes: Uint8Array): { json: unknown; literals: unknown } | undefined {
  try {
    const source = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const json: unknown = JSON.parse(source);
    // In valid JSON a token that starts with a digit or a minus outside a string is a number.
    const withTextNumbers = source.replace(/"(?:[^"\\]+|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
      token.startsWith('"') ? token : `"${token}"`,
    );
    return { json, literals: JSON.parse(withTextNumbers) };
  } catch {
    return undefined;
  }
}

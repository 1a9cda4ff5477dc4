/**
 * From a record of a log to the conversions that did not arrive. Knows the failure line the tag writes and what wraps it:
 * nothing, a prefix, a Cloud Logging entry (`jsonPayload`, `textPayload`) or a row of the BigQuery table.
 */
import { clean, isObject } from '../lib/x-answer.ts';

export type Reading =
  /** Not a failure line of the tag. */
  | { kind: 'other' }
  /** A failure line that cannot be read: something may be lost. */
  | { kind: 'damaged'; reason: string }
  /** A failure before there was a conversion: nothing can be sent again. */
  | { kind: 'nothingToSend'; reason: string }
  | {
      kind: 'failure';
      pixel: string;
      traceId: string;
      conversions: unknown[];
      /** The tag did not learn whether X has the conversion. */
      inDoubt: boolean;
    };

const NAME = 'X Conversions';

/** How lines without the field InDoubt, written before it existed, say so: no answer in time, or a 2xx that says nothing. */
const DOUBTFUL = /and may have counted the conversion|^X answered 2\d\d without saying/;

interface FailureFields {
  reason: unknown;
  inDoubt: unknown;
  method: unknown;
  url: unknown;
  body: unknown;
  traceId: unknown;
}

/** @param text a line, or the text of a JSON object */
export function readFailure(text: string): Reading {
  const parsed = parse(text);
  const found = parsed === undefined ? fromText(text) : unwrap(parsed);
  if (found === undefined) return { kind: 'other' };
  return found === 'damaged'
    ? { kind: 'damaged', reason: 'a failure line that is no complete JSON' }
    : readFields(found);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A line in which JSON stands behind something else, or is broken. */
function fromText(text: string): FailureFields | 'damaged' | undefined {
  const brace = text.indexOf('{');
  const found = brace > 0 ? parse(text.slice(brace)) : undefined;
  if (found !== undefined) return unwrap(found);
  // Quotes may be escaped, once or more, by what wraps the line.
  const isOurs = text.includes(NAME) && /\\*"Failure\\*"/.test(text);
  return isOurs ? 'damaged' : undefined;
}

function unwrap(value: unknown, depth = 0): FailureFields | 'damaged' | undefined {
  if (!isObject(value) || depth > 2) return undefined;
  if (value.Name === NAME && value.Type === 'Failure')
    return {
      reason: value.Reason,
      inDoubt: value.InDoubt,
      method: value.RequestMethod,
      url: value.RequestUrl,
      body: value.RequestBody,
      traceId: value.TraceId,
    };
  if (value.name === NAME && value.type === 'Failure')
    return {
      reason: value.reason,
      inDoubt: value.in_doubt,
      method: value.request_method,
      url: value.request_url,
      body: value.request_body,
      traceId: value.trace_id,
    };
  if (isObject(value.jsonPayload)) return unwrap(value.jsonPayload, depth + 1);
  for (const text of [value.textPayload, value.message, value.log]) {
    if (typeof text !== 'string') continue;
    const parsed = parse(text);
    return parsed === undefined ? fromText(text) : unwrap(parsed, depth + 1);
  }
  return undefined;
}

function readFields({ reason, inDoubt, method, url, body, traceId }: FailureFields): Reading {
  if (body === undefined || body === null || body === '')
    return {
      kind: 'nothingToSend',
      reason: typeof reason === 'string' ? clean(reason) : 'no reason given',
    };
  const damaged = (what: string): Reading => ({ kind: 'damaged', reason: `a failure line ${what}` });
  if (method !== undefined && method !== null && method !== 'POST')
    return damaged('whose RequestMethod is not POST');
  const [, pixel] =
    typeof url === 'string'
      ? (/^https?:\/\/[^/]+\/\d+\/measurement\/conversions\/([A-Za-z0-9]{3,12})$/.exec(url) ?? [])
      : [];
  if (pixel === undefined) return damaged('whose RequestUrl names no pixel');
  const parsed = typeof body === 'string' ? parse(body) : body;
  const conversions = isObject(parsed) ? parsed.conversions : undefined;
  if (!Array.isArray(conversions) || conversions.length === 0)
    return damaged('whose RequestBody holds no conversions');
  return {
    kind: 'failure',
    pixel,
    traceId: typeof traceId === 'string' ? traceId : '',
    conversions,
    inDoubt: isInDoubt(inDoubt, reason),
  };
}

/** Exports write a truth value as such or as text. A value that is neither is no word of the tag: nobody knows, so there is doubt. */
function isInDoubt(field: unknown, reason: unknown): boolean {
  if (field === undefined || field === null || field === '')
    return typeof reason === 'string' && DOUBTFUL.test(reason);
  return String(field).toLowerCase() !== 'false';
}

/** From a record of a log to the conversions that did not arrive: the Failure lines of the tag, in whatever wraps them. */
import { readTagLine, type TagLine } from '../lib/tag-line.ts';
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

/** How lines without the field InDoubt, written before it existed, say so: no answer in time, or a 2xx that says nothing. */
const DOUBTFUL = /and may have counted the conversion|^X answered 2\d\d without saying/;

/** @param text a line, or the text of a JSON object */
export function readFailure(text: string): Reading {
  const reading = readTagLine(text);
  if (reading.kind === 'damaged' && reading.isFailure)
    return { kind: 'damaged', reason: 'a failure line that is not complete JSON' };
  return reading.kind === 'line' && reading.line.fields.Type === 'Failure'
    ? readFields(reading.line.fields)
    : { kind: 'other' };
}

/** @param fields of a Failure line */
export function readFields({
  Reason: reason,
  InDoubt: inDoubt,
  RequestMethod: method,
  RequestUrl: url,
  RequestBody: body,
  TraceId: traceId,
}: TagLine['fields']): Reading {
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

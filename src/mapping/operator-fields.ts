/** The rows of the operator's table that are no fields of an event: free texts of X, and fields that X may add. */
import type { Conversion } from './conversion.ts';
import { LONGEST } from './limits.ts';
import { holdsPerson } from './persons.ts';
import { textOf } from './text.ts';
import { type Tools, unusable, within } from './tools.ts';

/** In place of the event's own already. */
const PLACED = [
  'value',
  'price_currency',
  'number_items',
  'conversion_id',
  'conversion_time',
  'event_source_url',
  'contents',
];

/** The most parts, at all depths, of a value that is sent. One that holds itself has no end of them. */
const MOST_PARTS = 1000;

/** Puts in what the operator gives besides what an event can have. An empty value is none. */
export function addOperatorFields(sent: Conversion, rows: Record<string, unknown>, tools: Tools): void {
  const fields = sent as unknown as Record<string, unknown>;
  for (const name in rows) {
    const given = rows[name];
    if (given !== undefined && given !== null && given !== '' && PLACED.indexOf(name) < 0) {
      const problem = refusalOf(name);
      if (problem) {
        tools.warn(problem);
      } else {
        fields[name] = fieldOf(name, given, tools);
      }
    }
  }
}

/** Why a row of this name is not sent, `''` when it is. */
function refusalOf(name: string): string {
  if (holdsPerson(name)) {
    return 'The name of a row of the table Conversion data holds an e-mail address or a phone number: it is left out.';
  }
  if (name === 'event_id' || name === 'identifiers') {
    return '"' + name + '" is set by the tag and cannot be overridden.';
  }
  const isPerson = ['twclid', 'ip_address', 'user_agent'].indexOf(name) >= 0;
  if (isPerson || name.toLowerCase().match('mail|phone')) {
    return '"' + name + '" belongs in the User data table: it is left out here.';
  }
  if (name === 'currency' || name === 'num_items') {
    // The names of X's pixel, of which the endpoint takes no notice.
    const rightName = name === 'currency' ? 'price_currency' : 'number_items';
    return 'The field "' + name + '" is called "' + rightName + '" here: it is left out. Correct the name.';
  }
  return '';
}

/** What is sent for a row, `undefined` when it cannot be, and that is told. */
function fieldOf(name: string, given: unknown, tools: Tools): unknown {
  // X wants text in these; in further fields whatever the operator gives.
  const isText = name === 'description' || name === 'search_string';
  const value = isText ? textOf(given) : given;
  if (typeof value === 'string' && value) {
    return within(LONGEST.text, name, value, tools);
  }
  if (isText || !isJson(value, tools)) {
    unusable(name, tools);
    return undefined;
  }
  return value;
}

/** Whether a value can be written as JSON, whole: no function, no infinite number, nothing that holds itself. */
function isJson(value: unknown, tools: Tools): boolean {
  const open = [value];
  let parts = 0;
  while (open.length > 0) {
    const part = open.pop();
    const type = tools.typeOf(part);
    parts += 1;
    if (parts > MOST_PARTS) {
      return false;
    }
    if (type === 'array' || type === 'object') {
      for (const key in part as Record<string, unknown>) {
        open.push((part as Record<string, unknown>)[key]);
      }
    } else if (
      type === 'number' ? textOf(part) === '' : ['string', 'boolean', 'null', 'undefined'].indexOf(type) < 0
    ) {
      return false;
    }
  }
  return true;
}

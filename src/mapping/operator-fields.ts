/**
 * The rows of the operator's table that are no fields of an event: free texts of X, and fields that X may
 * add.
 */
import type { Conversion } from './conversion.ts';
import { LONGEST } from './limits.ts';
import { holdsPerson } from './persons.ts';
import { textOf } from './text.ts';
import { type Tools, tooLong, unusable } from './tools.ts';

/**
 * Puts in what the operator gives besides what an event can have. An empty value is none.
 * @param sent has a key for each of the event's own already
 */
export function addOperatorFields(sent: Conversion, rows: Record<string, unknown>, tools: Tools): void {
  const fields = sent as unknown as Record<string, unknown>;
  for (const name in rows) {
    const given = rows[name];
    // X wants text in these; in further fields whatever the operator gives, as far as JSON can say it.
    const isText = name === 'description' || name === 'search_string';
    const value = isText ? textOf(given) : given;
    const json = tools.stringify(value);
    const problem = refusalOf(name, tools);
    if (given === undefined || given === null || given === '') {
      continue;
    }
    if (problem) {
      tools.warn(problem);
    } else if (fields.hasOwnProperty(name)) {
    } else if (!json || json === 'null' || json === '""' || name === 'hasOwnProperty') {
      // A field of that name would hide the method that is asked above.
      unusable(name, tools);
    } else if (json.length > LONGEST.text + 2) {
      tooLong(name, LONGEST.text, tools);
    } else {
      fields[name] = value;
    }
  }
}

/** Why a row of this name is not sent, `''` when it is. */
function refusalOf(name: string, tools: Tools): string {
  if (holdsPerson(name)) {
    return 'The name of a row holds an e-mail address or a phone number: it is left out.';
  }
  let problem = '';
  if (name === 'event_id' || name === 'identifiers') {
    problem = ' is set by the tag';
  } else if (name.toLowerCase().match('mail|phone|^(twclid|ip_address|user_agent)$')) {
    problem = ' belongs in the table ' + tools.labelOf('userData');
  } else if (name === 'currency') {
    // The names of X's pixel, of which the endpoint takes no notice.
    problem = ' is called "price_currency" here';
  } else if (name === 'num_items') {
    problem = ' is called "number_items" here';
  }
  return problem && 'The row "' + name + '"' + problem + ': it is left out.';
}

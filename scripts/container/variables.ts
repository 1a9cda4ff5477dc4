/**
 * Variables in a dictionary: `{{name}}` inside a value, and what a name stands for. GTM resolves a reference by the name of a
 * variable that the container has or the imported file brings.
 */
import type { Node } from 'yaml';
import { type Entry, type Source, wordOf } from './document.ts';
import { quoted } from './event-id.ts';
import { unusableInName } from './own-keys.ts';
import { didYouMean } from './suggest.ts';

/**
 * Built-in variables of a server container by name, with their type in a container file (Tag Manager API, built-in variable
 * types). A file lists the ones that it uses.
 */
export const BUILT_INS: ReadonlyMap<string, string> = new Map([
  ['Event Name', 'EVENT_NAME'],
  ['Client Name', 'CLIENT_NAME'],
  ['Debug Mode', 'DEBUG_MODE'],
  ['Query String', 'QUERY_STRING'],
  ['Request Method', 'REQUEST_METHOD'],
  ['Request Path', 'REQUEST_PATH'],
  ['Visitor Region', 'VISITOR_REGION'],
  ['Container ID', 'CONTAINER_ID'],
  ['Container Version', 'CONTAINER_VERSION'],
  ['Environment Name', 'ENVIRONMENT_NAME'],
]);

/** What the variable is called that reads the conversion_id of the browser half. */
export const PAGE_ID_TITLE = 'conversion ID of the page';

/** A text as what stands between references, and the names in them, in turn; undefined when braces are left over. */
function partsOf(text: string): string[] | undefined {
  const [first = '', ...rest] = text.split('{{');
  const parts = [first];
  for (const piece of rest) {
    const end = piece.indexOf('}}');
    const name = piece.slice(0, Math.max(end, 0)).trim();
    if (name === '') return undefined;
    parts.push(name, piece.slice(end + 2));
  }
  return parts.some((part) => part.includes('}}')) ? undefined : parts;
}

/** The names a text refers to; undefined when it holds braces that are no reference. */
export const referencesIn = (text: string): string[] | undefined =>
  partsOf(text)?.filter((_, index) => index % 2 === 1);

/** The text with each reference under another name. */
export const renamed = (text: string, nameOf: (name: string) => string): string =>
  (partsOf(text) ?? [text]).map((part, index) => (index % 2 === 1 ? `{{${nameOf(part)}}}` : part)).join('');

/**
 * `variables` of a dictionary: name → key of the event data, as the preview shows it.
 * @param taken names that the file itself needs
 */
export function readVariables(
  source: Source,
  entries: readonly Entry[],
  taken: readonly string[],
): Map<string, string> {
  const variables = new Map<string, string>();
  for (const { key, value, place } of entries) {
    const label = `variables.${key.slice(0, 60)}`;
    const fault = nameFault(key, [...taken, ...BUILT_INS.keys(), ...variables.keys()]);
    if (fault) {
      source.report('VARIABLE', `The variable name ${quoted(key)} ${fault}.`, place);
      continue;
    }
    const path = value && wordOf(source, value, label);
    if (value === undefined)
      source.report('EMPTY', `${label} is empty. Give it a key of the event data or remove the line.`, place);
    else if (path !== undefined && !/^[^\s{}\p{C}]{1,200}$/u.test(path))
      source.report(
        'VARIABLE',
        `${label} must be a key as the preview shows it under Event Data, such as user_data.email_address.`,
        value,
      );
    else if (path !== undefined) variables.set(key, path);
  }
  return variables;
}

function nameFault(name: string, taken: readonly string[]): string | undefined {
  if (name === '' || name !== name.trim()) return 'is empty, or begins or ends with a blank';
  if (name.length > 60) return 'has more than 60 characters';
  if (/[{}\p{Cc}\p{Cs}]/u.test(name)) return 'holds a brace or a character that cannot be printed';
  const unusable = unusableInName(name);
  if (unusable) return unusable;
  const same = taken.find((one) => one.toLowerCase() === name.toLowerCase());
  return same === undefined ? undefined : `is taken: ${same} is there already. Give it another name`;
}

/** Reports names that a value refers to and nobody knows. */
export function lookAtReferences(
  { report }: Source,
  label: string,
  names: readonly string[],
  variables: readonly string[],
  place: Node,
): void {
  for (const name of new Set(names)) {
    if (variables.includes(name) || BUILT_INS.has(name)) continue;
    report(
      'VARIABLE',
      `${label} refers to ${quoted(`{{${name}}}`)}, which the file does not have.${didYouMean(name, [...variables, ...BUILT_INS.keys()], '')} Say below variables which key of the event data it is, such as "${quoted(name).slice(1, -1)}: user_data.email_address".`,
      place,
    );
  }
}

/**
 * A value as GTM would resolve it: one reference alone keeps the variable's type, others become part of the text.
 * @param lookUp the value of a variable by its name
 */
export function resolved(text: string, lookUp: (name: string) => unknown): unknown {
  const parts = partsOf(text) ?? [text];
  const [before, only = '', after] = parts;
  if (parts.length === 3 && before === '' && after === '') return lookUp(only);
  return parts.map((part, index) => (index % 2 === 1 ? String(lookUp(part)) : part)).join('');
}

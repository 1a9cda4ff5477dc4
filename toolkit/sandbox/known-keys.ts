/** Keys of data that no field of the template has: nothing would read them, or somebody meant another one. */
import { didYouMean, nearest } from './language/nearest.ts';
import { listFields } from './tpl/field-list.ts';
import type { Template } from './tpl/template.ts';

/** What GTM puts into `data` besides the fields. */
const OF_GTM = /^gtm[A-Z]/;

/** Names of the fields by template: a server asks for each event. */
const known = new WeakMap<Template, ReadonlySet<string>>();

function namesOf(template: Template): ReadonlySet<string> {
  const names =
    known.get(template) ??
    new Set(
      listFields(template.parameters?.value ?? []).flatMap(({ name, inData }) => (inData ? [name] : [])),
    );
  known.set(template, names);
  return names;
}

/** The keys of data that are neither fields nor GTM's own; none for a template without a list of fields. */
export function unknownKeys(template: Template, data: Readonly<Record<string, unknown>>): string[] {
  if (!Array.isArray(template.parameters?.value)) return [];
  const names = namesOf(template);
  return Object.keys(data).filter((key) => !names.has(key) && !OF_GTM.test(key));
}

/** A sentence about a key that no field has. */
export function unknownKeyText(template: Template, key: string): string {
  const names = namesOf(template);
  const instead = names.size === 0 ? ' It has no fields.' : didYouMean(key, names);
  return `The template has no field '${key}', so nothing would read its value.${instead}`;
}

/** A sentence for each key of data that is nearly the name of a field: a form may be older than its data. */
export const misspeltData = (template: Template, data: Readonly<Record<string, unknown>>): string[] =>
  unknownKeys(template, data)
    .filter((key) => nearest(key, namesOf(template)) !== undefined)
    .map((key) => unknownKeyText(template, key));

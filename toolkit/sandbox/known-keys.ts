/** Misspelt keys of data, which are told: a form may be older than its data. */
import { nearest } from './language/nearest.ts';
import { listFields } from './tpl/field-list.ts';
import type { Template } from './tpl/template.ts';

/** Names of the fields by template: a server asks for each event. */
const known = new WeakMap<Template, string[]>();

function namesOf(template: Template): string[] {
  const names =
    known.get(template) ??
    listFields(template.parameters?.value ?? []).flatMap(({ name, inData }) => (inData ? [name] : []));
  known.set(template, names);
  return names;
}

/** A sentence for each key of data that is nearly the name of a field. */
export function misspeltData(template: Template, data: Readonly<Record<string, unknown>>): string[] {
  const names = namesOf(template);
  return Object.keys(data).flatMap((key) => {
    const near = names.includes(key) ? undefined : nearest(key, names);
    return near === undefined
      ? []
      : [`data has '${key}', but no field has this name. Did you mean '${near}'?`];
  });
}

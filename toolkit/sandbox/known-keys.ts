/** Misspelt keys of data, which are told: a form may be older than its data. */
import { nearest } from './language/nearest.ts';
import { listFields } from './tpl/field-list.ts';
import type { Template } from './tpl/template.ts';

/** A sentence for each key of data that is nearly the name of a field. */
export function misspeltData({ parameters }: Template, data: Readonly<Record<string, unknown>>): string[] {
  const names = listFields(parameters?.value ?? []).flatMap(({ name, inData }) => (inData ? [name] : []));
  return Object.keys(data).flatMap((key) => {
    const near = names.includes(key) ? undefined : nearest(key, names);
    return near === undefined
      ? []
      : [`data has '${key}', but no field has this name. Did you mean '${near}'?`];
  });
}

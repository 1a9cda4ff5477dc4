/** The `data` of a run, as the form of the template would hand it over: the given values, the defaults of all others. */
import { readFields, valued } from '../form/fields.ts';
import { dataOf, defaultsOf } from '../form/values.ts';
import type { Template } from '../sandbox/tpl/template.ts';
import { count, grey, type Io, UsageError, type Values } from './shell.ts';
import { readObject } from './world.ts';

export const DATA_OPTION = {
  data: {
    type: 'string',
    value: 'FILE',
    help: 'values of fields, a JSON object; a field without one has its default',
  },
} as const;

/** What GTM puts into `data` besides the fields. */
const OWN = /^gtm[A-Z]/;

/**
 * @throws UsageError for a value whose field the template does not have. A value of a field that takes no part, such as one below
 *   a radio button that is not chosen, is left out, as GTM leaves it out, and named on standard error.
 */
export function dataFor({ parameters }: Template, { data: path }: Values, io: Io): Record<string, unknown> {
  const given = path === undefined ? {} : readObject(String(path));
  if (!Array.isArray(parameters?.value)) return given;
  const fields = readFields(parameters.value);
  const names = valued(fields).map(({ name }) => name);
  const own = Object.entries(given).filter(([name]) => OWN.test(name));
  const unknown = Object.keys(given).find((name) => !names.includes(name) && !OWN.test(name));
  if (unknown !== undefined)
    throw new UsageError(
      `${path}: the template has no field '${unknown}'; ${names.length === 0 ? 'it has no fields' : `its fields are ${names.join(', ')}`}.`,
    );
  const data = dataOf(fields, { ...defaultsOf(fields), ...given });
  const idle = names.filter((name) => Object.hasOwn(given, name) && given[name] !== '' && !(name in data));
  if (idle.length > 0)
    io.err(
      grey(io, `note: ${count(idle.length, 'field')} without a part in the form: ${idle.join(', ')}.\n`),
    );
  return { ...data, ...Object.fromEntries(own) };
}

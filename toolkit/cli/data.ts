/** The `data` of a run, as the form of the template would hand it over: the given values, the defaults of all others. */
import { readFields, valued } from '../form/fields.ts';
import { dataOf, defaultsOf } from '../form/values.ts';
import { unknownKeys, unknownKeyText } from '../sandbox/known-keys.ts';
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

/**
 * @throws UsageError for a value whose field the template does not have. A value of a field that takes no part, such as one below
 *   a radio button that is not chosen, is left out, as GTM leaves it out, and named on standard error.
 */
export function dataFor(template: Template, { data: path }: Values, io: Io): Record<string, unknown> {
  const { parameters } = template;
  const given = path === undefined ? {} : readObject(String(path));
  if (!Array.isArray(parameters?.value)) return given;
  const [unknown] = unknownKeys(template, given);
  if (unknown !== undefined) throw new UsageError(`${path}: ${unknownKeyText(template, unknown)}`);
  const fields = readFields(parameters.value);
  const names = valued(fields).map(({ name }) => name);
  // What GTM puts into `data` besides the fields.
  const own = Object.entries(given).filter(([name]) => !names.includes(name));
  const data = dataOf(fields, { ...defaultsOf(fields), ...given });
  const idle = names.filter((name) => Object.hasOwn(given, name) && given[name] !== '' && !(name in data));
  if (idle.length > 0)
    io.err(
      grey(io, `note: ${count(idle.length, 'field')} without a part in the form: ${idle.join(', ')}.\n`),
    );
  return { ...data, ...Object.fromEntries(own) };
}

/** A template on the page: its fields, the values its form starts with, and what its runs share. */

import { defaultsOf, type Field, readFields, type Values, valued } from 'sgtm-toolkit/form';
import { parseTemplate, type Template } from 'sgtm-toolkit/sandbox';

export interface Loaded {
  template: Template;
  name: string;
  about: string;
  fields: Field[];
  /** Values of the form before a person changes any. */
  start: Values;
  /** What templateDataStorage holds from run to run. */
  storage: Map<string, unknown>;
}

/** A form is drawn whole, so one that would hold the tab for seconds is not drawn at all. The largest public ones have some hundred fields. */
const MOST = { fields: 2000, rows: 500 };

/** Throws an Error for a form that is too large for a page. */
function refuseLarge(fields: readonly Field[], start: Values): void {
  const { length } = valued(fields);
  if (length > MOST.fields)
    throw new Error(
      `the form has ${length} fields, and the page draws ${MOST.fields} at most. Use sgtm run and sgtm test.`,
    );
  for (const [name, value] of Object.entries(start))
    if (Array.isArray(value) && value.length > MOST.rows)
      throw new Error(
        `the table "${name.slice(0, 40)}" starts with ${value.length} rows, and the page draws ${MOST.rows} at most. Use sgtm run and sgtm test.`,
      );
}

/**
 * @param text of a .tpl file. Throws a TemplateError with section, line and column when it is none, an Error when its form is
 *   too large for a page.
 * @param settings values to start with, over the template's own defaults
 * @param options of parseTemplate
 */
export function loadTemplate(
  text: string,
  settings: Values = {},
  options: Parameters<typeof parseTemplate>[1] = {},
): Loaded {
  const template = parseTemplate(text, options);
  const info = (template.info?.value ?? {}) as Record<string, unknown>;
  const fields = readFields(template.parameters?.value);
  const start = { ...defaultsOf(fields), ...settings };
  refuseLarge(fields, start);
  return {
    template,
    name: plain(info.displayName) || 'A template without a name',
    about: plain(info.description),
    fields,
    start,
    storage: new Map(),
  };
}

/** Text, or the text of an object of translations. */
const plain = (value: unknown): string =>
  typeof value === 'string' ? value : String((value as { text?: unknown } | null | undefined)?.text ?? '');

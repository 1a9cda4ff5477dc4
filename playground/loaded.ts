/** A template on the page: its fields, the values its form starts with, and what its runs share. */

import { defaultsOf, type Field, readFields, type Values } from 'sgtm-toolkit/form';
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

/**
 * @param text of a .tpl file. Throws a TemplateError with section, line and column when it is none.
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
  return {
    template,
    name: plain(info.displayName) || 'A template without a name',
    about: plain(info.description),
    fields,
    start: { ...defaultsOf(fields), ...settings },
    storage: new Map(),
  };
}

/** Text, or the text of an object of translations. */
const plain = (value: unknown): string =>
  typeof value === 'string' ? value : String((value as { text?: unknown } | null | undefined)?.text ?? '');

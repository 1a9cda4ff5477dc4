/** The fields of a TEMPLATE_PARAMETERS section as a flat list, whatever groups they stand in. */
import type { Json } from './json.ts';

export interface ListedField {
  readonly name: string;
  readonly type: string;
  /** JSON pointer into the section. */
  readonly pointer: string;
  /** The values of a selection; absent where any value is possible. */
  readonly choices?: readonly string[];
  readonly defaultValue?: Json;
  /** A selection that also takes variables. */
  readonly takesVariables: boolean;
  /** Whether it stands in `data`: tables' columns stand in the rows of their table. */
  readonly inData: boolean;
}

type Plain = { [key: string]: Json };

/** Every field with a name and a type, columns of tables too; groups and labels hold no value and are left out. */
export function listFields(section: Json): ListedField[] {
  const found: ListedField[] = [];
  const walk = (value: Json | undefined, pointer: string, inData: boolean): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) walk(item, `${pointer}/${index}`, inData);
      return;
    }
    if (!value || typeof value !== 'object') return;
    const { name, type } = value;
    if (typeof name === 'string' && typeof type === 'string' && type !== 'GROUP' && type !== 'LABEL')
      found.push({ name, type, pointer, inData, ...choicesOf(value) });
    walk(value.subParams, `${pointer}/subParams`, inData);
    walk(value.radioItems, `${pointer}/radioItems`, inData);
    walk(value.simpleTableColumns, `${pointer}/simpleTableColumns`, false);
    walk(value.paramTableColumns, `${pointer}/paramTableColumns`, false);
    walk(value.param, `${pointer}/param`, inData);
  };
  walk(section, '', true);
  return found;
}

function choicesOf(field: Plain): Pick<ListedField, 'choices' | 'defaultValue' | 'takesVariables'> {
  const items =
    field.type === 'RADIO' ? field.radioItems : field.type === 'SELECT' ? field.selectItems : undefined;
  return {
    takesVariables: field.type === 'SELECT' && field.macrosInSelect === true,
    ...(field.defaultValue !== undefined && { defaultValue: field.defaultValue }),
    ...(Array.isArray(items) && { choices: items.flatMap(choiceOf) }),
  };
}

function choiceOf(item: Json): string[] {
  const value = item && typeof item === 'object' && !Array.isArray(item) ? item.value : undefined;
  return value === undefined ? [] : [String(value)];
}

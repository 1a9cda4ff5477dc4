/**
 * The TEMPLATE_PARAMETERS section as fields a form can show. Read leniently: what is misspelt or missing is left out here
 * and reported by `sgtm check`. Text may be an object of translations, of which `text` is taken.
 */

export interface Condition {
  paramName: string;
  paramValue: unknown;
  type: string;
}

export interface Validator {
  type: string;
  args: (string | number)[];
  errorMessage: string;
  conditions: Condition[];
}

/** One entry of a select or radio field. */
export interface Choice {
  value: unknown;
  label: string;
  help: string;
  fields: Field[];
}

export interface Field {
  /** TEXT, SELECT, CHECKBOX, RADIO, SIMPLE_TABLE, PARAM_TABLE, GROUP, LABEL, or what the template says. */
  type: string;
  name: string;
  label: string;
  /** The text beside a checkbox. */
  boxLabel: string;
  help: string;
  hint: string;
  unit: string;
  notSet: string;
  defaultValue: unknown;
  canBeEmpty: boolean;
  /** More than one line of text. */
  lines: number;
  /** One entry a line, a list in `data`. */
  list: boolean;
  style: 'NO_ZIPPY' | 'ZIPPY_OPEN' | 'ZIPPY_CLOSED' | 'ZIPPY_OPEN_ON_PARAM';
  choices: Choice[];
  /** Fields under this one. */
  fields: Field[];
  columns: Column[];
  newRow: string;
  newRowTitle: string;
  editRowTitle: string;
  validators: Validator[];
  conditions: Condition[];
}

export interface Column {
  field: Field;
  unique: boolean;
}

type Source = Record<string, unknown>;

const isObject = (value: unknown): value is Source =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): Source[] => (Array.isArray(value) ? value.filter(isObject) : []);

function text(value: unknown): string {
  if (isObject(value)) return text(value.text);
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" };

/** Text that GTM shows as HTML, for people: no tags, links with their address behind them. */
function readable(value: unknown): string {
  return text(value)
    .replace(/<a\b[^>]*\bhref=["']?([^"'\s>]+)[^>]*>([\s\S]*?)<\/a>/gi, '$2 ($1)')
    .replace(/<(?:br|\/p|\/li|\/div)\b[^>]*>\s*/gi, '\n')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_whole, name: string) => ENTITIES[name]!)
    .trim();
}

const readConditions = (value: unknown): Condition[] =>
  objects(value).map((source) => ({
    paramName: text(source.paramName),
    paramValue: source.paramValue,
    type: text(source.type),
  }));

const readValidators = (value: unknown): Validator[] =>
  objects(value).map((source) => ({
    type: text(source.type),
    args: (Array.isArray(source.args) ? source.args : []) as (string | number)[],
    errorMessage: readable(source.errorMessage),
    conditions: readConditions(source.enablingConditions),
  }));

const readChoices = (value: unknown): Choice[] =>
  objects(value).map((source) => ({
    value: source.value,
    label: readable(source.displayValue) || text(source.value),
    help: readable(source.help),
    fields: readFields(source.subParams),
  }));

const STYLES = ['NO_ZIPPY', 'ZIPPY_OPEN', 'ZIPPY_CLOSED', 'ZIPPY_OPEN_ON_PARAM'] as const;

function readField(source: Source): Field {
  const simple = objects(source.simpleTableColumns).map((column) => ({
    field: readField(column),
    unique: column.isUnique === true,
  }));
  const params = objects(source.paramTableColumns)
    .filter((column) => isObject(column.param))
    .map((column) => ({ field: readField(column.param as Source), unique: column.isUnique === true }));
  return {
    type: text(source.type),
    name: text(source.name),
    label: readable(source.displayName),
    boxLabel: readable(source.checkboxText),
    help: readable(source.help),
    hint: text(source.valueHint),
    unit: text(source.valueUnit),
    notSet: text(source.notSetText),
    defaultValue: source.defaultValue,
    canBeEmpty: source.canBeEmptyString === true,
    lines: typeof source.lineCount === 'number' ? source.lineCount : 1,
    list: source.textAsList === true,
    style: STYLES.find((style) => style === source.groupStyle) ?? 'NO_ZIPPY',
    choices: readChoices(source.selectItems ?? source.radioItems),
    fields: readFields(source.subParams),
    columns: [...simple, ...params],
    newRow: text(source.newRowButtonText) || 'Add row',
    newRowTitle: text(source.newRowTitle) || 'New row',
    editRowTitle: text(source.editRowTitle) || 'Edit row',
    validators: readValidators(source.valueValidators),
    conditions: readConditions(source.enablingConditions),
  };
}

/** The fields of a parsed TEMPLATE_PARAMETERS section; none for anything that is not a list. */
export function readFields(section: unknown): Field[] {
  return objects(section).map(readField);
}

/** Every field that has a value, in the order of the form; columns of tables are not among them. */
export function valued(fields: readonly Field[]): Field[] {
  return fields.flatMap((field) => [
    ...(field.type === 'GROUP' || field.type === 'LABEL' ? [] : [field]),
    ...valued(field.fields),
    ...field.choices.flatMap((choice) => valued(choice.fields)),
  ]);
}

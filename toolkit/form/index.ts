/** The form of a template, from its TEMPLATE_PARAMETERS section: fields, defaults, which take part, what is refused, `data`. */
export {
  type Choice,
  type Column,
  type Condition,
  type Field,
  readFields,
  type Validator,
  valued,
} from './fields.ts';
export { type Refusal, refusalOf, refusalsOf } from './validators.ts';
export {
  dataOf,
  defaultsOf,
  enabledFields,
  holds,
  isChanged,
  lookupIn,
  newRow,
  type Values,
} from './values.ts';

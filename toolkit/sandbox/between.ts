/** What the sections of a template say about each other: fields and the code that reads them, fields and the data of tests. */
import type { AnyNode, ObjectExpression, Program } from 'acorn';
import type { Position } from './compiler/instruction.ts';
import { objectLiterals } from './language/check-calls.ts';
import { dataUse } from './language/check-data.ts';
import type { Problem } from './language/codes.ts';
import { createHints, didYouMean, MOST_HINTS, nearest } from './language/nearest.ts';
import type { Scopes } from './language/scope.ts';
import { positionOf, walk } from './language/tree.ts';
import { templateProblem } from './tpl/codes.ts';
import { type ListedField, listFields } from './tpl/field-list.ts';
import type { Json } from './tpl/json.ts';
import type { Template } from './tpl/template.ts';

/** Members of data that no field gives: those of a tag, and those that containers add. */
const GIVEN = [
  'gtmOnSuccess',
  'gtmOnFailure',
  'gtmTagId',
  'gtmEventId',
  'gtmCachedValues',
  'gtmUniqueEventId',
];

/** Problems between the fields and the code of a template, at places of the file. */
export function fieldProblems(template: Template, ast: Program, scopes: Scopes): Problem[] {
  const { parameters, codeLine } = template;
  if (!parameters) return [];
  const fields = listFields(parameters.value);
  const inData = fields.filter((field) => field.inData);
  const names = inData.map(({ name }) => name);
  const byName = new Map(inData.map((field) => [field.name, field]));
  const { reads, writes, escapes, comparisons } = dataUse(ast, scopes);
  const inCode = ({ line, column }: Position): Position => ({ line: line + codeLine - 1, column });
  const problems: Problem[] = [];
  const hint = createHints();
  for (const [name, at] of reads) {
    if (byName.has(name) || writes.has(name) || GIVEN.includes(name)) continue;
    const given = nearest(name, GIVEN);
    const meant = given === undefined ? hint(name, names) : ` Did you mean '${given}'?`;
    const message = `data.${name}: no field has this name.${meant}`;
    problems.push(templateProblem('TPL_DATA_UNKNOWN', message, inCode(at)));
  }
  for (const { member, text, at } of comparisons) {
    const field = byName.get(member);
    if (field && !field.takesVariables && isNoChoice(field, text))
      problems.push(
        templateProblem(
          'TPL_VALUE_UNKNOWN',
          noChoice(`data.${member} is compared with`, field, text, hint),
          inCode(at),
        ),
      );
  }
  const conditions = [...conditionsIn(parameters.value, '')];
  for (const { name, value, pointer } of conditions) {
    const field = fields.find((candidate) => candidate.name === name);
    if (field && typeof value === 'string' && isNoChoice(field, value))
      problems.push(
        templateProblem(
          'TPL_VALUE_UNKNOWN',
          noChoice(`A condition on '${name}' asks for`, field, value, hint),
          parameters.placeOf(`${pointer}/paramValue`),
        ),
      );
  }
  for (const field of fields) {
    const { defaultValue, choices = [], name, pointer } = field;
    const isVariable = typeof defaultValue === 'string' && defaultValue.includes('{{');
    if (defaultValue !== undefined && !isVariable && isNoChoice(field, String(defaultValue)))
      problems.push(
        templateProblem(
          'TPL_VALUE_UNKNOWN',
          noChoice(`The default of '${name}' is`, field, String(defaultValue), hint),
          parameters.placeOf(`${pointer}/defaultValue`),
        ),
      );
    else if (
      field.takesVariables &&
      choices.length > 0 &&
      (defaultValue === undefined || defaultValue === '')
    )
      problems.push(
        templateProblem(
          'TPL_NO_DEFAULT',
          `'${name}' takes variables and has no default, so it starts empty. Give it a defaultValue.`,
          parameters.placeOf(pointer),
        ),
      );
  }
  if (escapes) return problems;
  const asked = new Set(conditions.map(({ name }) => name));
  for (const { name, pointer } of inData)
    if (!reads.has(name) && !asked.has(name))
      problems.push(
        templateProblem(
          'TPL_FIELD_UNREAD',
          `The code never reads the field '${name}', and no condition uses it. Remove it, or read it.`,
          parameters.placeOf(`${pointer}/name`),
        ),
      );
  return problems;
}

/**
 * Keys of the data given to runCode that no field has, at places of the source where the data stands: the test's own, or that of
 * the setup whose names it sees.
 */
export function testDataProblems(
  template: Template,
  ast: Program,
  scopes: Scopes,
): { own: Problem[]; inSetup: Problem[] } {
  const own: Problem[] = [];
  const inSetup: Problem[] = [];
  if (!template.parameters) return { own, inSetup };
  const names = listFields(template.parameters.value).flatMap(({ name, inData }) => (inData ? [name] : []));
  const literalOf = objectLiterals(scopes);
  const seen = new Set<ObjectExpression>();
  let unknown = 0;
  let nodes: Set<AnyNode> | undefined;
  walk(ast, ({ node }) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'runCode')
      return;
    const data = literalOf(node.arguments[0]);
    if (!data || seen.has(data)) return;
    seen.add(data);
    for (const property of data.properties) {
      const name = keyOf(property);
      if (name === undefined || names.includes(name) || GIVEN.includes(name)) continue;
      // A test may give more than the form does; a name that is nearly a field's is a mistake.
      const isHinted = ++unknown <= MOST_HINTS;
      const severity = isHinted && nearest(name, names) !== undefined ? 'warning' : 'note';
      const message = `runCode is given ${name}: no field has this name.${isHinted ? didYouMean(name, names) : ''}`;
      nodes ??= nodesIn(ast);
      const problems = nodes.has(data) ? own : inSetup;
      problems.push(templateProblem('TPL_DATA_UNKNOWN', message, positionOf(property), severity));
    }
  });
  return { own, inSetup };
}

function nodesIn(ast: Program): Set<AnyNode> {
  const nodes = new Set<AnyNode>();
  walk(ast, ({ node }) => nodes.add(node));
  return nodes;
}

function keyOf(property: AnyNode): string | undefined {
  if (property.type !== 'Property' || property.computed) return undefined;
  if (property.key.type === 'Identifier') return property.key.name;
  return property.key.type === 'Literal' ? String(property.key.value) : undefined;
}

const isNoChoice = ({ choices }: ListedField, text: string): boolean =>
  choices !== undefined && choices.length > 0 && text !== '' && !choices.includes(text);

const noChoice = (
  subject: string,
  { choices = [] }: ListedField,
  text: string,
  hint: typeof didYouMean,
): string => `${subject} '${text}', which is none of its choices.${hint(text, choices)}`;

/** Every condition of the section: the field it looks at, the value it asks for, and its place. */
function* conditionsIn(
  value: Json,
  pointer: string,
): Generator<{ name: string; value: Json | undefined; pointer: string }> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value) && typeof value.paramName === 'string')
    yield { name: value.paramName, value: value.paramValue, pointer };
  for (const [key, item] of Object.entries(value)) yield* conditionsIn(item, `${pointer}/${key}`);
}

/**
 * Transformations change the event that a tag sees, not the one that triggers see. They run for each tag that fires: allow
 * first, then augment, then exclude; within a kind by priority. Names in their tables are paths: dots nest (inferred).
 */
import { keySteps, valueAt } from '../sandbox/apis/event.ts';
import { put } from '../sandbox/ga4-hit.ts';
import { type Judging, judge } from './conditions.ts';
import type { Container, Tag, Transformation } from './container.ts';
import { constant, type Expression, evaluate, readEntries, readText } from './expressions.ts';
import { numberAt, operatorOf, type Report, reportCondition, textAt } from './reading.ts';
import { embedded, isPlain, type Plain } from './text.ts';

type Change = (event: Plain, rows: readonly Plain[]) => Plain;

const namesIn = (rows: readonly Plain[], column: string): string[] =>
  rows.map((row) => embedded(row[column]));

/** Kind → its table, and what it does with a copy of the event. In the order in which they run. */
const KINDS: ReadonlyMap<string, { table: string; change: Change }> = new Map([
  [
    'tf_allow_params',
    {
      table: 'allowedParamsTable',
      change: (event: Plain, rows: readonly Plain[]) => {
        const kept: Plain = {};
        for (const name of namesIn(rows, 'allowedParams')) {
          const value = valueAt(event, name);
          if (value !== undefined) put(kept, keySteps(name), value);
        }
        return kept;
      },
    },
  ],
  [
    'tf_augment_event',
    {
      table: 'augmentEventTable',
      change: (event: Plain, rows: readonly Plain[]) => {
        for (const { paramName, paramValue } of rows) put(event, keySteps(embedded(paramName)), paramValue);
        return event;
      },
    },
  ],
  [
    'tf_exclude_params',
    {
      table: 'excludedParamsTable',
      change: (event: Plain, rows: readonly Plain[]) => {
        for (const name of namesIn(rows, 'excludedParams')) remove(event, keySteps(name));
        return event;
      },
    },
  ],
]);

function remove(event: Plain, steps: readonly string[]): void {
  const last = steps.at(-1) ?? '';
  let owner: unknown = event;
  for (const step of steps.slice(0, -1))
    owner = isPlain(owner) && Object.hasOwn(owner, step) ? owner[step] : undefined;
  if (isPlain(owner)) delete owner[last];
}

/** The transformations that a tag's event goes through, in order. */
export function transformationsOf({ transformations }: Container, tag: Tag): Transformation[] {
  const mine = transformations.filter(({ affected }) => affects(affected, tag));
  return [...KINDS.keys()].flatMap((kind) => mine.filter(({ type }) => type === kind));
}

/** Whether a transformation is for a tag. */
export function affects({ all, except, tags, types }: Transformation['affected'], tag: Tag): boolean {
  if (all) return true;
  const listed =
    tags.includes(tag.name) ||
    types.some(({ type, except: names }) => type === tag.type && !names.includes(tag.name));
  return listed !== except;
}

/** The event as a transformation leaves it: a copy, or the same when it does not apply. */
export async function transform(
  { type, parameters, conditions }: Transformation,
  event: Plain,
  judging: Judging,
): Promise<Plain> {
  if (!(await applies(conditions, judging))) return event;
  const { table, change } = KINDS.get(type)!;
  const expression = parameters.find(([name]) => name === table)?.[1] ?? constant([]);
  const rows = await evaluate(expression, judging.resolve);
  return change(structuredClone(event), Array.isArray(rows) ? rows.filter(isPlain) : []);
}

/** Rows about one variable are alternatives, those about different ones must all hold (inferred from Google's own example). */
async function applies(conditions: Transformation['conditions'], judging: Judging): Promise<boolean> {
  const bySubject = new Map<string, boolean>();
  for (const condition of conditions) {
    const subject = JSON.stringify(condition.left);
    if (bySubject.get(subject)) continue;
    bySubject.set(subject, (await judge(condition, judging)).holds);
  }
  return [...bySubject.values()].every((holds) => holds);
}

export function readTransformation(item: Plain, report: Report): Transformation {
  const name = textAt(item, 'name');
  const type = textAt(item, 'type');
  const label = `transformation "${name}"`;
  if (!KINDS.has(type))
    report('warning', label, `the type ${type || '(none)'} is not emulated; it changes nothing.`);
  const parameters = readEntries(item.parameter);
  const at = (key: string): Expression | undefined => parameters.find(([given]) => given === key)?.[1];
  const isTrue = (key: string): boolean => {
    const flag = at(key);
    return flag?.kind === 'value' && flag.value === true;
  };
  const conditions = isTrue('matchingConditionsEnabled')
    ? rowsIn(at('matchingConditionsTable')).map((row) => {
        const subject = row.get('variableReference') ?? row.get('variableName') ?? constant('');
        const condition = {
          operator: operatorOf(textIn(row.get('expressionType'))),
          left: asReference(subject),
          right: row.get('expressionValue') ?? constant(''),
          negate: false,
          ignoreCase: false,
        };
        reportCondition(condition, label, report);
        return condition;
      })
    : [];
  if (conditions.length > 1)
    report(
      'note',
      label,
      'rows of its conditions about one variable are read as alternatives, those about different variables must all hold.',
    );
  const tags = rowsIn(at('affectedTags')).map((row) => textIn(row.get('tagReference')));
  const types = rowsIn(at('affectedTagTypes')).map((row) => ({
    type: textIn(row.get('tagType')),
    except: rowsIn(row.get('tagTypeExceptions')).map((inner) => textIn(inner.get('tagReference'))),
  }));
  return {
    id: textAt(item, 'transformationId'),
    name,
    type,
    priority: numberAt(item, 'priority'),
    parameters,
    conditions,
    affected: {
      all: tags.length === 0 && types.length === 0,
      except: isTrue('allTagsExcept'),
      tags,
      types,
    },
  };
}

/** The variable is named with its braces or without. */
const asReference = (subject: Expression): Expression =>
  subject.kind === 'value' ? readText(`{{${embedded(subject.value)}}}`) : subject;

const rowsIn = (table: Expression | undefined): Map<string, Expression>[] =>
  table?.kind === 'list'
    ? table.items.flatMap((item) => (item.kind === 'map' ? [new Map(item.entries)] : []))
    : [];

const textIn = (expression: Expression | undefined): string =>
  expression?.kind === 'value' ? embedded(expression.value) : '';

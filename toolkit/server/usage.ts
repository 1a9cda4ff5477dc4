/** Which tags a variable, a trigger or a transformation matters to: what is not emulated is named with them. */
import type { Condition } from './conditions.ts';
import type { Container, Tag, Transformation, Trigger, Variable } from './container.ts';
import { type Expression, referencesOf } from './expressions.ts';
import { affects } from './transformations.ts';

/** More are counted. */
const MOST_NAMED = 5;

/** Adds to each finding about such an entity the tags that use it. */
export function nameTags(container: Container): void {
  if (container.findings.length === 0) return;
  const users = new Map<string, string[]>();
  for (const tag of container.tags)
    for (const label of labelsOf(container, tag)) users.set(label, [...(users.get(label) ?? []), tag.name]);
  for (const finding of container.findings) {
    if (!/^(?:variable|trigger|transformation) /.test(finding.entity)) continue;
    finding.message += ` ${sentence(users.get(finding.entity) ?? [])}`;
  }
}

function sentence(tags: readonly string[]): string {
  if (tags.length === 0) return 'No tag uses it.';
  const names = tags.slice(0, MOST_NAMED).map((name) => `"${name}"`);
  const rest = tags.length - names.length;
  return `Used by the tag${tags.length > 1 ? 's' : ''} ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

const values = (parameters: readonly [string, Expression][]): Expression[] =>
  parameters.map(([, value]) => value);
const sides = (conditions: readonly Condition[]): Expression[] =>
  conditions.flatMap(({ left, right }) => [left, right]);

/** All that a variable is made of. */
export const partsOfVariable = ({ parameters, format }: Variable): Expression[] => [
  ...values(parameters),
  ...format.replace.map(({ by }) => by),
];

/** All that a tag itself is made of. */
export const partsOfTag = ({ parameters, metadata, priority }: Tag): Expression[] => [
  ...values(parameters),
  ...values(metadata),
  priority,
];

/** All that a transformation or a trigger is made of. */
export const partsOfRule = ({
  parameters = [],
  conditions,
}: Partial<Pick<Transformation, 'parameters'>> & Pick<Trigger, 'conditions'>): Expression[] => [
  ...values(parameters),
  ...sides(conditions),
];

/** `variable "Name"` and so on, of all that a tag uses, directly and through others. */
function labelsOf({ variables, triggers, transformations }: Container, tag: Tag): Set<string> {
  const labels = new Set<string>();
  const expressions = partsOfTag(tag);
  const ids = new Set([...tag.firing, ...tag.blocking]);
  // Both grow while they are gone through.
  for (const id of ids) {
    const trigger = triggers.get(id);
    if (!trigger) continue;
    labels.add(`trigger "${trigger.name}"`);
    expressions.push(...partsOfRule(trigger));
    for (const member of trigger.members) ids.add(member);
  }
  for (const transformation of transformations) {
    if (!affects(transformation.affected, tag)) continue;
    labels.add(`transformation "${transformation.name}"`);
    expressions.push(...partsOfRule(transformation));
  }
  const names = new Set(expressions.flatMap(referencesOf));
  for (const name of names) {
    labels.add(`variable "${name}"`);
    const variable = variables.get(name);
    for (const inner of variable ? partsOfVariable(variable).flatMap(referencesOf) : []) names.add(inner);
  }
  return labels;
}

/** What a scenario's code gets wrong without failing: names that no API has, assertions that assert nothing. */
import type { AnyNode, CallExpression, Program } from 'acorn';
import { APIS } from './apis.ts';
import { type Problem, problem } from './codes.ts';
import { didYouMean } from './nearest.ts';
import type { Scopes } from './scope.ts';
import { API_MATCHERS, MATCHER_NAMES } from './test-names.ts';
import { type Place, positionOf, walk } from './tree.ts';
import { memberName } from './types.ts';
import { WEB_APIS } from './web-apis.ts';

/** What can be mocked or asserted: every API, and the outcomes of a tag. */
const NAMED = {
  SERVER: [...APIS.keys(), 'gtmOnSuccess', 'gtmOnFailure'],
  WEB: [...Object.keys(WEB_APIS), 'gtmOnSuccess', 'gtmOnFailure'],
} as const satisfies Record<string, readonly string[]>;

/** Problems of the Test API's use in setup and scenario. */
export function testProblems(ast: Program, scopes: Scopes, context: keyof typeof NAMED): Problem[] {
  const named: readonly string[] = NAMED[context];
  const problems: Problem[] = [];
  walk(ast, (place) => {
    const { node } = place;
    if (node.type !== 'CallExpression') return;
    const name = testFunction(node, scopes);
    if (name === 'mock' || name === 'mockObject' || name === 'assertApi')
      checkName(name, node, named, problems);
    if (name === 'assertThat') checkAssertion(name, MATCHER_NAMES, place, problems);
    if (name === 'assertApi') checkAssertion(name, API_MATCHERS, place, problems);
  });
  return problems;
}

/** Whether code asserts anything at all. */
export function asserts(ast: Program, scopes: Scopes): boolean {
  let found = false;
  walk(ast, ({ node }) => {
    if (node.type !== 'CallExpression') return;
    const name = testFunction(node, scopes);
    found ||= name === 'assertThat' || name === 'assertApi' || name === 'fail';
  });
  return found;
}

/** The function of the Test API that a call calls. */
function testFunction({ callee }: CallExpression, scopes: Scopes): string | undefined {
  if (callee.type !== 'Identifier') return undefined;
  const init = scopes.bindingOf.get(callee)?.init;
  if (!scopes.bindingOf.has(callee)) return callee.name;
  return init && isRequireOf(init, callee.name) ? callee.name : undefined;
}

const isRequireOf = (node: AnyNode, name: string): boolean =>
  node.type === 'CallExpression' &&
  node.callee.type === 'Identifier' &&
  node.callee.name === 'require' &&
  node.arguments[0]?.type === 'Literal' &&
  node.arguments[0].value === name;

function checkName(
  name: string,
  { arguments: [first] }: CallExpression,
  named: readonly string[],
  problems: Problem[],
): void {
  if (first?.type !== 'Literal' || typeof first.value !== 'string' || named.includes(first.value)) return;
  const observed = `${name}('${first.value}'): no API has this name`;
  problems.push(
    problem(
      'SANDBOX_TEST_NAME',
      positionOf(first),
      observed,
      didYouMean(first.value, named).trim() || undefined,
    ),
  );
}

/** The matcher behind assertThat(…) or assertApi(…): it must exist, and be called. */
function checkAssertion(name: string, matchers: readonly string[], place: Place, problems: Problem[]): void {
  const around = place.parent?.node;
  if (around?.type === 'ExpressionStatement') {
    problems.push(problem('SANDBOX_NO_ASSERTION', positionOf(place.node), `${name}(…) without a matcher`));
    return;
  }
  if (around?.type !== 'MemberExpression' || place.key !== 'object') return;
  const matcher = memberName(around);
  if (matcher === undefined) return;
  const at = positionOf(around.property);
  if (!matchers.includes(matcher))
    problems.push(
      problem(
        'SANDBOX_UNKNOWN_MATCHER',
        at,
        `Matcher ${matcher} of ${name}`,
        didYouMean(matcher, matchers).trim() || undefined,
      ),
    );
  else if (place.parent?.parent?.node.type === 'ExpressionStatement')
    problems.push(problem('SANDBOX_NO_ASSERTION', at, `Matcher ${matcher} without a call`));
}

/** What calls of APIs and promises miss: options that do not exist, a body that is no text, a promise whose failure ends nothing. */
import type { AnyNode, CallExpression, ObjectExpression, Program } from 'acorn';
import { type Problem, problem } from './codes.ts';
import { didYouMean } from './nearest.ts';
import { OPTIONS } from './options.ts';
import type { Scopes } from './scope.ts';
import { positionOf, walk } from './tree.ts';
import { memberName, type TypeOf, typesOf } from './types.ts';

/** Problems of the calls of a template's code. */
export function callProblems(ast: Program, scopes: Scopes): Problem[] {
  const problems: Problem[] = [];
  const typeOf = typesOf(scopes);
  const literalOf = objectLiterals(scopes);
  walk(ast, ({ node }) => {
    if (node.type === 'CallExpression') checkArguments(node, typeOf, literalOf, problems);
    else if (node.type === 'ExpressionStatement') checkPromise(node.expression, problems);
  });
  return problems;
}

function checkArguments(
  node: CallExpression,
  typeOf: TypeOf,
  literalOf: (node: AnyNode | undefined) => ObjectExpression | undefined,
  problems: Problem[],
): void {
  const name = apiCalled(node, typeOf);
  const options = name !== undefined && Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
  if (options === undefined) return;
  const first = node.arguments[options.argument];
  if (!first) return;
  const at = options.argument + (typeOf(first)?.type === 'function' ? 1 : 0);
  for (const property of literalOf(node.arguments[at])?.properties ?? []) {
    if (property.type !== 'Property' || property.computed) continue;
    const key =
      property.key.type === 'Identifier'
        ? property.key.name
        : String((property.key as { value?: unknown }).value);
    if (options.keys.includes(key)) continue;
    const observed = `Option ${key} of ${name}`;
    problems.push(
      problem('SANDBOX_UNKNOWN_OPTION', positionOf(property), observed, didYouMean(key, options.keys).trim()),
    );
  }
  const body = node.arguments[at + 1];
  const type = name === 'sendHttpRequest' && body ? typeOf(body)?.type : undefined;
  if (body && (type === 'object' || type === 'array'))
    problems.push(problem('SANDBOX_BODY_NOT_TEXT', positionOf(body), `Body of ${name} of type ${type}`));
}

/** The API that a call calls, with its member: `BigQuery.insert`. */
export function apiCalled({ callee }: CallExpression, typeOf: TypeOf): string | undefined {
  if (callee.type === 'MemberExpression') {
    const receiver = typeOf(callee.object);
    const member = memberName(callee);
    return receiver?.type === 'api' && member !== undefined ? `${receiver.api.name}.${member}` : undefined;
  }
  const called = typeOf(callee);
  return called?.type === 'api' ? called.api.name : undefined;
}

/** Makes the function that gives the object literal an expression is, itself or as a variable that is never assigned again. */
export function objectLiterals(scopes: Scopes): (node: AnyNode | undefined) => ObjectExpression | undefined {
  return (node) => {
    if (node?.type === 'ObjectExpression') return node;
    const binding = node?.type === 'Identifier' ? scopes.bindingOf.get(node) : undefined;
    const init = binding && !scopes.written.has(binding) ? binding.init : undefined;
    return init?.type === 'ObjectExpression' ? init : undefined;
  };
}

/** A chain of calls that is a statement of its own, with then and without anything that runs when the promise rejects. */
function checkPromise(expression: AnyNode, problems: Problem[]): void {
  let then: AnyNode | undefined;
  let call = expression;
  while (call.type === 'CallExpression' && call.callee.type === 'MemberExpression') {
    const name = memberName(call.callee);
    if (name === 'catch' || name === 'finally') return;
    if (name === 'then') {
      if (call.arguments.length > 1) return;
      then ??= call.callee.property;
    }
    call = call.callee.object;
  }
  if (then)
    problems.push(
      problem('SANDBOX_NO_REJECTION_HANDLER', positionOf(then), 'then with one function, and no catch'),
    );
}

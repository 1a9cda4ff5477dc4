/**
 * The interpreter in the script of a public web container (the gtm.js that a site loads, saved to a file), called from outside.
 *
 * The script runs in a context of its own, on a page that has nothing and answers nothing. Its evaluator is found by the
 * error it throws for a name that is no function, not by minified names, so that any build will do. The evaluator counts
 * its calls; the scope of the first call is the one with all instruction handlers.
 */
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { type AnyNode, parse } from 'acorn';
import type { Instruction, Operand } from 'sgtm-toolkit/sandbox/compiler/instruction';

export interface PublicBuild {
  /** Runs `body` as the body of a template function whose parameter `a` is an empty map. */
  run: (body: readonly Operand[]) => PublicRun;
  /** The compiled templates the container carries: `[50, "__cvt_…", …]` each. */
  templates: readonly Instruction[];
}

export interface PublicRun {
  value: unknown;
  /** What ended the run; `host` when the error came from the JavaScript engine and not from the interpreter. */
  error?: { message: string; host: boolean };
  /** The program ran too long and was stopped. */
  stopped?: true;
  /** Instructions of the template function's body. */
  count: number;
}

/** Longest that one program may run, and the container's own start, in milliseconds. */
const PROGRAM_MS = 5000;
const START_MS = 60_000;

const MARK = 'Attempting to execute non-function';

/** Loads a container script. Throws an Error that names the file when it holds no interpreter. */
export function loadPublicBuild(path: string): PublicBuild {
  const text = readFileSync(path, 'utf8');
  const { evaluator, runtime } = find(text, path);
  const { name, scope, bodyStart } = evaluator;
  const instrumented =
    `let $count = 0, $scope, $evaluate;${text.slice(0, bodyStart)}` +
    `$count++; $scope || ($scope = ${scope}, $evaluate = ${name});${text.slice(bodyStart)}`;
  const context = createContext(emptyPage());
  try {
    runInContext(instrumented, context, { filename: path, timeout: START_MS });
  } catch {
    // The page is missing much of what a container wants; by then the interpreter is there.
  }
  if (runInContext('$scope === undefined', context))
    throw new Error(
      `${path}: the script did not start its interpreter. Take the gtm.js of a container that has custom templates.`,
    );
  runInContext(
    'var $code; function $run() { $count = 0; return $evaluate($scope, $code).get(0); } function $spent() { return $count; }',
    context,
  );
  const spent = runInContext('$spent', context) as () => number;

  const evaluate = (body: readonly Operand[]): PublicRun => {
    context.$code = wrapped(body);
    try {
      const value: unknown = runInContext('$run()', context, { timeout: PROGRAM_MS });
      return { value, count: spent() };
    } catch (thrown) {
      const { message, name, code } = thrown as NodeJS.ErrnoException;
      if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return { value: undefined, count: spent(), stopped: true };
      return { value: undefined, error: { message, host: name !== 'Error' }, count: spent() };
    }
  };
  // What stands around a program is the same for all.
  const around = evaluate([]).count;
  return {
    run(body) {
      const result = evaluate(body);
      return { ...result, count: result.count - around };
    },
    templates: runtime,
  };
}

/** A callback of a list method is the one way to call a function and get its value without names of this build. */
function wrapped(body: readonly Operand[]): Instruction {
  const declaration: Instruction = [50, 'template', [46, 'a'], ...body];
  return [2, [7, 0], 'map', [7, [51, '', [7], declaration, [36, ['template', [8]]]]]];
}

interface Evaluator {
  name: string;
  /** The parameter that holds the scope. */
  scope: string;
  /** Offset behind the brace that opens its body. */
  bodyStart: number;
}

function find(text: string, path: string): { evaluator: Evaluator; runtime: Instruction[] } {
  let ast: AnyNode;
  try {
    ast = parse(text, { ecmaVersion: 'latest', sourceType: 'script' });
  } catch (error) {
    throw new Error(`${path}: not a script: ${(error as Error).message}.`);
  }
  let evaluator: Evaluator | undefined;
  let runtime: Instruction[] = [];
  const visit = (node: AnyNode, around: Evaluator | undefined, name: string | undefined): void => {
    let inside = around;
    if (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') {
      const [scope] = node.params;
      const own = node.id?.name ?? name;
      if (own !== undefined && scope?.type === 'Identifier')
        inside = { name: own, scope: scope.name, bodyStart: node.body.start + 1 };
    } else if (node.type === 'Literal' && typeof node.value === 'string') {
      if (node.value.startsWith(MARK)) evaluator ??= around;
    } else if (
      node.type === 'Property' &&
      keyOf(node.key) === 'runtime' &&
      node.value.type === 'ArrayExpression'
    ) {
      runtime = runInContext(
        `(${text.slice(node.value.start, node.value.end)})`,
        createContext({}),
      ) as Instruction[];
    }
    const given =
      node.type === 'VariableDeclarator' && node.id.type === 'Identifier' ? node.id.name : undefined;
    for (const child of childrenOf(node)) visit(child, inside, given);
  };
  visit(ast, undefined, undefined);
  if (!evaluator)
    throw new Error(
      `${path}: no interpreter found: nothing in it throws '${MARK} …'. Take the gtm.js of a container.`,
    );
  return { evaluator, runtime: runtime.filter(([, name]) => String(name).startsWith('__cvt_')) };
}

function keyOf(key: AnyNode): unknown {
  return key.type === 'Literal' ? key.value : key.type === 'Identifier' ? key.name : undefined;
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node)
    .flat()
    .filter((part): part is AnyNode => typeof part === 'object' && part !== null && 'type' in part);
}

/** A browser's globals of which nothing does anything: whatever is read, called or constructed gives nothing again. */
function emptyPage(): Record<string, unknown> {
  const nothing: unknown = new Proxy(() => nothing, {
    get: (_target, key) =>
      key === Symbol.toPrimitive ? () => '' : typeof key === 'symbol' ? undefined : nothing,
    construct: () => nothing as object,
    set: () => true,
  });
  const page: Record<string, unknown> = {
    document: nothing,
    history: nothing,
    localStorage: nothing,
    performance: nothing,
    Image: nothing,
    navigator: { userAgent: '' },
    location: {
      href: 'https://example.com/',
      protocol: 'https:',
      hostname: 'example.com',
      pathname: '/',
      search: '',
      hash: '',
    },
    addEventListener() {},
    setTimeout: () => 0,
    clearTimeout() {},
    setInterval: () => 0,
    clearInterval() {},
  };
  for (const name of ['window', 'self', 'top', 'parent']) page[name] = page;
  return page;
}

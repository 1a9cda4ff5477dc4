/** Calls by name and method calls. */

import type { Operand, Position } from '../compiler/instruction.ts';
import { batch, type Node, operation, refund } from './counting.ts';
import { asSandboxError, SandboxError } from './errors.ts';
import type { Run, State } from './frames.ts';
import { type Closure, callWithList, enter } from './functions.ts';
import { makes, noted } from './made.ts';
import { callMethod } from './methods.ts';
import { LIST_METHODS } from './methods-list.ts';
import { STRING_METHODS } from './methods-string.ts';
import { itemsOf } from './resolve.ts';
import type { Handler, Handlers, Translator } from './translate.ts';
import { valuesOf } from './translate-objects.ts';
import { readVariable } from './translate-variables.ts';
import { Dict, Func, List, type Value } from './values.ts';

/**
 * `["f", a, b]`. The function is looked up before the arguments are evaluated; `require` is always the API
 * function, and its operand is taken as it stands.
 */
export function callByName(t: Translator, name: string, operands: readonly Operand[]): Node {
  const site = t.site();
  if (name === 'require') {
    const api = String(operands[0]);
    return { run: (_f, s) => required(s, api, site.position), cost: 1, steady: false, sites: [] };
  }
  const nodes = operands.map((operand) => t.node(operand));
  const { runs, cost } = batch(1, nodes);
  site.refund = cost - 1;
  const { run: lookUp } = readVariable(t, name);
  const apply = application(runs, site.position);
  const run: Run = (f, s) => {
    const callee = lookUp(f, s);
    if (callee instanceof Func) return apply(callee, f, s);
    refund(s, site);
    throw new SandboxError(`Attempting to execute non-function ${name}.`, true, site.position);
  };
  return { run, cost, steady: false, sites: [] };
}

function required(state: State, name: string, position: Position | undefined): Value {
  try {
    return state.require(name);
  } catch (error) {
    throw new SandboxError(asSandboxError(error).message, false, position);
  }
}

type Application = (callee: Func, ...context: Parameters<Run>) => Value;

/** Evaluates arguments straight into the frame of an interpreted function where that is possible. */
function application(runs: readonly Run[], position: Position | undefined): Application {
  const values = valuesOf(runs);
  const general: Application = (callee, f, s) => {
    const args = values(f, s);
    const { closure } = callee;
    return closure === undefined ? callNative(callee, args, s, position) : callWithList(closure, args);
  };
  const direct = (closure: Closure | undefined): closure is Closure =>
    closure?.code.plain === true && closure.code.slots.length >= runs.length;
  const [a, b, c] = runs;
  if (runs.length > 3) return general;
  return (callee, f, s) => {
    const { closure } = callee;
    if (!direct(closure) || closure.state !== s) return general(callee, f, s);
    const { code } = closure;
    const frame = code.blank.slice();
    frame[0] = closure.frame;
    if (a !== undefined) {
      frame[1] = a(f, s);
      if (b !== undefined) {
        frame[2] = b(f, s);
        if (c !== undefined) frame[3] = c(f, s);
      }
    }
    return enter(code, frame, s);
  };
}

/** Calls a native function; its errors are placed at the call. */
function callNative(callee: Func, args: Value[], state: State, position: Position | undefined): Value {
  try {
    return noted(state, callee.call(args));
  } catch (error) {
    throw asSandboxError(error, position);
  }
}

/** Calls `name` of `target` where that is not a plain function of a map: built-in methods, and every error. */
function callBuiltIn(
  target: Value,
  name: Value,
  args: Value[],
  state: State,
  position: Position | undefined,
): Value {
  try {
    const value = callMethod(target, name, args);
    return makes(target, name) ? noted(state, value) : value;
  } catch (error) {
    throw asSandboxError(error, position);
  }
}

const NO_LIST = 'Error: Non-List argument given to Apply instruction.';

/** `[2, object, name, [7, …arguments]]`: object, name and arguments are evaluated before the method is looked up. */
const apply: Handler = (t, [target, name, list]) => {
  const { position } = t;
  const object = t.node(target);
  const key = t.node(name);
  if (!Array.isArray(list) || list[0] !== 7) {
    const parts = operation([object, key, t.node(list)], undefined, ([o, k, l]) => (f, s) => {
      const owner = o!(f, s);
      const method = k!(f, s);
      const args = l!(f, s);
      if (args instanceof List) return callBuiltIn(owner, method, [...args.items], s, position);
      throw new SandboxError(NO_LIST, false, position);
    });
    return { ...parts, steady: false, sites: [] };
  }
  const items = itemsOf(list).map((item) => t.node(item));
  const constant = key.constant?.value;
  if (typeof constant === 'string') {
    const { runs, cost } = batch(1, [object, LIST_NODE, ...items]);
    const [owner, before, ...args] = runs;
    return { run: named(owner!, constant, after(before!, args), position), cost, steady: false, sites: [] };
  }
  const { runs, cost } = batch(1, [object, key, LIST_NODE, ...items]);
  const [owner, method, before, ...args] = runs;
  return { run: computed(owner!, method!, after(before!, args), position), cost, steady: false, sites: [] };
};

const LIST_ITSELF: Run = () => undefined;

/** The instruction that makes the list of arguments: it only counts. */
const LIST_NODE: Node = { run: LIST_ITSELF, cost: 1, steady: true, sites: [] };

type Values = (...context: Parameters<Run>) => Value[];

/** The arguments, after the instruction that makes their list has counted. */
function after(before: Run, args: readonly Run[]): Values {
  const values = valuesOf(args);
  if (before === LIST_ITSELF) return values;
  return (f, s) => {
    before(f, s);
    return values(f, s);
  };
}

function computed(owner: Run, method: Run, values: Values, position: Position | undefined): Run {
  return (f, s) => {
    const target = owner(f, s);
    const name = method(f, s);
    return callBuiltIn(target, name, values(f, s), s, position);
  };
}

function named(owner: Run, name: string, values: Values, position: Position | undefined): Run {
  const onString = STRING_METHODS.get(name);
  const onList = LIST_METHODS.get(name);
  const makesOfString = makes('', name);
  const makesOfList = makes(new List(), name);
  return (f, s) => {
    const target = owner(f, s);
    const args = values(f, s);
    if (target instanceof Dict) {
      const member = target.entries.get(name);
      if (member instanceof Func && member.closure !== undefined) return callWithList(member.closure, args);
    }
    try {
      if (typeof target === 'string' && onString !== undefined) {
        const value = onString(target, args);
        return makesOfString ? noted(s, value) : value;
      }
      if (target instanceof List && onList !== undefined && target.side === undefined) {
        const value = onList(target, args);
        return makesOfList ? noted(s, value) : value;
      }
      const value = callMethod(target, name, args);
      return makes(target, name) ? noted(s, value) : value;
    } catch (error) {
      throw asSandboxError(error, position);
    }
  };
}

export const CALLS: Handlers = new Map<number, Handler>([[2, apply]]);

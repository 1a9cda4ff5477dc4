/** Variables: reading, assigning, VAR and CONST. */

import type { Operand } from '../compiler/instruction.ts';
import { type Node, operation, refund, type Site } from './counting.ts';
import { SandboxError } from './errors.ts';
import { type Frame, type Run, type State, UNDECLARED } from './frames.ts';
import { type Binding, candidates, climb, globalsFrom, type Place, type Scope } from './resolve.ts';
import type { Handler, Handlers, Translator } from './translate.ts';
import type { Value } from './values.ts';

/** Reads a variable; what is declared nowhere is undefined. */
export function readVariable(t: Translator, name: string): Node {
  const places = candidates(t.scope, name);
  const [nearest] = places;
  if (nearest?.definite && nearest.depth === 0) {
    const { slot } = nearest.binding;
    return { run: (f) => f[slot] as Value, cost: 1, steady: true, sites: [], slot };
  }
  return { run: reader(t.scope, places, name), cost: 1, steady: true, sites: [] };
}

function reader(scope: Scope, places: readonly Place[], name: string): Run {
  const [nearest, ...outer] = places;
  if (!nearest) {
    const globals = globalsFrom(scope);
    return (f) => globals(f).get(name);
  }
  const { depth, binding } = nearest;
  const { slot } = binding;
  if (nearest.definite) return definiteReader(depth, slot);
  const otherwise = reader(scope, outer, name);
  switch (depth) {
    case 0:
      return (f, s) => {
        const value = f[slot];
        return value === UNDECLARED ? otherwise(f, s) : (value as Value);
      };
    case 1:
      return (f, s) => {
        const value = (f[0] as Frame)[slot];
        return value === UNDECLARED ? otherwise(f, s) : (value as Value);
      };
    case 2:
      return (f, s) => {
        const value = ((f[0] as Frame)[0] as Frame)[slot];
        return value === UNDECLARED ? otherwise(f, s) : (value as Value);
      };
    default:
      return (f, s) => {
        const value = climb(f, depth)[slot];
        return value === UNDECLARED ? otherwise(f, s) : (value as Value);
      };
  }
}

function definiteReader(depth: number, slot: number): Run {
  switch (depth) {
    case 0:
      return (f) => f[slot] as Value;
    case 1:
      return (f) => (f[0] as Frame)[slot] as Value;
    case 2:
      return (f) => ((f[0] as Frame)[0] as Frame)[slot] as Value;
    default:
      return (f) => climb(f, depth)[slot] as Value;
  }
}

/** Writes `value` to the nearest declared variable, or to `create` of the current scope if there is none. Protected variables keep their value. */
export type Write = (frame: Frame, value: Value) => void;

export function writer(scope: Scope, places: readonly Place[], name: string, create?: Binding): Write {
  const [nearest, ...outer] = places;
  if (!nearest) {
    const globals = globalsFrom(scope);
    return (f, value) => {
      const map = globals(f);
      if (map.has(name)) map.set(name, value);
      else if (create) f[create.slot] = value;
    };
  }
  const { depth, binding, definite } = nearest;
  const { slot, lock, kind } = binding;
  const otherwise = definite ? undefined : writer(scope, outer, name, create);
  return (f, value) => {
    const frame = climb(f, depth);
    if (otherwise !== undefined && frame[slot] === UNDECLARED) otherwise(f, value);
    else if (kind === 'plain' || (kind === 'mixed' && frame[lock!] !== true)) frame[slot] = value;
  };
}

/** True if the name is declared anywhere at this moment. */
export function finder(scope: Scope, places: readonly Place[], name: string): (frame: Frame) => boolean {
  const globals = globalsFrom(scope);
  return (f) => {
    for (const { depth, binding, definite } of places) {
      if (definite || climb(f, depth)[binding.slot] !== UNDECLARED) return true;
    }
    return globals(f).has(name);
  };
}

export function unknownTarget(state: State, site: Site, rawValue: Operand | undefined): never {
  refund(state, site);
  throw new SandboxError(`Attempting to assign to undefined value ${String(rawValue)}`, false, site.position);
}

const assign: Handler = (t, [name, raw]) => {
  const target = String(name);
  const value = t.node(raw);
  const places = candidates(t.scope, target);
  const nearest = places[0];
  if (nearest?.definite) return assignDeclared(nearest, value);
  const site = t.site(value.cost);
  const exists = finder(t.scope, places, target);
  const write = writer(t.scope, places, target);
  const node = operation([value], undefined, ([run]) => (f, s) => {
    if (!exists(f)) unknownTarget(s, site, raw);
    const result = run!(f, s);
    write(f, result);
    return result;
  });
  return node.steady ? { ...node, sites: [...node.sites, site] } : node;
};

function assignDeclared({ binding, depth }: Place, value: Node): Node {
  const { slot, kind, lock } = binding;
  return operation([value], undefined, ([run]) => {
    const evaluate = run!;
    if (kind === 'const') return evaluate;
    if (kind === 'mixed') {
      return (f, s) => {
        const result = evaluate(f, s);
        const frame = climb(f, depth);
        if (frame[lock!] !== true) frame[slot] = result;
        return result;
      };
    }
    if (depth === 0) return assignLocal(slot, value, evaluate);
    if (depth === 1) {
      return (f, s) => {
        const result = evaluate(f, s);
        (f[0] as Frame)[slot] = result;
        return result;
      };
    }
    return (f, s) => {
      const result = evaluate(f, s);
      climb(f, depth)[slot] = result;
      return result;
    };
  });
}

function assignLocal(slot: number, value: Node, evaluate: Run): Run {
  if (value.constant) {
    const { value: constant } = value.constant;
    return (f) => {
      f[slot] = constant;
      return constant;
    };
  }
  if (value.slot !== undefined) {
    const from = value.slot;
    return (f) => {
      const result = f[from] as Value;
      f[slot] = result;
      return result;
    };
  }
  return (f, s) => {
    const result = evaluate(f, s);
    f[slot] = result;
    return result;
  };
}

/** Declares a name of the current scope, overwriting what it held; protected names stay as they are. */
export function declarer(t: Translator, name: string): (frame: Frame, value: Value) => void {
  const binding = t.scope.names.get(name)!;
  const { slot, lock } = binding;
  if (binding.kind === 'const') return protector(t, name);
  t.declared(binding);
  if (lock === undefined) {
    return (f, value) => {
      f[slot] = value;
    };
  }
  return (f, value) => {
    if (f[lock] !== true) f[slot] = value;
  };
}

/** Declares and write-protects a name of the current scope. */
function protector(t: Translator, name: string): (frame: Frame, value: Value) => void {
  const binding: Binding = t.scope.names.get(name)!;
  const { slot, lock } = binding;
  const repeats = t.scope.loops > 0;
  if (lock !== undefined) {
    t.declared(binding);
    return (f, value) => {
      if (f[lock] === true) return;
      f[slot] = value;
      f[lock] = true;
    };
  }
  if (repeats) binding.tested = true;
  t.declared(binding);
  if (!repeats) {
    return (f, value) => {
      f[slot] = value;
    };
  }
  return (f, value) => {
    if (f[slot] === UNDECLARED) f[slot] = value;
  };
}

const declare: Handler = (t, names) => {
  const declarers = names.filter((name) => typeof name === 'string').map((name) => declarer(t, name));
  const [only] = declarers;
  const run: Run =
    declarers.length === 1
      ? (f) => {
          only!(f, undefined);
          return undefined;
        }
      : (f) => {
          for (const declareName of declarers) declareName(f, undefined);
          return undefined;
        };
  return { run, cost: 1, steady: true, sites: [] };
};

const constant: Handler = (t, operands) => {
  const values: Node[] = [];
  const protectors: ((frame: Frame, value: Value) => void)[] = [];
  for (let i = 0; i + 1 < operands.length; i += 2) {
    const name = operands[i];
    if (typeof name !== 'string') continue;
    values.push(t.node(operands[i + 1]));
    protectors.push(protector(t, name));
  }
  return operation(values, undefined, (runs) => {
    if (runs.length === 1) {
      const [run] = runs;
      const [protect] = protectors;
      return (f, s) => {
        protect!(f, run!(f, s));
        return undefined;
      };
    }
    return (f, s) => {
      for (let i = 0; i < runs.length; i++) protectors[i]!(f, runs[i]!(f, s));
      return undefined;
    };
  });
};

export const VARIABLES: Handlers = new Map<number, Handler>([
  [3, assign],
  [15, (t, [name]) => readVariable(t, String(name))],
  [41, declare],
  [52, constant],
]);

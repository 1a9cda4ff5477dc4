/**
 * Names to slots. Scopes of the sandbox are dynamic: a name exists from the moment its declaration has run, and until then a
 * reference means the next outer scope that has it. Here each scope learns beforehand which names may be declared in it; a
 * reference becomes a short list of candidate slots, of which the first one that is declared counts. Where a declaration has
 * certainly run before the reference, the list ends there and nothing is tested.
 *
 * A scope whose code creates no functions cannot be captured: it shares the frame of the enclosing scope.
 */

import type { Instruction, Operand } from '../compiler/instruction.ts';
import { type Frame, type Globals, UNDECLARED } from './frames.ts';

/** One array of slots at run time; grows while the code that uses it is translated. */
export interface Layout {
  readonly parent: Layout | undefined;
  /** Slots including slot 0, the parent. */
  size: number;
}

export interface Binding {
  readonly name: string;
  readonly layout: Layout;
  readonly slot: number;
  /** How the name is declared in its scope: never by CONST, by one CONST and nothing else, or otherwise. */
  kind: 'plain' | 'const' | 'mixed';
  /** For `mixed`: the slot that is `true` once the name is write-protected. */
  lock: number | undefined;
  /** The declaration has certainly run at the point of translation. */
  definite: boolean;
  /** Some reference had to test whether the name is declared. */
  tested: boolean;
}

export interface Scope {
  readonly parent: Scope | undefined;
  readonly layout: Layout;
  readonly names: Map<string, Binding>;
  /** Loops around the point of translation whose body runs in this very scope. */
  loops: number;
}

/** A variable relative to the current frame: how many frames up, which slot. */
export interface Place {
  readonly binding: Binding;
  readonly depth: number;
  /** The declaration has certainly run at this reference. */
  readonly definite: boolean;
}

/** How often each way a name is declared by code that runs in one scope. */
interface Declarations {
  plain: number;
  constant: number;
}

const OPENS_SCOPE = new Set<unknown>([50, 51, 53]);
/** Loops over an existing variable. */
const ITERATION = new Set<unknown>([47, 64]);
/** Loops with a scope of their own per turn: operand 1 runs outside of it. */
const SCOPED_ITERATION = new Set<unknown>([54, 55, 65, 66]);

/** Adds the names that `code`, running in one scope, may declare there; iterations create names that exist nowhere. */
function declarations(
  code: readonly Operand[],
  found: Map<string, Declarations>,
  exists: (name: string) => boolean,
): void {
  const note = (name: Operand | undefined, constant: boolean): void => {
    if (typeof name !== 'string') return;
    let entry = found.get(name);
    if (!entry) {
      entry = { plain: 0, constant: 0 };
      found.set(name, entry);
    }
    if (constant) entry.constant++;
    else entry.plain++;
  };
  const visit = (operand: Operand | undefined): void => {
    if (!Array.isArray(operand)) return;
    const [op, ...rest] = operand as Instruction;
    if (op === 41) for (const name of rest) note(name, false);
    if (op === 52) for (let i = 0; i + 1 < rest.length; i += 2) note(rest[i], true);
    if (op === 50) note(rest[0], false);
    if (ITERATION.has(op) && !exists(String(rest[0]))) note(rest[0], false);
    if (OPENS_SCOPE.has(op) || op === 63) return;
    if (SCOPED_ITERATION.has(op)) visit(rest[1]);
    else if (op === 68) visit(rest[1]);
    else rest.forEach(visit);
  };
  code.forEach(visit);
}

export interface ScopeOptions {
  /** Names that are declared when the scope starts, in the order of their slots. */
  readonly fixed: readonly string[];
  /** The fixed names are write-protected. */
  readonly locked: boolean;
  /** The scope shares the frame around it, has its own if it has any names, or has its own in any case. */
  readonly frame: 'shared' | 'own if named' | 'own';
}

/** A new scope for `code` inside `parent`. */
export function openScope(parent: Scope | undefined, code: readonly Operand[], options: ScopeOptions): Scope {
  const { fixed, locked, frame } = options;
  const found = new Map<string, Declarations>(
    fixed.map((name) => [name, { plain: locked ? 0 : 1, constant: locked ? 1 : 0 }]),
  );
  declarations(code, found, (name) => isDefinite(parent, name));
  const layout =
    parent && (frame === 'shared' || (frame !== 'own' && found.size === 0))
      ? parent.layout
      : { parent: parent?.layout, size: 1 };
  const scope: Scope = { parent, layout, names: new Map(), loops: 0 };
  for (const [name, { plain, constant }] of found) {
    const kind = constant === 0 ? 'plain' : constant === 1 && plain === 0 ? 'const' : 'mixed';
    scope.names.set(name, {
      name,
      layout,
      slot: layout.size++,
      kind,
      lock: kind === 'mixed' ? -1 : undefined,
      definite: fixed.includes(name),
      tested: false,
    });
  }
  for (const binding of scope.names.values()) if (binding.lock !== undefined) binding.lock = layout.size++;
  return scope;
}

function isDefinite(scope: Scope | undefined, name: string): boolean {
  for (let at = scope; at; at = at.parent) if (at.names.get(name)?.definite) return true;
  return false;
}

/** The slots a reference to `name` may mean, innermost first; only the last one can be definite. */
export function candidates(scope: Scope, name: string): Place[] {
  const places: Place[] = [];
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const binding = at.names.get(name);
    if (!binding) continue;
    const { definite, layout } = binding;
    places.push({ binding, definite, depth: distance(scope.layout, layout) });
    if (definite) break;
    binding.tested = true;
  }
  return places;
}

function distance(from: Layout, to: Layout): number {
  let depth = 0;
  for (let at: Layout | undefined = from; at && at !== to; at = at.parent) depth++;
  return depth;
}

/** Finds the globals from a frame of this scope. */
export function globalsFrom(scope: Scope): (frame: Frame) => Globals {
  let depth = 0;
  for (let at = scope.layout.parent; at; at = at.parent) depth++;
  return (frame) => climb(frame, depth)[0] as Globals;
}

/** The operands of a list operand such as `[46, …]` or `[7, …]`. */
export function itemsOf(list: Operand | undefined): readonly Operand[] {
  return Array.isArray(list) ? (list.slice(1) as Operand[]) : [];
}

const withFunctions = new WeakMap<readonly Operand[], boolean>();

/** True if the code creates functions, which could capture the scope it runs in. */
export function createsFunctions(code: readonly Operand[]): boolean {
  const known = withFunctions.get(code);
  if (known !== undefined) return known;
  const answer = code.some(
    (operand) =>
      Array.isArray(operand) &&
      (operand[0] === 50 || operand[0] === 51 || createsFunctions(operand as Instruction)),
  );
  withFunctions.set(code, answer);
  return answer;
}

/** A frame with every slot undeclared. */
export function emptyFrame(layout: Layout): Frame {
  return new Array(layout.size).fill(UNDECLARED) as Frame;
}

/** The frame `depth` steps up. */
export function climb(frame: Frame, depth: number): Frame {
  let at = frame;
  for (let i = depth; i > 0; i--) at = at[0] as Frame;
  return at;
}

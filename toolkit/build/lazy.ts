/**
 * Modules marked `@lazy` in their header move into the one function that needs them. The sandbox defines every top-level
 * function and constant in every run, three instructions a function; a run that does not sign need not define SHA-1.
 *
 * The function is found, not named: the lowest one through which every use of the module passes (its dominator in the
 * graph of who mentions whom). Its users must stand inside of that function too, so a helper between them belongs into a
 * lazy module itself; what is out of sight is refused as undeclared by the check. Whole lines move, so a place of the result is easily led back.
 */
import { type Node, type Program, parse } from 'acorn';
import { mentioned } from './names.ts';

export interface Moved {
  lines: string[];
  /** For each line: the line it was (from 0), and by how much it was indented. */
  origins: { line: number; indent: number }[];
}

interface Module {
  file: string;
  /** First line and the line behind the last, from 0. */
  start: number;
  end: number;
  lazy: boolean;
}

const HEADING = /^\/\/ (src\/\S+\.ts)$/;
/** What stands for the code outside of all functions. */
const ROOT = '';

export function moveLazyModules(code: string): Moved {
  const lines = code.split('\n');
  const modules = modulesOf(lines);
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  const homes = new Map<Module, string>();
  for (const module of modules.filter(({ lazy }) => lazy)) homes.set(module, homeOf(module, program));

  const bodyLine = new Map<string, number>();
  for (const node of program.body) {
    if (node.type === 'FunctionDeclaration') bodyLine.set(node.id.name, node.body.loc!.start.line - 1);
  }
  const result: Moved = { lines: [], origins: [] };
  const put = (from: number, to: number, indent: number): void => {
    for (let line = from; line < to; line++) {
      const text = lines[line]!;
      result.lines.push(text === '' ? '' : ' '.repeat(indent) + text);
      result.origins.push({ line, indent: text === '' ? 0 : indent });
      const moved = [...homes].filter(([, home]) => bodyLine.get(home) === line);
      for (const [module] of moved) put(module.start, trimmedEnd(lines, module), indent + 2);
      if (moved.length > 0) {
        const around = modules.findLast(({ start }) => start <= line)!;
        result.lines.push(`${' '.repeat(indent + 2)}// ${around.file}`);
        result.origins.push({ line, indent: 0 });
      }
    }
  };
  for (const module of modules) if (!homes.has(module)) put(module.start, module.end, 0);
  return result;
}

function modulesOf(lines: readonly string[]): Module[] {
  const modules: Module[] = [];
  lines.forEach((line, i) => {
    const [, file] = line.match(HEADING) ?? [];
    if (file === undefined) return;
    const last = modules.at(-1);
    if (last) last.end = i;
    const header = lines.slice(
      i + 1,
      i + 1 + lines.slice(i + 1).findIndex((text) => text.includes('*/')) + 1,
    );
    modules.push({ file, start: i, end: lines.length, lazy: header.join('\n').includes('@lazy') });
  });
  return modules;
}

/** Without the blank lines behind a module. */
function trimmedEnd(lines: readonly string[], { end }: Module): number {
  let last = end;
  while (lines[last - 1] === '') last--;
  return last;
}

/** The function to move a module into. */
function homeOf(module: Module, program: Program): string {
  const owners = new Map<string, Module | undefined>();
  const uses = new Map<string, Set<string>>();
  for (const node of program.body) {
    const inside = node.loc!.start.line - 1 >= module.start && node.loc!.start.line - 1 < module.end;
    for (const name of declared(node)) owners.set(name, inside ? module : undefined);
  }
  for (const node of program.body) {
    const from = declared(node)[0] ?? ROOT;
    for (const name of mentioned(node)) {
      if (owners.has(name) && name !== from) uses.set(name, (uses.get(name) ?? new Set()).add(from));
    }
  }
  const own = [...owners].filter(([, owner]) => owner === module).map(([name]) => name);
  const users = new Set(
    own.flatMap((name) => [...(uses.get(name) ?? [])].filter((user) => !own.includes(user))),
  );
  const dominators = dominatorsOf([...owners.keys()], uses);
  const common = [...users]
    .map((user) => dominators.get(user) ?? [ROOT])
    .reduce((left, right) => left.filter((name) => right.includes(name)));
  const home = common.at(-1) ?? ROOT;
  if (home === ROOT || own.includes(home)) {
    throw new Error(
      `${module.file} is marked @lazy, but no single function needs it: its users are ${[...users].join(', ') || 'the top level'}. Remove the mark.`,
    );
  }
  return home;
}

function declared(node: Node): string[] {
  if (node.type === 'FunctionDeclaration') return [(node as unknown as { id: { name: string } }).id.name];
  if (node.type !== 'VariableDeclaration') return [];
  const { declarations } = node as unknown as { declarations: { id: { name: string } }[] };
  return declarations.map(({ id }) => id.name);
}

/** For each name the functions every use of it passes through, from the root down to itself. */
function dominatorsOf(
  names: readonly string[],
  uses: ReadonlyMap<string, Set<string>>,
): Map<string, string[]> {
  const result = new Map<string, string[]>(names.map((name) => [name, [ROOT, ...names]]));
  result.set(ROOT, [ROOT]);
  let changed = true;
  while (changed) {
    changed = false;
    for (const name of names) {
      const before = result.get(name)!;
      const users = [...(uses.get(name) ?? [ROOT])].map((user) => result.get(user)!);
      const shared = users.reduce((left, right) => left.filter((other) => right.includes(other)));
      const after = [...shared.filter((other) => other !== name), name];
      if (after.length !== before.length) {
        result.set(name, after);
        changed = true;
      }
    }
  }
  return orderByDepth(result);
}

/** Puts each list in the order of descent: who has fewer dominators stands higher. */
function orderByDepth(dominators: Map<string, string[]>): Map<string, string[]> {
  for (const list of dominators.values()) {
    list.sort((a, b) => dominators.get(a)!.length - dominators.get(b)!.length);
  }
  return dominators;
}

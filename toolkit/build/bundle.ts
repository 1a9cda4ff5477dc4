/**
 * The main module and all it imports as one script in the sandbox's language: the text of each statement that is in use, as
 * it was written, comments included. The bundler resolves, orders and drops; the text is ours.
 */
import { realpath } from 'node:fs/promises';
import type { Json } from '../sandbox/tpl/json.ts';
import { type Linked, link } from './link.ts';
import { literal } from './literal.ts';
import type { Lowered } from './lower.ts';
import { DEFAULT, type Module } from './module.ts';
import { type Origins, originsIn } from './origins.ts';
import { BuildError, type BuildProblem, problemAt } from './problems.ts';
import { isJson, type JsonModule, type Resolved, resolveModules } from './resolve.ts';
import { type Part, verify } from './verify.ts';
import { writeModule } from './write.ts';

export interface Bundle {
  code: string;
  origins: Origins;
  /** Top-level names that are others than in their module. */
  renamed: Linked['renamed'];
  /** Newer syntax that was lowered, with its places. */
  lowered: (BuildProblem & { kind: Lowered['kind'] })[];
  /** Every file that was read, in the order in which the modules run. */
  files: string[];
}

/** Bundles `entry`, a path below `root`. Throws a BuildError with the places of what cannot be built. */
export async function bundle(root: string, entry: string): Promise<Bundle> {
  const resolved = await resolveModules(await realpath(root), entry);
  const main = resolved.modules.get(resolved.entry) as Module;
  refuse(resolved, main);
  const linked = link(resolved);
  refuseUnplaced(resolved);
  const lines: string[] = [];
  const origins: Origins = [];
  const lowered: Bundle['lowered'] = [];
  const parts: Part[] = [];
  const put = (file: string, text: string, from: Origins): void => {
    if (lines.length > 0) {
      lines.push('');
      origins.push([]);
    }
    lines.push(`// ${file}`, ...text.split('\n'));
    origins.push([], ...from);
  };
  for (const [file, module] of resolved.modules) {
    if (isJson(module)) {
      const constants = constantsOf(file, module, linked);
      if (constants.length === 0) continue;
      const text = constants.join('\n');
      put(
        file,
        text,
        text.split('\n').map(() => [{ from: 1, file, line: 1, column: 1, copied: false }]),
      );
      parts.push({ file, count: constants.length });
      continue;
    }
    if (!module.units.some((unit) => linked.kept.has(unit))) continue;
    const written = writeModule(module, linked, module === main);
    const shift = /^(?:[ \t]*\n)*/.exec(written.text)![0].length;
    const text = written.text.slice(shift).trimEnd();
    put(file, text, originsIn(module, text, written.stretches, shift));
    parts.push({ module, isMain: module === main, written });
    for (const { kind, start } of written.lowered)
      lowered.push({ kind, ...problemAt(file, module.code, start, `Lowered: ${kind}.`) });
  }
  const code = `${lines.join('\n')}\n`;
  verify(code, parts, linked);
  return { code, origins, renamed: linked.renamed, lowered, files: [...resolved.modules.keys()] };
}

/** What runs otherwise in a template than in modules. */
function refuse({ modules }: Resolved, main: Module): void {
  const problems: BuildProblem[] = [];
  for (const module of modules.values()) {
    if (isJson(module) || module === main) continue;
    for (const { start } of module.returns) {
      const message = 'Only the main module can end the run with return. Put this code into a function.';
      problems.push(problemAt(module.file, module.code, start, message));
    }
  }
  const result = main.units.findIndex(({ node }) => node.type === 'ExportDefaultDeclaration');
  const later = result < 0 ? [] : main.units.slice(result + 1);
  const next = later.find(({ node }) => node.type !== 'FunctionDeclaration');
  if (next) {
    const message = 'export default ends the run, so this would never happen. Put the export at the end.';
    problems.push(problemAt(main.file, main.code, next.start, message));
  }
  const byName = main.exports.get('default');
  if (result < 0 && byName) {
    const message =
      'The main module gives the value of the template as "export default value;". Write it so.';
    problems.push(problemAt(main.file, main.code, main.links.at(-1)?.start ?? 0, message));
  }
  if (problems.length > 0) throw new BuildError(problems);
}

/** Every statement that the bundler keeps must be one of a module, so that none is lost. */
function refuseUnplaced({ entry, unplaced }: Resolved): void {
  const [first] = unplaced;
  if (first === undefined) return;
  const message = `The bundler keeps code whose place it does not tell, a fault of the build: ${first.split('\n')[0]}`;
  throw new BuildError([{ file: entry, line: 0, column: 0, message }]);
}

/** The values of a JSON file that are in use: of its keys, and of the whole. */
function constantsOf(file: string, { value }: JsonModule, { values, nameOf }: Linked): string[] {
  const used = values.get(file) ?? new Set();
  if (used.size === 0) return [];
  const names = new Map<string, string>();
  const constants: string[] = [];
  for (const local of used) {
    if (local === DEFAULT) continue;
    const name = nameOf({ file, local });
    names.set(local, name);
    constants.push(`const ${name} = ${literal((value as Record<string, Json>)[local]!)};`);
  }
  if (used.has(DEFAULT))
    constants.push(`const ${nameOf({ file, local: DEFAULT })} = ${literal(value, names)};`);
  return constants;
}

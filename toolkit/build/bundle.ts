/**
 * src/main.ts and everything it imports as one readable script in the sandbox's language.
 * esbuild orders the modules and keeps their names; comments on lines of their own survive as headers and docs.
 * What it prints otherwise than the sandbox has it is put back: `undefined` for `void 0`, top-level `const` for `var`,
 * `x: x` for `x`, plain numbers for exponents.
 */
import { readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import * as path from 'node:path';
import { parse } from 'acorn';
import { build, type Metafile, type Plugin } from 'esbuild';
import { applyEdits } from './edits.ts';
import { moveLazyModules } from './lazy.ts';
import { eachNode } from './names.ts';
import { type Replacement, unroll } from './unroll.ts';

export interface Bundle {
  code: string;
  metafile: Metafile;
  /** Where a place of the code comes from; lines and columns from 1. */
  originOf: (line: number, column: number) => { file: string; line: number; column: number };
}

/** Stands for `require` while esbuild, which would resolve it, is at work. */
const REQUIRE = 'require_of_gtm';

/**
 * A type declaration with the comment right above it, up to the next line that begins something else: in formatted code all
 * lines of a declaration but the first are indented or close a bracket.
 */
const TYPE_DECLARATION =
  /^(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?(?:export )?(?:interface|type) (?:.*\n)(?:(?:[ \t})\]>].*)?\n)*/gm;

/** Blanks type declarations; every other place of the text stays where it is. */
const blankTypes = (text: string): string =>
  text.replace(TYPE_DECLARATION, (declaration, comment: string | undefined, offset: number) => {
    // The first comment of a file is its header, not the declaration's.
    const header = offset === 0 ? (comment ?? '') : '';
    return header + declaration.slice(header.length).replace(/[^\n]/g, ' ');
  });

/** Comments on lines of their own, marked so that esbuild keeps them. */
const keepComments: Plugin = {
  name: 'keep-comments',
  setup(context) {
    context.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const contents = blankTypes(await readFile(file, 'utf8'))
        .replace(/^(\s*)\/\//gm, '$1//!')
        .replace(/^(\s*)\/\*\*?/gm, '$1/*!')
        .replace(/\brequire(?=\()/g, REQUIRE);
      return { contents, loader: 'ts' };
    });
  },
};

/** What esbuild prints otherwise than the sandbox's language has it, put back. */
function restorations(code: string): Replacement[] {
  const edits: Replacement[] = [...code.matchAll(new RegExp(REQUIRE, 'g'))].map(({ index }) => ({
    start: index,
    end: index + REQUIRE.length,
    text: 'require',
  }));
  const assigned = new Set<unknown>();
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  eachNode(program, (node) => {
    // `void` of anything else stays, for the check to refuse.
    if (node.type === 'UnaryExpression' && code.slice(node.start, node.end) === 'void 0') {
      edits.push({ start: node.start, end: node.end, text: 'undefined' });
    }
    if (node.type === 'Property' && node.shorthand) {
      const name = code.slice(node.start, node.end);
      edits.push({ start: node.start, end: node.end, text: `${name}: ${name}` });
    }
    if (node.type === 'Literal' && typeof node.value === 'number' && /[eExX]/.test(String(node.raw))) {
      edits.push({ start: node.start, end: node.end, text: String(node.value) });
    }
    const target =
      node.type === 'AssignmentExpression'
        ? node.left
        : node.type === 'UpdateExpression'
          ? node.argument
          : undefined;
    if (target) assigned.add((target as { name?: string }).name);
  });
  for (const statement of program.body) {
    if (statement.type !== 'VariableDeclaration' || statement.kind !== 'var') continue;
    const names = statement.declarations.map(({ id }) => (id.type === 'Identifier' ? id.name : undefined));
    const kind =
      statement.declarations.every(({ init }) => init) && !names.some((name) => assigned.has(name))
        ? 'const'
        : 'let';
    edits.push({ start: statement.start, end: statement.start + 3, text: kind });
  }
  // Nothing else is put back inside a function that is expanded as a whole.
  const expanded = unroll(code);
  return edits
    .filter(({ start }) => !expanded.some((whole) => start >= whole.start && start < whole.end))
    .concat(expanded)
    .sort((a, b) => a.start - b.start);
}

function offsetOf(text: string, line: number, column: number): number {
  return (
    text
      .split('\n')
      .slice(0, line - 1)
      .reduce((sum, row) => sum + row.length + 1, 0) +
    column -
    1
  );
}

/** Bundles `entry`, a path below `root`. Fails with esbuild's own messages when a module cannot be read. */
export async function bundle(root: string, entry: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'esnext',
    charset: 'ascii',
    legalComments: 'inline',
    sourcemap: 'external',
    outfile: 'template.js',
    treeShaking: true,
    logLevel: 'silent',
    plugins: [keepComments],
  });
  const written = outputFiles.find(({ path: file }) => file.endsWith('.js'))!.text;
  const map = new SourceMap(JSON.parse(outputFiles.find(({ path: file }) => file.endsWith('.map'))!.text));
  const plain = applyEdits(written, restorations(written));
  const { text, original } = plain;
  const moved = moveLazyModules(
    text
      .replace(/^(\s*)\/\/! ?/gm, '$1// ')
      .replace(/^(\s*)\/\*!/gm, '$1/**')
      .trimEnd(),
  );
  return {
    code: `${moved.lines.join('\n')}\n`,
    metafile,
    originOf: (line, column) => {
      const from = moved.origins[line - 1] ?? { line: 0, indent: 0 };
      const before = written
        .slice(0, original(offsetOf(text, from.line + 1, column - from.indent)))
        .split('\n');
      const found = map.findEntry(before.length - 1, before.at(-1)!.length);
      if (!('originalSource' in found)) return { file: entry, line, column };
      return {
        file: path.relative(root, path.resolve(root, found.originalSource.replace(/^file:\/\//, ''))),
        line: found.originalLine + 1,
        column: found.originalColumn + 1,
      };
    },
  };
}

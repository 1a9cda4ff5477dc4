/** The built code against its source: modules in any formatting do the same in the sandbox as in Node. */
import * as path from 'node:path';
import { build } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bundle, bundle } from '../../build/bundle.ts';
import { originOf } from '../../build/origins.ts';
import { parseTemplate, runTemplate } from '../../sandbox/index.ts';
import { removed, written } from './project.ts';
import { type Program, randomProgram } from './random-modules.ts';

/** What a program logs, and what its main module exports as default. */
interface Done {
  logs: string[];
  value: unknown;
}

const textOf = (values: readonly unknown[]): string =>
  values.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value))).join(' ');

/** The source as Node runs it: types and modules are the bundler's business alone. */
async function inNode(main: string): Promise<Done> {
  const { outputFiles } = await build({
    entryPoints: [main],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'exported',
    platform: 'node',
    logLevel: 'silent',
    // An import that is written is one that runs.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    plugins: [
      {
        name: 'apis',
        setup: (context) =>
          context.onResolve({ filter: /.*/ }, ({ kind, path: name }) =>
            kind === 'require-call' ? { path: name, external: true } : undefined,
          ),
      },
    ],
  });
  const logs: string[] = [];
  const apis: Record<string, unknown> = {
    logToConsole: (...values: unknown[]) => logs.push(textOf(values)),
    JSON: { stringify: (value: unknown) => JSON.stringify(value) },
  };
  const run = new Function('require', 'data', `${outputFiles[0]!.text}\nreturn exported.default;`);
  const value: unknown = run((name: string) => apis[name], {});
  return { logs, value: JSON.parse(JSON.stringify(value)) };
}

async function inSandbox(code: string): Promise<Done> {
  const template = parseTemplate(
    `___INFO___\n\n{"type": "MACRO"}\n\n\n___SANDBOXED_JS_FOR_SERVER___\n\n${code}\n`,
  );
  const { logs, returned, errors } = await runTemplate(template, {}, { permissions: false });
  expect(errors).toEqual([]);
  return { logs, value: JSON.parse(JSON.stringify(returned)) };
}

/** Runs a check on the files of random programs, each in a folder of its own. */
async function forPrograms(
  runs: number,
  holds: (program: Program, folder: string, made: Bundle) => Promise<void> | void,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(1_000_000), { minLength: 100, maxLength: 400, size: 'max' }),
      async (numbers) => {
        let next = 0;
        const program = randomProgram((below) => (numbers[next++] ?? 0) % below);
        const folder = await written(program.files);
        try {
          await holds(program, folder, await bundle(path.join(folder, 'app'), 'src/main.ts'));
        } finally {
          await removed(folder);
        }
      },
    ),
    // A slow machine looks at fewer, but for full counts.
    process.env.LONG === '1' ? { numRuns: runs * 20 } : { numRuns: runs, interruptAfterTimeLimit: 40_000 },
  );
}

describe('a bundle of modules in any formatting', () => {
  it('does in the sandbox what its source does in Node', async () => {
    await forPrograms(60, async (_program, folder, { code }) => {
      expect(await inSandbox(code)).toEqual(await inNode(path.join(folder, 'app/src/main.ts')));
    });
  });

  it('keeps each comment inside of a statement that ships, once, and makes up none', async () => {
    await forPrograms(20, ({ files, comments }, _folder, { code }) => {
      for (const comment of comments) expect([comment, code.split(comment).length - 1]).toEqual([comment, 1]);
      const source = Object.values(files).join('\n');
      for (const [comment] of code.matchAll(/\/\* told [\d.]+ \*\/|\/\/ (?:behind|about|Header).*/g))
        expect(source).toContain(comment);
    });
  });

  it('keeps each doc comment above its function, and none of a type above anything', async () => {
    await forPrograms(20, (_program, _folder, { code }) => {
      for (const { index, 0: doc } of code.matchAll(/\/\*\* Doc of \w+\. \*\//g))
        expect(code.slice(index + doc.length)).toMatch(/^\s*function \w+\(x\b/);
      // A semicolon behind a type ends the statement in front of it when that has none.
      expect(code).not.toMatch(/\/\*\* Of the type\. \*\/\s*[^\s;]/);
    });
  });

  it('knows of each word that was copied where it stood', async () => {
    await forPrograms(20, ({ files }, _folder, { code, origins }) => {
      for (const [i, line] of code.split('\n').entries()) {
        for (const { index, 0: word } of line.matchAll(
          /told \d+\.\d+|'(?:then|else|for|m)\d+'|no comment \d+/g,
        )) {
          const { file, line: at, column } = originOf(origins, i + 1, index + 1)!;
          const name = path.posix.join('app', file);
          const source = files[name]!.replace(/^\ufeff/, '').split(/\r?\n/);
          expect(source[at - 1]!.slice(column - 1)).toMatch(new RegExp(`^${word}`));
        }
      }
    });
  });
});

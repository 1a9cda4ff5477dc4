/**
 * The library: a `.tpl` file read, checked, compiled, run in a world you describe, its scenarios run, its form; and a folder
 * built into one. `sgtm-toolkit/sandbox` and `sgtm-toolkit/form` are the parts that also run in a browser.
 */
import type { Built } from './build/build-template.ts';

export type { Built, Refusal } from './build/build-template.ts';
export { BuildError, type BuildProblem } from './build/problems.ts';
export * from './form/index.ts';
export * from './sandbox/index.ts';

/**
 * Builds the template in a folder: src/main.ts or src/main.js with all it imports, and template/. Writes nothing.
 *
 * @returns the files by path below the folder, and what the check says at the places of the sources. Rejects with a BuildError
 *   for what cannot be read or put together.
 */
export async function buildTemplate(folder: string): Promise<Built> {
  // The bundler, for which nothing else need wait.
  const build = await import('./build/build-template.ts');
  return build.buildTemplate(folder);
}

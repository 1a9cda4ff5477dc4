/** What keeps a template from being built: each fault with its place, and the one error that carries them. */
import { placeAt } from '../sandbox/tpl/place.ts';

export interface BuildProblem {
  /** Below the folder that is built; `../` for what lies outside of it. */
  file: string;
  /** Both from 1; 0 where the whole file is meant. */
  line: number;
  column: number;
  /** What was found and what to do: sentences. */
  message: string;
}

/** The template cannot be built. Its message has a line `file:line:column: sentence` for each problem. */
export class BuildError extends Error {
  readonly problems: readonly BuildProblem[];

  constructor(problems: readonly BuildProblem[]) {
    super(
      problems
        .map(({ file, line, column, message }) =>
          line === 0 ? `${file}: ${message}` : `${file}:${line}:${column}: ${message}`,
        )
        .join('\n'),
    );
    this.name = 'BuildError';
    this.problems = problems;
  }
}

/** A problem at an offset of a file's text. */
export const problemAt = (file: string, text: string, offset: number, message: string): BuildProblem => ({
  file,
  ...placeAt(text, offset),
  message,
});

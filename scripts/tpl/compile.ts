/** `compile`: the instruction arrays of a template as JSON. */
import { compile } from '../../sandbox/index.ts';
import { problemLine, problemsOf, readTemplate, UsageError, type Verb } from './io.ts';

export const compileVerb: Verb = {
  usage: 'compile FILE',
  about: "Prints the code as the instruction arrays that Google's compiler makes of it.",
  options: {
    json: { type: 'boolean', help: 'with the line numbers of the code that hold statements' },
  },
  async run([file, ...more], { json }, io) {
    if (file === undefined || more.length > 0) throw new UsageError('compile takes exactly one file.');
    const read = readTemplate(file);
    if ('problem' in read) {
      io.err(`${problemLine(io, file, read.problem)}\n`);
      return 1;
    }
    const { code, codeLine } = read.template;
    try {
      const { root, lines } = compile(code);
      io.out(`${JSON.stringify(json ? { root, lines: lines.map((line) => line + codeLine - 1) } : root)}\n`);
      return 0;
    } catch (error) {
      for (const problem of problemsOf(error))
        io.err(`${problemLine(io, file, { ...problem, line: problem.line + codeLine - 1 })}\n`);
      return 1;
    }
  },
};

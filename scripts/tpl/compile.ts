/** `compile`: the instruction arrays of a template as JSON. */
import { compileTemplate } from '../../toolkit/sandbox/loaded.ts';
import { problemsOf, readTemplate, refuse, UsageError, type Verb } from './io.ts';

export const compileVerb: Verb = {
  usage: 'compile FILE',
  about: "Prints the code as the instruction arrays that Google's compiler makes of it.",
  options: {
    json: { type: 'boolean', help: 'with the lines of the file that hold statements' },
  },
  async run([file, ...more], { json }, io) {
    if (file === undefined || more.length > 0) throw new UsageError('compile takes exactly one file.');
    const read = readTemplate(file);
    if ('problem' in read) return refuse(io, file, [read.problem], json);
    try {
      const { root, lines } = compileTemplate(read.template);
      io.out(`${JSON.stringify(json ? { root, lines } : root)}\n`);
      return 0;
    } catch (error) {
      return refuse(io, file, problemsOf(error), json);
    }
  },
};

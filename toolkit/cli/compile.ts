/** `compile`: the instruction arrays of a template as JSON. */
import { compileTemplate } from '../sandbox/loaded.ts';
import { type Command, UsageError } from './shell.ts';
import { problemsOf, readTemplate, refuse } from './templates.ts';

export const compileCommand: Command = {
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

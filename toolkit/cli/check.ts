/** `check`: what Google's editor would refuse, and permissions used ↔ declared. */
import { check, type Problem } from '../sandbox/index.ts';
import { bold, type Command, count, green, grey, problemLine, red } from './shell.ts';
import { findFiles, nothingToDo, readTemplate } from './templates.ts';

export const checkCommand: Command = {
  usage: 'check FILE-OR-FOLDER…',
  about:
    "Names everything in a template that Google's editor refuses, and permissions that do not fit the code.",
  options: {
    strict: { type: 'boolean', help: 'warnings count as errors' },
    quiet: { type: 'boolean', help: 'errors only' },
    json: { type: 'boolean', help: 'the result as JSON' },
  },
  async run(paths, { json, strict, quiet }, io) {
    const results: { file: string; problems: Problem[] }[] = [];
    const skipped: string[] = [];
    for (const { path, walked } of findFiles(paths)) {
      const read = readTemplate(path);
      if ('template' in read) results.push({ file: path, problems: check(read.template) });
      else if (walked && read.problem.code === 'TPL_WEB') skipped.push(path);
      else results.push({ file: path, problems: [read.problem] });
    }
    if (results.length === 0) throw nothingToDo(skipped);
    const of = (severity: Problem['severity'], problems: Problem[]): number =>
      problems.filter((problem) => problem.severity === severity).length;
    const all = results.flatMap(({ problems }) => problems);
    const errors = of('error', all);
    const warnings = of('warning', all);
    const failed = errors > 0 || (strict === true && warnings > 0);

    if (json) io.out(`${JSON.stringify({ files: results, skipped, errors, warnings }, null, 2)}\n`);
    else {
      for (const { file, problems } of results)
        for (const problem of problems)
          if (!quiet || problem.severity === 'error') {
            io.out(`${problemLine(io, file, problem)}\n`);
            io.out(`${grey(io, `  ${problem.page}`)}\n`);
          }
      const clean = results.filter(({ problems }) => of('error', problems) === 0).length;
      const verdict = failed ? red(io, 'not accepted') : green(io, 'all is well');
      const files =
        results.length === 1 ? '' : `${clean} of ${count(results.length, 'template')} without errors, `;
      io.out(`${bold(io, verdict)}: ${files}${count(errors, 'error')}, ${count(warnings, 'warning')}.\n`);
      if (skipped.length > 0) io.out(`${count(skipped.length, 'web template')} skipped.\n`);
    }
    return failed ? 1 : 0;
  },
};

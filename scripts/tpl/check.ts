/** `check`: what Google's editor would refuse, and permissions used ↔ declared. */
import { check, type Problem, slowPatterns, type Template } from '../../toolkit/sandbox/index.ts';
import {
  bold,
  count,
  findFiles,
  green,
  grey,
  nothingToDo,
  problemLine,
  readTemplate,
  red,
  type Verb,
} from './io.ts';

export const checkVerb: Verb = {
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
    for (const { path } of findFiles(paths)) {
      const read = readTemplate(path);
      const problems = 'template' in read ? await problemsIn(read.template) : [read.problem];
      results.push({ file: path, problems });
    }
    if (results.length === 0) throw nothingToDo([]);
    const of = (severity: Problem['severity'], problems: Problem[]): number =>
      problems.filter((problem) => problem.severity === severity).length;
    const all = results.flatMap(({ problems }) => problems);
    const errors = of('error', all);
    const warnings = of('warning', all);
    const notes = of('note', all);
    const failed = errors > 0 || (strict === true && warnings > 0);

    if (json)
      io.out(`${JSON.stringify({ files: results, skipped: [], errors, warnings, notes }, null, 2)}\n`);
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
      io.out(
        `${bold(io, verdict)}: ${files}${count(errors, 'error')}, ${count(warnings, 'warning')}${notes > 0 ? `, ${count(notes, 'note')}` : ''}.\n`,
      );
    }
    return failed ? 1 : 0;
  },
};

/** All problems of a template in the order of the file. */
async function problemsIn(template: Template): Promise<Problem[]> {
  const problems = [...check(template), ...(await slowPatterns(template))];
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

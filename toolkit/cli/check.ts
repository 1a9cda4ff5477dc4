/** `check`: what Google's editor would refuse, and permissions used ↔ declared. */
import { check } from '../sandbox/check.ts';
import type { Problem } from '../sandbox/language/codes.ts';
import { slowPatterns } from '../sandbox/slow-patterns.ts';
import type { Template } from '../sandbox/tpl/template.ts';
import { moreAbout, withAddresses } from './package.ts';
import { annotation, asJson, junit, REPORTER_OPTIONS, type Reporter, reporterOf } from './reporters.ts';
import { bold, type Command, count, green, grey, type Io, problemLine, red } from './shell.ts';
import { findFiles, readTemplate } from './templates.ts';
import { overTemplates, WATCH_OPTION } from './watch.ts';

interface Result {
  file: string;
  problems: Problem[];
}

interface Checked {
  files: Result[];
  errors: number;
  warnings: number;
  notes: number;
}

export const checkCommand: Command = {
  usage: 'check FILE-OR-FOLDER…',
  about:
    "Names everything in a template that Google's editor refuses, and permissions that do not fit the code.",
  options: {
    strict: { type: 'boolean', help: 'warnings count as errors' },
    quiet: { type: 'boolean', help: 'errors only' },
    ...REPORTER_OPTIONS,
    ...WATCH_OPTION,
  },
  async run(paths, options, io) {
    const reporter = reporterOf(options);
    const once = async (): Promise<number> => {
      const checked = await checkFiles(paths, io);
      const failed = checked.errors > 0 || (options.strict === true && checked.warnings > 0);
      const shown = options.quiet ? onlyErrors(checked) : checked;
      REPORTS[reporter](shown, failed, io);
      return failed ? 1 : 0;
    };
    return overTemplates(paths, options.watch === true, io, once);
  },
};

async function checkFiles(paths: readonly string[], io: Io): Promise<Checked> {
  const files: Result[] = [];
  const found = await findFiles(paths);
  for (const [index, { path }] of found.entries()) {
    if (found.length > 1) io.progress(`${index + 1} of ${found.length}: ${path}`);
    const read = readTemplate(path);
    const problems = 'template' in read ? await problemsIn(read.template) : [read.problem];
    files.push({ file: path, problems });
  }
  const of = (severity: string): number =>
    files.flatMap(({ problems }) => problems).filter((problem) => problem.severity === severity).length;
  return { files, errors: of('error'), warnings: of('warning'), notes: of('note') };
}

/** All problems of a template in the order of the file. */
async function problemsIn(template: Template): Promise<Problem[]> {
  const problems = [...check(template), ...(await slowPatterns(template))];
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

const isError = ({ severity }: Problem): boolean => severity === 'error';
const onlyErrors = (checked: Checked): Checked => ({
  ...checked,
  files: checked.files.map(({ file, problems }) => ({ file, problems: problems.filter(isError) })),
});

const REPORTS: Record<Reporter, (checked: Checked, failed: boolean, io: Io) => void> = {
  json: ({ files, ...counts }, _failed, io) => {
    const found = files.map(({ file, problems }) => ({ file, problems: withAddresses(problems) }));
    io.out(asJson({ files: found, ...counts }));
  },
  junit: ({ files }, _failed, io) =>
    io.out(
      junit(
        files.map(({ file, problems }) => ({
          name: file,
          cases: [
            {
              name: 'check',
              failures: problems
                .filter(isError)
                .map(({ line, column, code, message }) => `${file}:${line}:${column} ${code}: ${message}`),
            },
          ],
        })),
      ),
    ),
  github(checked, failed, io) {
    for (const { file, problems } of checked.files)
      for (const problem of problems) {
        const message = `${problem.message}\n${moreAbout(problem)}`;
        io.out(annotation({ ...problem, file, title: problem.code, message }));
      }
    summary(checked, failed, io);
  },
  text(checked, failed, io) {
    for (const { file, problems } of checked.files)
      for (const problem of problems) {
        io.out(`${problemLine(io, file, problem)}\n`);
        io.out(`${grey(io, `  ${moreAbout(problem)}`)}\n`);
      }
    summary(checked, failed, io);
  },
};

function summary({ files, errors, warnings, notes }: Checked, failed: boolean, io: Io): void {
  const clean = files.filter(({ problems }) => !problems.some(isError)).length;
  const verdict = failed ? red(io, 'not accepted') : green(io, 'all is well');
  const among = files.length === 1 ? '' : `${clean} of ${count(files.length, 'template')} without errors, `;
  const noted = notes === 0 ? '' : `, ${count(notes, 'note')}`;
  io.out(`${bold(io, verdict)}: ${among}${count(errors, 'error')}, ${count(warnings, 'warning')}${noted}.\n`);
}

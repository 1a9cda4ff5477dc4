/**
 * `npm run build`: generated types and template.tpl. With --check nothing is written and any difference is an error. Exit
 * status: 0 all is well, 1 what Google's editor would refuse or a difference, 2 the command was called wrongly.
 */
import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { Built, Refusal } from 'sgtm-toolkit/build/build-template';
import { originOf } from 'sgtm-toolkit/build/origins';
import { readSection } from 'sgtm-toolkit/sandbox/language/check';
import { formsIn } from 'sgtm-toolkit/sandbox/language/find-forms';
import type { FormName } from 'sgtm-toolkit/sandbox/language/forms';
import { formsPage } from 'sgtm-toolkit/sandbox/language/forms-page';
import { rulesPage } from 'sgtm-toolkit/sandbox/language/rules-page';
import { positionOf } from 'sgtm-toolkit/sandbox/language/tree';
import { templateRulesPage } from 'sgtm-toolkit/sandbox/tpl/codes';
import { parseTemplate } from 'sgtm-toolkit/sandbox/tpl/template';
import { type Command, type Io, isProgram, runCommand, standardIo } from 'sgtm-toolkit/shell';

const buildCommand = (root: string): Command => ({
  usage: '',
  files: false,
  about: `Bundles src/, checks it against the sandbox's language and the declared permissions, and writes template.tpl, the
generated types in src/ and the pages of rules and forms in docs/.`,
  options: {
    check: { type: 'boolean', help: 'write nothing; exit 1 when a file differs from what the sources give' },
  },
  run: (_files, { check }, io) => build(root, check === true, io),
});

/** Runs the command line in the project at `root` and gives the exit status. */
export const main = (args: readonly string[], root: string, io: Io): Promise<number> =>
  runCommand('npm run build --', buildCommand(root), args, io);

async function build(root: string, checkOnly: boolean, io: Io): Promise<number> {
  const started = performance.now();
  // The bundler, for which --help need not wait.
  const { BuildError } = await import('sgtm-toolkit/build/problems');
  const { buildTemplate } = await import('sgtm-toolkit/build/build-template');
  const built = await buildTemplate(root).catch((error: unknown) => {
    if (!(error instanceof BuildError)) throw error;
    io.err(`${error.message}\n`);
    return undefined;
  });
  if (!built) return 1;
  for (const { severity, code, file, line, column, message, page } of built.refusals) {
    io.err(`${severity}: ${code} at ${file}:${line}:${column}\n  ${message}\n  ${page}\n`);
  }
  const own = [...notAsWritten(built), ...avoidedForms(built)];
  for (const line of own) io.err(`error: ${line}\n`);
  if (own.length > 0 || built.refusals.some(isRefused)) return 1;

  const files = new Map([
    ...built.files,
    ['docs/sandbox-rules.md', rulesPage()],
    ['docs/sandbox-forms.md', formsPage()],
    ['docs/template-rules.md', templateRulesPage()],
  ]);

  const different: string[] = [];
  for (const [file, text] of files) {
    const current = await readFile(path.join(root, file), 'utf8').catch(() => '');
    if (current === text) continue;
    different.push(file);
    if (!checkOnly) await writeFile(path.join(root, file), text);
  }
  if (checkOnly && different.length > 0) {
    io.err(
      `Not what the sources give: ${different.join(', ')}. Run "npm run build" and commit the result.\n`,
    );
    return 1;
  }
  const size = (files.get('template.tpl')!.length / 1024).toFixed(0);
  const what = different.length > 0 ? `wrote ${different.join(', ')}` : 'nothing to change';
  io.out(`template.tpl: ${size} KB, ${what}, ${(performance.now() - started).toFixed(0)} ms\n`);
  return 0;
}

/** What Google's editor would refuse, and of this template also what no public server template is known to use. */
const isRefused = ({ severity, code }: Refusal): boolean =>
  severity === 'error' || code === 'SANDBOX_NOT_SEEN';

/**
 * Forms that this template does without although some public ones have them, and what to write instead: that costs a few
 * instructions, a template that Google does not take costs everything.
 */
const AVOIDED: { readonly [name in FormName]?: string } = {
  'a >>> b': 'Mask what >> brings in: a >> 2 & 1073741823.',
  'object with numbers as keys': 'Put the number in quotes.',
};

/** Each place of the code with such a form. */
function avoidedForms({ files, origins }: Built): string[] {
  const { code, codeLine, type } = parseTemplate(files.get('template.tpl')!);
  const { parsed, ast, scopes } = readSection(code, type);
  if (!ast || !scopes) return [];
  return formsIn(ast, parsed, scopes).flatMap(({ form, node }) => {
    const instead = AVOIDED[form];
    if (instead === undefined) return [];
    const { line, column } = positionOf(node);
    const inTemplate = { file: 'template.tpl', line: line + codeLine - 1, column };
    const at = originOf(origins, inTemplate.line, column) ?? inTemplate;
    return [`${at.file}:${at.line}:${at.column}: ${form}: hardly any public template has it. ${instead}`];
  });
}

/** What would stand in the template otherwise than in src/: a name of two modules, and syntax the sandbox does not have. */
function notAsWritten({ renamed, lowered }: Built): string[] {
  return [
    ...renamed.map(
      ({ file, from, to }) =>
        `${file}: ${from} is also a name of another module, and would ship as ${to}. Rename one of them.`,
    ),
    ...lowered
      .filter(({ kind }) => kind !== 'number' && kind !== 'trailing comma')
      .map(
        ({ file, line, column, kind }) =>
          `${file}:${line}:${column}: ${kind}: what ships is what was written. Write the plain form.`,
      ),
  ];
}

if (isProgram(import.meta.url))
  process.exitCode = await main(process.argv.slice(2), path.join(import.meta.dirname, '..'), standardIo());

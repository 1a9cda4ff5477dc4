/** From src/ and template/ to the text of template.tpl and the generated types. Reads, but writes nothing. */
import { readdir, readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { check, type Problem, parseTemplate } from '../sandbox/index.ts';
import { checkSource } from '../sandbox/language/check.ts';
import { formsPage } from '../sandbox/language/forms-page.ts';
import { sandboxLib } from '../sandbox/language/lib.ts';
import { rulesPage } from '../sandbox/language/rules-page.ts';
import { templateRulesPage } from '../sandbox/tpl/codes.ts';
import { formatJson, type Json } from '../sandbox/tpl/json.ts';
import { formatTemplate } from '../sandbox/tpl/sections.ts';
import { formatTests } from '../sandbox/tpl/yaml.ts';
import { type Bundle, bundle } from './bundle.ts';
import { type Field, fieldTypes } from './fields.ts';
import { collectScenarios } from './scenarios.ts';
import { slim } from './slim.ts';

export interface Refusal {
  code: string;
  severity: Problem['severity'];
  message: string;
  /** Below the root: a source file, or template.tpl for what stands in no source. */
  file: string;
  line: number;
  column: number;
  page: string;
}

export interface Built {
  /** Path below the root → text. */
  files: Map<string, string>;
  refusals: Refusal[];
  metafile: Bundle['metafile'];
}

/** Builds everything below `root`. Fails on what cannot be read; what Google's editor would refuse is in `refusals`. */
export async function assemble(root: string): Promise<Built> {
  const read = (file: string) => readFile(path.join(root, file), 'utf8');
  const json = async (file: string) => JSON.parse(await read(file)) as Json;

  const [bundled, info, parameters, permissions, terms, notes] = await Promise.all([
    bundle(root, 'src/main.ts'),
    json('template/info.json'),
    json('template/parameters.json'),
    json('template/permissions.json'),
    read('template/terms.txt'),
    read('template/notes.md'),
  ]);
  const scenarioFiles = (await readdir(path.join(root, 'template/scenarios')))
    .filter((file) => file !== 'setup.js')
    .sort();
  const tests = collectScenarios(
    await read('template/scenarios/setup.js'),
    await Promise.all(
      scenarioFiles.map(async (name) => ({
        file: `template/scenarios/${name}`,
        text: await read(`template/scenarios/${name}`),
      })),
    ),
  );
  const textWith = (code: string): string =>
    formatTemplate({
      TERMS_OF_SERVICE: terms,
      INFO: formatJson(info),
      TEMPLATE_PARAMETERS: formatJson(parameters),
      SANDBOXED_JS_FOR_SERVER: code,
      SERVER_PERMISSIONS: formatJson(permissions),
      TESTS: formatTests(tests),
      NOTES: notes,
    });
  // What is refused is named at its place in the source; only what may stand is made slim.
  const refused = refusals(textWith(bundled.code), bundled);
  const text = refused.some(isError) ? textWith(bundled.code) : textWith(slim(bundled.code));
  return {
    files: new Map([
      ['template.tpl', text],
      ['src/fields.generated.ts', fieldTypes(parameters as unknown as Field[])],
      ['src/sandbox.generated.d.ts', sandboxLib()],
      ['docs/sandbox-rules.md', rulesPage()],
      ['docs/sandbox-forms.md', formsPage()],
      ['docs/template-rules.md', templateRulesPage()],
    ]),
    refusals: refused.some(isError) ? refused : [...refused, ...errorsOf(text)],
    metafile: bundled.metafile,
  };
}

const isError = ({ severity }: Refusal): boolean => severity === 'error';

/** What Google's editor would refuse of the code as it ships, were the build to make a mistake. */
function errorsOf(text: string): Refusal[] {
  const { code, codeLine, type } = parseTemplate(text);
  return checkSource(code, { kind: type })
    .map((problem) => ({ ...problem, file: 'template.tpl', line: problem.line + codeLine - 1 }))
    .filter(isError);
}

/** What Google's editor would refuse, each at its place in the source. */
function refusals(text: string, { code, originOf }: Bundle): Refusal[] {
  const template = parseTemplate(text);
  const lastCodeLine = template.codeLine + code.trimEnd().split('\n').length;
  return check(template).map(({ line, column, ...problem }) => ({
    ...problem,
    ...(line >= template.codeLine && line < lastCodeLine
      ? originOf(line - template.codeLine + 1, column)
      : { file: 'template.tpl', line, column }),
  }));
}

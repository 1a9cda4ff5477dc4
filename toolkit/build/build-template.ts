/**
 * From a folder with src/ and template/ to the text of a template and the types its source is checked with: a tag, a client
 * or a variable. Reads, but writes nothing.
 */
import { stat } from 'node:fs/promises';
import * as path from 'node:path';
import { check, type Problem, parseTemplate } from '../sandbox/index.ts';
import { sandboxLib } from '../sandbox/language/lib.ts';
import { formatJson } from '../sandbox/tpl/json.ts';
import { formatTemplate } from '../sandbox/tpl/sections.ts';
import { formatTests } from '../sandbox/tpl/yaml.ts';
import { type Bundle, bundle } from './bundle.ts';
import { fieldTypes } from './fields.ts';
import { linkBaseAt, withRepositoryLinks } from './help-links.ts';
import { type Origins, originOf } from './origins.ts';
import { causeOf, type Parts, readParts } from './parts.ts';
import { BuildError, type BuildProblem } from './problems.ts';
import { templateOrigins } from './template-origins.ts';

/** What the check says of the template, at the place where it was written; template.tpl for what stands in no source. */
export type Refusal = Problem & { file: string };

export interface Built {
  /** Path below the root → text: template.tpl, and for a source in TypeScript the types in src/. */
  files: Map<string, string>;
  /** In the order of the template. A template with an error among them is not to be written. */
  refusals: Refusal[];
  /** For each line of template.tpl where it was written, to be handed on with it: `originOf(origins, line, column)`. */
  origins: Origins;
  /** The files that were read for the code, in the order in which they run. */
  sources: string[];
  renamed: Bundle['renamed'];
  lowered: Bundle['lowered'];
}

/**
 * Builds the template in the folder `root`: src/main.ts or src/main.js with all it imports, and template/. Throws a
 * BuildError for what cannot be read or put together; what Google's editor would refuse is in `refusals`.
 */
export async function buildTemplate(root: string): Promise<Built> {
  const entry = await findEntry(root);
  const [bundled, parts] = await bothOrProblems(bundle(root, entry), readParts(root));
  const text = textOf(bundled.code, parts, await linkBaseAt(root));
  const template = parseTemplate(text);
  const origins = templateOrigins(template, bundled.origins, parts);
  const files = new Map([['template.tpl', text]]);
  if (entry.endsWith('.ts')) {
    files.set('src/fields.generated.ts', fieldTypes(parts.parameters.document.value, template.type));
    files.set('src/sandbox.generated.d.ts', sandboxLib());
  }
  return {
    files,
    refusals: check(template).map((problem) => ({
      ...problem,
      ...(originOf(origins, problem.line, problem.column) ?? { file: 'template.tpl' }),
    })),
    origins,
    sources: bundled.files,
    renamed: bundled.renamed,
    lowered: bundled.lowered,
  };
}

async function findEntry(root: string): Promise<string> {
  for (const entry of ['src/main.ts', 'src/main.js']) {
    const found = await stat(path.join(root, entry)).catch((error: unknown) => {
      causeOf(error);
      return undefined;
    });
    if (found?.isFile()) return entry;
  }
  const message = `Neither src/main.ts nor src/main.js is in ${root}. Write one: it is the code of the template.`;
  throw new BuildError([{ file: 'src/main.ts', line: 0, column: 0, message }]);
}

/** Both results, or one error with the problems of both. */
async function bothOrProblems<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  const problems: BuildProblem[] = [];
  const results = await Promise.allSettled([a, b] as const);
  for (const result of results) {
    if (result.status === 'fulfilled') continue;
    if (!(result.reason instanceof BuildError)) throw result.reason;
    problems.push(...result.reason.problems);
  }
  if (problems.length > 0) throw new BuildError(problems);
  return Promise.all([a, b]);
}

function textOf(
  code: string,
  { info, parameters, permissions, terms, notes, tests }: Parts,
  linkBase: string,
): string {
  return formatTemplate({
    ...(terms !== undefined && { TERMS_OF_SERVICE: terms }),
    INFO: formatJson(info.document.value),
    TEMPLATE_PARAMETERS: formatJson(withRepositoryLinks(parameters.document.value, linkBase)),
    SANDBOXED_JS_FOR_SERVER: code,
    SERVER_PERMISSIONS: formatJson(permissions.document.value),
    TESTS: formatTests(tests),
    ...(notes !== undefined && { NOTES: notes }),
  });
}

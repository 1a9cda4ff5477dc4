/**
 * What an export of GTM's editor changes in template/: every section but the code, which is made from src/ and only
 * compared. Reads, but writes nothing.
 */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { buildTemplate } from 'sgtm-toolkit/build/build-template';
import { linkBaseAt, writtenHelps } from 'sgtm-toolkit/build/help-links';
import { collectScenarios } from 'sgtm-toolkit/build/scenarios';
import { parseTemplate, type Template } from 'sgtm-toolkit/sandbox';
import { formatJson, type Json } from 'sgtm-toolkit/sandbox/tpl/json';
import { trimBlankLines } from 'sgtm-toolkit/sandbox/tpl/sections';
import { align } from './align.ts';
import { formattedJson } from './format.ts';
import { distribute, tidy } from './scenarios.ts';

export interface Plan {
  /** Path below the root → new text, `undefined` to remove the file. Only files that change. */
  files: Map<string, string | undefined>;
  /** Sentences about what was left as it is. */
  notes: string[];
  /** The code that src/ gives, and the code of the export. */
  code: { built: string; exported: string };
}

/** An export that can be read, but not be kept in the files of template/. */
export class ExportError extends Error {}

/** Throws a TemplateError for an export that cannot be read, an ExportError for one that template/ cannot hold. */
export async function plan(root: string, exportedText: string): Promise<Plan> {
  const template = parseTemplate(exportedText);
  refuseAnother(
    template,
    JSON.parse(readFileSync(path.join(root, 'template/parameters.json'), 'utf8')) as Json,
  );
  const built = (await buildTemplate(root)).files.get('template.tpl')!;
  const files: Plan['files'] = new Map();
  const notes: string[] = [];
  const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
  const put = (file: string, text: string): void => {
    if (read(file) !== text) files.set(file, text);
  };
  const missing = (section: string, file: string) =>
    notes.push(`The export has no section ${section}; ${file} stays as it is.`);

  const json = (section: string, file: string, value: Json | undefined): void => {
    if (value === undefined) {
      missing(section, file);
      return;
    }
    const ours = JSON.parse(read(file)) as Json;
    const aligned = align(value, ours);
    if (formatJson(aligned) !== formatJson(ours)) put(file, formattedJson(root, file, aligned));
  };
  json('INFO', 'template/info.json', template.info?.value);
  json(
    'TEMPLATE_PARAMETERS',
    'template/parameters.json',
    template.parameters &&
      withWrittenHelps(
        template.parameters.value,
        writtenHelps(JSON.parse(read('template/parameters.json')) as Json, await linkBaseAt(root)),
      ),
  );
  // The editor leaves the section out when nothing is needed.
  json('SERVER_PERMISSIONS', 'template/permissions.json', template.permissions?.value ?? []);

  const text = (section: string, file: string): void => {
    const found = template.sections.find(({ name }) => name === section);
    if (!found) missing(section, file);
    else {
      const body = trimBlankLines(found.body.replaceAll('\r\n', '\n'));
      if (body !== trimBlankLines(read(file))) put(file, `${body}\n`);
    }
  };
  text('TERMS_OF_SERVICE', 'template/terms.txt');
  text('NOTES', 'template/notes.md');
  if (template.sections.some(({ name }) => name === 'TESTS')) tests(root, template, files, notes);
  else missing('TESTS', 'template/scenarios');

  return { files, notes, code: { built: parseTemplate(built).code, exported: template.code } };
}

/** The fields with the links of their help texts as template/parameters.json writes them. */
const withWrittenHelps = (parameters: Json, written: ReadonlyMap<string, string>): Json =>
  JSON.parse(JSON.stringify(parameters), (key, value) =>
    key === 'help' ? (written.get(value) ?? value) : value,
  ) as Json;

/** The wrong file would replace all of template/: an export that has fields, but none of ours, is of another template. */
function refuseAnother({ info, parameters }: Template, ours: Json): void {
  const theirs = namesIn(parameters?.value ?? []);
  const known = new Set(namesIn(ours));
  if (theirs.length === 0 || known.size === 0 || theirs.some((name) => known.has(name))) return;
  const title = (info?.value as { displayName?: Json } | undefined)?.displayName;
  throw new ExportError(
    `The export is of another template, ${JSON.stringify(title)}: it has none of the fields in template/parameters.json.`,
  );
}

const namesIn = (value: Json): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const name = Array.isArray(value) ? undefined : value.name;
  return [...(typeof name === 'string' ? [name] : []), ...Object.values(value).flatMap(namesIn)];
};

const FOLDER = 'template/scenarios';

function tests(root: string, template: Template, files: Plan['files'], notes: string[]): void {
  const names = readdirSync(path.join(root, FOLDER)).sort();
  const textOf = (name: string): string =>
    names.includes(name) ? readFileSync(path.join(root, FOLDER, name), 'utf8') : '';
  const { setup, scenarios } = template.tests;

  const setupCode = tidy(setup?.code ?? '');
  if (setupCode !== tidy(textOf('setup.js'))) files.set(`${FOLDER}/setup.js`, `${setupCode}\n`);

  const before = names.filter((name) => name !== 'setup.js').map((file) => ({ file, text: textOf(file) }));
  const after = kept(before, scenarios);
  for (const { file, text } of after) if (text !== textOf(file)) files.set(`${FOLDER}/${file}`, text);
  for (const { file } of before)
    if (!after.some((one) => one.file === file)) files.set(`${FOLDER}/${file}`, undefined);

  const order = collectScenarios('', after).scenarios.map(({ name }) => name);
  if (order.some((name, i) => name !== scenarios[i]!.name))
    notes.push('The export runs the scenarios in another order; here they run file by file.');
}

function kept(...[before, exported]: Parameters<typeof distribute>): ReturnType<typeof distribute> {
  try {
    return distribute(before, exported);
  } catch (error) {
    throw error instanceof Error ? new ExportError(error.message) : error;
  }
}

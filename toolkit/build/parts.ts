/** The parts of a template that are kept as data: template/*.json, its texts, its scenarios. Reads, but writes nothing. */
import { readdir, readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { type JsonDocument, JsonError, parseJson } from '../sandbox/tpl/json.ts';
import { BuildError, type BuildProblem } from './problems.ts';
import { collectScenarios, type LocatedScenarios } from './scenarios.ts';

/** A JSON file as it was read. */
export interface JsonPart {
  file: string;
  text: string;
  document: JsonDocument;
}

export interface Parts {
  info: JsonPart;
  parameters: JsonPart;
  permissions: JsonPart;
  /** Absent sections are left out of the template. */
  terms: string | undefined;
  notes: string | undefined;
  tests: LocatedScenarios;
}

const INFO_SAMPLE =
  '{"type": "TAG", "id": "cvt_temp_public_id", "version": 1, "securityGroups": [], "displayName": "…", "description": "…", "containerContexts": ["SERVER"]}';

/**
 * Reads `template/` below `root`. Only info.json must be there: no fields, no permissions, no terms, no notes and no
 * scenarios are what an absent file means. Throws a BuildError with a sentence for each file that cannot be read.
 */
export async function readParts(root: string): Promise<Parts> {
  const problems: BuildProblem[] = [];
  const read = (file: string): Promise<string | undefined> => readText(root, file, problems);
  const json = async (file: string, absent: string | undefined): Promise<JsonPart> => {
    const text = (await read(file)) ?? absent;
    const part = { file, text: text ?? 'null', document: parseJson('null') };
    if (text === undefined) {
      const message = `The file is missing; it says what the template is and how it is called. Write at least ${INFO_SAMPLE}.`;
      problems.push({ file, line: 0, column: 0, message });
      return part;
    }
    try {
      return { ...part, document: parseJson(text) };
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      const { message, line, column } = error;
      problems.push({ file, line, column, message: `This is not valid JSON: ${message}.` });
      return part;
    }
  };
  const [info, parameters, permissions, terms, notes, tests] = await Promise.all([
    json('template/info.json', undefined),
    json('template/parameters.json', '[]'),
    json('template/permissions.json', '[]'),
    read('template/terms.txt'),
    read('template/notes.md'),
    readScenarios(root, problems),
  ]);
  if (problems.length > 0) throw new BuildError(problems);
  return { info, parameters, permissions, terms, notes, tests };
}

async function readScenarios(root: string, problems: BuildProblem[]): Promise<LocatedScenarios> {
  const folder = 'template/scenarios';
  const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
    const cause = causeOf(error);
    if (cause !== 'ENOENT') problems.push({ file: folder, line: 0, column: 0, message: unreadable(cause) });
    return [];
  });
  const names = entries
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith('.js'))
    .map(({ name }) => name);
  const textOf = async (name: string): Promise<string> =>
    (await readText(root, `${folder}/${name}`, problems)) ?? '';
  const setup = names.includes('setup.js') ? await textOf('setup.js') : '';
  const files = await Promise.all(
    names
      .filter((name) => name !== 'setup.js')
      .sort()
      .map(async (name) => ({ file: `${folder}/${name}`, text: await textOf(name) })),
  );
  try {
    return collectScenarios(setup, files);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    problems.push(...error.problems);
    return collectScenarios('', []);
  }
}

/** The text of a file without byte-order mark; nothing when there is no such file. */
async function readText(root: string, file: string, problems: BuildProblem[]): Promise<string | undefined> {
  try {
    return (await readFile(path.join(root, file), 'utf8')).replace(/^\ufeff/, '');
  } catch (error) {
    const cause = causeOf(error);
    if (cause !== 'ENOENT') problems.push({ file, line: 0, column: 0, message: unreadable(cause) });
    return undefined;
  }
}

const unreadable = (cause: string): string =>
  `It cannot be read (${cause}). Make it a readable file, or remove it.`;

/** The system's word for a failed access, `EACCES` and the like. Anything else is no fault of a file, and thrown on. */
export function causeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}

/**
 * A template read from the text of its `.tpl` file: sections cut, JSON and YAML parsed, code with its place in
 * the file. A file that cannot be read at all gives one TemplateError; what can be read but is wrong (missing INFO, unknown
 * field types, …) is left to `check`.
 */
import { TemplateError } from './errors.ts';
import { type Json, JsonError, parseJson } from './json.ts';
import { type Place, placeAt, placesIn } from './place.ts';
import { cutSections, type Section, trimBlankLines } from './sections.ts';
import { parseTests, type Tests, YamlError } from './yaml.ts';

/** A JSON section: its value, and the place in the file of each part. */
export interface JsonSection {
  value: Json;
  /** Place in the file of the value a JSON pointer names. */
  placeOf: (pointer: string) => Place;
  /** Place in the file of the first line break in a string, if there is one: JSON forbids it, Google reads it. */
  lineBreak?: Place;
}

export interface Template {
  /** The whole file, unchanged. */
  text: string;
  sections: readonly Section[];
  /**
   * The containers its code is for. A template for both counts as one for the server; where code for the other containers is
   * left over, INFO decides. Web templates are read and checked, not run.
   */
  context: 'SERVER' | 'WEB';
  type: 'TAG' | 'MACRO' | 'CLIENT';
  info?: JsonSection;
  parameters?: JsonSection;
  permissions?: JsonSection;
  /** The code without blank lines around it. */
  code: string;
  /** Line of the file on which the first line of `code` stands. */
  codeLine: number;
  /** Scenarios; their `fileLines` are lines of the file. */
  readonly tests: Tests;
}

/** Longest file that is read, in UTF-16 units. The largest published template has 212,523 bytes. */
export const LONGEST_FILE = 4_000_000;

/**
 * Reads the text of a `.tpl` file. Throws a TemplateError with section, line and column.
 *
 * @param testsLater reads the scenarios, a third of the work, only when they are asked for; a fault in them is thrown then
 */
export function parseTemplate(text: string, { testsLater = false } = {}): Template {
  if (text.length > LONGEST_FILE) {
    throw new TemplateError(
      'TPL_SIZE',
      `A template may have at most ${LONGEST_FILE} characters, this one has ${text.length}; it is probably not a .tpl file.`,
      placeAt(text, LONGEST_FILE),
    );
  }
  const { sections } = cutSections(text);
  if (sections.length === 0) {
    throw new TemplateError(
      'TPL_SECTIONS',
      "No section found. A .tpl file consists of sections that start with a line such as '___INFO___'; export one from the template editor to compare.",
      { line: 1, column: 1 },
    );
  }
  const find = (name: string): Section | undefined => {
    const [first, second] = sections.filter((section) => section.name === name);
    if (second) {
      throw new TemplateError(
        'TPL_SECTION_TWICE',
        `Section ${name} stands twice, first on line ${first?.line}. Remove one of them.`,
        { section: name, line: second.line, column: 1 },
      );
    }
    return first;
  };

  const server = find('SANDBOXED_JS_FOR_SERVER');
  const first = server ?? find('SANDBOXED_JS_FOR_WEB_TEMPLATE');
  if (!first) {
    throw new TemplateError(
      'TPL_CODE_MISSING',
      'Section SANDBOXED_JS_FOR_SERVER is missing, so there is no code to read; the file may be truncated.',
      { section: 'SANDBOXED_JS_FOR_SERVER', ...placeAt(text, text.length) },
    );
  }
  const info = readJson(text, find('INFO'));
  const web = server && !isForWebOnly(info?.value) ? undefined : find('SANDBOXED_JS_FOR_WEB_TEMPLATE');
  const code = web ?? first;
  const parameters = readJson(text, find('TEMPLATE_PARAMETERS'));
  const permissions = readJson(text, find(web ? 'WEB_PERMISSIONS' : 'SERVER_PERMISSIONS'));
  const testsSection = find('TESTS');
  let tests = testsLater ? undefined : readTests(testsSection);
  const trimmed = trimBlankLines(code.body);
  const codeOffset = trimmed === '' ? code.offset : code.offset + code.body.indexOf(trimmed);
  return {
    text,
    sections,
    context: web ? 'WEB' : 'SERVER',
    type: typeOf(info),
    ...(info && { info }),
    ...(parameters && { parameters }),
    ...(permissions && { permissions }),
    code: trimmed,
    codeLine: placeAt(text, codeOffset).line,
    get tests() {
      tests ??= readTests(testsSection);
      return tests;
    },
  };
}

function isForWebOnly(info: Json | undefined): boolean {
  const contexts = contextsOf(info);
  return contexts?.includes('WEB') === true && !contexts.includes('SERVER');
}

/** The containers that INFO names, where it names any that there are. */
export function contextsOf(info: Json | undefined): Json[] | undefined {
  const contexts = (info as { containerContexts?: Json } | undefined)?.containerContexts;
  return Array.isArray(contexts) && contexts.some((name) => name === 'SERVER' || name === 'WEB')
    ? contexts
    : undefined;
}

function typeOf(info: JsonSection | undefined): Template['type'] {
  const value = info?.value;
  const type = value && typeof value === 'object' && !Array.isArray(value) ? value.type : undefined;
  return type === 'MACRO' || type === 'CLIENT' ? type : 'TAG';
}

function readJson(text: string, section: Section | undefined): JsonSection | undefined {
  if (!section) return undefined;
  try {
    const { value, offsetOf, lineBreak } = parseJson(section.body, { lineBreaksInStrings: true });
    const inFile = placesIn(text);
    const place = (offset: number): Place => inFile(section.offset + offset);
    return {
      value,
      placeOf: (pointer) => place(offsetOf(pointer)),
      ...(lineBreak !== undefined && { lineBreak: place(lineBreak) }),
    };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new TemplateError('TPL_JSON', `Section ${section.name} is not valid JSON: ${error.message}.`, {
      section: section.name,
      ...placeAt(text, section.offset + error.offset),
    });
  }
}

function readTests(section: Section | undefined): Tests {
  if (!section) return { scenarios: [] };
  const inFile = <T extends { fileLines: readonly number[] }>(code: T): T => ({
    ...code,
    fileLines: code.fileLines.map((line) => line + section.line),
  });
  try {
    const { setup, scenarios } = parseTests(section.body);
    return {
      ...(setup && { setup: inFile(setup) }),
      scenarios: scenarios.map((scenario) => ({
        ...inFile(scenario),
        namePlace: { ...scenario.namePlace, line: scenario.namePlace.line + section.line },
      })),
    };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new TemplateError('TPL_YAML', `Section TESTS is not valid YAML: ${error.message}.`, {
      section: section.name,
      line: section.line + error.line,
      column: error.column,
    });
  }
}

/** The JSON sections held against their schemas, with every refusal in words and at its place in the file. */
import type { Problem } from '../language/codes.ts';
import { didYouMean, nearest } from '../language/nearest.ts';
import { controlCharacters } from '../language/parse.ts';
import { templateProblem } from './codes.ts';
import { checkFields } from './fields.ts';
import { type Json, pointerStep } from './json.ts';
import { placeAt } from './place.ts';
import { type Schema, type Violation, violations } from './schema.ts';
import { infoSchema } from './schemas/info.ts';
import { parametersSchema } from './schemas/parameters.ts';
import { permissionsSchema } from './schemas/permissions.ts';
import { SECTION_ORDER } from './sections.ts';
import { contextsOf, type JsonSection, type Template } from './template.ts';
import type { Scenario } from './yaml.ts';

const SCHEMAS = {
  INFO: infoSchema,
  TEMPLATE_PARAMETERS: parametersSchema,
  SERVER_PERMISSIONS: permissionsSchema,
  WEB_PERMISSIONS: permissionsSchema,
};
export type ValidatedSection = keyof typeof SCHEMAS;

/** One finding: where in the value (JSON pointer) and what is wrong, as a sentence. */
export interface SchemaFinding {
  code: 'TPL_SCHEMA' | 'TPL_UNUSUAL';
  pointer: string;
  message: string;
}

/** Holds a section's value against its schema; an empty list means it fits. */
export function validateSection(section: ValidatedSection, value: Json): SchemaFinding[] {
  const findings = violations(SCHEMAS[section], value).map((violation) => inWords(section, violation));
  const seen = new Set<string>();
  return findings.filter(({ pointer, message }) => {
    const key = `${pointer} ${message}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function inWords(section: string, { keyword, schema, pointer, value, key = '' }: Violation): SchemaFinding {
  const subject = `${section}${pointer.replaceAll(/\/(\d+)/g, '[$1]').replaceAll('/', '.')}`;
  const code = pointer.startsWith('/categories') ? 'TPL_UNUSUAL' : 'TPL_SCHEMA';
  if (keyword === 'additionalProperties')
    return {
      // The editor's own sections have been published with keys of their authors; a typed value has no place for one.
      code: section.endsWith('PERMISSIONS') ? 'TPL_SCHEMA' : 'TPL_UNUSUAL',
      pointer: `${pointer}/${pointerStep(key)}`,
      message: `${subject} has the unknown key '${key}'.${didYouMean(key, Object.keys(schema.properties ?? {}))}`,
    };
  if (keyword === 'required') return { code, pointer, message: `${subject} needs the key '${key}'.` };
  const near =
    keyword === 'enum' && typeof value === 'string' ? nearest(value, schema.enum!.map(String)) : undefined;
  const meant = near === undefined ? '' : ` Did you mean ${near}?`;
  const message = `${subject} must ${EXPECTED[keyword](schema)}, found ${shown(value)}.${meant}`;
  return { code, pointer, message };
}

const EXPECTED: Record<
  Exclude<Violation['keyword'], 'required' | 'additionalProperties'>,
  (schema: Schema) => string
> = {
  type: ({ type }) => `be ${[type].flat().join(' or ')}`,
  enum: ({ enum: values = [] }) => `be one of ${values.join(', ')}`,
  const: ({ const: value }) => `be ${shown(value)}`,
  pattern: ({ pattern }) => `match ${pattern}`,
  minLength: ({ minLength }) => `have at least ${minLength} characters`,
  minItems: ({ minItems }) => `have at least ${minItems} items`,
};

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
};

/** What is wrong with a template's sections, at lines and columns of the file. */
export function checkSections(template: Template): Problem[] {
  const problems: Problem[] = [];
  const add = (...given: Parameters<typeof templateProblem>) => problems.push(templateProblem(...given));

  const json: Record<ValidatedSection, JsonSection | undefined> = {
    INFO: template.info,
    TEMPLATE_PARAMETERS: template.parameters,
    SERVER_PERMISSIONS: template.context === 'SERVER' ? template.permissions : undefined,
    WEB_PERMISSIONS: template.context === 'WEB' ? template.permissions : undefined,
  };
  for (const [name, section] of Object.entries(json) as [ValidatedSection, JsonSection | undefined][]) {
    if (!section) continue;
    for (const { code, pointer, message } of validateSection(name, section.value))
      add(code, message, section.placeOf(pointer));
    if (section.lineBreak)
      add(
        'TPL_LINE_BREAK',
        `A string of section ${name} goes over a line break. Join the lines.`,
        section.lineBreak,
      );
  }
  if (!template.info) add('TPL_SECTION_MISSING', 'Section INFO is missing; the importer needs it.', start);
  if (!template.parameters)
    add(
      'TPL_SECTION_MISSING',
      'Section TEMPLATE_PARAMETERS is missing; write [] for a template without fields.',
      start,
    );
  for (const { name, line } of template.sections)
    if (!KNOWN.has(name))
      add('TPL_SECTION_UNKNOWN', `Section ${name} is not known.${didYouMean(name, KNOWN)}`, {
        line,
        column: 1,
      });
  // Sections that are read are refused when they are parsed; published templates carry the terms twice.
  for (const [index, { name, line }] of template.sections.entries()) {
    const first = template.sections.findIndex((section) => section.name === name);
    if (first < index)
      add(
        'TPL_SECTION_TWICE',
        `Section ${name} stands twice, first on line ${template.sections[first]?.line}. Remove one of them.`,
        { line, column: 1 },
        'warning',
      );
  }
  const codeSection =
    template.context === 'SERVER' ? 'SANDBOXED_JS_FOR_SERVER' : 'SANDBOXED_JS_FOR_WEB_TEMPLATE';
  for (const { name, body, line } of template.sections)
    if (name !== codeSection)
      for (const found of controlCharacters(body)) problems.push({ ...found, line: found.line + line });
  const contexts = contextsOf(template.info?.value);
  if (template.info && contexts && !contexts.includes(template.context))
    add(
      'TPL_SCHEMA',
      `INFO.containerContexts must hold ${template.context}, as the code is for it, found ${JSON.stringify(contexts)}.`,
      template.info.placeOf('/containerContexts'),
    );
  for (const { code, message, pointer } of checkFields(template.parameters?.value ?? []))
    add(code, message, template.parameters!.placeOf(pointer));
  problems.push(...lineEnds(template.text), ...scenarioNames(template.tests.scenarios));
  return problems;
}

/** The first line end, and the first byte-order mark, that the editor does not export. */
function lineEnds(text: string): Problem[] {
  const offsets: [offset: number, what: string][] = [
    [text.indexOf('\r'), 'A line ends with CR LF; the editor exports LF. Save the file with LF.'],
    [text.indexOf('\uFEFF', 1), 'A byte-order mark stands inside the file. Delete it.'],
  ];
  return offsets
    .filter(([offset]) => offset >= 0)
    .map(([offset, message]) => templateProblem('TPL_LINE_ENDS', message, placeAt(text, offset)));
}

/** Names of scenarios that the editor refuses, and doubled ones. */
function scenarioNames(scenarios: readonly Scenario[]): Problem[] {
  const seen = new Set<string>();
  return scenarios.flatMap(({ name, namePlace }) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this pattern is for
    const [refused] = /[;\u0000-\u001f\u007f]/.exec(name) ?? [];
    const found: Problem[] = [];
    if (refused !== undefined || name.trim() === '') {
      const what = refused === undefined ? 'is empty' : `has ${JSON.stringify(refused)} in it`;
      const message = `The scenario name ${JSON.stringify(name)} ${what}; the editor refuses it. Use letters, digits, blanks, hyphens and underscores.`;
      found.push(templateProblem('TPL_SCENARIO_NAME', message, namePlace));
    }
    if (seen.has(name))
      found.push(
        templateProblem(
          'TPL_SCENARIO_TWICE',
          `Two scenarios are called '${name}'. Rename one of them.`,
          namePlace,
        ),
      );
    seen.add(name);
    return found;
  });
}

const start = { line: 1, column: 1 };
const KNOWN = new Set<string>(SECTION_ORDER);

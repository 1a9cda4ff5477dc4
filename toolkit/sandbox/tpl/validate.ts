/**
 * The JSON sections held against their schemas, with every refusal in words and at its place in the file. The schema
 * validator builds functions from text, so a page that forbids that (content security policy) cannot call this module.
 */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Problem } from '../language/codes.ts';
import { didYouMean } from '../language/nearest.ts';
import { controlCharacters } from '../language/parse.ts';
import { templateProblem } from './codes.ts';
import { checkFields } from './fields.ts';
import { type Json, pointerStep } from './json.ts';
import { placeAt } from './place.ts';
import { infoSchema } from './schemas/info.ts';
import { parametersSchema } from './schemas/parameters.ts';
import { permissionsSchema } from './schemas/permissions.ts';
import { SECTION_ORDER } from './sections.ts';
import type { JsonSection, Template } from './template.ts';
import type { Scenario } from './yaml.ts';

const SCHEMAS = {
  INFO: infoSchema,
  TEMPLATE_PARAMETERS: parametersSchema,
  SERVER_PERMISSIONS: permissionsSchema,
  WEB_PERMISSIONS: permissionsSchema,
};
export type ValidatedSection = keyof typeof SCHEMAS;

const validators = new Map<ValidatedSection, ValidateFunction>();

function validatorOf(section: ValidatedSection): ValidateFunction {
  let validator = validators.get(section);
  if (!validator) {
    validator = new Ajv({ allErrors: true, strict: false, verbose: true, code: { optimize: false } }).compile(
      SCHEMAS[section],
    );
    validators.set(section, validator);
  }
  return validator;
}

/** One finding: where in the value (JSON pointer) and what is wrong, as a sentence. */
export interface SchemaFinding {
  code: 'TPL_SCHEMA' | 'TPL_UNUSUAL';
  pointer: string;
  message: string;
}

/** Holds a section's value against its schema; an empty list means it fits. */
export function validateSection(section: ValidatedSection, value: Json): SchemaFinding[] {
  const validate = validatorOf(section);
  if (validate(value)) return [];
  const seen = new Set<string>();
  const findings: SchemaFinding[] = [];
  for (const error of validate.errors ?? []) {
    if (error.keyword === 'if') continue;
    const finding = inWords(section, error);
    const key = `${finding.pointer} ${finding.message}`;
    if (!seen.has(key)) findings.push(finding);
    seen.add(key);
  }
  return findings;
}

function inWords(section: string, error: ErrorObject): SchemaFinding {
  const where = error.instancePath;
  const subject = `${section}${where.replaceAll(/\/(\d+)/g, '[$1]').replaceAll('/', '.')}`;
  const params = error.params as Record<string, unknown>;
  const code = where.startsWith('/categories') ? 'TPL_UNUSUAL' : 'TPL_SCHEMA';
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty);
      const known = Object.keys((error.parentSchema?.properties ?? {}) as object);
      return {
        // The editor's own sections have been published with keys of their authors; a typed value has no place for one.
        code: section.endsWith('PERMISSIONS') ? 'TPL_SCHEMA' : 'TPL_UNUSUAL',
        pointer: `${where}/${pointerStep(key)}`,
        message: `${subject} has the unknown key '${key}'.${didYouMean(key, known)}`,
      };
    }
    case 'required':
      return {
        code,
        pointer: where,
        message: `${subject} needs the key '${String(params.missingProperty)}'.`,
      };
    case 'type':
      return {
        code,
        pointer: where,
        message: `${subject} must be ${[params.type].flat().join(' or ')}, found ${shown(error.data)}.`,
      };
    case 'enum':
      return {
        code,
        pointer: where,
        message: `${subject} must be one of ${(params.allowedValues as unknown[]).join(', ')}, found ${shown(error.data)}.`,
      };
    case 'const':
      return {
        code,
        pointer: where,
        message: `${subject} must be ${shown(params.allowedValue)}, found ${shown(error.data)}.`,
      };
    default:
      return {
        code,
        pointer: where,
        message: `${subject} ${error.message ?? 'does not fit'}, found ${shown(error.data)}.`,
      };
  }
}

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

/** The containers that INFO names, where it names any that there are. */
function contextsOf(info: Json | undefined): Json[] | undefined {
  const contexts = (info as { containerContexts?: Json } | undefined)?.containerContexts;
  return Array.isArray(contexts) && contexts.some((name) => name === 'SERVER' || name === 'WEB')
    ? contexts
    : undefined;
}

const start = { line: 1, column: 1 };
const KNOWN = new Set<string>(SECTION_ORDER);

/**
 * The JSON sections held against their schemas, with every refusal in words and at its place in the file. The schema
 * validator builds functions from text, so a page that forbids that (content security policy) cannot call this module.
 */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Problem } from '../language/codes.ts';
import { controlCharacters } from '../language/parse.ts';
import { page, type TemplateCode } from './codes.ts';
import { checkFields } from './fields.ts';
import type { Json } from './json.ts';
import { infoSchema } from './schemas/info.ts';
import { parametersSchema } from './schemas/parameters.ts';
import { permissionsSchema } from './schemas/permissions.ts';
import { SECTION_ORDER, WEB_SECTIONS } from './sections.ts';
import type { JsonSection, Template } from './template.ts';

const SCHEMAS = {
  INFO: infoSchema,
  TEMPLATE_PARAMETERS: parametersSchema,
  SERVER_PERMISSIONS: permissionsSchema,
};
export type ValidatedSection = keyof typeof SCHEMAS;

const validators = new Map<ValidatedSection, ValidateFunction>();

function validatorOf(section: ValidatedSection): ValidateFunction {
  let validator = validators.get(section);
  if (!validator) {
    validator = new Ajv({ allErrors: true, strict: false, verbose: true }).compile(SCHEMAS[section]);
    validators.set(section, validator);
  }
  return validator;
}

/** One refusal: where in the value (JSON pointer) and what is wrong, as a sentence. */
export interface SchemaFinding {
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
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty);
      const known = Object.keys((error.parentSchema?.properties ?? {}) as object);
      const near = known.find((name) => distance(name.toLowerCase(), key.toLowerCase()) <= 2);
      return {
        pointer: `${where}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
        message: `${subject} has the unknown key '${key}'${near ? `; did you mean '${near}'?` : `; known are ${known.join(', ')}.`}`,
      };
    }
    case 'required':
      return { pointer: where, message: `${subject} needs the key '${String(params.missingProperty)}'.` };
    case 'type':
      return {
        pointer: where,
        message: `${subject} must be ${[params.type].flat().join(' or ')}, found ${shown(error.data)}.`,
      };
    case 'enum':
      return {
        pointer: where,
        message: `${subject} must be one of ${(params.allowedValues as unknown[]).join(', ')}, found ${shown(error.data)}.`,
      };
    case 'const':
      return {
        pointer: where,
        message: `${subject} must be ${shown(params.allowedValue)}, found ${shown(error.data)}.`,
      };
    default:
      return {
        pointer: where,
        message: `${subject} ${error.message ?? 'does not fit'}, found ${shown(error.data)}.`,
      };
  }
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
};

/** Edit distance, for suggestions; both words are short. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/** What is wrong with a template's sections, at lines and columns of the file. */
export function checkSections(template: Template): Problem[] {
  const problems: Problem[] = [];
  const add = (
    code: TemplateCode,
    severity: Problem['severity'],
    message: string,
    place: { line: number; column: number },
  ) => problems.push({ code, severity, message, ...place, page: page(code) });

  const json: Record<ValidatedSection, JsonSection | undefined> = {
    INFO: template.info,
    TEMPLATE_PARAMETERS: template.parameters,
    SERVER_PERMISSIONS: template.permissions,
  };
  for (const [name, section] of Object.entries(json) as [ValidatedSection, JsonSection | undefined][]) {
    if (!section) continue;
    for (const { pointer, message } of validateSection(name, section.value))
      add('TPL_SCHEMA', 'error', message, section.placeOf(pointer));
  }
  if (!template.info)
    add('TPL_SECTION_MISSING', 'error', 'Section INFO is missing; the importer needs it.', start);
  if (!template.parameters)
    add(
      'TPL_SECTION_MISSING',
      'error',
      'Section TEMPLATE_PARAMETERS is missing; write [] for a template without fields.',
      start,
    );
  for (const { name, line } of template.sections)
    if (!KNOWN.has(name))
      add(
        'TPL_SECTION_UNKNOWN',
        'error',
        `Section ${name} is not known; known are ${[...KNOWN].join(', ')}.`,
        { line, column: 1 },
      );
  // Sections that are read are refused when they are parsed; published templates carry the terms twice.
  for (const [index, { name, line }] of template.sections.entries()) {
    const first = template.sections.findIndex((section) => section.name === name);
    if (first < index)
      add(
        'TPL_SECTION_TWICE',
        'warning',
        `Section ${name} stands twice, first on line ${template.sections[first]?.line}. Remove one of them.`,
        { line, column: 1 },
      );
  }
  for (const { name, body, line } of template.sections)
    if (name !== 'SANDBOXED_JS_FOR_SERVER')
      for (const found of controlCharacters(body)) problems.push({ ...found, line: found.line + line });
  if (isForWebOnly(template.info?.value))
    add(
      'TPL_SCHEMA',
      'error',
      'INFO.containerContexts must hold SERVER, as the code is for the server, found ["WEB"].',
      template.info!.placeOf('/containerContexts'),
    );
  for (const { code, severity, message, pointer } of checkFields(template.parameters?.value ?? []))
    add(code, severity, message, template.parameters!.placeOf(pointer));
  return problems;
}

const isForWebOnly = (info: Json | undefined): boolean =>
  JSON.stringify((info as { containerContexts?: Json } | undefined)?.containerContexts) === '["WEB"]';

const start = { line: 1, column: 1 };
const KNOWN = new Set<string>([...SECTION_ORDER, ...WEB_SECTIONS]);

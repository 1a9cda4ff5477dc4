/**
 * Codes of everything that can be wrong with a template file apart from its code (those are in language/codes.ts), each with the
 * way out, and the page of documentation made from them.
 */

import type { Problem } from '../language/codes.ts';
import type { Severity } from '../language/rule.ts';

interface Rule {
  severity: Severity;
  /** What is wrong: a sentence. */
  what: string;
  /** What to do: an imperative sentence. */
  instead: string;
}

export const TEMPLATE_CODES = {
  TPL_SIZE: {
    severity: 'error',
    what: 'The file is far longer than any template.',
    instead: 'Make sure it is the exported .tpl file.',
  },
  TPL_SECTIONS: {
    severity: 'error',
    what: 'The file holds no section at all.',
    instead: 'Export the template again; sections start with a line such as ___INFO___.',
  },
  TPL_SECTION_TWICE: {
    severity: 'error',
    what: 'A section stands twice, so it is open which one counts.',
    instead: 'Remove one of them.',
  },
  TPL_SECTION_MISSING: {
    severity: 'error',
    what: 'A section that the importer needs is missing.',
    instead: 'Add it; a template without fields has [] as its TEMPLATE_PARAMETERS.',
  },
  TPL_SECTION_UNKNOWN: {
    severity: 'error',
    what: 'A section is not one of the known ones.',
    instead: 'Correct its name, or remove it.',
  },
  TPL_CODE_MISSING: {
    severity: 'error',
    what: 'There is no code section; the file may be cut off.',
    instead: 'Add ___SANDBOXED_JS_FOR_SERVER___, or fetch the whole file.',
  },
  TPL_WEB: {
    severity: 'error',
    what: 'A web template was to be run. Web templates are read, checked and compiled here; their APIs work on a page, which is not emulated.',
    instead: 'Check it here, and run its tests in the template editor.',
  },
  TPL_JSON: {
    severity: 'error',
    what: 'A section is not strict JSON: no comments, no trailing commas, no line breaks in strings, each key once.',
    instead: 'Correct the text at the position given.',
  },
  TPL_YAML: {
    severity: 'error',
    what: 'The tests are not valid YAML, or have another shape than scenarios (name and code) and setup.',
    instead: 'Correct the text at the position given; comments outside code start with #.',
  },
  TPL_SCHEMA: {
    severity: 'error',
    what: 'A section has another shape than the editor exports, often by a misspelt key.',
    instead: 'Write the key or the value as the message says.',
  },
  TPL_UNUSUAL: {
    severity: 'warning',
    what: 'A key that the editor does not export, or a category that it does not offer. Published templates with such are imported all the same; what Google makes of them is not known.',
    instead: 'Correct the spelling, or remove it.',
  },
  TPL_LINE_BREAK: {
    severity: 'warning',
    what: 'A string of a JSON section goes over a line break, which JSON forbids. Released templates have it in their thumbnail; other readers refuse it.',
    instead: 'Join the lines, or write \\n.',
  },
  TPL_LINE_ENDS: {
    severity: 'note',
    what: 'Lines end with CR LF, or a byte-order mark stands inside the file. The editor exports LF, and a byte-order mark only as the very first character.',
    instead: 'Save the file with LF, in UTF-8.',
  },
  TPL_SCENARIO_NAME: {
    severity: 'error',
    what: "The editor refuses a scenario's name: it is empty, or has a semicolon or a control character in it.",
    instead: 'Use letters, digits, blanks, hyphens and underscores.',
  },
  TPL_SCENARIO_TWICE: {
    severity: 'warning',
    what: 'Two scenarios have the same name, so a report does not tell which one failed.',
    instead: 'Rename one of them.',
  },
  TPL_FIELD_TWICE: {
    severity: 'error',
    what: 'Two fields have the same name, or two columns of a table. All fields share one data object, whatever group they stand in.',
    instead: 'Rename one of them.',
  },
  TPL_FIELD_UNKNOWN: {
    severity: 'warning',
    what: 'A condition names a field that the template does not have.',
    instead: 'Correct the name, or remove the condition.',
  },
  TPL_FIELD_PATTERN: {
    severity: 'warning',
    what: 'The pattern of a REGEX validator is no regular expression, so no value of the field can pass.',
    instead: 'Correct the pattern; in JSON each backslash stands twice.',
  },
  TPL_VALUE_UNKNOWN: {
    severity: 'warning',
    what: 'A default, a condition or the code names a value that is none of the choices of its field, so it never applies.',
    instead: 'Write one of the values of the field.',
  },
  TPL_NO_DEFAULT: {
    severity: 'note',
    what: 'A selection that also takes variables has no default among its choices, so it starts empty.',
    instead: 'Give it a defaultValue.',
  },
  TPL_DATA_UNKNOWN: {
    severity: 'warning',
    what: 'The code or a test names a member of data that no field has, so it is undefined in every container.',
    instead: 'Correct the name, or add the field.',
  },
  TPL_FIELD_UNREAD: {
    severity: 'note',
    what: 'A field is filled in by the user but neither read by the code nor used in a condition.',
    instead: 'Remove the field, or read it.',
  },
  TPL_NO_ASSERTION: {
    severity: 'note',
    what: 'A scenario asserts nothing, so it passes whatever the code does as long as it does not throw.',
    instead: 'Assert an outcome: assertApi, assertThat, or fail.',
  },
  PERMISSION_MISSING: {
    severity: 'error',
    what: 'The code requires an API whose permission is not declared; its call ends the run.',
    instead: 'Declare the permission, or drop the API.',
  },
  PERMISSION_UNUSED: {
    severity: 'warning',
    what: 'A permission, or a part of one such as a key, a cookie or a header, is declared that the code does not use.',
    instead: 'Remove it: who reviews a template counts what it may do.',
  },
  PERMISSION_TOO_NARROW: {
    severity: 'warning',
    what: 'A declared permission does not cover a value that stands in the code; the call ends the run.',
    instead: 'Add the value to the permission, or correct the code.',
  },
  PERMISSION_BROAD: {
    severity: 'note',
    what: 'A permission allows everything of its kind.',
    instead: 'Name what the code needs.',
  },
  PERMISSION_UNKNOWN: {
    severity: 'error',
    what: 'A permission does not exist on the server. One that the code asks queryPermission for is a warning.',
    instead: 'Correct its name, or remove it; web permissions do not apply.',
  },
  PERMISSION_PARAMETER: {
    severity: 'error',
    what: 'A parameter of a permission has another shape than the editor exports. One that is merely unknown is a warning: released templates carry such.',
    instead: 'Write it as the message says, or set the permission in the editor and export again.',
  },
  PERMISSION_PATTERN: {
    severity: 'error',
    what: 'A URL or key pattern can never match; the check fails when it comes to it.',
    instead: 'Write URLs as https://host.example/path/*, keys as name or name.*.',
  },
} as const satisfies Record<string, Rule>;

export type TemplateCode = keyof typeof TEMPLATE_CODES;

/** A problem of a template's sections. `severity` is given where one code has two. */
export function templateProblem(
  code: TemplateCode,
  message: string,
  { line, column }: { line: number; column: number },
  severity: Severity = TEMPLATE_CODES[code].severity,
): Problem {
  return { code, severity, message, line, column, page: page(code) };
}

/** The page of a code in the documentation. */
export const page = (code: TemplateCode): string => `docs/template-rules.md#${code.toLowerCase()}`;

/** The text of docs/template-rules.md. */
export function templateRulesPage(): string {
  const sections = Object.entries<Rule>(TEMPLATE_CODES).map(
    ([code, { severity, what, instead }]) =>
      `## ${code}\n\n${severity[0]!.toUpperCase()}${severity.slice(1)}. ${what}\n\n${instead}\n`,
  );
  return `# What can be wrong with a template file

The check names problems of a \`.tpl\` file by code. Problems of its code are explained in [sandbox-rules.md](sandbox-rules.md);
here are those of its sections and permissions. An error is something Google refuses, a warning something that goes wrong
later, a note something a reviewer would ask about.

This page is generated from \`toolkit/sandbox/tpl/codes.ts\`.

${sections.join('\n')}`;
}

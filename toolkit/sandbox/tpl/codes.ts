/**
 * Codes of everything that can be wrong with a template file apart from its code (those are in language/codes.ts), each with the
 * way out, and the page of documentation made from them.
 */

interface Rule {
  /** What is wrong: a sentence. */
  what: string;
  /** What to do: an imperative sentence. */
  instead: string;
}

export const TEMPLATE_CODES = {
  TPL_SIZE: {
    what: 'The file is far longer than any template.',
    instead: 'Make sure it is the exported .tpl file.',
  },
  TPL_SECTIONS: {
    what: 'The file holds no section at all.',
    instead: 'Export the template again; sections start with a line such as ___INFO___.',
  },
  TPL_SECTION_TWICE: {
    what: 'A section stands twice, so it is open which one counts.',
    instead: 'Remove one of them.',
  },
  TPL_SECTION_MISSING: {
    what: 'A section that the importer needs is missing.',
    instead: 'Add it; a template without fields has [] as its TEMPLATE_PARAMETERS.',
  },
  TPL_SECTION_UNKNOWN: {
    what: 'A section is not one of the known ones.',
    instead: 'Correct its name, or remove it.',
  },
  TPL_CODE_MISSING: {
    what: 'There is no code section; the file may be cut off.',
    instead: 'Add ___SANDBOXED_JS_FOR_SERVER___, or fetch the whole file.',
  },
  TPL_WEB: {
    what: 'The template is for web containers, whose APIs and permissions are others.',
    instead: 'Use it in a web container; this tool is for server-side templates.',
  },
  TPL_JSON: {
    what: 'A section is not strict JSON: no comments, no trailing commas, no line breaks in strings, each key once.',
    instead: 'Correct the text at the position given.',
  },
  TPL_YAML: {
    what: 'The tests are not valid YAML, or have another shape than scenarios (name and code) and setup.',
    instead: 'Correct the text at the position given; comments outside code start with #.',
  },
  TPL_SCHEMA: {
    what: 'A section has another shape than the editor exports, often by a misspelt key.',
    instead: 'Write the key or the value as the message says.',
  },
  TPL_FIELD_TWICE: {
    what: 'Two fields have the same name, or two columns of a table. All fields share one data object, whatever group they stand in.',
    instead: 'Rename one of them.',
  },
  TPL_FIELD_UNKNOWN: {
    what: 'A condition names a field that the template does not have.',
    instead: 'Correct the name, or remove the condition.',
  },
  TPL_FIELD_PATTERN: {
    what: 'The pattern of a REGEX validator is no regular expression, so no value of the field can pass.',
    instead: 'Correct the pattern; in JSON each backslash stands twice.',
  },
  PERMISSION_MISSING: {
    what: 'The code requires an API whose permission is not declared; its call ends the run.',
    instead: 'Declare the permission, or drop the API.',
  },
  PERMISSION_UNUSED: {
    what: 'A permission, or a part of one such as a key, a cookie or a header, is declared that the code does not use.',
    instead: 'Remove it: who reviews a template counts what it may do.',
  },
  PERMISSION_TOO_NARROW: {
    what: 'A declared permission does not cover a value that stands in the code; the call ends the run.',
    instead: 'Add the value to the permission, or correct the code.',
  },
  PERMISSION_BROAD: {
    what: 'A permission allows everything of its kind.',
    instead: 'Name what the code needs.',
  },
  PERMISSION_UNKNOWN: {
    what: 'A permission does not exist on the server.',
    instead: 'Correct its name, or remove it; web permissions do not apply.',
  },
  PERMISSION_PARAMETER: {
    what: 'A parameter of a permission is unknown or has another shape than the editor exports.',
    instead: 'Write it as the message says, or set the permission in the editor and export again.',
  },
  PERMISSION_PATTERN: {
    what: 'A URL or key pattern can never match; the check fails when it comes to it.',
    instead: 'Write URLs as https://host.example/path/*, keys as name or name.*.',
  },
} as const satisfies Record<string, Rule>;

export type TemplateCode = keyof typeof TEMPLATE_CODES;

/** The page of a code in the documentation. */
export const page = (code: TemplateCode): string => `docs/template-rules.md#${code.toLowerCase()}`;

/** The text of docs/template-rules.md. */
export function templateRulesPage(): string {
  const sections = Object.entries<Rule>(TEMPLATE_CODES).map(
    ([code, { what, instead }]) => `## ${code}\n\n${what}\n\n${instead}\n`,
  );
  return `# What can be wrong with a template file

The check names problems of a \`.tpl\` file by code. Problems of its code are explained in [sandbox-rules.md](sandbox-rules.md);
here are those of its sections and permissions.

This page is generated from \`toolkit/sandbox/tpl/codes.ts\`.

${sections.join('\n')}`;
}

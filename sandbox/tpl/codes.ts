/** Codes of everything that can be wrong with a template file apart from its code, and the page that explains each. */

export const TEMPLATE_CODES: Record<string, string> = {
  TPL_SIZE: 'The file is far longer than any template.',
  TPL_SECTIONS: 'The file holds no section at all.',
  TPL_SECTION_TWICE: 'A section stands twice.',
  TPL_SECTION_MISSING: 'A section that the importer needs is missing.',
  TPL_SECTION_UNKNOWN: 'A section is not one of the known ones.',
  TPL_CODE_MISSING: 'There is no code section.',
  TPL_WEB: 'The template is for web containers.',
  TPL_JSON: 'A section is not strict JSON.',
  TPL_YAML: 'The tests are not valid YAML or have another shape than scenarios and setup.',
  TPL_SCHEMA: 'A section has another shape than the editor exports.',
  TPL_FIELD_TWICE: 'Two fields have the same name.',
  PERMISSION_MISSING: 'An API is used whose permission is not declared.',
  PERMISSION_UNUSED: 'A permission is declared that no used API needs.',
  PERMISSION_TOO_NARROW: 'A declared permission does not cover a value that stands in the code.',
  PERMISSION_BROAD: 'A permission allows everything of its kind.',
  PERMISSION_UNKNOWN: 'A permission is not known on the server.',
  PERMISSION_PARAMETER:
    'A parameter of a permission is unknown or has another shape than the editor exports.',
  PERMISSION_PATTERN: 'A URL or key pattern can never match.',
};

/** The page of a code in the documentation. */
export const page = (code: string): string => `docs/template-rules.md#${code.toLowerCase()}`;

/** The one error that a broken `.tpl` file leads to: which section, where in the file, what was expected and found. */

export class TemplateError extends Error {
  /** The section's marker without underscores, for example `INFO`; empty when the whole file is meant. */
  readonly section: string;
  /** Place in the file, both counted from 1. */
  readonly line: number;
  readonly column: number;
  /** Stable code, for example `TPL_JSON`. */
  readonly code: string;

  constructor(code: string, message: string, place: { section?: string; line: number; column: number }) {
    super(message);
    this.name = 'TemplateError';
    this.code = code;
    this.section = place.section ?? '';
    this.line = place.line;
    this.column = place.column;
  }
}

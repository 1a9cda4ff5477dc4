/** The one error that a broken `.tpl` file leads to: which section, where in the file, what was expected and found. */

import type { TemplateCode } from './codes.ts';

export class TemplateError extends Error {
  /** The section's marker without underscores, for example `INFO`; empty when the whole file is meant. */
  readonly section: string;
  /** Place in the file, both counted from 1. */
  readonly line: number;
  readonly column: number;
  readonly code: TemplateCode;

  constructor(
    code: TemplateCode,
    message: string,
    place: { section?: string; line: number; column: number },
  ) {
    super(message);
    this.name = 'TemplateError';
    this.code = code;
    this.section = place.section ?? '';
    this.line = place.line;
    this.column = place.column;
  }
}

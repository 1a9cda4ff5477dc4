/**
 * The refusals of the language check: what a problem looks like, and every stable code with the page that explains it.
 */

/** One finding in a template or test section. `line` and `column` count from 1 in that section's source. */
export interface Problem {
  code: string;
  severity: 'error' | 'warning';
  /** Subject, expectation, observation, next step. */
  message: string;
  line: number;
  column: number;
  /** `docs/sandbox-rules.md#<anchor>` */
  page: string;
}

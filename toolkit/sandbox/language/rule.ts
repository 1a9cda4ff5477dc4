/** What the check knows of a rule. */
import type { TemplateKind } from './apis.ts';

/** `error`: Google refuses it, or it cannot run. `warning`: it goes wrong later. `note`: a reviewer would ask about it. */
export type Severity = 'error' | 'warning' | 'note';

/** One row of the table of rules. */
export interface Rule {
  readonly severity: Severity;
  /** What the rule is about, a noun phrase. */
  readonly title: string;
  /** Why it is refused: one or two sentences. */
  readonly why: string;
  /** What to write instead: one imperative sentence. */
  readonly instead: string;
  /** Complete source that bites, and the nearest source that does not. */
  readonly bad: string;
  readonly good: string;
  /** The kind of section the examples are; a client when absent. */
  readonly kind?: TemplateKind | 'TEST';
  /** True when the compiler has a form for it all the same. Warnings and notes always compile. */
  readonly compiles?: true;
}

/** How a run ended, for a person: sent, nothing sent, or failed, and why. */
import type { Template } from 'sgtm-toolkit/sandbox';
import { type Fact, factsOf } from './facts.ts';
import { bodyToldOf, type Play, reasonOf } from './play.ts';

export interface Outcome {
  /** Each has a look of its own. */
  kind: 'sent' | 'unsent' | 'failure';
  word: string;
  reason: string;
  facts: Fact[];
}

export function outcomeOf({ record }: Pick<Play, 'record'>, type: Template['type']): Outcome {
  const { outcome, errors, requests } = record;
  const facts = factsOf(requests.at(-1)?.request.body ?? bodyToldOf(record));
  const failure = (word: string, reason: string): Outcome => ({ kind: 'failure', word, reason, facts });
  if (errors.length > 0 && outcome === 'none') return failure('Error', errors[0]!.message);
  if (type !== 'TAG') {
    const reason = type === 'MACRO' ? 'The variable has a value.' : 'The client has run.';
    return { kind: 'sent', word: 'Done', reason, facts };
  }
  const told = reasonOf(record);
  if (outcome === 'none')
    return failure('No outcome', told ?? 'The tag called neither gtmOnSuccess nor gtmOnFailure.');
  const reason = told ?? 'The tag gave no reason: it wrote no log line that says one.';
  if (outcome === 'failure') return failure('Failure', reason);
  return requests.length > 0
    ? { kind: 'sent', word: 'Sent', reason, facts }
    : { kind: 'unsent', word: 'Nothing sent', reason, facts };
}

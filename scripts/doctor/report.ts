/** What the doctor found: one check after the other, each with what was seen and, when it is not well, what to do. */
import { count } from 'sgtm-toolkit/shell';

export interface Check {
  name: string;
  /**
   * `note`: nothing is wrong, but it is worth a look; `unknown`: it was looked for and X did not tell; `skipped`: nobody asked, or
   * it could not be asked.
   */
  status: 'ok' | 'failed' | 'note' | 'unknown' | 'skipped';
  seen: string;
  /** The next step; present unless the status is `ok`. */
  todo?: string;
}

const WORDS: Record<Check['status'], string> = {
  ok: 'ok     ',
  failed: 'FAILED ',
  note: 'note   ',
  unknown: 'unknown',
  skipped: '-      ',
};

export function lineOf({ name, status, seen, todo }: Check): string {
  const next = todo === undefined ? '' : `\n         → ${todo}`;
  return `${WORDS[status]}  ${name}: ${seen}${next}`;
}

const UNWELL: readonly Check['status'][] = ['failed', 'unknown'];

/** Whether everything that was looked at is well. A note is no fault. */
export const isWell = (checks: readonly Check[]): boolean =>
  checks.every(({ status }) => !UNWELL.includes(status));

/** The last line: what the exit status says, in words. */
export function verdictOn(checks: readonly Check[]): string {
  const of = (status: Check['status']): number => checks.filter((check) => check.status === status).length;
  const [failed, unknown, notes] = [of('failed'), of('unknown'), of('note')];
  const noted =
    notes === 0 ? '' : ` ${count(notes, 'note')} above ${notes === 1 ? 'is' : 'are'} worth a look.`;
  if (failed + unknown === 0) return `All is well.${noted} Nothing was recorded at X.`;
  const parts = [
    ...(failed > 0 ? [`${failed} of ${count(checks.length, 'check')} failed`] : []),
    ...(unknown > 0 ? [`X did not tell about ${unknown}`] : []),
  ];
  return `${parts.join(', ')}. The arrows say what to do.${noted}`;
}

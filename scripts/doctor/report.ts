/** What the doctor found: one check after the other, each with what was seen and, when it is not well, what to do. */

export interface Check {
  name: string;
  /** `unknown`: it was looked for and X did not tell; `skipped`: nobody asked, or an earlier fault stands in the way. */
  status: 'ok' | 'failed' | 'unknown' | 'skipped';
  seen: string;
  /** The next step; present unless the status is `ok`. */
  todo?: string;
}

const WORDS: Record<Check['status'], string> = {
  ok: 'ok     ',
  failed: 'FAILED ',
  unknown: 'unknown',
  skipped: '-      ',
};

export function lineOf({ name, status, seen, todo }: Check): string {
  const next = todo === undefined ? '' : `\n         → ${todo}`;
  return `${WORDS[status]}  ${name}: ${seen}${next}`;
}

/** Whether everything that was looked at is well. */
export const isWell = (checks: readonly Check[]): boolean =>
  checks.every(({ status }) => status === 'ok' || status === 'skipped');

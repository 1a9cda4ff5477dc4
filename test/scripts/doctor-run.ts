/** What the tests of the doctor share: a call of the command, which never delivers anything and never shows a secret. */

import { expect } from 'vitest';
import { main } from '../../scripts/doctor.ts';
import { captured } from '../../toolkit/test/cli/captured.ts';
import type { XServer } from '../../x-server/server.ts';
import { oauthEnvironment, secrets } from './replay-setup.ts';

/** What the doctor said, its checks by name. */
export interface Outcome {
  code: number;
  out: string;
  err: string;
  /** Status and text of each check, by its name. */
  checks: Record<string, string>;
  json: { ok: boolean; categoryEvents?: unknown; webEvents?: unknown };
}

/** The doctor in this process, called for JSON. */
export async function doctor(
  server: XServer | undefined,
  args: string[] = [],
  environment: Record<string, string> = oauthEnvironment,
  timeoutMs = 5000,
): Promise<Outcome> {
  const { written, io } = captured();
  const all = ['--pixel', 'o8z6j', '--json', ...(server ? ['--endpoint', server.url] : []), ...args];
  const code = await main(all, io, { environment, now: Date.now, timeoutMs });
  const json = written.out.startsWith('{') ? JSON.parse(written.out) : { ok: false, checks: [] };
  const checks = Object.fromEntries(
    (json.checks as Record<string, string>[]).map(({ name, status, seen, todo }) => [
      name,
      `${status}: ${seen} → ${todo ?? ''}`,
    ]),
  );
  // The one thing the doctor must never do.
  expect(server?.recorded.processed ?? 0).toBe(0);
  for (const secret of secrets) expect(written.out + written.err).not.toContain(secret);
  return { code, ...written, checks, json };
}

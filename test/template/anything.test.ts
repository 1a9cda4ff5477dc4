/**
 * Arbitrary events, settings and answers together, by the thousand: 1,500 of them, as many as ANYTHING_RUNS says otherwise.
 * ANYTHING_RUNS=100000 is the full size.
 */
import * as fc from 'fast-check';
import type { HttpRequest } from 'sgtm-toolkit/sandbox';
import { load } from 'sgtm-toolkit/sandbox/loaded';
import { describe, expect, it } from 'vitest';
import { cookies, ECHO, events, replies, settings } from './arbitrary.ts';
import { inProcess, purchase, template, templateText } from './harness.ts';
import { play, SIGNED } from './play.ts';

const fileLines = templateText.split('\n');
const RUNS = Number(process.env.ANYTHING_RUNS ?? 1500);

describe('whatever comes together', () => {
  it(
    'is one outcome with a reason, without a leak, and with a body X takes or none',
    async () => {
      const seen = { sent: 0, success: 0, failure: 0 };
      const reached = new Set<number>();
      const kept = new Map<string, unknown>();
      await play(purchase(), SIGNED, { storage: kept });
      await fc.assert(
        fc.asyncProperty(
          events,
          settings,
          cookies,
          fc.boolean(),
          fc.array(replies, { minLength: 1, maxLength: 4 }),
          async (event, given, cookie, warm, answers) => {
            const { http } = inProcess(SIGNED);
            let turn = 0;
            const { record, reason } = await play(event, given, {
              cookies: cookie as Record<string, string>,
              storage: new Map(warm ? kept : []),
              http: async (request: HttpRequest) => {
                const answer = answers[turn++ % answers.length]!;
                if (answer === 'stand-in') return http(request);
                if ('reason' in answer) throw answer;
                return {
                  ...answer,
                  body: answer.body.replace(ECHO, JSON.stringify(request.headers).replaceAll('"', "'")),
                };
              },
            });
            expect(reason).not.toBe('');
            expect(record.requests.length).toBeLessThanOrEqual(4);
            if (record.outcome === 'success' && given.respondEarly !== true && record.requests.length > 0) {
              const { answer } = record.requests.at(-1)!;
              expect(JSON.parse(answer!.body)).toMatchObject({ data: { conversions_processed: 1 } });
            }
            for (const line of record.lines) reached.add(line);
            seen.sent += Math.min(record.requests.length, 1);
            seen.success += record.outcome === 'success' ? 1 : 0;
            seen.failure += record.outcome === 'failure' ? 1 : 0;
          },
        ),
        { numRuns: RUNS },
      );
      // The property says nothing of code that is not run.
      const { lines } = load(template).program;
      const missed = lines.filter((line) => !reached.has(line)).map((line) => fileLines[line - 1]!.trim());
      expect(missed.length / lines.length, missed.join('\n')).toBeLessThan(RUNS < 100_000 ? 0.1 : 0.01);
      // The property says little when hardly anything is sent.
      expect(seen.sent).toBeGreaterThan(100);
      expect(seen.success).toBeGreaterThan(100);
      expect(seen.failure).toBeGreaterThan(100);
    },
    60_000 + RUNS * 60,
  );
});

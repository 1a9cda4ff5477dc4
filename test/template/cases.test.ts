/**
 * What people really send, case by case: test/vectors/cases.json, whose README says how to read it. Each case stands for a whole
 * kind; the kinds are tried by the tests of the modules and by anything.test.ts.
 */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { type RunRecord, runTemplate, type World } from 'sgtm-toolkit/sandbox';
import { describe, expect, it } from 'vitest';
import { type Data, logLines, root, template, traceOf } from './harness.ts';

interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: unknown;
}

interface Expectation {
  outcome?: string;
  requests?: number;
  body?: Record<string, unknown>;
  told?: string;
  cookies?: string[];
  nowhere?: string[];
  linear?: boolean;
}

interface Case {
  name: string;
  data?: Data;
  event?: Data;
  world?: { cookies?: Record<string, string[]>; now?: number; answer?: Answer };
  expect: Expectation;
}

const { data, event, cases } = JSON.parse(
  readFileSync(path.join(root, 'test/vectors/cases.json'), 'utf8'),
) as { data: Data; event: Data; cases: Case[] };

const PROCESSED: Answer = { statusCode: 200, headers: {}, body: '{"data":{"conversions_processed":1}}' };

/** A value of the file with its marks filled in; lengths are `scale` times what the file says. */
function filled(value: unknown, scale: number): unknown {
  if (value === '$cycle') {
    const cycle: Data = {};
    cycle.self = cycle;
    return cycle;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => filled(entry, scale));
  const { $repeat, $errorOfHashes } = value as {
    $repeat?: [string, string, number];
    $errorOfHashes?: number;
  };
  if ($repeat) return $repeat[0] + $repeat[1].repeat(Math.round($repeat[2] * scale));
  if ($errorOfHashes !== undefined) {
    const hashes = Array.from({ length: Math.round($errorOfHashes * scale) }, (_, i) =>
      (i + 1).toString(16).padStart(8, '0').repeat(8),
    );
    return JSON.stringify({ errors: [{ message: hashes.join(' ') }] });
  }
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, filled(entry, scale)]));
}

const laidOver = (base: Data, change: Data = {}): Data =>
  Object.fromEntries(Object.entries({ ...base, ...change }).filter(([, value]) => value !== null));

async function runOf(given: Case, scale = 1): Promise<RunRecord> {
  const { cookies, now, answer = PROCESSED } = given.world ?? {};
  const reply = filled(answer, scale) as {
    statusCode: number;
    headers: Record<string, string>;
    body: string;
  };
  const world: World = {
    eventData: filled(laidOver(event, given.event), scale) as Data,
    http: async () => reply,
    ...(cookies && { cookies }),
    ...(now !== undefined && { now: () => now }),
  };
  return runTemplate(template, filled(laidOver(data, given.data), scale) as Data, world);
}

const at = (value: unknown, steps: string): unknown =>
  steps
    .split('.')
    .reduce<unknown>((inner, step) => (inner as Record<string, unknown> | undefined)?.[step], value);

/** Processor time of the best of five runs, in microseconds. */
async function cost(given: Case, scale: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    const before = process.cpuUsage();
    await runOf(given, scale);
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, user + system);
  }
  return best;
}

/** Whether twice the size costs at most three times as much; asked again before it counts, for a machine may be busy. */
async function isLinear(given: Case): Promise<boolean> {
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const [one, two, four] = [await cost(given, 1), await cost(given, 2), await cost(given, 4)];
    if (two <= 3 * one && four <= 3 * two) return true;
  }
  return false;
}

describe('what people really send', () => {
  it.each(cases.map((given) => [given.name, given] as const))('%s', async (_, given) => {
    const expected = given.expect;
    const record = await runOf(given);
    const { errors, warnings, signals, outcome, requests, cookies } = record;
    expect({ errors, warnings, signals }).toEqual({
      errors: [],
      warnings: [],
      signals: [expected.outcome ?? 'success'],
    });
    expect(outcome).toBe(expected.outcome ?? 'success');
    if (expected.requests !== undefined) expect(requests).toHaveLength(expected.requests);
    for (const [steps, value] of Object.entries(expected.body ?? {})) {
      const body = JSON.parse(requests[0]?.request.body ?? '{}') as { conversions: unknown[] };
      expect([steps, at(body.conversions[0], steps) ?? null]).toEqual([steps, value]);
    }
    if (expected.told !== undefined) {
      const told = logLines(record).flatMap(({ Type, Message = '', Reason = '' }) =>
        Type === 'Warning' || Type === 'Failure' ? [Message + Reason] : [],
      );
      expect(told.join('\n').toLowerCase()).toContain(expected.told.toLowerCase());
    }
    if (expected.cookies) expect(cookies.map(({ name }) => name)).toEqual(expected.cookies);
    const trace = traceOf(record).toLowerCase();
    for (const text of expected.nowhere ?? []) expect(trace).not.toContain(text.toLowerCase());
    if (expected.linear) expect(await isLinear(given)).toBe(true);
  });
});

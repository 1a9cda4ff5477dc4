/**
 * The template's own scenarios, as they ship: all pass in both timings, and together they run the shipped code. What they
 * do not run is listed below, line by line, each with the reason.
 */

import { runScenarios, type ScenarioReport, type Template } from 'sgtm-toolkit/sandbox';
import { describe, expect, it } from 'vitest';
import { template, templateText } from './harness.ts';

/** Text of a line of the shipped code that no scenario runs, and why none can. */
const NOT_RUN: Record<string, string> = {};

/** Share of the lines with statements that must have run. */
const REACH = 0.98;

const fileLines = templateText.split('\n');

function coverageOf({ coverage }: ScenarioReport) {
  const covered = new Set(coverage.covered);
  return {
    share: covered.size / coverage.lines.length,
    notRun: coverage.lines.filter((line) => !covered.has(line)).map((line) => fileLines[line - 1]!.trim()),
  };
}

/** The template with only the scenarios whose names hold the text. */
const only = (text: string): Template => ({
  ...template,
  tests: {
    ...template.tests,
    scenarios: template.tests.scenarios.filter(({ name }) => name.includes(text)),
  },
});

describe('the scenarios of the template', () => {
  it.each(['drain', 'native'] as const)(
    'pass and run the shipped code with promises settled as in %s',
    async (timing) => {
      const report = await runScenarios(template, { timing });
      expect(report.scenarios.filter(({ passed }) => !passed)).toEqual([]);
      expect(report.passed).toBeGreaterThan(75);
      expect(report.passed).toBeLessThanOrEqual(95);
      const { share, notRun } = coverageOf(report);
      expect(notRun).toEqual(Object.keys(NOT_RUN));
      expect(share).toBeGreaterThanOrEqual(REACH);
    },
  );

  it('would be missed: without those about answers of X much of the code is not run', async () => {
    const { share, notRun } = coverageOf(await runScenarios(only('purchase is sent')));
    expect(share).toBeLessThan(REACH);
    expect(notRun.some((line) => line.includes("'The answer is empty.'"))).toBe(true);
  });

  it.each([
    ['a failure reported as success', 'identifies nobody', 'if (ok) {', 'if (!ok) {'],
    [
      'a denied consent taken for granted',
      'spelling of a granted consent',
      '^(true|granted|1)$',
      '^(true|denied|1)$',
    ],
    ['a count that is not that of the request', 'processed', 'count === sent', 'count'],
  ])('notice %s', async (_what, about, right, wrong) => {
    expect(template.code.split(right)).toHaveLength(2);
    const report = await runScenarios({ ...only(about), code: template.code.replace(right, wrong) });
    expect(report.failed).toBeGreaterThan(0);
  });
});

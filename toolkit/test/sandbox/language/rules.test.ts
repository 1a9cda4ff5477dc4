import { describe, expect, it } from 'vitest';
import { checkSource } from '../../../sandbox/language/check.ts';
import { type Code, pageOf, RULES, rule } from '../../../sandbox/language/codes.ts';
import { rulesPage } from '../../../sandbox/language/rules-page.ts';
import { templateRulesPage } from '../../../sandbox/tpl/codes.ts';

const CODES = Object.keys(RULES) as Code[];

describe('every code of the language check', () => {
  it.each(CODES)('%s bites its bad example and nothing else does', (code) => {
    const { bad, severity, kind = 'CLIENT' } = rule(code);
    if (code === 'SANDBOX_SLOW_PATTERN') return; // judged outside the check of the language, in slow-patterns.test.ts
    const problems = checkSource(bad, { kind });
    expect(new Set(problems.map((problem) => problem.code))).toEqual(new Set([code]));
    for (const problem of problems) {
      expect(problem).toMatchObject({ severity, page: pageOf(code) });
      expect(problem.line).toBeGreaterThan(0);
      expect(problem.column).toBeGreaterThan(0);
    }
  });

  it.each(CODES)('%s lets its good example pass', (code) => {
    const { good, kind = 'CLIENT' } = rule(code);
    expect(checkSource(good, { kind })).toEqual([]);
  });
});

describe('the page of the rules', () => {
  it('is the committed file, letter by letter (update with vitest -u)', async () => {
    await expect(rulesPage()).toMatchFileSnapshot('../../../../docs/sandbox-rules.md');
  });

  it('names no file of this repository below its headings: `sgtm explain` prints that in others', () => {
    for (const page of [rulesPage(), templateRulesPage()])
      expect(page.slice(page.indexOf('\n## '))).not.toMatch(/docs\/|\.md/);
  });

  it('has a heading for the address every code points to', () => {
    const headings = rulesPage().match(/^## .*$/gm)!;
    const anchors = headings.map((heading) => `docs/sandbox-rules.md#${heading.slice(3).toLowerCase()}`);
    expect(anchors).toEqual(CODES.map(pageOf));
  });
});

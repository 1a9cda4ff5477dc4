import { describe, expect, it } from 'vitest';
import { check, slowPatterns } from '../../sandbox/index.ts';
import { RULES } from '../../sandbox/language/codes.ts';
import { constantPatterns, slowness } from '../../sandbox/slow-patterns.ts';
import { template } from './build-template.ts';

const slow = async (code: string) =>
  (await slowPatterns(template({ code: `${code}\ndata.gtmOnSuccess();` }))).map(({ message }) => message);

describe('slow patterns', () => {
  it.each(['^(a+)+$', 'a*;phone', '\\s+$', '^a+a+$', '[^@]+@x'])('%s is told', async (pattern) => {
    expect(await slow(`data.a.match(${JSON.stringify(pattern)});`)).toHaveLength(1);
  });

  it.each(['^a+$', '^[0-9a-f]{64}$', '(^|;) *phone', '[', '^.*$'])('%s is not', async (pattern) => {
    expect(await slow(`data.a.match(${JSON.stringify(pattern)});`)).toEqual([]);
  });

  it('are looked for in search and in constants, at their place; not in what is plain text or RE2', async () => {
    const code = "const p = '^(a+)+$';\ndata.a.search(p);\ndata.gtmOnSuccess();";
    const subject = template({ code });
    expect(await slowPatterns(subject)).toMatchObject([
      { code: 'SANDBOX_SLOW_PATTERN', severity: 'warning', line: subject.codeLine + 1, column: 15 },
    ]);
    expect(await slow("data.a.replace('(a+)+$', ''); data.a.split('(a+)+$');")).toEqual([]);
    expect(
      await slow("const c = require('createRegex');\nconst r = c('^(a+)+$', 'g');\ndata.a.match(r);"),
    ).toEqual([]);
    expect(await slow('data.a.match(data.b);')).toEqual([]);
  });

  it('bite the example of the rule, and let the good one pass', async () => {
    const { bad, good } = RULES.SANDBOX_SLOW_PATTERN;
    expect(await slow(bad.replace('return ', ''))).toHaveLength(1);
    expect(await slow(good.replace('return ', ''))).toEqual([]);
    const code = `${bad.replace('return ', '')}\ndata.gtmOnSuccess();`;
    expect(check(template({ code, parameters: [{ type: 'TEXT', name: 'a' }] }))).toEqual([]);
  });

  it('are judged only up to a length', async () => {
    expect(await slowness(`^(a+)+$${'b'.repeat(2000)}`)).toBeUndefined();
    expect(constantPatterns('return (;')).toEqual([]);
  });
});

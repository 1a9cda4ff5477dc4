import { describe, expect, it } from 'vitest';
import { checkSource } from '../../../sandbox/language/check.ts';
import { formsIn } from '../../../sandbox/language/find-forms.ts';
import { FORMS, type FormName, formNamed, isProven } from '../../../sandbox/language/forms.ts';
import { parseSource } from '../../../sandbox/language/parse.ts';
import { analyseScopes } from '../../../sandbox/language/scope.ts';

const NAMES = Object.keys(FORMS) as FormName[];

function formsOf(source: string): FormName[] {
  const parsed = parseSource(source);
  return formsIn(parsed.ast!, parsed, analyseScopes(parsed.ast!, ['data'])).map(({ form }) => form);
}

const notes = (source: string): string[] =>
  checkSource(source, { kind: 'MACRO' }).map(
    ({ severity, code, message }) => `${severity} ${code} ${message}`,
  );

describe('every form of the language', () => {
  it.each(NAMES)('%s is found in its example', (name) => {
    expect(formsOf(formNamed(name).example)).toContain(name);
  });

  it.each(NAMES)('%s is told about exactly when it is not proven', (name) => {
    const told = notes(formNamed(name).example).filter((text) =>
      text.startsWith(`note SANDBOX_NOT_SEEN ${name}, `),
    );
    expect(told).toHaveLength(isProven(name) ? 0 : 1);
  });

  it('names at most three repositories, and the way out where it is not proven', () => {
    for (const name of NAMES) {
      const { seen, instead } = formNamed(name);
      expect(seen.length).toBeLessThanOrEqual(3);
      if (!isProven(name)) expect(instead ?? '', name).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('forms', () => {
  it('are told once each, at the first place', () => {
    const problems = checkSource('const a = 0x10;\nreturn a + 0x11;', { kind: 'MACRO' });
    expect(problems).toMatchObject([{ code: 'SANDBOX_NOT_SEEN', severity: 'note', line: 1, column: 11 }]);
  });

  it('of a pattern are looked for where the text is a constant or a sum of constants', () => {
    expect(formsOf("const p = '(?:a)'; return data.a.match(p + 'b');")).toContain('pattern: (?:…)');
    expect(formsOf("let p = '(?:a)'; p = 'b'; return data.a.match(p);")).not.toContain('pattern: (?:…)');
  });

  it('of a pattern are not looked for in plain texts', () => {
    expect(formsOf("return data.a.split('(?:').join('a+?');")).not.toContain('pattern: (?:…)');
    expect(formsOf("return data.a.match('[(?:a+?]');")).not.toContain('pattern: lazy quantifier');
  });

  it.each([
    ['a plain assignment', 'let a; a = 1;'],
    ['the start and the step of a loop', 'let i; for (i = 0; i < 2; i = i + 1) {}'],
    ['the body of an arrow', 'let a; const f = () => a = 1; f();'],
  ])('do not take %s for an operand', (_what, source) => {
    expect(formsOf(source)).not.toContain('assignment as an operand');
  });
});

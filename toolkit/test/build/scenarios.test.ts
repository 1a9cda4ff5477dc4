/** Scenarios collected from files into one section. */
import { describe, expect, it } from 'vitest';
import { collectScenarios } from '../../build/scenarios.ts';
import { formatTests, parseTests } from '../../sandbox/tpl/yaml.ts';

const collect = (...texts: string[]) =>
  collectScenarios(
    'const a = 1;\n',
    texts.map((text, i) => ({ file: `${i + 1}.js`, text })),
  );

describe('scenarios', () => {
  it('are cut at their headings, in the order of files and lines, without blank lines around', () => {
    expect(
      collect(
        '// About this file.\n\n// scenario: One\n\nrunCode({});  \n\n\n// scenario: Two - b_2\nx();\n',
        '// scenario: Three\n',
      ),
    ).toEqual({
      setup: 'const a = 1;',
      setupLine: 1,
      scenarios: [
        { name: 'One', code: 'runCode({});', file: '1.js', nameLine: 3, line: 5 },
        { name: 'Two - b_2', code: 'x();', file: '1.js', nameLine: 8, line: 9 },
        { name: 'Three', code: '', file: '2.js', nameLine: 1, line: 2 },
      ],
    });
  });

  it('keep what only looks like a heading', () => {
    const text = "// scenario: A\nlog('// scenario: no');\n  // scenario: neither\n//scenario: nor this\n";
    expect(collect(text).scenarios).toMatchObject([
      { name: 'A', code: "log('// scenario: no');\n  // scenario: neither\n//scenario: nor this" },
    ]);
  });

  it('survive the way through the section', () => {
    const { setup, scenarios } = collect(
      '// scenario: A\nif (true) {\n  log(\'x: y # z\');\n}\n\n\nlog("|-");\n',
    );
    const back = parseTests(formatTests({ setup, scenarios }));
    expect(back.setup!.code).toBe(setup);
    expect(scenarios).toMatchObject(back.scenarios.map(({ name, code }) => ({ name, code })));
  });

  it('are refused with the file when code stands in front, a name is bad or stands twice', () => {
    expect(() => collect('runCode({});\n// scenario: A\n')).toThrow(/^1\.js:1:1: Code stands before/);
    expect(() => collect('// scenario: A.b\n')).toThrow(/^1\.js:1:1: .*"A\.b"/);
    expect(() => collect('// scenario: \u00dc\n')).toThrow(/^1\.js:1:1: .*"\u00dc"/);
    expect(() => collect('// scenario:  \nx();\n')).toThrow(/^1\.js:1:1: .*""/);
    expect(() => collect('// scenario: A\n', '// scenario: A\n')).toThrow(/^2\.js:1:1: .*"A" stands twice/);
  });
});

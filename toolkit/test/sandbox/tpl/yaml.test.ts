import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { anyCharacter } from '../../../../test/any-character.ts';
import { formatTests, parseTests, YamlError } from '../../../sandbox/tpl/yaml.ts';

const failure = (text: string): YamlError => {
  try {
    parseTests(text);
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
  throw new Error('was accepted');
};

describe('parseTests', () => {
  it('reads literal blocks and knows the line of each line of code', () => {
    const { scenarios, setup } = parseTests(
      'setup: |-\n  const a = 1;\n\n  const b = 2;\nscenarios:\n- name: One\n  code: |-\n    runCode({});\n    fail();\n',
    );
    expect(setup).toEqual({ code: 'const a = 1;\n\nconst b = 2;', fileLines: [2, 3, 4], indent: 2 });
    expect(scenarios).toEqual([
      {
        name: 'One',
        namePlace: { line: 6, column: 9 },
        code: 'runCode({});\nfail();',
        fileLines: [8, 9],
        indent: 4,
      },
    ]);
  });

  it('reads double-quoted code with continued lines', () => {
    const text =
      'scenarios:\n- name: "Two: \\"x\\""\n  code: "const a = \'b\';  \\n\\\n    \\n\\\n    runCode(\\\n    {});\\n\\\n    fail();"\n';
    const [scenario] = parseTests(text).scenarios;
    expect(scenario?.name).toBe('Two: "x"');
    expect(scenario?.code).toBe("const a = 'b';  \n\nrunCode({});\nfail();");
    expect(scenario?.fileLines).toEqual([3, 4, 5, 7]);
  });

  it('reads CRLF files as it reads LF files', () => {
    const text = 'scenarios:\n- name: a\n  code: |-\n    x;\n    y;\nsetup: ""\n';
    expect(parseTests(text.replaceAll('\n', '\r\n'))).toEqual(parseTests(text));
  });

  it('takes names as text, whatever they look like', () => {
    expect(
      parseTests('scenarios:\n- name: 123\n  code: x\n- name: yes\n  code: y\n').scenarios.map(
        ({ name }) => name,
      ),
    ).toEqual(['123', 'yes']);
  });

  it.each(['', 'scenarios: []', 'scenarios: []\n', "scenarios: []\nsetup: ''", '# nothing'])(
    'finds no scenario in %j',
    (text) => {
      expect(parseTests(text).scenarios).toEqual([]);
    },
  );

  it.each([
    ['scenarios: 1', "'scenarios' must be a list", 1, 12],
    ['scenarios:\n- name: a\n  code: x\n  codes: y', "found the key 'codes', write 'code'", 4, 3],
    ['scenarios:\n- name: a', "a scenario needs 'code'", 2, 3],
    ['senarios: []', "found the key 'senarios', write 'scenarios'", 1, 1],
    ['scenarios: []\nscenarios: []', 'the same key stands twice; remove one', 2, 1],
    ['setup: *x', "'setup' must be text", 1, 8],
    ['scenarios: []\n---\nsetup: a', 'expected one document, found the start of a second', 2, 1],
    ['setpu: a', "found the key 'setpu', write 'setup'", 1, 1],
    ['tests: a', "only the keys 'scenarios' and 'setup' are known here, found 'tests'", 1, 1],
    ['- a', "expected the keys 'scenarios' and 'setup'", 1, 1],
  ])('refuses %j and says where', (text, message, line, column) => {
    expect(failure(text)).toMatchObject({ message, line, column });
  });

  it.each([
    ['scenarios:\n-name: a\n code: x', 'a blank must stand behind the hyphen'],
    ['scenarios:\n- name: a\n\tcode: x', 'a tab cannot indent YAML'],
    ['scenarios:\n- name:a\n  code: x', 'a blank must stand behind the colon'],
    ['scenarios:\n- name: a: b\n  code: x', 'a name with a colon'],
    ["scenarios:\n- name: 'it's'\n  code: x", 'inside single quotes a quote is written twice'],
    ['scenarios:\n- name: a "b"\n  code: "x"y"', 'inside double quotes behind a backslash'],
    [`scenarios: ${'['.repeat(20_000)}`, 'nested deeper than can be read'],
  ])('says in our words what is wrong with %j', (text, message) => {
    expect(() => parseTests(text)).toThrow(message);
  });

  it.each(['', '~', 'null'])('takes %j for nothing', (nothing) => {
    expect(parseTests(`scenarios: ${nothing}\nsetup: ${nothing}`)).toEqual({ scenarios: [] });
    expect(parseTests('setup: "null"').setup?.code).toBe('null');
  });

  it('refuses a comment with slashes outside code, as the importer does', () => {
    const message = 'a comment outside code starts with #';
    expect(failure('// tests\nscenarios: []')).toMatchObject({ message, line: 1 });
    expect(failure('scenarios:\n- name: a\n  // b\n  code: c')).toMatchObject({ message, line: 3 });
  });
});

describe('formatTests', () => {
  it('reads back the same for any code and any name', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: anyCharacter }),
      fc
        .array(fc.constantFrom('a', ' ', '\t', '\n', ':', '#', '- ', '"', '\\', '\u0085', '\u2028', 'é'))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: text, code: text }), { maxLength: 3 }),
        fc.option(text, { nil: undefined }),
        (scenarios, setup) => {
          const whole = (value: string): boolean => !/\p{Surrogate}/u.test(value);
          fc.pre(scenarios.every(({ name, code }) => whole(name) && whole(code)) && whole(setup ?? ''));
          const back = parseTests(formatTests({ scenarios, ...(setup !== undefined && { setup }) }));
          expect(back.scenarios.map(({ name, code }) => ({ name, code }))).toEqual(scenarios);
          if (setup) expect(back.setup?.code).toBe(setup);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is text for other readers too, whose words for numbers, dates and truth are names here', () => {
    const words =
      'yes No on OFF y N true null ~ 2024-01-01 12:30:45 1_000 1e3 0x1F 017 .inf .NaN = << - ? ! & * % @'.split(
        ' ',
      );
    const name = fc.oneof(fc.constantFrom(...words), fc.string({ minLength: 1 }));
    const read = (text: string): unknown =>
      (parse(text, { version: '1.1', merge: true }) as { scenarios: { name: unknown }[] }).scenarios[0]!.name;
    fc.assert(
      fc.property(name, (one) => {
        expect(read(formatTests({ scenarios: [{ name: one, code: 'a;' }] }))).toBe(one);
      }),
      { examples: words.map((word) => [word]) },
    );
    expect(read('scenarios:\n- name: yes')).toBe(true);
  });

  it('writes plain code as literal blocks, so that an export keeps them readable', () => {
    expect(formatTests({ scenarios: [{ name: 'Sends it', code: 'a;\n\nb;' }], setup: 'c;' })).toBe(
      'scenarios:\n- name: Sends it\n  code: |-\n    a;\n\n    b;\nsetup: |-\n  c;',
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJson, type Json, JsonError, parseJson } from '../../../sandbox/tpl/json.ts';

const failure = (text: string): JsonError => {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) return error;
    throw error;
  }
  throw new Error('was accepted');
};

describe('parseJson', () => {
  it('reads what JSON.parse reads, for any JSON value in any spacing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 2, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(parseJson(text).value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('accepts exactly the texts JSON.parse accepts, doubled keys and deep nesting aside', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '1',
      '-0.5e3',
      '01',
      'true',
      'null',
      ' ',
      '\n',
      '"\\u12"',
      "'",
      '//',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expect(() => parseJson(text)).toThrow(JsonError);
          return;
        }
        try {
          expect(parseJson(text).value).toEqual(expected);
        } catch (error) {
          expect(String(error)).toContain('each key once');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['{"a": 1,}', 'expected a key in double quotes, found "}"', 1, 9],
    ['[1,\n 2,\n]', 'expected a value, found "]"', 3, 1],
    ['{"a" 1}', 'expected \':\' after the key, found "1"', 1, 6],
    ['{"a": 1 "b": 2}', "expected ',' or '}' after a member of an object, found \"\\\"\"", 1, 9],
    ['[1] x', 'expected nothing after the value, found "x"', 1, 5],
    ['["a', 'expected a closing quote for the string that starts here, found "\\""', 1, 2],
    ['', 'expected a value, found the end of the text', 1, 1],
    ['{"a": 1, "a": 2}', 'expected each key once in an object, found "\\""', 1, 10],
  ])('says of %j what it expected, what it found, and where', (text, message, line, column) => {
    expect(failure(text)).toMatchObject({ message, line, column });
  });

  it('refuses nesting that would exhaust the call stack', () => {
    expect(failure('['.repeat(100_000)).message).toContain('at most 200 levels');
  });

  it('keeps __proto__ as an ordinary key', () => {
    expect(Object.keys(parseJson('{"__proto__": {"x": 1}}').value as object)).toEqual(['__proto__']);
  });

  it('finds the place of each value by its pointer, and of the nearest ancestor for what is missing', () => {
    const text = '[\n  {"a/b": [10, 20]}\n]';
    const { offsetOf } = parseJson(text);
    expect(text.slice(offsetOf('/0/a~1b/1'))).toMatch(/^20/);
    expect(text.slice(offsetOf('/0/missing'))).toMatch(/^\{/);
  });
});

describe('formatJson', () => {
  it('escapes the five characters as the editor does and reads back the same', () => {
    const value = { help: "<b>it's</b> a=b & c" };
    const text = formatJson(value);
    expect(text).toBe('{\n  "help": "\\u003cb\\u003eit\\u0027s\\u003c/b\\u003e a\\u003db \\u0026 c"\n}');
    expect(parseJson(text).value).toEqual(value);
  });

  it('reads back the same for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseJson(formatJson(value as Json)).value).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

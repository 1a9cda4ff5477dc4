import { describe, expect, it } from 'vitest';
import { record, value } from './run-code.ts';

describe('conversions', () => {
  it.each([
    ["makeInteger('2.5')", 3],
    ['makeInteger(-2.5)', -2],
    ["makeInteger('x')", 0],
    ["makeNumber('1e2')", 100],
    ['makeNumber(null)', 0],
    ["makeNumber('x')", Number.NaN],
    ['makeNumber([7])', 7],
    ['makeNumber(() => 1)', Number.NaN],
    ['makeNumber([() => 1])', Number.NaN],
    ['makeInteger(() => 1)', 0],
    ['makeString(null)', 'null'],
    ['makeString(undefined)', 'undefined'],
    ['makeString([1, null, [2]])', '1,,2'],
    ['makeString({a: 1})', '[object Object]'],
    ["getType('')", 'string'],
    ['getType(null)', 'null'],
    ['getType(undefined)', 'undefined'],
    ['getType([])', 'array'],
    ['getType({})', 'object'],
    ['getType(() => 1)', 'function'],
    ['getType(true)', 'boolean'],
  ])('%s is %j', async (call, expected) => {
    const name = call.slice(0, call.indexOf('('));
    expect(await value(`const ${name} = require('${name}'); return ${call};`)).toEqual(expected);
  });

  it('calls a promise an object', async () => {
    expect(await value("return require('getType')(require('Promise').create(() => {}));")).toBe('object');
  });

  it('calls an error an error, not by the name of a class of the emulator', async () => {
    expect(
      await value(
        "return require('Promise').create((resolve) => resolve()).then((x) => x.y).catch((e) => require('getType')(e));",
      ),
    ).toBe('Error');
    expect(await value("return require('getType')(require('createRegex')('a'));")).toBe('Regex');
  });

  it('make a map of a table, or null of one without such columns', async () => {
    const code = "return require('makeTableMap')(data.rows, 'k', 'v');";
    expect(await value(code, {}, { rows: [{ k: 'a', v: 1 }, { k: 'b' }, { k: 'c', v: undefined }] })).toEqual(
      { a: 1, c: undefined },
    );
    expect(await value(code, {}, { rows: [] })).toBeNull();
  });

  it('make a map as native objects are made: indices first, a key __proto__ lost', async () => {
    const code =
      "const t = require('makeTableMap')(data.rows, 'k', 'v'); return t && require('Object').entries(t);";
    const rows = ['b', '2', '__proto__', '1'].map((k, v) => ({ k, v }));
    expect(await value(code, {}, { rows })).toEqual([
      ['1', 3],
      ['2', 1],
      ['b', 0],
    ]);
    expect(await value(code, {}, { rows: [{ k: '__proto__', v: {} }] })).toEqual([]);
  });

  it.each(['undefined', 'null', "'rows'", '{}'])('refuse a table that is %s', async (rows) => {
    await expect(value(`return require('makeTableMap')(${rows}, 'k', 'v');`)).rejects.toThrow(
      /^Argument error in makeTableMap\. Expected argument types \[Array,string,string\], but received/,
    );
  });

  it('make a function no number in Math either', async () => {
    const names = ['abs', 'ceil', 'floor', 'round', 'max', 'min', 'pow', 'sqrt'];
    const code = "const M = require('Math'); const f = () => 1;";
    expect(await value(`${code} return [${names.map((name) => `M.${name}(f, f)`)}];`)).toEqual(
      names.map(() => Number.NaN),
    );
  });
});

describe('Object', () => {
  it.each(['push(2)', 'pop()', 'shift()', 'unshift(2)', 'splice(0, 1)'])(
    'lets no frozen list be changed by %s: the native error ends the run',
    async (call) => {
      const { errors, returned } = await record(
        `const a = require('Object').freeze([1]); a[0] = 5; a.length = 0; a.sort(); a.reverse(); a.${call}; return a;`,
      );
      expect(errors[0]?.message).toMatch(/^Cannot (add|delete|assign to read only) property/);
      expect(returned).toBeUndefined();
    },
  );

  it('freezes a list as it stands', async () => {
    const code = "const a = require('Object').freeze([1, 2]); a[0] = 5; a[2] = 3; a.length = 0; a.x = 1;";
    expect(await value(`${code} return a.concat(a.sort((x, y) => y - x), a.slice(1));`)).toEqual([
      1, 2, 1, 2, 2,
    ]);
  });

  it('walks side keys of a list before its indices, and keeps the order of maps', async () => {
    expect(
      await value(
        "const O = require('Object'); const l = ['x', 'y']; l.side = 1; return [O.keys(l), O.values(l), O.entries({b: 1, 2: 2, 1: 3}), O.keys('ab'), O.keys(5)];",
      ),
    ).toEqual([
      ['side', '0', '1'],
      [1, 'x', 'y'],
      [
        ['b', 1],
        ['2', 2],
        ['1', 3],
      ],
      ['0', '1'],
      [],
    ]);
  });

  it.each(['keys', 'values', 'entries'])(
    '.%s refuses null and undefined in the older words',
    async (member) => {
      await expect(value(`return require('Object').${member}(null);`)).rejects.toThrow(
        `Error in Object_${member}. Required argument input not supplied.`,
      );
    },
  );

  it('freezes only the value itself, and deletes from unfrozen maps', async () => {
    expect(
      await value(
        "const O = require('Object'); const o = O.freeze({a: {b: 1}}); o.a.b = 2; o.c = 3; const p = {a: 1}; return [o, O.delete(o, 'a'), O.delete(p, 'a'), O.delete(p, 'zz'), O.delete([1], '0'), p];",
      ),
    ).toEqual([{ a: { b: 2 } }, false, true, true, false, {}]);
  });
});

describe('Math', () => {
  it('has eight functions, which convert their arguments', async () => {
    expect(
      await value(
        "const M = require('Math'); return [M.abs('-2'), M.ceil(1.2), M.floor(1.8), M.round(2.5), M.max(1, '3'), M.min(), M.pow(2, 10), M.sqrt(9), M.PI];",
      ),
    ).toEqual([2, 2, 1, 3, 3, Number.POSITIVE_INFINITY, 1024, 3, undefined]);
  });
});

describe('chance and time', () => {
  it('come from the world', async () => {
    expect(
      await value(
        "const r = require('generateRandom'); return [r(1, 10), require('getTimestampMillis')()];",
        { random: () => 0.999, now: () => 42 },
      ),
    ).toEqual([10, 42]);
  });

  it('uses the whole range where the bounds make no sense', async () => {
    const world = { random: () => 0.5 };
    expect(await value("return require('generateRandom')(10, 1);", world)).toBe(1_073_741_824);
    await expect(value("return require('generateRandom')('1', 2);", world)).rejects.toThrow(
      'Argument error in generateRandom. Expected argument types [number,number], but received [string,number].',
    );
  });
});

describe('logToConsole', () => {
  it('joins its arguments as text', async () => {
    const { logs } = await record(
      "const log = require('logToConsole'); const c = {}; c.c = c; log('a', 1, null, undefined, {b: [1]}, c); log();",
    );
    expect(logs).toEqual(['a 1 null undefined {"b":[1]} [object Object]', '']);
  });
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Operand } from 'sgtm-toolkit/sandbox/compiler/instruction';
import { describe, expect, it } from 'vitest';
import { loadPublicBuild } from '../../bench/public-build.ts';

/** A script of the shape of a container's: it knows a few instructions, counts on a page, and carries a template. */
const CONTAINER = `(function () {
  var data = { "resource": {}, "runtime": [[50, "__cvt_1_2", [46, "a"]], [50, "__other", [46, "a"]]] };
  var scope = { get: function (name) { return HANDLERS[name]; } };
  var X = function (s, code) {
    if (!s.get(String(code[0]))) throw Error("Attempting to execute non-function " + code[0] + ".");
    return s.get(String(code[0])).apply(s, code.slice(1));
  };
  var Y = function (value) { return Array.isArray(value) ? X(scope, value) : value; };
  var HANDLERS = {
    0: function (a, b) { return Y(a) + Y(b); },
    2: function (list, name, args) { Y(list); var f = Y(args)[0]; return { get: function () { return f(); } }; },
    7: function () { return Array.prototype.slice.call(arguments).map(Y); },
    8: function () { return {}; },
    36: function (value) { return Y(value); },
    50: function (name, names, body) { HANDLERS[name] = function (a) { Y(a); return body && Y(body); }; },
    51: function (name, names, first, second) { Y(names); return function () { Y(first); return Y(second); }; },
    99: function () { for (;;); },
    98: function () { return null.x; }
  };
  X(scope, data.runtime[0]);
  document.body.appendChild(new Image()).missing.parts();
  null.stop();
})();`;

function saved(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'container-')), 'gtm.js');
  writeFileSync(file, text);
  return file;
}

describe('a public container script', () => {
  const build = loadPublicBuild(saved(CONTAINER));

  it('runs programs and counts the instructions of their bodies', () => {
    expect(build.run([])).toEqual({ value: undefined, count: 0 });
    expect(build.run([[36, [0, 'a', [0, 1, 2]]]])).toEqual({ value: 'a3', count: 3 });
  });

  it('tells errors of its interpreter from those of the engine', () => {
    const unknown: Operand[] = [[36, ['f'] as unknown as Operand]];
    expect(build.run(unknown).error).toEqual({
      message: 'Attempting to execute non-function f.',
      host: false,
    });
    expect(build.run([[36, [98] as unknown as Operand]]).error?.host).toBe(true);
  });

  it('gives the compiled custom templates', () => {
    expect(build.templates).toEqual([[50, '__cvt_1_2', [46, 'a']]]);
  });

  it.each([
    ['no script', 'function (', 'not a script'],
    [
      'an interpreter that does not start',
      `function f(a) { throw Error('Attempting to execute non-function'); }`,
      'did not start',
    ],
  ])('with %s is refused by name of the file', (_name, text, reason) => {
    const file = saved(text);
    expect(() => loadPublicBuild(file)).toThrow(reason);
    expect(() => loadPublicBuild(file)).toThrow(file);
  });
});

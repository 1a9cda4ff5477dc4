import { compile } from 'sgtm-toolkit/sandbox';
import { describe, expect, it } from 'vitest';
import { judgeProgram, runHere } from '../../bench/judge-program.ts';
import type { PublicBuild } from '../../bench/public-build.ts';

/** A build that agrees with this interpreter but for programs that hold a text. */
const differingOn = (text: string): PublicBuild => ({
  templates: [],
  run: (body) => {
    const { value, count } = runHere({ ...compile('return 1;'), root: [50, 'f', [46, 'a'], ...body] });
    return { value: JSON.stringify(body).includes(text) ? 'other' : value, count };
  },
});

describe('a program whose results differ', () => {
  it.each([
    ["return 'a';", 'same'],
    ["const o = {'__proto__': null}; return 1;", 'listed'],
    ["const o = {'odd': null}; return 1;", 'different'],
    ["const o = {'__proto__': null, 'odd': 1}; return 1;", 'different'],
  ])('%s is %s', (source, verdict) => {
    const text = verdict === 'listed' ? '__proto__' : 'odd';
    expect(judgeProgram(differingOn(text), source).verdict).toBe(verdict);
  });
});

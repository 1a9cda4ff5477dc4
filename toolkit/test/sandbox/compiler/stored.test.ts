/** A compiled program kept as data: the same program comes back, and runs as the code does. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Operand, Program } from '../../../sandbox/compiler/instruction.ts';
import { restoreProgram, type StoredProgram, storeProgram } from '../../../sandbox/compiler/stored.ts';
import { compile, parseTemplate, runTemplate } from '../../../sandbox/index.ts';
import { compileTemplate, loadCompiled } from '../../../sandbox/loaded.ts';

const text = await readFile(path.join(import.meta.dirname, '../../../../template.tpl'), 'utf8');
const throughJson = (program: Program): Program =>
  restoreProgram(JSON.parse(JSON.stringify(storeProgram(program))) as StoredProgram);

/** `line:column` of every instruction, depth first; `-` where there is none. */
function placesOf({ root, positions }: Program): string[] {
  const found: string[] = [];
  const visit = (operand: Operand): void => {
    if (typeof operand !== 'object') return;
    const position = positions.get(operand);
    found.push(position ? `${position.line}:${position.column}` : '-');
    for (const inner of operand) visit(inner);
  };
  visit(root);
  return found;
}

describe('a stored program', () => {
  it.each([
    ['the shipped template', compileTemplate(parseTemplate(text))],
    ['code without a statement', compile('')],
    ['code with texts like numbers', compile("const a = '0';\nreturn a + 1 + true;\n")],
  ])('comes back from JSON with its positions and lines: %s', (_what, program) => {
    const restored = throughJson(program);
    expect(restored.root).toEqual(program.root);
    expect(restored.lines).toEqual(program.lines);
    expect(placesOf(restored)).toEqual(placesOf(program));
  });

  it('runs as the template it was compiled from', async () => {
    const world = { eventData: { event_name: 'purchase' }, now: () => 1763800321456 };
    const data = { logging: 'always' };
    const compiled = parseTemplate(text);
    const stored = parseTemplate(text);
    loadCompiled(stored, throughJson(compileTemplate(parseTemplate(text))));
    expect(await runTemplate(stored, data, world)).toEqual(await runTemplate(compiled, data, world));
  });

  it('is what runs: another program gives another result', async () => {
    const template = parseTemplate(
      '___INFO___\n\n{"type": "MACRO"}\n\n\n___SANDBOXED_JS_FOR_SERVER___\n\nreturn 1;\n',
    );
    loadCompiled(template, throughJson(compile('return 2;')));
    expect((await runTemplate(template)).returned).toBe(2);
  });
});

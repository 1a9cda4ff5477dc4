/** The code of the template against src/: what ships is what was written. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { type Built, buildTemplate } from 'sgtm-toolkit/build/build-template';
import { originOf } from 'sgtm-toolkit/build/origins';
import { parseTemplate } from 'sgtm-toolkit/sandbox';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from './harness.ts';

let built: Built;
let lines: { line: number; text: string }[];

beforeAll(async () => {
  built = await buildTemplate(root);
  const { code, codeLine } = parseTemplate(built.files.get('template.tpl')!);
  lines = code.split('\n').map((text, i) => ({ line: codeLine + i, text }));
});

describe('the code of the template', () => {
  it('is written without syntax that the sandbox does not have', () => {
    const kinds = new Set(built.lowered.map(({ kind }) => kind));
    // A formatter's comma behind the last argument, and hexadecimal numbers, which ship as decimals.
    for (const kind of kinds) expect(['trailing comma', 'number']).toContain(kind);
  });

  it('has every name as its module has it', () => {
    expect(built.renamed).toEqual([]);
  });

  it('knows of each word at the start of a line where in src/ it was written', async () => {
    const sources = new Map<string, string[]>();
    for (const file of built.sources)
      sources.set(file, (await readFile(path.join(root, file), 'utf8')).split('\n'));
    const wrong: string[] = [];
    for (const { line, text } of lines) {
      const word = /[A-Za-z]\w*/.exec(text);
      if (!word || /^\/\/ src\//.test(text)) continue;
      const { file, line: at, column } = originOf(built.origins, line, word.index + 1)!;
      // A name of a module that is imported as a whole stands behind the module's.
      const source = sources
        .get(file)!
        [at - 1]!.slice(column - 1)
        .replace(/^settings\.(?=\w)/, '');
      if (!source.startsWith(word[0])) wrong.push(`${line}: ${text}`);
    }
    expect(wrong).toEqual([]);
  });

  it('has a heading for each module, and its first comment below', async () => {
    const headings = lines.flatMap(({ text }) => /^\/\/ (src\/\S+\.ts)$/.exec(text)?.[1] ?? []);
    expect(headings.at(-1)).toBe('src/main.ts');
    expect(new Set(headings).size).toBe(headings.length);
    for (const file of headings) {
      const [first] = (await readFile(path.join(root, file), 'utf8')).split('\n');
      const heading = lines.findIndex(({ text }) => text === `// ${file}`);
      expect(lines[heading + 1]!.text).toBe(first);
    }
  });
});

/** Every pattern that ships is linear in the length of the text it is held against. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../toolkit/sandbox/index.ts';
import { parseSource } from '../../toolkit/sandbox/language/parse.ts';
import { walk } from '../../toolkit/sandbox/language/tree.ts';
import { constantPatterns, slowness } from '../../toolkit/sandbox/slow-patterns.ts';

const { code } = parseTemplate(readFileSync('template.tpl', 'utf8'));
const patterns = constantPatterns(code);

describe('the patterns of template.tpl', () => {
  it.each([...new Set(patterns.map(({ pattern }) => pattern))])('%s is linear', async (pattern) => {
    expect(await slowness(pattern)).toBeUndefined();
  });

  it('are all texts of the code, so that none escapes the judgement', () => {
    const judged = new Set(patterns.map(({ call }) => call.start));
    const unknown: string[] = [];
    walk(parseSource(code).ast!, ({ node }) => {
      if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
      const { property } = node.callee;
      const asks = property.type === 'Identifier' && /^(?:match|search)$/.test(property.name);
      if (asks && !judged.has(node.start)) unknown.push(code.slice(node.start, node.end));
    });
    expect(unknown).toEqual([]);
  });
});

/** What the bundler kept, read from its source map. */
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { keptUnits, placesOf, unplacedIn } from '../../build/kept.ts';
import { readModule } from '../../build/module.ts';

const SOURCE = 'const unused = 1;\nfunction f() {\n  return 2;\n}\ndata.x(f());\nif (data.y) {\n  f();\n}\n';

async function printed(): Promise<{ text: string; map: string }> {
  const { outputFiles } = await build({
    stdin: { contents: SOURCE, sourcefile: 'main.js' },
    bundle: true,
    write: false,
    outfile: 'out.js',
    format: 'esm',
    sourcemap: 'external',
  });
  return { map: outputFiles[0]!.text, text: outputFiles[1]!.text };
}

describe('the statements that a bundler keeps', () => {
  it('are the ones that its map leads to', async () => {
    const places = placesOf(JSON.parse((await printed()).map));
    const kept = keptUnits('main.js', readModule('main.js', SOURCE), places);
    expect(kept.map(({ node }) => node.type)).toEqual([
      'FunctionDeclaration',
      'ExpressionStatement',
      'IfStatement',
    ]);
    expect(keptUnits('other.js', readModule('other.js', SOURCE), places)).toEqual([]);
  });

  it('are all that was printed: one without a place is found', async () => {
    const { text, map } = await printed();
    const places = placesOf(JSON.parse(map));
    expect(unplacedIn(text, places)).toEqual([]);
    expect(unplacedIn(`${text}data.z();\n`, places)).toEqual(['data.z();']);
    expect(
      unplacedIn(`${text}var a_exports = {};\n__export(a_exports, {});\nexport { f };\n`, places),
    ).toEqual([]);
    const withoutIf = places.filter(({ line }) => line < 5);
    expect(unplacedIn(text, withoutIf)).toEqual([expect.stringMatching(/^if \(data\.y\)/)]);
  });
});

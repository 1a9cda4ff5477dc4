/** Who may import whom, held against the bundler's own record of what each module imports. */
import { readdir, readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { repositoryOf } from 'sgtm-toolkit/build/help-links';
import { describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '..');

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /(?<!\.d)\.ts$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

/** Folder of a module, as the rules name it. */
const layer = (file: string): string => {
  const [top = '', below = '', inner] = file.split('/');
  const nested = top === 'toolkit' || (top === 'src' && inner !== undefined);
  return nested ? `${top}/${below}` : top;
};

/** Layer → layers its modules may import besides their own. Packages and `node:` modules are not listed here. */
const ARROWS: Record<string, string[]> = {
  'src/signing': [],
  'src/mapping': [],
  'src/request': ['src/signing'],
  src: ['src/signing', 'src/mapping', 'src/request'],
  'toolkit/sandbox': [],
  'toolkit/form': [],
  'toolkit/isolated': ['toolkit/sandbox'],
  'toolkit/build': ['toolkit/sandbox', 'toolkit/form'],
  'toolkit/server': ['toolkit/sandbox', 'toolkit/form'],
  'toolkit/cli': ['toolkit/sandbox', 'toolkit/form', 'toolkit/build', 'toolkit/isolated', 'toolkit/server'],
  'x-server': [],
  scripts: [
    'toolkit/sandbox',
    'toolkit/form',
    'toolkit/build',
    'toolkit/cli',
    'toolkit/server',
    'x-server',
    'src/signing',
    'src/request',
    'src/mapping',
  ],
  bench: [
    'toolkit/sandbox',
    'toolkit/build',
    'toolkit/cli',
    'toolkit/server',
    'scripts',
    'x-server',
    'src/signing',
  ],
  playground: [
    'toolkit/sandbox',
    'toolkit/form',
    'toolkit/isolated',
    'toolkit/build',
    'toolkit/cli',
    'toolkit/server',
    'src/signing',
    'src/mapping',
    'scripts',
    'x-server',
  ],
};

/** Every edge of the metafile that points to a layer the importing one may not know. */
function violations(metafile: Metafile, arrows: Record<string, string[]>): string[] {
  return Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
    imports
      .filter(({ path: target, external }) => !external && !target.startsWith('node_modules/'))
      .filter(({ path: target }) => ![layer(file), ...(arrows[layer(file)] ?? [])].includes(layer(target)))
      .map(({ path: target }) => `${file} → ${target}`),
  );
}

async function metafileOf(entryPoints: string[], platform: 'node' | 'browser'): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: entryPoints.map((file) => `./${file}`),
    bundle: true,
    write: false,
    outdir: 'out',
    metafile: true,
    format: 'esm',
    platform,
    conditions: ['sgtm-source'],
    logLevel: 'silent',
    plugins: [
      {
        // Packages are no arrows of ours, but for the one that is in this repository.
        name: 'packages',
        setup: (context) =>
          context.onResolve({ filter: /^[^./]/ }, ({ kind, path: target }) =>
            kind === 'entry-point' || target.startsWith('sgtm-toolkit')
              ? undefined
              : { path: target, external: true },
          ),
      },
      {
        name: 'gtm-require',
        setup: (context) =>
          context.onResolve({ filter: /.*/ }, ({ kind, path: target }) =>
            kind === 'require-call' ? { path: target, external: true } : undefined,
          ),
      },
    ],
  });
  return metafile;
}

describe('the arrows between the parts', () => {
  it('hold in every module', async () => {
    const folders = [
      'src',
      'toolkit/sandbox',
      'toolkit/form',
      'toolkit/isolated',
      'toolkit/build',
      'toolkit/server',
      'toolkit/cli',
      'x-server',
      'scripts',
      'bench',
      'playground',
    ];
    const files = (await Promise.all(folders.map(sources))).flat();
    const metafile = await metafileOf(files, 'node');
    expect(Object.keys(metafile.inputs).length).toBeGreaterThanOrEqual(files.length);
    expect(violations(metafile, ARROWS)).toEqual([]);
  });

  it('are seen when they are broken', async () => {
    const metafile = await metafileOf(await sources('src'), 'node');
    expect(violations(metafile, { ...ARROWS, src: ['src/signing'] })).toContain(
      'src/main.ts → src/mapping/consent.ts',
    );
  });

  it('let the sandbox run in a browser: no module of Node anywhere below it', async () => {
    const metafile = await metafileOf(['toolkit/sandbox/index.ts'], 'browser');
    const outside = Object.values(metafile.inputs).flatMap(({ imports }) =>
      imports.filter(({ external, path: target }) => external && target.startsWith('node:')),
    );
    expect(outside).toEqual([]);
  });
});

describe('the tag’s source', () => {
  const text = (file: string) => readFile(path.join(root, file), 'utf8');
  /** The global `data`, read field by field; comments and texts do not count. */
  const code = (source: string) => source.replace(/\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'/g, '');

  it('names GTM’s APIs in one module and template fields in one', async () => {
    for (const file of (await sources('src')).filter((name) => !name.includes('.generated.'))) {
      const source = code(await text(file));
      expect([file, /\brequire\(/.test(source)]).toEqual([file, file === 'src/gtm.ts']);
      const fields = [...source.matchAll(/\bdata\.(\w+)/g)].map(([, name]) => name);
      const outcomes = ['gtmOnSuccess', 'gtmOnFailure'];
      if (file === 'src/outcome.ts') expect([...new Set(fields)]).toEqual(outcomes);
      else if (file !== 'src/settings.ts')
        expect([file, /\bdata\.\w+/.test(source) && !/const data = /.test(source)]).toEqual([file, false]);
    }
  });
});

describe('the two packages', () => {
  it('name the same repository', async () => {
    const [ours, toolkit] = await Promise.all(
      ['package.json', 'toolkit/package.json'].map((file) => readFile(path.join(root, file), 'utf8')),
    );
    expect(repositoryOf(toolkit!)).toBe(repositoryOf(ours!));
    expect(repositoryOf('{"repository": "github:some/one"}')).toBe('https://github.com/some/one');
  });
});

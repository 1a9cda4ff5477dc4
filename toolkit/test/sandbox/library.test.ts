import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../sandbox/language/codes.ts';
import { TEMPLATE_CODES, templateRulesPage } from '../../sandbox/tpl/codes.ts';
import { permission, templateText } from './build-template.ts';

const folder = fileURLToPath(new URL('../../sandbox/', import.meta.url));
const text = templateText({
  code: "require('sendHttpGet')('https://a.example/').then((r) => { require('logToConsole')(r.body); data.gtmOnSuccess(); });",
  permissions: [
    permission('logging', { environments: 'all' }),
    permission('send_http', { allowedUrls: 'any' }),
  ],
  scenarios: [
    {
      name: 'S',
      code: "mock('sendHttpGet', () => ({then: (f) => { f({body: 'x'}); }}));\nrunCode({});\nassertApi('gtmOnSuccess').wasCalled();",
    },
  ],
});

describe('the library', () => {
  it('is bundled for a browser without anything of Node, and works where Node is missing', async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: [join(folder, 'index.ts')],
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      globalName: 'sandbox',
      metafile: true,
      logLevel: 'silent',
    });
    expect(Object.keys(metafile.inputs).filter((path) => path.startsWith('node:'))).toEqual([]);
    const { URL: Url, URLSearchParams: Query, TextEncoder: Encoder, TextDecoder: Decoder } = globalThis;
    const browser: Record<string, unknown> = {
      URL: Url,
      URLSearchParams: Query,
      TextEncoder: Encoder,
      TextDecoder: Decoder,
      atob,
      btoa,
      setTimeout,
      clearTimeout,
      performance,
      console,
      text,
    };
    runInNewContext(`${outputFiles[0]!.text}; globalThis.sandbox = sandbox;`, browser);
    const result = await (runInNewContext(
      `(async () => {
        const template = sandbox.parseTemplate(text);
        const record = await sandbox.runTemplate(template, {}, { http: async () => ({ statusCode: 200, headers: {}, body: 'hi' }) });
        const report = await sandbox.runScenarios(template);
        const low = sandbox.createSandbox({ now: () => 7 });
        const sum = low.load(sandbox.compile("return require('getTimestampMillis')() + 1;")).call([]);
        return JSON.stringify([sandbox.check(template).map(({ code }) => code), record.outcome, record.logs, report.passed, sum]);
      })()`,
      browser,
    ) as Promise<string>);
    expect(JSON.parse(result)).toEqual([
      ['SANDBOX_NO_REJECTION_HANDLER', 'PERMISSION_BROAD'],
      'success',
      ['hi'],
      1,
      8,
    ]);
  });

  it('imports nothing of Node and nothing outside its folder but packages', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    expect(files.length).toBeGreaterThan(30);
    for (const file of files) {
      const source = readFileSync(join(folder, file), 'utf8');
      for (const [, specifier = ''] of source.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)';/gms)) {
        expect(specifier.startsWith('node:'), `${file}: ${specifier}`).toBe(false);
        if (specifier.startsWith('.'))
          expect(join(folder, file, '..', specifier).startsWith(folder), `${file}: ${specifier}`).toBe(true);
      }
      expect(/\b(?:Buffer|process)\./.test(source), file).toBe(false);
    }
  });

  it('does what the README shows', () => {
    const [, example = ''] =
      /```ts\n([\s\S]*?)```/.exec(readFileSync(join(folder, 'README.md'), 'utf8')) ?? [];
    const place = mkdtempSync(join(tmpdir(), 'readme-'));
    try {
      writeFileSync(join(place, 'template.tpl'), text);
      const source = example.replace("'./sandbox/index.ts'", `'${pathToFileURL(join(folder, 'index.ts'))}'`);
      expect(source).not.toBe(example);
      writeFileSync(join(place, 'example.mts'), source);
      const tsx = fileURLToPath(import.meta.resolve('tsx'));
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        ['--import', pathToFileURL(tsx).href, 'example.mts'],
        { cwd: place, encoding: 'utf8' },
      );
      expect(stderr).toBe('');
      expect(status).toBe(0);
      expect(stdout).toMatch(/^success /m);
      expect(stdout).toMatch(/^1 0 /m);
      expect(stdout).toMatch(/^6 \d+ \[\]$/m);
    } finally {
      rmSync(place, { recursive: true });
    }
  });
});

describe('the README', () => {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const named = new Set([...readme.matchAll(/`([a-zA-Z]+)(?:\([^`]*\))?`/g)].map(([, name]) => name));

  it('names every function of the library, and every part of a world and of a record', async () => {
    const functions = Object.entries(await import('../../sandbox/index.ts'));
    for (const [name, value] of functions) if (typeof value === 'function') expect(named).toContain(name);
    for (const [file, kind] of [
      ['world.ts', 'World'],
      ['run.ts', 'RunRecord'],
      ['apis/context.ts', 'Traces'],
    ] as const) {
      const source = readFileSync(join(folder, file), 'utf8');
      const [, body = ''] = new RegExp(`interface ${kind}[^{]* \\{([\\s\\S]*?)\\n\\}`).exec(source) ?? [];
      const parts = [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, part]) => part);
      expect(parts.length).toBeGreaterThan(5);
      for (const part of parts) expect(named).toContain(part);
    }
  });
});

describe('the page of template rules', () => {
  it('has a section for every code, and shares no code with the language rules', () => {
    for (const code of Object.keys(TEMPLATE_CODES)) {
      expect(templateRulesPage()).toContain(`\n## ${code}\n`);
      expect(Object.hasOwn(RULES, code)).toBe(false);
    }
  });
});

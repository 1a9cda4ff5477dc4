/** The packed package in folders of its own: what is in it, its types, every command, the projects it makes. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { COMMANDS } from '../../cli/commands.ts';
import { templateText } from '../sandbox/build-template.ts';
import { type Ended, emptyFolder, install, manifest, pack, shareInstalled, shell } from './installed.ts';

let tarball: string;
let folder: string;

beforeAll(() => {
  tarball = pack();
  folder = emptyFolder();
  install(tarball, folder);
});
afterAll(() => rmSync(dirname(tarball), { recursive: true }));

/** A line that must end well. */
async function well(line: string, where = folder): Promise<Ended> {
  const ended = await shell(line, where);
  expect(ended, line).toMatchObject({ status: 0 });
  return ended;
}

/** A template without the lines that name its modules. */
const withoutNames = (text: string): string => text.replace(/^\/\/ src\/.*\n/gm, '');

/** What `npm test` of a project runs, without the types and vitest. */
const TESTED = 'npm run check && sgtm test template.tpl';

/** A project of `sgtm init` with what `npm install` would bring, which is installed once. */
async function project(name: string, ...args: string[]): Promise<string> {
  await well(`sgtm init ${name} ${args.join(' ')}`);
  const made = join(folder, name);
  shareInstalled(folder, made);
  return made;
}

describe('the tarball', () => {
  it('is well made', async () => {
    const { messages } = await publint({ pack: { tarball: readFileSync(tarball).buffer as ArrayBuffer } });
    expect(messages).toEqual([]);
  });

  it('holds what runs, and neither sources nor tests of ours', async () => {
    const { out } = await well(`tar tzf ${tarball}`);
    const files = out.split('\n');
    expect(files).toEqual(
      expect.arrayContaining([
        'package/README.md',
        'package/LICENSE',
        'package/action.yml',
        'package/dist/cli/main.js',
      ]),
    );
    expect(
      files.filter((file) =>
        /\/test\/(?!main)|(?<!\.d)\.ts$/.test(file.replace(/^package\/(templates\/.*|server\/page\/.*)/, '')),
      ),
    ).toEqual([]);
  });

  it.each([
    ['NodeNext', 'NodeNext'],
    ['ESNext', 'Bundler'],
  ])('has types for module %s, resolution %s', async (module, resolution) => {
    writeFileSync(
      join(folder, 'use.ts'),
      `import { check, parseTemplate, runScenarios, type World } from 'sgtm-toolkit';
import { dataOf, readFields } from 'sgtm-toolkit/form';
import { compile } from 'sgtm-toolkit/sandbox';
import { runProgram } from 'sgtm-toolkit/shell';
const world: World = { now: () => 1 };
const template = parseTemplate('');
const problems: { code: string }[] = check(template);
// @ts-expect-error it is a list
const wrong: number = check(template);
export const all = [world, problems, wrong, runScenarios, compile, runProgram, dataOf(readFields([]), {})];
`,
    );
    const options = '--ignoreConfig --noEmit --strict --target es2023 --lib es2023 --types node';
    await well(`tsc ${options} --module ${module} --moduleResolution ${resolution} use.ts`);
  });

  it('serves the page of a container with all its files', async () => {
    const server = './node_modules/sgtm-toolkit/dist/server';
    writeFileSync(
      join(folder, 'serve.mjs'),
      `import { loadContainer } from '${server}/load.js';
import { answerNothing } from '${server}/outgoing.js';
import { serveContainer } from '${server}/serve.js';
const container = loadContainer('{"containerVersion": {}}');
const served = await serveContainer({ container, send: answerNothing, port: 0 });
for (const file of ['', '/style.css', '/main.ts', '/panels.ts', '/dom.ts'])
  console.log((await fetch(served.url + '/gtm/debug' + file)).status);
await served.stop();
`,
    );
    expect((await well('node serve.mjs')).out).toBe('200\n200\n200\n200\n200\n');
  });

  it('opens nothing but what it exports', async () => {
    const line = `node -e "import('sgtm-toolkit/sandbox/interpreter/values').catch((e) => console.log(e.code))"`;
    expect((await well(line)).out).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n');
  });
});

describe('a project that init makes', () => {
  it.each([
    ['tag', '--type tag'],
    ['client', '--type client --js'],
    ['variable', '--type variable'],
  ])('for a %s passes its own tests', async (kind, options) => {
    const made = await project(`made-${kind}`, options);
    const isWhole = kind === 'tag' || process.env.LONG !== undefined;
    const { out } = await well(isWhole ? 'npm test' : TESTED, made);
    expect(out).toMatch(/^built: .*nothing to change/m);
    expect(out).toMatch(/all is well: 0 errors, 0 warnings\./);
    expect(out).toMatch(isWhole ? /Tests {2}1 passed/ : /scenarios passed/);
  });

  it('from a template has its code, fields and scenarios', async () => {
    await project('made-origin', '--type variable --js');
    cpSync(join(folder, 'made-origin/template.tpl'), join(folder, 'origin.tpl'));
    const made = await project('made-from', '--from origin.tpl');
    await well(TESTED, made);
    const [before, after] = [join(folder, 'origin.tpl'), join(made, 'template.tpl')].map((file) =>
      readFileSync(file, 'utf8'),
    );
    // Modules have their names above them, but not the first of several.
    expect(withoutNames(after!)).toBe(withoutNames(before!));
  });

  it.each([
    ['sgtm init', 'init takes exactly one folder.'],
    ['sgtm init new', '--type must be one of tag, client, variable, or give --from FILE.tpl.'],
    ['sgtm init new --type macro', '--type must be one of tag, client, variable, got macro.'],
    ['sgtm init node_modules --type tag', 'node_modules: is not empty.'],
    ['sgtm init new --from nothing.tpl', 'nothing.tpl: cannot be read, no such file or folder.'],
  ])('%s makes none', async (line, message) => {
    expect(await shell(line, folder)).toMatchObject({ status: 2, err: expect.stringContaining(message) });
  });
});

describe('several templates in one repository', () => {
  it('share code, are built together, and say where something is wrong', async () => {
    const place = emptyFolder();
    shareInstalled(folder, place);
    const write = (file: string, text: string): void => {
      mkdirSync(dirname(join(place, file)), { recursive: true });
      writeFileSync(join(place, file), text);
    };
    for (const kind of ['tag', 'client', 'variable'])
      await well(`sgtm init packages/${kind} --type ${kind}`, place);
    write('packages/notes.txt', 'no template');
    write('shared/word.ts', "/** Said by all. */\nexport const word = (name) => 'hello ' + name;\n");
    for (const kind of ['tag', 'client']) {
      const file = `packages/${kind}/src/main.ts`;
      const text = readFileSync(join(place, file), 'utf8');
      write(file, `import { word } from '../../../shared/word.ts';\n${text}\nword('you');\n`);
    }
    const { out } = await well("sgtm build 'packages/*'", place);
    expect(out.match(/^built: /gm)).toHaveLength(3);
    expect(readFileSync(join(place, 'packages/tag/template.tpl'), 'utf8')).toContain("'hello ' + name");
    const tested = await well('sgtm test --coverage packages', place);
    expect(tested.out).toContain('all passed: 8 of 8 scenarios in 3 templates.');
    expect(tested.out).toMatch(/^ {2}shared\/word\.ts: 100 % of \d lines?/m);

    write('shared/word.ts', 'export const word = (name) => /x/;\n');
    write('packages/variable/template/permissions.json', '[\n  {\n    oops\n');
    const broken = await shell('sgtm build packages/tag packages/variable', place);
    expect(broken.status).toBe(1);
    expect(broken.out).toMatch(/^shared\/word\.ts:1:31 error SANDBOX_REGEX_LITERAL: /m);
    expect(broken.out).toMatch(/^packages\/variable\/template\/permissions\.json:3:5 error BUILD: /m);
    expect(broken.out + broken.err).not.toMatch(/^\s+at /m);
  });
});

describe('other versions of Node', () => {
  // Fetched from the registry, which the short tests do without.
  for (const version of process.env.LONG === undefined ? [] : ['22', '24'])
    it(`Node ${version} builds, checks and tests a project`, async () => {
      const made = await project(`made-on-${version}`, '--type tag');
      const node = `npx -y -p node@${version} node node_modules/sgtm-toolkit/dist/cli/main.js`;
      for (const call of ['build --check', 'check template.tpl', 'test template.tpl --coverage'])
        await well(`${node} ${call}`, made);
    });

  it('are those that package.json promises', () => {
    expect(manifest.engines.node).toBe('>=20.19');
  });
});

describe('the commands', () => {
  it('explain themselves and say their version', async () => {
    expect((await well('sgtm --version')).out).toBe(`${manifest.version}\n`);
    const { out } = await well('sgtm --help');
    for (const name of Object.keys(COMMANDS)) expect(out).toContain(`\n  ${name} `);
    // One shell for all: what a command says of itself is tested with the command.
    const names = Object.keys(COMMANDS);
    const all = names.map((name) => `sgtm ${name} --help`).join(' && ');
    const helps = (await well(all)).out;
    for (const name of names) expect(helps).toMatch(new RegExp(`^sgtm ${name}`, 'm'));
  });
});

describe('the pages of the rules', () => {
  const write = (place: string): void =>
    writeFileSync(join(place, 'refused.tpl'), templateText({ type: 'MACRO', code: 'return /x/;' }));

  it('are printed by explain, and no path of another repository is shown', async () => {
    write(folder);
    for (const line of ['check', 'check --json', 'test --json']) {
      const { status, out } = await shell(`sgtm ${line} refused.tpl`, folder);
      expect(status).toBe(1);
      expect(out).toContain('SANDBOX_REGEX_LITERAL');
      expect(out).not.toMatch(/docs\/|https:/);
    }
  });

  it('have addresses where the package names its repository', async () => {
    const place = emptyFolder();
    install(tarball, place);
    const file = join(place, 'node_modules/sgtm-toolkit/package.json');
    const named = { ...JSON.parse(readFileSync(file, 'utf8')), repository: 'github:some/one' };
    writeFileSync(file, JSON.stringify(named));
    write(place);
    const address = 'https://github.com/some/one/blob/HEAD/docs/sandbox-rules.md#sandbox_regex_literal';
    for (const line of ['check', 'check --json', 'check --reporter github'])
      expect((await shell(`sgtm ${line} refused.tpl`, place)).out).toContain(address);
    expect((await well('sgtm explain SANDBOX_REGEX_LITERAL', place)).out).toContain(address);
  });
});

describe('the README', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const blocks = (language: string): string[] =>
    [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
      ([, code]) => code!,
    );

  it('shows commands that can be typed one after the other', async () => {
    let place = emptyFolder();
    shareInstalled(folder, place);
    const lines = blocks('sh').flatMap((code) => code.trim().split('\n'));
    expect(lines.length).toBeGreaterThan(15);
    for (const line of lines) {
      const [, entered] = /^cd (\S+)$/.exec(line) ?? [];
      if (entered !== undefined) place = join(place, entered);
      else if (line === 'npm install') shareInstalled(folder, place);
      // The project's tests are run above.
      else if (line !== 'npm test') await well(line.replace(/npx sgtm(-toolkit)?/, 'sgtm'), place);
    }
    writeFileSync(join(place, 'example.mjs'), blocks('js')[0]!);
    expect((await well('node example.mjs', place)).out).toBe(
      '0 problems\nsuccess {"event":"login","label":"shop"}\n3 passed 0 failed\n',
    );
  });

  it('names every command, and no option that does not exist', async () => {
    for (const [name, load] of Object.entries(COMMANDS)) {
      expect(readme).toMatch(new RegExp(`^### .*\\b${name}\\b`, 'm'));
      const { options } = await load();
      for (const [shown] of readme.matchAll(new RegExp(`sgtm ${name} [^\\n\`]*`, 'g')))
        for (const [, option = ''] of shown.matchAll(/ --([a-z-]+)/g))
          expect(Object.keys(options)).toContain(option);
    }
  });
});

describe('the action', () => {
  const { runs, inputs } = parse(readFileSync(join(import.meta.dirname, '../../action.yml'), 'utf8')) as {
    runs: {
      using: string;
      steps: { name: string; shell: string; env: Record<string, string>; run: string }[];
    };
    inputs: Record<string, { default: string }>;
  };

  /** The steps as GitHub runs them: in order, until one fails. @param wanted part of the names of those that are run */
  async function run(place: string, given: Record<string, string> = {}, wanted = '') {
    const summary = join(place, 'summary.md');
    writeFileSync(summary, '');
    const ended: Ended[] = [];
    for (const step of runs.steps.filter(({ name }) => name.includes(wanted))) {
      expect(step.shell).toBe('bash');
      const environment = Object.entries(step.env).map(([name, value]) => {
        const [, input = ''] = /^\$\{\{ inputs\.(\w+) \}\}$/.exec(value) ?? [];
        return [name, given[input] ?? inputs[input]!.default];
      });
      ended.push(
        await shell(step.run, place, { ...Object.fromEntries(environment), GITHUB_STEP_SUMMARY: summary }),
      );
      if (ended.at(-1)!.status !== 0) break;
    }
    return { ended, summary: readFileSync(summary, 'utf8') };
  }

  it('checks, tests, counts, and writes a summary', async () => {
    const made = await project('acted', '--type variable --js');
    const { ended, summary } = await run(made, { cost: 'template.tpl --max-size 100000' });
    expect(ended.map(({ status, err }) => [status, err])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
    expect(summary).toMatch(
      /## Check\n[\s\S]*all is well[\s\S]*## Tests and coverage\n[\s\S]*src\/main\.js: 100 %/,
    );
    expect(summary).toMatch(/## Cost\n[\s\S]*compiled/);
    const dear = await run(made, { cost: 'template.tpl --max-size 10' }, 'Cost');
    expect(dear.ended.map(({ status }) => status)).toEqual([1]);
    const free = await run(made, {}, 'Cost');
    expect([free.ended.length, free.summary]).toEqual([1, '']);
  });

  it('hands patterns on as they are, which a shell would read otherwise', async () => {
    const made = await project('acted-pattern', '--type variable --js');
    const deep = join(made, 'more', 'below');
    mkdirSync(deep, { recursive: true });
    cpSync(join(made, 'template.tpl'), join(deep, 'template.tpl'));
    cpSync(join(made, 'template.tpl'), join(made, 'more', 'template.tpl'));
    const { ended } = await run(made, { template: 'more/**/*.tpl' });
    const [checked, tested] = ended.map(({ out }) => out);
    expect(checked).toContain('2 of 2 templates');
    expect(tested).toContain('in 2 templates');
  });

  it('annotates what is wrong, and fails', async () => {
    const made = await project('acted-wrong', '--type variable --js');
    const file = join(made, 'template.tpl');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace("isEqualTo('shop.example')", "isEqualTo('shop.test')"));
    const failing = await run(made);
    expect(failing.ended.map(({ status }) => status)).toEqual([0, 1]);
    expect(failing.ended[1]!.out).toMatch(/^::error file=template\.tpl,line=\d+,col=1,title=The host/m);
    expect(failing.summary).toContain('2 of 3 scenarios');
    writeFileSync(file, text.replace('return undefined;', 'return undefined'));
    const refused = await run(made);
    expect(refused.ended.map(({ status }) => status)).toEqual([1]);
    expect(refused.ended[0]!.out).toMatch(/^::error file=template\.tpl,.*SANDBOX_MISSING_SEMICOLON/m);
    expect(refused.summary).toContain('not accepted: 1 error');
  });
});

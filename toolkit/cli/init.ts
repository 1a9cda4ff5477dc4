/** `init`: a project that builds, checks and tests a template, from a sample of its kind or from a `.tpl` file. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { formatJson, type Json } from '../sandbox/tpl/json.ts';
import type { Template } from '../sandbox/tpl/template.ts';
import { packageRoot, packageVersion } from './package.ts';
import { bold, type Command, count, oneOf, UsageError, type Values, writeBelow } from './shell.ts';
import { problemsOf, readTemplate, refuse } from './templates.ts';

const TYPES = ['tag', 'client', 'variable'] as const;
type Type = (typeof TYPES)[number];
const TYPE_OF: Record<Template['type'], Type> = { TAG: 'tag', CLIENT: 'client', MACRO: 'variable' };

/** Path below the project → text. */
type Files = Map<string, string>;

export const initCommand: Command = {
  usage: 'init FOLDER',
  about: 'Makes a project for a template: source, scenarios, a unit test, types and a workflow for CI.',
  options: {
    type: { type: 'string', value: TYPES.join('|'), help: 'what the template is' },
    js: { type: 'boolean', help: 'in JavaScript; TypeScript otherwise' },
    from: { type: 'string', value: 'FILE.tpl', help: 'from a template that exists; its code is JavaScript' },
  },
  async run([folder, ...more], options, io) {
    if (folder === undefined || more.length > 0) throw new UsageError('init takes exactly one folder.');
    if (existsSync(folder) && readdirSync(folder).some((name) => name !== '.git'))
      throw new UsageError(`${folder}: is not empty. Name a folder that is new or empty.`);
    const name = basename(resolve(folder));
    let files: Files;
    if (options.from === undefined) files = sample(typeFrom(options), name, options.js === true);
    else {
      const read = readTemplate(String(options.from));
      if ('problem' in read) return refuse(io, String(options.from), [read.problem], false);
      if (options.type !== undefined && options.type !== TYPE_OF[read.template.type])
        throw new UsageError(`--type ${options.type}: ${options.from} is a ${TYPE_OF[read.template.type]}.`);
      files = taken(read.template, name);
    }
    for (const [file, text] of files) writeBelow(folder, file, text);
    const { buildTemplate } = await import('../build/build-template.ts');
    const { BuildError } = await import('../build/problems.ts');
    try {
      for (const [file, text] of (await buildTemplate(folder)).files) writeBelow(folder, file, text);
    } catch (error) {
      if (!(error instanceof BuildError)) return refuse(io, folder, problemsOf(error), false);
      io.err(`${error.message}\n`);
      return 1;
    }
    io.out(`${bold(io, folder)}: ${count(files.size, 'file')}, and template.tpl built of them.\n\n`);
    io.out(`Next:\n  cd ${folder}\n  npm install\n  npm test\n`);
    return 0;
  },
};

function typeFrom({ type }: Values): Type {
  if (type === undefined)
    throw new UsageError(`--type must be one of ${TYPES.join(', ')}, or give --from FILE.tpl.`);
  return oneOf('type', type, TYPES);
}

/** The sample of a kind. As JavaScript it is the same text: it has no types to lose. */
function sample(type: Type, name: string, js: boolean): Files {
  const files = new Map([...filesBelow(type), ...common(name, js)]);
  const info = JSON.parse(files.get('template/info.json')!) as { [key: string]: Json };
  files.set('template/info.json', `${formatJson({ ...info, displayName: name })}\n`);
  if (!js) return files;
  return new Map(
    [...files].map(([file, text]) => [file.replace(/\.ts$/, '.js'), text.replaceAll(".ts';", ".js';")]),
  );
}

/** What every project has besides the template. */
function common(name: string, js: boolean): Files {
  const files: Files = new Map(filesBelow('project'));
  if (js) for (const file of ['tsconfig.json', 'test/tsconfig.json']) files.delete(file);
  const types = js ? '' : 'tsc && tsc -p test && ';
  const manifest = {
    name:
      name
        .toLowerCase()
        .replace(/[^a-z0-9._-]+/g, '-')
        .replace(/^[._-]+/, '') || 'template',
    version: '0.1.0',
    private: true,
    type: 'module',
    scripts: {
      build: 'sgtm build',
      check: 'sgtm build --check && sgtm check template.tpl',
      test: `npm run check && ${types}sgtm test template.tpl && vitest run`,
    },
    devDependencies: {
      ...(!js && { '@types/node': '20.19.43' }),
      'sgtm-toolkit': packageVersion(),
      ...(!js && { typescript: '7.0.2' }),
      vitest: '4.1.12',
    },
  };
  files.set('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
  files.set('.gitignore', 'node_modules/\ncoverage/\n');
  files.set('README.md', readme(name, js));
  return files;
}

/** A template's sections as files. What a name of a scenario may not hold is left out of it. */
function taken(template: Template, name: string): Files {
  const { tests, sections } = template;
  const files = common(name, true);
  const json = (file: string, section: { value: Json } | undefined): unknown =>
    section && files.set(`template/${file}.json`, `${formatJson(section.value)}\n`);
  json('info', template.info);
  json('parameters', template.parameters);
  json('permissions', template.permissions);
  const text = (section: string): string | undefined => sections.find((one) => one.name === section)?.body;
  const terms = text('TERMS_OF_SERVICE');
  files.delete('template/terms.txt');
  if (terms !== undefined) files.set('template/terms.txt', `${terms.trim()}\n`);
  const notes = text('NOTES')?.trim() ?? '';
  if (notes !== '') files.set('template/notes.md', `${notes}\n`);
  files.set('src/main.js', `${template.code.trim()}\n`);
  if (tests.setup) files.set('template/scenarios/setup.js', `${tests.setup.code.trim()}\n`);
  if (tests.scenarios.length > 0) {
    const names = new Set<string>();
    const scenarios = tests.scenarios.map(({ name: full, code }) => {
      const plain = full.replace(/[^A-Za-z0-9 _-]+/g, ' ').trim() || 'Scenario';
      let free = plain;
      for (let n = 2; names.has(free); n++) free = `${plain} ${n}`;
      names.add(free);
      return `// scenario: ${free}\n${code.trim()}\n`;
    });
    files.set('template/scenarios/scenarios.js', scenarios.join('\n'));
  }
  files.set('test/main.test.js', ACCEPTED);
  return files;
}

const ACCEPTED = `import { readFileSync } from 'node:fs';
import { check, parseTemplate } from 'sgtm-toolkit';
import { expect, it } from 'vitest';

const template = parseTemplate(readFileSync('template.tpl', 'utf8'));

it('holds nothing that the editor refuses', () => {
  expect(check(template).filter(({ severity }) => severity === 'error')).toEqual([]);
});
`;

function filesBelow(part: Type | 'project'): [string, string][] {
  const folder = join(packageRoot(), 'templates', part);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => [file.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(file, 'utf8')]);
}

const readme = (name: string, js: boolean): string => `# ${name}

A template for server-side Google Tag Manager. \`template.tpl\` is built; change what it is built of:

| file | what it is |
| --- | --- |
| \`src/main.${js ? 'js' : 'ts'}\` | the code, with whatever it imports |
| \`template/*.json\` | name and kind, fields, permissions |
| \`template/scenarios/*.js\` | the tests that the editor can run too |
| \`test/\` | tests that run the built template from outside |

\`\`\`sh
npm install
npm run build    # writes template.tpl
npm test         # checks that template.tpl is what the sources give, and runs all tests
\`\`\`

\`npx sgtm --help\` lists what else there is.
`;

import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { buildTemplate } from 'sgtm-toolkit/build/build-template';
import { parseTemplate } from 'sgtm-toolkit/sandbox';
import { formatJson, type Json } from 'sgtm-toolkit/sandbox/tpl/json';
import { formatTemplate, type SectionTexts } from 'sgtm-toolkit/sandbox/tpl/sections';
import { formatTests } from 'sgtm-toolkit/sandbox/tpl/yaml';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../scripts/sync.ts';
import { templateText } from '../../toolkit/test/sandbox/build-template.ts';
import { call, commitAll, git, initialise, removeFolders, temporaryFolder, write } from './repository.ts';

const project = path.join(import.meta.dirname, '../..');

let root: string;
let exported: string;
const sync = (...args: string[]) => call(main, root, ...args);
const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const built = async (): Promise<string> => (await buildTemplate(root)).files.get('template.tpl')!;
const changed = (): string[] =>
  git(root, 'status', '--porcelain', '--untracked-files=all')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.trim().replace(/^\S+ /, ''));

/** A folder with these parts of the project. */
function copyOf(...parts: string[]): string {
  const folder = temporaryFolder();
  for (const name of ['template', 'biome.json', 'tsconfig.base.json', '.gitignore', ...parts])
    cpSync(path.join(project, name), path.join(folder, name), { recursive: true });
  return folder;
}

/** The project as a repository with hardly any code, where that code says nothing. */
async function smallProject(): Promise<string> {
  const folder = copyOf();
  write(folder, 'src/main.ts', "const log = require('logToConsole');\nlog('sent');\ndata.gtmOnSuccess();\n");
  // Two files of scenarios show what many would.
  for (const name of readdirSync(path.join(folder, 'template/scenarios')))
    if (!/^(setup|10-purchase|20-events)\.js$/.test(name))
      rmSync(path.join(folder, 'template/scenarios', name));
  write(folder, 'template.tpl', (await buildTemplate(folder)).files.get('template.tpl')!);
  initialise(folder);
  return folder;
}

let prepared: string;
afterAll(removeFolders);
beforeAll(async () => {
  prepared = await smallProject();
});
beforeEach(() => {
  root = path.join(temporaryFolder(), 'project');
  cpSync(prepared, root, { recursive: true });
  exported = path.join(temporaryFolder(), 'export.tpl');
});

interface Edited {
  info: { [key: string]: Json };
  parameters: { [key: string]: Json }[];
  permissions: Json[];
  setup: string;
  scenarios: { name: string; code: string }[];
  notes: string;
  code: string;
}

/** What somebody did in the editor, exported. */
function exportAfter(edit: (template: Edited) => void, without: (keyof SectionTexts)[] = []) {
  const { info, parameters, permissions, tests, code, sections } = parseTemplate(text('template.tpl'));
  const textOf = (name: string) => sections.find((section) => section.name === name)!.body;
  const edited = structuredClone({
    info: info!.value,
    parameters: parameters!.value,
    permissions: permissions!.value,
    setup: tests.setup!.code,
    scenarios: tests.scenarios.map(({ name, code }) => ({ name, code })),
    notes: textOf('NOTES'),
    code,
  }) as Edited;
  edit(edited);
  const texts: SectionTexts = {
    TERMS_OF_SERVICE: textOf('TERMS_OF_SERVICE'),
    INFO: formatJson(edited.info),
    TEMPLATE_PARAMETERS: formatJson(edited.parameters),
    SANDBOXED_JS_FOR_SERVER: edited.code,
    SERVER_PERMISSIONS: formatJson(edited.permissions),
    TESTS: formatTests(edited),
    NOTES: edited.notes,
  };
  for (const name of without) delete texts[name];
  write(path.dirname(exported), path.basename(exported), `\ufeff${formatTemplate(texts)}`);
}

/** The sections by value: what they say, whatever the order of keys. */
async function sectionsOf(file: string) {
  const { info, parameters, permissions, tests, sections } = parseTemplate(file);
  const bare = ({ name, code }: { name: string; code: string }) => ({ name, code });
  return {
    info: info?.value,
    parameters: parameters?.value,
    permissions: permissions?.value,
    setup: tests.setup?.code,
    scenarios: tests.scenarios.map(bare),
    notes: sections.find(({ name }) => name === 'NOTES')?.body.trim(),
  };
}

/** What the export says is what the build gives afterwards. */
async function expectReproduced() {
  expect(await sectionsOf(await built())).toEqual(await sectionsOf(readFileSync(exported, 'utf8')));
}

describe('an export', () => {
  it('of our own template changes nothing, byte for byte', async () => {
    root = copyOf('src', 'template.tpl');
    initialise(root);
    const { status, text: said } = await sync(path.join(root, 'template.tpl'));
    expect([status, changed()]).toEqual([0, []]);
    expect(said).toContain('nothing was written');
  });

  it('keeps links into the repository as they are written, whatever address they ship with', async () => {
    write(root, 'package.json', '{"repository": "github:owner/name"}');
    const shipped = await built();
    expect(shipped).toContain('https://github.com/owner/name/blob/HEAD/docs/setup.md');
    write(path.dirname(exported), 'export.tpl', shipped);
    commitAll(root, 'An address');
    const { status, text: said } = await sync(exported);
    expect([status, said]).toEqual([0, expect.stringContaining('nothing was written')]);
  });

  it('with other fields, permissions, info and notes changes their files only, and the build reproduces it', async () => {
    exportAfter((template) => {
      template.info.description = 'Says more.';
      (template.parameters[0]!.subParams as { help: string }[])[0]!.help = 'Where to find it.';
      template.permissions.pop();
      template.notes = 'Created on 1/2/2026, 10:00:00 AM\n';
    });
    const { status } = await sync(exported);
    expect(status).toBe(0);
    expect(changed()).toEqual([
      'template/info.json',
      'template/notes.md',
      'template/parameters.json',
      'template/permissions.json',
    ]);
    // One value was changed, so one line differs.
    expect(git(root, 'diff', '--numstat', 'template/parameters.json')).toBe('1\t1\ttemplate/parameters.json');
    await expectReproduced();
  });

  it('with keys in another order is no change, and one change among them is one line', async () => {
    const reversed = (value: Json): Json => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, one]) => [key, reversed(one)]),
      );
    };
    const reorder = (template: Edited) => {
      template.parameters = reversed(template.parameters) as Edited['parameters'];
      template.permissions = reversed(template.permissions) as Json[];
    };
    exportAfter(reorder);
    expect((await sync(exported)).status).toBe(0);
    expect(changed()).toEqual([]);

    exportAfter((template) => {
      reorder(template);
      template.parameters.at(-1)!.displayName = 'Log lines';
    });
    await sync(exported);
    expect(git(root, 'diff', '--numstat')).toBe('1\t1\ttemplate/parameters.json');
    await expectReproduced();
  });

  it('keeps a changed or renamed scenario in its file and puts a new one into a file of its own', async () => {
    exportAfter(({ scenarios }) => {
      scenarios[0]!.code += '\nassertApi("setCookie").wasCalled();';
      scenarios[1]!.name = 'Under a new name';
      scenarios.push({ name: 'Made in GTM', code: 'runCode(settings);\n\n  fail();' });
    });
    expect((await sync(exported)).status).toBe(0);
    expect(changed()).toEqual(['template/scenarios/10-purchase.js', 'template/scenarios/90-from-gtm.js']);
    expect(text('template/scenarios/10-purchase.js')).toContain('// scenario: Under a new name\n');
    expect(text('template/scenarios/90-from-gtm.js')).toBe(
      '// scenario: Made in GTM\nrunCode(settings);\n\n  fail();\n',
    );
    await expectReproduced();
  });

  it('adds to what came before from GTM, and removes a file that lost all its scenarios', async () => {
    exportAfter(({ scenarios }) => scenarios.push({ name: 'One', code: 'fail();' }));
    await sync(exported);
    write(root, 'template.tpl', await built());
    commitAll(root, 'One');
    const gone = parseTemplate(text('template.tpl')).tests.scenarios[0]!.name;
    const first = text('template/scenarios/10-purchase.js').match(/^\/\/ scenario: .*$/gm)!.length;
    exportAfter(({ scenarios }) => {
      scenarios.splice(0, first);
      scenarios.push({ name: 'Two', code: 'fail();' });
    });
    expect((await sync(exported)).status).toBe(0);
    expect(text('template/scenarios/90-from-gtm.js')).toBe(
      '// scenario: One\nfail();\n\n// scenario: Two\nfail();\n',
    );
    expect(changed()).toContain('template/scenarios/10-purchase.js');
    expect(await built()).not.toContain(gone);
    await expectReproduced();
  });

  it('with another setup changes setup.js', async () => {
    exportAfter((template) => {
      template.setup += '\nconst more = 1;';
    });
    expect((await sync(exported)).status).toBe(0);
    expect(changed()).toEqual(['template/scenarios/setup.js']);
    await expectReproduced();
  });

  it('in another order of scenarios says that files decide the order', async () => {
    exportAfter(({ scenarios }) => scenarios.unshift(scenarios.pop()!));
    expect((await sync(exported)).text).toContain('file by file');
  });

  it('with other code shows the difference, takes the rest, and leaves src alone', async () => {
    exportAfter((template) => {
      template.code = template.code.replace("'sent'", "'gone'");
      template.notes = 'Other notes.';
    });
    const { status, text: said } = await sync(exported);
    expect(status).toBe(1);
    expect(said).toMatch(/^--- code from src\/\n\+\+\+ code of the export\n@@/m);
    expect(said).toMatch(/^-log\('sent'\);$/m);
    expect(said).toMatch(/^\+log\('gone'\);$/m);
    expect(said).toContain('by hand');
    expect(changed()).toEqual(['template/notes.md']);
  });

  it('without permissions needs none; what else it lacks stays as it is and is named', async () => {
    exportAfter(() => {}, ['SERVER_PERMISSIONS', 'NOTES', 'TERMS_OF_SERVICE', 'TESTS']);
    const { text: said } = await sync(exported);
    expect(text('template/permissions.json')).toBe('[]\n');
    expect(changed()).toEqual(['template/permissions.json']);
    for (const name of ['NOTES', 'TERMS_OF_SERVICE', 'TESTS']) expect(said).toContain(`no section ${name}`);
  });
});

describe('nothing is written', () => {
  it('while a file differs from the last commit', async () => {
    write(root, 'template/notes.md', 'Half-finished.\n');
    exportAfter(({ info }) => {
      info.description = 'Other';
    });
    const { status, text: said } = await sync(exported);
    expect([status, changed()]).toEqual([1, ['template/notes.md']]);
    expect(said).toContain('must be clean');
    expect(said).toContain('template/notes.md');
  });

  it('but the export itself may lie in the repository', async () => {
    exported = path.join(root, 'export.tpl');
    exportAfter(() => {});
    expect((await sync(exported)).status).toBe(0);
  });

  it.each([
    ['a name the build refuses', { name: 'Costs 5 €!', code: 'fail();' }, 'got "Costs 5 €!"'],
    ['a line that reads like a heading', { name: 'A', code: 'fail();\n// scenario: B\nfail();' }, '"A"'],
  ])('for %s', async (_what, scenario, named) => {
    exportAfter(({ scenarios, info }) => {
      scenarios.push(scenario);
      info.description = 'Other';
    });
    const { status, text: said } = await sync(exported);
    expect([status, changed()]).toEqual([1, []]);
    expect(said).toContain(named);
    expect(said).toContain('Nothing was written.');
  });

  it('for a name that stands twice', async () => {
    exportAfter(({ scenarios }) => scenarios.push({ name: scenarios[0]!.name, code: 'fail();' }));
    const { status, text: said } = await sync(exported);
    expect([status, changed()]).toEqual([1, []]);
    expect(said).toContain('twice');
  });

  it('for a file that is no template, with its place', async () => {
    write(path.dirname(exported), path.basename(exported), '___INFO___\n\n{');
    const { status, text: said } = await sync(exported);
    expect([status, changed()]).toEqual([1, []]);
    expect(said).toMatch(/export\.tpl:\d+:\d+ TPL_/);
  });

  it('for another template, which once replaced everything', async () => {
    const parameters = [{ type: 'TEXT', name: 'notOurs' }];
    write(path.dirname(exported), path.basename(exported), templateText({ code: 'data.x();', parameters }));
    const { status, text: said } = await sync(exported);
    expect([status, changed()]).toEqual([1, []]);
    expect(said).toContain('The export is of another template, "Sample"');
  });

  it('outside of a git repository', async () => {
    exportAfter(() => {});
    const { status, text: said } = await call(main, temporaryFolder(), exported);
    expect(status).toBe(1);
    expect(said).toContain('not a git repository');
  });

  it.each([[], ['no-such.tpl'], [project], ['a.tpl', 'b.tpl'], ['--unknown']])(
    'for a wrong call: %s',
    async (...args) => {
      expect((await sync(...args.filter((arg) => arg !== ''))).status).toBe(2);
    },
  );
});

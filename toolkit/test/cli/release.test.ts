import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TERMS_OF_SERVICE } from '../../sandbox/tpl/sections.ts';
import { at, good, sgtm, useFolder } from './templates.ts';

useFolder();

/** A repository that the Gallery would take, with one thing done to it. */
function repository(name: string, spoil: (folder: string) => void = () => undefined): string {
  const folder = at(name);
  mkdirSync(folder);
  const info = good.replace('"description": ""', '"description": "A sample.", "categories": ["UTILITY"]');
  writeFileSync(join(folder, 'template.tpl'), `___TERMS_OF_SERVICE___\n\n${TERMS_OF_SERVICE}\n\n\n${info}`);
  copyFileSync(join(import.meta.dirname, '../../LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'README.md'), '# Sample\n');
  const git = (...args: string[]): string => gitIn(folder, ...args);
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'a');
  const page = 'https://github.com/a/b';
  writeFileSync(
    join(folder, 'metadata.yaml'),
    `homepage: "${page}"\ndocumentation: "${page}"\nversions:\n  - sha: ${git('rev-parse', 'HEAD')}\n    changeNotes: First.\n`,
  );
  spoil(folder);
  return folder;
}

const gitIn = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], {
    cwd: folder,
    encoding: 'utf8',
  }).trim();

const listed = (folder: string, ...shas: string[]): void => {
  const entries = shas.map((sha) => `  - sha: ${sha}\n    changeNotes: A change.\n`).join('');
  edit('metadata.yaml', '  - sha', `${entries}  - sha`)(folder);
};

const commit = (folder: string, file: string): string => {
  writeFileSync(join(folder, file), file);
  gitIn(folder, 'add', file);
  gitIn(folder, 'commit', '-qm', file);
  return gitIn(folder, 'rev-parse', 'HEAD');
};

function merged(folder: string): void {
  const first = gitIn(folder, 'rev-parse', 'HEAD');
  const trunk = gitIn(folder, 'rev-parse', '--abbrev-ref', 'HEAD');
  const one = commit(folder, 'one');
  gitIn(folder, 'checkout', '-qb', 'side', first);
  const other = commit(folder, 'other');
  gitIn(folder, 'checkout', '-q', trunk);
  gitIn(folder, 'merge', '-q', '--no-edit', 'side');
  listed(folder, other, one);
}

function reversed(folder: string): void {
  const one = commit(folder, 'one');
  const two = commit(folder, 'two');
  listed(folder, one, two);
}

const edit =
  (file: string, from: string, to: string) =>
  (folder: string): void => {
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  };

it('a repository that follows the rules is ready, whatever else is in it', async () => {
  const { status, out } = await sgtm('release', 'check', repository('ready'));
  expect(out).toMatch(/^ok {3}[\s\S]*\nready for the Gallery\.\n$/);
  expect(status).toBe(0);
});

it.each([
  [
    'a copyright line that is filled in',
    edit('LICENSE', '[yyyy] [name of copyright owner]', '2026 Some One & Co'),
  ],
  [
    'code for web containers',
    (folder: string) => {
      edit('template.tpl', '"SERVER"', '"WEB"')(folder);
      edit('template.tpl', '___SANDBOXED_JS_FOR_SERVER___', '___SANDBOXED_JS_FOR_WEB_TEMPLATE___')(folder);
      edit('template.tpl', '___SERVER_PERMISSIONS___', '___WEB_PERMISSIONS___')(folder);
    },
  ],
  ['versions of merged branches', merged],
])('a repository with %s is ready', async (name, change) => {
  const { out, status } = await sgtm('release', 'check', repository(`ready-${name}`, change));
  expect(out).toMatch(/\nready for the Gallery\.\n$/);
  expect(status).toBe(0);
});

it.each([
  ['order', reversed, 'versions stand newest first'],
  ['licence', edit('LICENSE', 'Apache', 'Apachy'), 'LICENSE must hold the Apache License 2.0'],
  ['code', edit('template.tpl', 'log(data.text);', 'log(data.text)'), 'SANDBOX_MISSING_SEMICOLON'],
  ['terms', edit('template.tpl', 'By creating', 'By making'), "must hold Google's terms word for word"],
  ['info', edit('template.tpl', '"UTILITY"', ''), 'INFO.categories must name one to 3 categories.'],
  ['sha', edit('metadata.yaml', 'sha: ', 'sha: 0'), 'sha must be the 40 hexadecimal digits'],
  ['page', edit('metadata.yaml', 'https', 'http'), '"homepage" must be the https address'],
  ['end', edit('README.md', '\n', '\r\n'), 'README.md has lines that end with CR.'],
])('a fault of the %s is named', async (name, spoil, message) => {
  const folder = repository(name, spoil);
  const { status, out } = await sgtm('release', 'check', folder);
  expect(status).toBe(1);
  expect(out).toContain(message);
  expect(out).toMatch(/not ready for the Gallery: \d+ faults? to mend\.\n$/);
  const { rules } = JSON.parse((await sgtm('release', 'check', '--json', folder)).out);
  expect(JSON.stringify(rules)).toContain('Apache License');
});

it('nothing else is a release command', async () => {
  expect((await sgtm('release')).status).toBe(2);
  expect(await sgtm('release', 'check', at('nowhere'))).toMatchObject({
    status: 2,
    err: expect.stringContaining('no such folder'),
  });
});

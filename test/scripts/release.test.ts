import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import type { Json } from 'sgtm-toolkit/sandbox/tpl/json';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dataUri } from '../../scripts/release/icon.ts';
import { main } from '../../scripts/release.ts';
import {
  call,
  commitAll,
  configure,
  git,
  initialise,
  removeFolders,
  temporaryFolder,
  write,
} from './repository.ts';
import { icon, template } from './sample-template.ts';

const project = path.join(import.meta.dirname, '../..');

let origin: string;
let root: string;
const release = (...args: string[]) => call(main, root, ...args);
const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const edit = (file: string, change: (text: string) => string) => write(root, file, change(text(file)));

afterAll(removeFolders);
beforeAll(() => {
  origin = temporaryFolder();
  cpSync(path.join(project, 'LICENSE'), path.join(origin, 'LICENSE'));
  cpSync(path.join(project, 'metadata.yaml'), path.join(origin, 'metadata.yaml'));
  write(origin, 'README.md', '# Sample\n');
  write(origin, '.gitignore', 'dist/\n');
  write(origin, 'assets/icon.png', icon);
  write(origin, 'template.tpl', template());
  write(
    origin,
    'CHANGELOG.md',
    '# Changes\n\n## Unreleased\n\nMuch.\n\n## 1.0.0 - 2026-11-23\n\n### New\n\n- First version.\n- "Quoted": too.\n',
  );
  // `npm test` fails as soon as a file says so.
  const scripts = { test: `node -e "process.exit(Number(require('fs').existsSync('fail.txt')))"` };
  const repository = 'github:somebody/sample';
  write(
    origin,
    'package.json',
    `${JSON.stringify({ name: 'sample', version: '0.1.0', repository, scripts }, null, 2)}\n`,
  );
  const lock = { name: 'sample', version: '0.1.0', packages: { '': { version: '0.1.0' } } };
  write(origin, 'package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
  initialise(origin);
});

function clone(): void {
  root = path.join(temporaryFolder(), 'clone');
  git(origin, 'clone', '--quiet', origin, root);
  configure(root);
}

/** Undoes what a test did since the state that was kept; tags stay. */
let kept: string;
const keep = () => {
  kept = git(root, 'rev-parse', 'HEAD');
};
const undo = () => {
  git(root, 'checkout', '--quiet', '--force', '-B', 'main', kept);
  git(root, 'clean', '--quiet', '--force', '-d');
};

const refused = async (version: string, reason: string) => {
  const head = git(root, 'rev-parse', 'HEAD');
  const { status, text: said } = await release(version, '--yes');
  expect([status, said]).toEqual([1, expect.stringContaining(reason)]);
  expect(git(root, 'rev-parse', 'HEAD')).toBe(head);
  expect(git(root, 'tag')).not.toContain(`v${version}`);
};

const finds = async (sentence: string) => {
  const { status, text: said } = await release('check');
  expect([status, said]).toEqual([1, expect.stringContaining(sentence)]);
};

describe('a release', () => {
  beforeAll(clone);

  it('is only described without --yes', async () => {
    const before = git(root, 'rev-parse', 'HEAD');
    const { status, text: said } = await release('1.0.0');
    expect(status).toBe(0);
    expect(said).toContain('Nothing was written');
    expect(said).toContain('- First version.');
    expect(git(root, 'rev-parse', 'HEAD')).toBe(before);
    expect(git(root, 'tag')).toBe('');
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  describe('that is made', () => {
    let ended: Awaited<ReturnType<typeof release>>;
    beforeAll(async () => {
      ended = await release('1.0.0', '--yes');
    });

    it('is two commits: the tagged one, and the entry of metadata.yaml that names it', async () => {
      expect(ended).toEqual({ status: 0, text: expect.stringContaining('git push --follow-tags') });
      expect(git(root, 'log', '--format=%s', 'origin/main..')).toBe(
        'Publish 1.0.0 in metadata.yaml\nRelease 1.0.0',
      );
      const released = git(root, 'rev-parse', 'HEAD~1');
      expect(git(root, 'rev-parse', 'v1.0.0^{commit}')).toBe(released);
      expect(git(root, 'diff', '--name-only', 'HEAD~1')).toBe('metadata.yaml');
      expect(text('metadata.yaml')).toContain(
        [
          'homepage: "https://github.com/somebody/sample"',
          'documentation: "https://github.com/somebody/sample#readme"',
          'versions:',
          `  - sha: ${released}`,
          '    changeNotes: |',
          '      ### New',
          '',
          '      - First version.',
          '      - "Quoted": too.',
        ].join('\n'),
      );
      expect(JSON.parse(text('package.json')).version).toBe('1.0.0');
      expect(JSON.parse(text('package-lock.json'))).toMatchObject({
        version: '1.0.0',
        packages: { '': { version: '1.0.0' } },
      });
      expect(git(root, 'status', '--porcelain')).toBe('');
      expect((await release('check')).status).toBe(0);
    });

    it('carries change notes and check sums in its tag, the sums also in dist', () => {
      const sum = `${createHash('sha256').update(text('template.tpl')).digest('hex')}  template.tpl`;
      expect(text('dist/SHA256SUMS')).toBe(`${sum}\n`);
      expect(git(root, 'for-each-ref', '--format=%(objecttype) %(contents)', 'refs/tags/v1.0.0')).toBe(
        `tag 1.0.0\n\n### New\n\n- First version.\n- "Quoted": too.\n\nSHA-256:\n\n${sum}`,
      );
    });
  });

  describe('that follows another', () => {
    beforeAll(async () => {
      edit('CHANGELOG.md', (old) => old.replace('## 1.0.0', '## 1.1.0 - 2026-12-01\n\nMore.\n\n## 1.0.0'));
      commitAll(root, 'Describe 1.1.0');
      expect((await release('check')).text).toContain('Ready');
      expect((await release('1.1.0', '--yes')).status).toBe(0);
      keep();
    });
    afterEach(undo);

    it('stands first, comments of metadata.yaml are kept, and both are verified', async () => {
      expect(text('metadata.yaml')).toMatch(
        /^# What Google[\s\S]*sha: .*\n.*\n +More\.\n[\s\S]*First version/,
      );
      expect((await release('check')).text).toContain('Ready');
    });

    it('is refused for a version that is not higher than the last tag or the last entry', async () => {
      git(root, 'tag', 'v1.10.0');
      await refused('1.2.0', 'higher than the last one, 1.10.0');
      git(root, 'tag', '--delete', 'v1.10.0', 'v1.1.0', 'v1.0.0');
      await refused('0.9.0', 'higher than the last one, 1.1.0');
      await refused('1.1.0', 'higher than the last one, 1.1.0');
    });
  });

  describe('that was made, in the check,', () => {
    afterEach(undo);

    it('finds a commit of another branch', async () => {
      const tree = git(root, 'rev-parse', 'HEAD^{tree}');
      const stray = git(root, 'commit-tree', tree, '-m', 'stray');
      edit('metadata.yaml', (old) => old.replace(/sha: \w+/, `sha: ${stray}`));
      await finds('is not part of the current branch');
    });

    it('finds a commit without a template', async () => {
      git(root, 'rm', '--quiet', 'template.tpl');
      git(root, 'commit', '--quiet', '--message', 'Remove');
      edit('metadata.yaml', (old) => old.replace(/sha: \w+/, `sha: ${git(root, 'rev-parse', 'HEAD')}`));
      await finds('holds no template.tpl');
    });

    it('finds versions in the wrong order, and one that stands twice', async () => {
      const [first, second] = text('metadata.yaml').match(/[0-9a-f]{40}/g)!;
      edit('metadata.yaml', (old) => old.replace(first!, '*').replace(second!, first!).replace('*', second!));
      await finds('is not older');
      edit('metadata.yaml', (old) => old.replace(second!, first!));
      await finds('stands twice');
    });

    it('finds other words than in CHANGELOG.md, and none', async () => {
      edit('metadata.yaml', (old) => old.replace('More.', 'Less.'));
      await finds('describe 1.1.0 in different words');
      edit('metadata.yaml', (old) => old.replace(/changeNotes: \|\n +Less\.\n/, 'changeNotes: ""\n'));
      await finds('changeNotes are missing');
    });

    it('finds a version that one of the two does not know', async () => {
      edit('CHANGELOG.md', (old) => old.replace(/## 1\.0\.0[\s\S]*/, '## 0.9.0 - 2026-01-01\n\nOld.\n'));
      await finds('needs a dated section for 1.0.0');
      await finds('metadata.yaml lacks 0.9.0');
    });

    it('finds sections that are not newest first', async () => {
      edit('CHANGELOG.md', (old) => old.replace('## 1.1.0', '## 0.1.0'));
      await finds('but 1.0.0 follows 0.1.0');
    });
  });
});

describe('a release is refused', () => {
  beforeAll(() => {
    clone();
    keep();
  });
  afterEach(undo);

  const changelog = async (heading: string) => {
    edit('CHANGELOG.md', (old) => old.replace('## 1.0.0 - 2026-11-23', heading));
    commitAll(root, 'Another heading');
  };

  it('in a dirty tree, untracked files included', async () => {
    write(root, 'left-over.txt', '');
    await refused('1.0.0', 'must be clean, but left-over.txt differs');
  });

  it('on a detached HEAD', async () => {
    git(root, 'checkout', '--quiet', '--detach');
    await refused('1.0.0', 'HEAD is detached');
  });

  it('when a test fails', async () => {
    write(root, 'fail.txt', '');
    commitAll(root, 'Break a test');
    await refused('1.0.0', 'a test fails');
  });

  it('without a section in CHANGELOG.md, undated, empty, or below another', async () => {
    await refused('1.0.1', 'no section for 1.0.1');
    await changelog('## 1.0.0');
    await refused('1.0.0', 'does not date 1.0.0');
    edit('CHANGELOG.md', () => '## 1.0.0 - 2026-11-23\n');
    commitAll(root, 'Say nothing');
    await refused('1.0.0', 'says nothing about 1.0.0');
    edit('CHANGELOG.md', () => '## 2.0.0 - 2026-12-01\n\nMore.\n\n## 1.0.0 - 2026-11-23\n\nFirst.\n');
    commitAll(root, 'Two at once');
    await refused('1.0.0', 'must have 1.0.0 as its first version, found 2.0.0');
  });

  it('with a date that does not exist', async () => {
    await changelog('## 1.0.0 - 2026-02-30');
    await refused('1.0.0', 'found "## 1.0.0 - 2026-02-30"');
  });

  it('while nobody has said where the repository is', async () => {
    edit('package.json', (old) => old.replace(/^ *"repository.*\n/m, ''));
    commitAll(root, 'No address');
    await refused('1.0.0', 'needs homepage and documentation');
    expect((await release('check')).text).toMatch(/note Before the first release.*\nReady/);
  });

  it('for what the Gallery would refuse', async () => {
    write(root, 'LICENSE', 'MIT\n');
    commitAll(root, 'Another licence');
    await refused('1.0.0', 'LICENSE must hold the Apache License 2.0');
  });
});

it.each([['1.0'], ['v1.0.0'], ['01.0.0'], ['1.0.0-beta'], ['1.0.0', '2.0.0'], ['--force'], []])(
  'a call such as "%s" is explained and does nothing',
  async (...args) => {
    expect((await release(...args)).status).toBe(2);
  },
);

describe('the check of the Gallery’s rules', () => {
  beforeAll(() => {
    clone();
    keep();
  });
  afterEach(undo);

  it('passes for the sample', async () => {
    expect(await release('check')).toEqual({
      status: 0,
      text: expect.stringMatching(/Ready for the Gallery\.\n$/),
    });
  });

  it.each(['template.tpl', 'metadata.yaml', 'LICENSE', 'README.md', 'CHANGELOG.md', 'assets/icon.png'])(
    'misses %s',
    async (file) => {
      rmSync(path.join(root, file));
      await finds(`${file} is missing`);
    },
  );

  it.each([
    ['bytes that are no UTF-8', 'README.md', Buffer.from([0x23, 0xff]), 'README.md is not UTF-8'],
    ['a byte-order mark', 'LICENSE', '\ufeffx', 'LICENSE starts with a byte-order mark'],
    ['CR', 'metadata.yaml', 'versions: []\r\n', 'metadata.yaml has lines that end with CR'],
    ['a control byte', 'template.tpl', `${template()}\u0000`, 'template.tpl holds a control character'],
    [
      'more than the licence',
      'LICENSE',
      `${readFileSync(path.join(project, 'LICENSE'))}More.`,
      'word for word',
    ],
    ['no terms', 'template.tpl', template().replace('By creating', 'By'), "must hold Google's terms"],
    ['a missing section', 'template.tpl', template().split('\n\n\n___NOTES')[0]!, 'must have the sections'],
    ['code the editor refuses', 'template.tpl', template().replace('data.', 'new data.'), 'SANDBOX_NEW'],
    ['a broken template', 'template.tpl', '___INFO___\n\n{', 'template.tpl:3:2 '],
    ['an icon that is none', 'assets/icon.png', 'GIF89a', 'is not a PNG'],
  ])('finds %s', async (_what, file, content, sentence) => {
    write(root, file, content);
    await finds(sentence);
  });

  it.each<[string, (info: { [key: string]: Json }) => void, string]>([
    ['no description', (info) => delete info.description, 'needs "description"'],
    ['no name', (info) => Object.assign(info, { displayName: ' ' }), 'needs "displayName"'],
    ['an official name', (info) => Object.assign(info, { displayName: 'X (Official)' }), 'official'],
    ['no category', (info) => Object.assign(info, { categories: [] }), 'one to 3 categories'],
    [
      'four categories',
      (info) => Object.assign(info, { categories: ['SALES', 'CHAT', 'SOCIAL', 'UTILITY'] }),
      'one to 3',
    ],
    ['an id of its own', (info) => Object.assign(info, { id: 'cvt_1' }), 'must be cvt_temp_public_id'],
    ['another context', (info) => Object.assign(info, { containerContexts: ['WEB'] }), 'must be ["SERVER"]'],
    [
      'another thumbnail',
      (info) => Object.assign(info, { brand: { displayName: '' } }),
      'brand.thumbnail must be',
    ],
  ])('finds %s in INFO', async (_what, change, sentence) => {
    write(root, 'template.tpl', template(change));
    await finds(sentence);
  });

  it.each([
    ['an unknown key', 'author: me\nversions: []\n', 'unknown key "author"'],
    ['no versions', 'homepage: "https://github.com/a/b"\n', 'needs "versions"'],
    ['broken YAML', 'versions: [\n', 'metadata.yaml: '],
    ['a list', '- versions\n', 'must hold homepage'],
    ['a placeholder', 'homepage: "https://example.com"\nversions: []\n', 'a page that exists'],
    ['no https', 'documentation: docs/\nversions: []\n', 'a page that exists'],
    ['a short sha', 'versions:\n  - sha: abc\n    changeNotes: x\n', '40 hexadecimal digits'],
    [
      'an unknown commit',
      `versions:\n  - sha: ${'1'.repeat(40)}\n    changeNotes: x\n`,
      'is not in this clone',
    ],
    ['versions without addresses', `versions:\n  - sha: ${'1'.repeat(40)}\n`, 'needs "documentation"'],
    ['an unknown key of a version', 'versions:\n  - sha: abc\n    date: x\n', 'only sha and changeNotes'],
  ])('finds %s in metadata.yaml', async (_what, content, sentence) => {
    write(root, 'metadata.yaml', content);
    await finds(sentence);
  });
});

it('the icon command draws the icon and puts it into template/info.json, formatted', async () => {
  clone();
  for (const name of ['biome.json', 'template/info.json'])
    cpSync(path.join(project, name), path.join(root, name), { recursive: true });
  rmSync(path.join(root, 'assets'), { recursive: true });
  expect((await release('icon')).status).toBe(0);
  expect(existsSync(path.join(root, 'assets/icon.png'))).toBe(true);
  const info = JSON.parse(text('template/info.json'));
  expect(info.brand.thumbnail).toBe(dataUri(readFileSync(path.join(root, 'assets/icon.png'))));
  expect(text('template/info.json')).toContain('"categories": ["');
});

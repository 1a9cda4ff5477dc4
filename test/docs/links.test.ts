import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { repositoryLinks } from 'sgtm-toolkit/build/help-links';
import { describe, expect, it } from 'vitest';
import { filesLike, root, textOf } from './files.ts';
import { anchorsOf, headlessTables, linksOf } from './markdown.ts';

/** Links of one page that lead nowhere. Addresses of other sites are not looked up. */
function deadLinks(page: string, text: string): string[] {
  return linksOf(text).filter((target) => {
    if (/^[a-z][a-z+.-]*:/i.test(target)) return false;
    const [file = '', anchor] = decodeURIComponent(target).split('#');
    if (file === '') return !anchorsOf(text).has(anchor ?? '');
    const found = path.join(path.dirname(page), file);
    if (file.startsWith('/') || found.startsWith('..') || !existsSync(path.join(root, found))) return true;
    return anchor !== undefined && !(found.endsWith('.md') && anchorsOf(textOf(found)).has(anchor));
  });
}

const pages = filesLike('*.md');

describe('every link leads to a file or a heading of the repository', () => {
  it.each(pages)('in %s', (page) => {
    expect(deadLinks(page, textOf(page))).toEqual([]);
  });

  it('in the help of the form', () => {
    const links = repositoryLinks(JSON.parse(textOf('template/parameters.json')));
    expect(links.length).toBeGreaterThan(5);
    expect(deadLinks('README.md', links.map((target) => `[a](${target})`).join(' '))).toEqual([]);
  });

  it('on the pages a stranger needs', () => {
    const needed = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/security.md', 'docs/decisions.md'];
    expect(pages).toEqual(expect.arrayContaining(needed));
  });
});

describe('a dead link is found', () => {
  it.each([
    ['to a file', '[a](no-such.md)'],
    ['to a heading of the page', '# One\n\n[a](#two)'],
    ['to a heading of another page', '[a](../README.md#no-such-heading)'],
    ['to an image', '![a](no-such.png)'],
    ['that leaves the repository', '[a](../../secret.md)'],
    ['from the root of a disk', '[a](/README.md)'],
    ['to a heading in a folder', '[a](../docs#one)'],
  ])('%s', (_what, text) => {
    expect(deadLinks('docs/page.md', text)).toHaveLength(1);
  });

  it.each([
    ['code', '`[a](no-such.md)`\n\n```\n[a](no-such.md)\n```'],
    ['another site', '[a](https://x.example/page#top) [b](mailto:a@b.example)'],
    ['a heading with code and signs', '# `a_b`, and: *more*!\n\n[a](#a_b-and-more)'],
    ['the second heading of a name', '# A\n\n# A\n\n[a](#a-1)'],
    ['a heading of another page', '[a](decisions.md#releases)'],
    ['a folder', '[a](../docs/)'],
  ])('but %s is none', (_what, text) => {
    expect(deadLinks('docs/page.md', text)).toEqual([]);
  });
});

describe('every table has a head', () => {
  it.each(pages)('in %s', (page) => {
    expect(headlessTables(textOf(page))).toEqual([]);
  });

  it('and one that a blank line cuts in two is found', () => {
    expect(headlessTables('| a | b |\n| --- | --- |\n| 1 | 2 |\n\n| 3 | 4 |\n')).toEqual(['| 3 | 4 |']);
    expect(headlessTables('```\n| no table |\n```\n')).toEqual([]);
  });
});

/** Links of help texts into the repository: with an address, without one, and back. */
import { describe, expect, it } from 'vitest';
import { buildTemplate } from '../../build/build-template.ts';
import { repositoryLinks, repositoryOf, withRepositoryLinks, writtenHelps } from '../../build/help-links.ts';
import { parseTemplate } from '../../sandbox/index.ts';
import { copyWith } from './project.ts';

const help =
  'See <a href="docs/setup.md#the-tag" target="_blank">the guide</a> and <a href="https://x.example/a">X</a>.';
const fields = [
  { type: 'GROUP', name: 'g', subParams: [{ type: 'TEXT', name: 't', help, displayName: help }] },
];
const helpIn = (value: unknown): string =>
  (value as { subParams: { help: string }[] }[])[0]!.subParams[0]!.help;

describe('a link into the repository', () => {
  it('has the address of the repository', () => {
    const shipped = withRepositoryLinks(fields, 'https://github.com/o/n/blob/HEAD/');
    expect(helpIn(shipped)).toBe(
      'See <a href="https://github.com/o/n/blob/HEAD/docs/setup.md#the-tag" target="_blank">the guide</a> and <a href="https://x.example/a">X</a>.',
    );
  });

  it('names the file when there is no address', () => {
    expect(helpIn(withRepositoryLinks(fields, ''))).toBe(
      'See the guide (docs/setup.md in the template\'s repository) and <a href="https://x.example/a">X</a>.',
    );
  });

  it('is found by its target, and its text is known as it is written', () => {
    expect(repositoryLinks(fields)).toEqual(['docs/setup.md#the-tag']);
    for (const base of ['', 'https://github.com/o/n/blob/HEAD/'])
      expect(writtenHelps(fields, base).get(helpIn(withRepositoryLinks(fields, base)))).toBe(help);
  });

  it.each([
    ['"github:owner/name"', ''],
    ['{"url": "https://github.com/owner/name.git", "directory": "packages/x"}', 'packages/x/'],
  ])('gets what package.json says when the template is built: %s', async (repository, directory) => {
    const folder = await copyWith({ 'package.json': `{"repository": ${repository}}` });
    const text = (await buildTemplate(folder)).files.get('template.tpl')!;
    const shipped = JSON.stringify(parseTemplate(text).parameters!.value);
    expect(shipped).toContain(`https://github.com/owner/name/blob/HEAD/${directory}docs/setup.md`);
    expect(shipped).not.toContain('href=\\"docs/');
  });
});

describe('the address of a repository', () => {
  it.each([
    ['"github:o/n"', 'https://github.com/o/n'],
    ['"o/n"', 'https://github.com/o/n'],
    ['{"url": "git+https://github.com/o/n.git"}', 'https://github.com/o/n'],
    ['"https://other.example/o/n"', ''],
    ['null', ''],
  ])('of %s is %j', (repository, expected) => {
    expect(repositoryOf(`{"repository": ${repository === 'null' ? '""' : repository}}`)).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { filesLike, textOf } from './files.ts';

/** What belongs to a machine or a network and not into a repository. Written so that this file does not find itself. */
const TRACES: Record<string, RegExp> = {
  'the host of a package registry':
    /\b(?:registry\.(?:npmjs|yarnpkg)|npm\.pkg\.github|pypi|files\.pythonhosted)\.(?:org|com)\b/,
  'a mirror or a proxy': /\b[\w.-]*(?:artifactory|verdaccio|nexus)[\w-]*\.[\w.-]+\//i,
  'a home folder': /(?:^|[\s"'`(=:])(?:\/(?:home|Users)\/[a-z][\w.-]*|\/root|[A-Z]:\\Users)[/\\]/m,
  'a folder of one machine': /(?:^|[\s"'`(=:])\/(?:tmp|work|workspace|mnt|opt|srv|var\/folders)\/\w/m,
};

const tracesIn = (text: string): string[] =>
  Object.entries(TRACES).flatMap(([what, pattern]) => {
    const found = pattern.exec(text);
    return found ? [`${what}: ${found[0].trim()}`] : [];
  });

/** Not text. */
const BINARY = /\.(?:png|jpg|gz|woff2?)$/;

describe('no file says on which machine it was made', () => {
  it('nor which registry packages came from', () => {
    const found = filesLike('.')
      .filter((file) => !BINARY.test(file))
      .flatMap((file) => tracesIn(textOf(file)).map((trace) => `${file}: ${trace}`));
    expect(found).toEqual([]);
  });

  it.each([
    ['https://registry.', 'npmjs.org/yaml'],
    ['https://npm.pkg.', 'github.com'],
    ['https://artifactory', '.example.com/npm/'],
    ['see /home', '/somebody/project'],
    ["'/Users", "/somebody/project'"],
    ['C:\\Users', '\\somebody'],
    ['cd /work', '/main'],
    ['"/tmp', '/x.json"'],
  ])('and %s%s is found', (start, end) => {
    expect(tracesIn(start + end)).toHaveLength(1);
  });

  it('but a path of a URL is none', () => {
    expect(tracesIn('https://shop.example/home/garden /homepage user/root/x')).toEqual([]);
  });
});

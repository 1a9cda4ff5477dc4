/** The rules for published versions: metadata.yaml, the commits it names, and CHANGELOG.md say the same. */
import type { Section } from './changelog.ts';
import { git, gitSays } from './git.ts';
import type { PublishedVersion } from './metadata.ts';
import type { Project } from './project.ts';
import { compareVersions, isVersion } from './version.ts';

export const wrongMetadata = ({ metadata, metadataProblems }: Project): string[] => [
  ...metadataProblems,
  ...(['homepage', 'documentation'] as const).flatMap((key) => addressProblems(key, metadata)),
];

function addressProblems(key: 'homepage' | 'documentation', { versions, ...addresses }: Project['metadata']) {
  const address = addresses[key];
  if (address === '') {
    return versions.length === 0 ? [] : [`metadata.yaml needs "${key}", the https address of a page.`];
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isReal =
    url?.protocol === 'https:' &&
    !/(^|\.)(example(\.\w+)?|test|invalid|localhost)$/.test(url.hostname) &&
    !/[<>{}]|\b(your[\w-]*|owner|todo|example)\b/i.test(address);
  return isReal
    ? []
    : [`metadata.yaml: "${key}" must be the https address of a page that exists, found "${address}".`];
}

/** What is wrong with the commits that metadata.yaml names. */
export const wrongCommits = ({ root, metadata: { versions } }: Project): string[] =>
  versions.flatMap((version, i) => commitProblems(root, versions, version, i));

function commitProblems(
  root: string,
  versions: readonly PublishedVersion[],
  { sha, changeNotes }: PublishedVersion,
  i: number,
): string[] {
  const where = `metadata.yaml, version ${i + 1}`;
  if (!/^[0-9a-f]{40}$/.test(sha)) {
    return [`${where}: sha must be the 40 hexadecimal digits of a commit, found "${sha}".`];
  }
  const short = sha.slice(0, 10);
  if (!gitSays(root, 'cat-file', '-e', `${sha}^{commit}`)) {
    return [`${where}: commit ${short} is not in this clone. Fetch the whole history, or correct the sha.`];
  }
  const older = versions[i + 1]?.sha ?? '';
  return [
    changeNotes === '' ? `${where}: changeNotes are missing.` : '',
    gitSays(root, 'merge-base', '--is-ancestor', sha, 'HEAD')
      ? ''
      : `${where}: commit ${short} is not part of the current branch.`,
    gitSays(root, 'cat-file', '-e', `${sha}:template.tpl`)
      ? ''
      : `${where}: commit ${short} holds no template.tpl.`,
    versions.findIndex((other) => other.sha === sha) < i ? `${where}: commit ${short} stands twice.` : '',
    /^[0-9a-f]{40}$/.test(older) &&
    older !== sha &&
    gitSays(root, 'cat-file', '-e', `${older}^{commit}`) &&
    !gitSays(root, 'merge-base', '--is-ancestor', older, sha)
      ? `${where}: versions stand newest first, but the next one, ${older.slice(0, 10)}, is not older.`
      : '',
  ].filter((problem) => problem !== '');
}

/** The version that package.json had at a commit; empty when it cannot be told. */
export function versionAt(root: string, sha: string): string {
  if (!/^[0-9a-f]{40}$/.test(sha) || !gitSays(root, 'cat-file', '-e', `${sha}:package.json`)) return '';
  const { version = '' } = JSON.parse(git(root, ['show', `${sha}:package.json`])) as { version?: string };
  return isVersion(version) ? version : '';
}

/** Where metadata.yaml and CHANGELOG.md disagree. The newest section of all may still wait for its release. */
export function disagreements({ root, metadata, changelog, changelogProblems }: Project): string[] {
  const published = metadata.versions.map(({ sha, changeNotes }) => ({
    version: versionAt(root, sha),
    changeNotes,
  }));
  const sectionOf = (version: string): Section | undefined =>
    changelog.find((section) => section.version === version);
  return [
    ...changelogProblems,
    ...changelog.slice(1).flatMap(({ version }, i) => {
      const newer = changelog[i]!.version;
      return compareVersions(newer, version) > 0
        ? []
        : [`CHANGELOG.md: versions stand newest first, but ${version} follows ${newer}.`];
    }),
    ...published.flatMap(({ version, changeNotes }, i) => {
      const section = sectionOf(version);
      if (version === '') {
        return [`metadata.yaml, version ${i + 1}: package.json at its commit has no version number.`];
      }
      if (!section || section.date === '') {
        return [`CHANGELOG.md needs a dated section for ${version}, which metadata.yaml publishes.`];
      }
      return section.text === changeNotes
        ? []
        : [`metadata.yaml and CHANGELOG.md describe ${version} in different words.`];
    }),
    ...changelog
      .slice(1)
      .filter(({ version }) => !published.some((entry) => entry.version === version))
      .map(({ version }) => `metadata.yaml lacks ${version}, which stands in CHANGELOG.md.`),
  ];
}

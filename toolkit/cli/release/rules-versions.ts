/** The Gallery's rules for metadata.yaml: it has the known shape, and its versions name commits of this branch. */
import { gitSays } from './git.ts';
import type { PublishedVersion } from './metadata.ts';
import type { Repository } from './repository.ts';

export const wrongMetadata = ({ metadata, metadataProblems }: Repository): string[] => [
  ...metadataProblems,
  ...(['homepage', 'documentation'] as const).flatMap((key) => addressProblems(key, metadata)),
];

function addressProblems(
  key: 'homepage' | 'documentation',
  { versions, ...addresses }: Repository['metadata'],
) {
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
export const wrongCommits = ({ root, metadata: { versions } }: Repository): string[] =>
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
    // Of commits on branches that were merged, git does not say which is older.
    gitSays(root, 'merge-base', '--is-ancestor', sha, older)
      ? `${where}: versions stand newest first, but the next one, ${older.slice(0, 10)}, is not older.`
      : '',
  ].filter((problem) => problem !== '');
}

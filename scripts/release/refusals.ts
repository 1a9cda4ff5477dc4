/** Why a version cannot be released now: sentences, none when nothing stands against it. */
import { changedFiles, gitSays } from 'sgtm-toolkit/cli/release/git';
import type { Project } from './project.ts';
import { versionAt } from './rules-versions.ts';
import { compareVersions, taggedVersions } from './version.ts';

/** The highest version released so far, by tags and by metadata.yaml; empty before the first. */
export function lastVersion({ root, metadata }: Project): string {
  const published = metadata.versions.map(({ sha }) => versionAt(root, sha)).filter((found) => found !== '');
  return [...taggedVersions(root), ...published].sort((a, b) => compareVersions(b, a))[0] ?? '';
}

export function refusals(project: Project, version: string): string[] {
  const { root, changelog, metadata, repository } = project;
  const problems: string[] = [];
  const changed = changedFiles(root);
  if (changed.length > 0)
    problems.push(
      `The working tree must be clean, but ${some(changed)} differs from the last commit. Commit it or set it aside.`,
    );
  if (!gitSays(root, 'symbolic-ref', '--quiet', 'HEAD'))
    problems.push('A release needs a branch, but HEAD is detached. Check out the default branch.');

  const last = lastVersion(project);
  if (last !== '' && compareVersions(version, last) <= 0)
    problems.push(`The version must be higher than the last one, ${last}, got ${version}.`);

  const section = changelog.find((one) => one.version === version);
  if (!section)
    problems.push(`CHANGELOG.md has no section for ${version}. Write one: "## ${version} - <date>".`);
  else if (section.date === '')
    problems.push(
      `CHANGELOG.md does not date ${version}. Head its section "## ${version} - <date>", for example 2026-11-23.`,
    );
  else if (section.text === '')
    problems.push(
      `CHANGELOG.md says nothing about ${version}. The Gallery shows these sentences to operators.`,
    );
  else if (changelog[0] !== section)
    problems.push(`CHANGELOG.md must have ${version} as its first version, found ${changelog[0]!.version}.`);

  if (repository === '' && (metadata.homepage === '' || metadata.documentation === ''))
    problems.push(
      'The Gallery needs homepage and documentation. Put the GitHub address into package.json, ' +
        '"repository": "github:<owner>/<name>", or both addresses into metadata.yaml.',
    );
  return problems;
}

const some = (files: readonly string[]): string =>
  files.length === 1 ? files[0]! : `${files[0]} (and ${files.length - 1} more)`;

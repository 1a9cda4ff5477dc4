/** Versions: metadata.yaml, CHANGELOG.md and package.json say the same. */
import { git, gitSays } from 'sgtm-toolkit/cli/release/git';
import type { Section } from './changelog.ts';
import type { Project } from './project.ts';
import { compareVersions, isVersion } from './version.ts';

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

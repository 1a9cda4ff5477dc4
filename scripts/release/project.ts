/** What a release is made of, read from the working tree. */
import { fileOf, type Repository, readRepository } from 'sgtm-toolkit/cli/release/repository';
import { parseChangelog, type Section } from './changelog.ts';

export interface Project extends Repository {
  changelog: Section[];
  changelogProblems: string[];
  /** `https://github.com/owner/name`; empty when package.json does not say. */
  repository: string;
}

/** Reads metadata.yaml, CHANGELOG.md and package.json. A missing file is one of the problems. */
export function readProject(root: string): Project {
  const text = (name: string): string | undefined => fileOf({ root }, name)?.toString();
  const changelog = text('CHANGELOG.md');
  const { sections, problems } = parseChangelog(changelog ?? '');
  return {
    ...readRepository(root),
    changelog: sections,
    changelogProblems:
      changelog === undefined
        ? ['CHANGELOG.md is missing. Write one section for each version, newest first.']
        : problems,
    repository: repositoryOf(text('package.json') ?? '{}'),
  };
}

/** The repository's page by `repository` of package.json, in any of npm's forms. The Gallery takes GitHub only. */
export function repositoryOf(packageJson: string): string {
  const { repository } = JSON.parse(packageJson) as { repository?: string | { url?: string } };
  const url = typeof repository === 'string' ? repository : (repository?.url ?? '');
  const [, name = ''] =
    /^(?:github:|(?:git\+)?(?:https:\/\/|ssh:\/\/git@|git:\/\/|git@)github\.com[/:])?([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(
      url,
    ) ?? [];
  return name === '' ? '' : `https://github.com/${name}`;
}

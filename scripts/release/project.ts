/** What a release is made of, read from the working tree. */
import { repositoryOf } from 'sgtm-toolkit/build/help-links';
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

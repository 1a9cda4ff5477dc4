/** What a release is made of, read from the working tree. */
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseChangelog, type Section } from './changelog.ts';
import { type Metadata, parseMetadata } from './metadata.ts';

export interface Project {
  root: string;
  metadata: Metadata;
  metadataProblems: string[];
  changelog: Section[];
  changelogProblems: string[];
  /** `https://github.com/owner/name`; empty when package.json does not say. */
  repository: string;
}

/** The bytes of a file below the root; `undefined` when there is none. */
export function fileOf({ root }: Pick<Project, 'root'>, name: string): Buffer | undefined {
  const file = path.join(root, name);
  return existsSync(file) ? readFileSync(file) : undefined;
}

/** Reads metadata.yaml, CHANGELOG.md and package.json. A missing file is one of the problems. */
export function readProject(root: string): Project {
  const text = (name: string): string | undefined => fileOf({ root }, name)?.toString();
  const { metadata, problems: metadataProblems } = parseMetadata(text('metadata.yaml') ?? '');
  const changelog = text('CHANGELOG.md');
  const { sections, problems } = parseChangelog(changelog ?? '');
  return {
    root,
    metadata,
    metadataProblems,
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

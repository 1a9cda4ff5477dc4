/**
 * A release in git. Two commits, because the entry of metadata.yaml names the first: "Release X.Y.Z" holds what is
 * released and carries the tag, the second holds the entry. The tag's text has the change notes and the check sums, so
 * whoever trusts the tag can verify the file. Nothing is pushed.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { git, gitBytes } from 'sgtm-toolkit/cli/release/git';
import { addVersion } from 'sgtm-toolkit/cli/release/metadata';
import type { Project } from './project.ts';
import { tagOf } from './version.ts';

/** What a release hands out. */
const RELEASED = ['template.tpl'];

/** Lines as `sha256sum` writes them, of the files as they are in `commit`. */
export const checkSums = (root: string, commit: string): string =>
  RELEASED.map((name) => {
    const bytes = gitBytes(root, ['show', `${commit}:${name}`]);
    return `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`;
  }).join('');

/** First line: the version. Then the change notes, then the check sums. */
export const tagText = (version: string, changeNotes: string, sums: string): string =>
  `${version}\n\n${changeNotes}\n\nSHA-256:\n\n${sums}`;

export interface Released {
  sha: string;
  tag: string;
}

/** Does what was planned; the caller has made sure that nothing stands against it. */
export function perform(project: Project, version: string, changeNotes: string): Released {
  const { root, repository } = project;
  const edit = (name: string, change: (text: string) => string): void => {
    const file = path.join(root, name);
    if (!existsSync(file)) return;
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    git(root, ['add', '--', name]);
  };
  // The files are edited as text where a formatter has its say about them.
  edit('package.json', (text) => text.replace(/^( *"version": )"[^"]*"/m, `$1"${version}"`));
  edit('package-lock.json', (text) => withLockVersion(text, version));
  // Empty when package.json had the version already.
  git(root, ['commit', '--quiet', '--allow-empty', '--message', `Release ${version}`]);
  const sha = git(root, ['rev-parse', 'HEAD']);

  const sums = checkSums(root, sha);
  const tag = tagOf(version);
  git(
    root,
    ['tag', '--annotate', '--cleanup=whitespace', '--file=-', tag, sha],
    tagText(version, changeNotes, sums),
  );
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  writeFileSync(path.join(root, 'dist/SHA256SUMS'), sums);

  edit('metadata.yaml', (text) =>
    addVersion(text, { sha, changeNotes }, { homepage: repository, documentation: `${repository}#readme` }),
  );
  git(root, ['commit', '--quiet', '--message', `Publish ${version} in metadata.yaml`]);
  return { sha, tag };
}

function withLockVersion(text: string, version: string): string {
  const lock = JSON.parse(text) as { version?: string; packages?: Record<string, { version?: string }> };
  lock.version = version;
  if (lock.packages?.['']) lock.packages[''].version = version;
  return `${JSON.stringify(lock, null, 2)}\n`;
}

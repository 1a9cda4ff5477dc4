/** Small projects in folders of their own. */
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { onTestFinished } from 'vitest';

export const root = path.join(import.meta.dirname, '../../..');

/** Writes files into a new folder; resolves to its path. */
export async function written(files: Record<string, string>): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'build-')));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  return folder;
}

export const removed = (folder: string): Promise<void> => rm(folder, { recursive: true });

/** A folder with these files that goes with the test; resolves to its path. */
export async function project(files: Record<string, string>): Promise<string> {
  const folder = await written(files);
  onTestFinished(() => removed(folder));
  return folder;
}

/** A copy of this repository's own sources with some files replaced. */
export async function copyWith(files: Record<string, string>, parts = ['src', 'template']): Promise<string> {
  const folder = await project({});
  for (const part of parts) await cp(path.join(root, part), path.join(folder, part), { recursive: true });
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text);
  return folder;
}

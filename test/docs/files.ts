/** The files of the repository, as the tests of the documentation read them. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

export const root = path.join(import.meta.dirname, '../..');

/** Tracked files and new ones that are not ignored, as paths below the root; `pattern` is git's. */
export const filesLike = (...pattern: string[]): string[] =>
  execFileSync('git', [
    '-C',
    root,
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
    '--',
    ...pattern,
  ])
    .toString()
    .split('\0')
    .filter((file) => file !== '' && existsSync(path.join(root, file)));

export const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');

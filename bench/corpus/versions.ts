/** Every version of every template below a folder of git repositories, working copies and bare ones alike. Only git reads them. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One content that a template file has had. */
export interface Version {
  /** `owner/name` where the folder is called `owner+name`, else the name of the folder. */
  repository: string;
  path: string;
  /** Of the newest commit that has it. */
  commit: string;
  /** Whether metadata.yaml of the repository lists a commit at which the file had this content: the Gallery has it. */
  released: boolean;
  /** Whether the newest commit has it. */
  newest: boolean;
  text: string;
}

/** The git directories below a folder; nothing inside one is looked at. */
export function repositoriesBelow(folder: string, name = ''): { name: string; dir: string }[] {
  if (existsSync(join(folder, 'HEAD')) && existsSync(join(folder, 'objects'))) return [{ name, dir: folder }];
  if (existsSync(join(folder, '.git'))) return [{ name, dir: join(folder, '.git') }];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => repositoriesBelow(join(folder, entry.name), name === '' ? entry.name : name));
}

/** All contents of the .tpl files in the history of the newest commit, each once, the newest first. */
export function versionsOf({ name, dir }: { name: string; dir: string }): Version[] {
  const git = (args: string[], input?: string): string =>
    execFileSync('git', [`--git-dir=${dir}`, ...args], {
      encoding: 'latin1',
      maxBuffer: 2 ** 30,
      stdio: ['pipe', 'pipe', 'ignore'],
      ...(input !== undefined && { input }),
    });
  const repository = name.replace('+', '/');
  const blobs = new Map<string, { path: string; commit: string }>();
  const released = releasedCommits(git);
  const releasedBlobs = new Set<string>();
  let commit = '';
  // Merges are held against each parent, so that a content made by a merge is seen too.
  const log = git([
    'log',
    '-m',
    '--format=commit %H',
    '--raw',
    '--no-abbrev',
    '--no-renames',
    'HEAD',
    '--',
    '*.tpl',
  ]);
  for (const line of log.split('\n')) {
    if (line.startsWith('commit ')) commit = line.slice(7);
    const [, blob, path] = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [AM]\t(.+)$/.exec(line) ?? [];
    if (blob !== undefined && path !== undefined && !blobs.has(blob)) blobs.set(blob, { path, commit });
  }
  const treeOf = (at: string): string[] => {
    try {
      return git(['ls-tree', '-r', at]).split('\n');
    } catch {
      return []; // a commit of another branch, or of a history cut short
    }
  };
  for (const at of released)
    for (const line of treeOf(at)) {
      const [, blob, path] = /^\d+ blob ([0-9a-f]+)\t(.+\.tpl)$/.exec(line) ?? [];
      if (blob === undefined || path === undefined) continue;
      releasedBlobs.add(blob);
      if (!blobs.has(blob)) blobs.set(blob, { path, commit: at });
    }
  const newest = new Set(treeOf('HEAD').map((line) => line.split(/[ \t]/)[2] ?? ''));
  return [...blobs].flatMap(([blob, { path, commit: at }]) => {
    let text: string;
    try {
      text = git(['cat-file', 'blob', blob]);
    } catch {
      return []; // large files are left out of some mirrors
    }
    if (!/^___[A-Z_]+___/m.test(text)) return []; // a template of another system
    return [
      { repository, path, commit: at, released: releasedBlobs.has(blob), newest: newest.has(blob), text },
    ];
  });
}

/** The commits that metadata.yaml of the newest commit names as versions. */
function releasedCommits(git: (args: string[]) => string): string[] {
  try {
    return [...git(['show', 'HEAD:metadata.yaml']).matchAll(/^\s*-?\s*sha:\s*['"]?([0-9a-f]{40})/gm)].map(
      ([, sha]) => sha!,
    );
  } catch {
    return [];
  }
}

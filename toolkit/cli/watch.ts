/** Running a command again whenever a file it looks at changes, until the process is told to stop. */
import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { grey, type Io, interrupted } from './shell.ts';

/** Editors write a file in several steps; what happens within this time is one change. */
const PAUSE_MS = 100;

export const WATCH_OPTION = {
  watch: { type: 'boolean', help: 'run again whenever a file changes, until Ctrl+C' },
} as const;

/**
 * @param paths files, and folders with everything below them; asked for after each run, and watched from then on
 * @param counts whether a change of a file below a path makes the command run again
 * @returns when the process is interrupted, the status of the last run
 */
export async function watched(
  paths: () => readonly string[],
  counts: (file: string) => boolean,
  io: Io,
  run: () => Promise<number>,
): Promise<number> {
  let status = await run();
  // What changes while the command runs is a change as well.
  let isDue = false;
  let wake = (): void => undefined;
  const changed = (): void => {
    isDue = true;
    wake();
  };
  const stop = new AbortController();
  void interrupted().then(() => {
    stop.abort();
    changed();
  });
  const watchers = new Map<string, FSWatcher>();
  const watchAll = (): void => {
    for (const path of paths())
      if (!watchers.has(path))
        watchers.set(
          path,
          watcherOf(path, (file) => counts(file) && changed()),
        );
  };
  watchAll();
  while (!stop.signal.aborted) {
    io.out(grey(io, 'Waiting for changes.\n'));
    await new Promise<void>((resolve) => {
      wake = () => setTimeout(resolve, stop.signal.aborted ? 0 : PAUSE_MS);
      if (isDue) wake();
    });
    wake = () => undefined;
    isDue = false;
    if (stop.signal.aborted) break;
    status = await run();
    watchAll();
  }
  for (const watcher of watchers.values()) watcher.close();
  return status;
}

/** A command over templates, run once, or with `--watch` again whenever one of them changes. */
export const overTemplates = (
  paths: readonly string[],
  isWatched: boolean,
  io: Io,
  run: () => Promise<number>,
): Promise<number> =>
  isWatched
    ? watched(
        () => paths,
        (file) => file.endsWith('.tpl'),
        io,
        run,
      )
    : run();

/** A file is watched by its folder, so that one that is replaced by another of its name is still seen. */
function watcherOf(path: string, changed: (file: string) => void): FSWatcher {
  const isFolder = statSync(path).isDirectory();
  return watch(isFolder ? path : dirname(path), { recursive: isFolder }, (_event, name) => {
    if (name === null) return;
    const ignored = name.split(sep).some((part) => part === 'node_modules' || part.startsWith('.'));
    if (!ignored && (isFolder || name === basename(path))) changed(isFolder ? join(path, name) : path);
  });
}

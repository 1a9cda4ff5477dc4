/** Running a command again whenever a file it looks at changes, until the process is told to stop. */
import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname, sep } from 'node:path';
import { grey, type Io } from './shell.ts';

/** Editors write a file in several steps; what happens within this time is one change. */
const PAUSE_MS = 100;

export const WATCH_OPTION = {
  watch: { type: 'boolean', help: 'run again whenever a file changes, until Ctrl+C' },
} as const;

/**
 * @param paths files, and folders with everything below them
 * @param own files that the command itself writes: their changes count for nothing
 * @returns when the process is interrupted, the status of the last run
 */
export async function watched(
  paths: readonly string[],
  own: (file: string) => boolean,
  io: Io,
  run: () => Promise<number>,
): Promise<number> {
  let status = await run();
  let changed = (): void => undefined;
  const stop = new AbortController();
  const interrupted = (): void => {
    stop.abort();
    changed();
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  const watchers = paths.map((path) => watcherOf(path, (file) => !own(file) && changed()));
  while (!stop.signal.aborted) {
    io.out(grey(io, 'Waiting for changes.\n'));
    await new Promise<void>((resolve) => {
      changed = () => setTimeout(resolve, stop.signal.aborted ? 0 : PAUSE_MS);
    });
    changed = () => undefined;
    if (!stop.signal.aborted) status = await run();
  }
  for (const watcher of watchers) watcher.close();
  process.removeListener('SIGINT', interrupted);
  process.removeListener('SIGTERM', interrupted);
  return status;
}

/** A file is watched by its folder, so that one that is replaced by another of its name is still seen. */
function watcherOf(path: string, changed: (file: string) => void): FSWatcher {
  const isFolder = statSync(path).isDirectory();
  return watch(isFolder ? path : dirname(path), { recursive: isFolder }, (_event, name) => {
    if (name === null) return;
    const ignored = name.split(sep).some((part) => part === 'node_modules' || part.startsWith('.'));
    if (!ignored && (isFolder || name === basename(path))) changed(name);
  });
}

/** `serve`: a container on this machine, as a server. */
import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { PAGE_PATH } from '../server/page-route.ts';
import type { Served } from '../server/serve.ts';
import { DATA_OPTION } from './data.ts';
import {
  ANSWER_OPTIONS,
  mayRun,
  readContainer,
  SERVER_OPTIONS,
  STRICT_OPTION,
  sendOf,
  startServer,
} from './serving.ts';
import { type Command, type Io, interrupted, UsageError, type Values } from './shell.ts';

/** How long a file is quiet before it is read again: editors write in several steps. */
const PAUSE_MS = 100;

export const serveCommand: Command = {
  usage: 'serve CONTAINER.json|TEMPLATE.tpl',
  about: 'Runs an export of a server container, or a single template, as a server on this machine.',
  options: {
    ...SERVER_OPTIONS,
    ...ANSWER_OPTIONS,
    ...STRICT_OPTION,
    watch: { type: 'boolean', help: 'read the file again whenever it changes' },
    ...DATA_OPTION,
  },
  more: `Nothing leaves the machine without --live. The page at ${PAGE_PATH} shows what the container does; a header X-Gtm-Server-Preview
runs a request in preview mode. Ctrl+C ends the server after it has answered.`,
  async run(files, options, io) {
    const [file, ...more] = files;
    if (file === undefined || more.length > 0)
      throw new UsageError('serve takes exactly one file: an export of a server container, or a template.');
    const send = sendOf(options);
    const container = readContainer(file, options, io);
    if (!container || !mayRun(container, options, io)) return 1;
    const served = await startServer(container, send, options, io);
    const unwatch =
      options.watch === true ? watchFile(file, () => reload(file, options, io, served)) : undefined;
    await interrupted();
    unwatch?.();
    await served.stop();
    return 0;
  },
};

/** A file that cannot be read or run leaves the container as it is. */
function reload(file: string, options: Values, io: Io, served: Served): void {
  try {
    const container = readContainer(file, options, io);
    if (container && mayRun(container, options, io)) served.replace(container);
    else io.err('The container runs on as it was.\n');
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`${error.message} The container runs on as it was.\n`);
  }
}

/** Watched by its folder, so that a file that is replaced by another of its name is still seen. */
function watchFile(file: string, changed: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watcher = watch(dirname(file), (_event, name) => {
    if (name !== basename(file)) return;
    clearTimeout(timer);
    timer = setTimeout(changed, PAUSE_MS);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}

/** A container served: the HTTP server, its page and its log together. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Container } from './container.ts';
import { createHost } from './host.ts';
import { listen, type Route } from './http.ts';
import { createKept } from './kept.ts';
import type { LogLine } from './log.ts';
import type { Send } from './outgoing.ts';
import { pageRoute } from './page-route.ts';
import { createSecrets } from './secrets.ts';

export interface ServeOptions {
  container: Container;
  /** Where outgoing requests go. */
  send: Send;
  /** 0 for any free port. */
  port: number;
  /** A file that gets the lines of the log, secrets masked; only its owner can read it. */
  log?: string;
  /** Gets the same lines. */
  onLine?: (line: LogLine) => void;
  /** Answers requests that are not for the container, such as those for the pages of a site on the same host. */
  route?: Route;
}

export interface Served {
  /** `http://localhost:PORT` */
  url: string;
  /** Puts another container in the place of this one; what templates have stored stays. */
  replace: (container: Container) => void;
  /** Answers what was taken, then closes. */
  stop: () => Promise<void>;
}

/** Rejects when the port is taken or the log cannot be written. */
export async function serveContainer({
  container,
  send,
  port,
  log,
  onLine,
  route = () => false,
}: ServeOptions): Promise<Served> {
  const kept = createKept();
  const file = log === undefined ? undefined : openLog(log);
  const host = createHost({
    container,
    send,
    onLine(line) {
      if (file === undefined && !onLine) return;
      const masked = host.secrets.maskAll(line);
      file?.write(`${JSON.stringify(masked)}\n`);
      onLine?.(masked);
    },
    onTrace: kept.put,
  });
  const page = pageRoute(host, kept);
  const routes: Route = (...request) => page.route(...request) || route(...request);
  const serving = await listen(host, port, routes).catch((error: unknown) => {
    file?.close();
    throw error;
  });
  return {
    url: serving.url,
    replace(next) {
      host.container = next;
      host.secrets = createSecrets(next, host.secrets.values());
      // Pages come back by themselves, and show the new one.
      page.close();
    },
    async stop() {
      page.close();
      await serving.stop();
      file?.close();
    },
  };
}

/** A file that lines are appended to. When its disk is full, that is told, and the server answers on without it. */
function openLog(path: string): { write: (line: string) => void; close: () => void } {
  const file = openSync(path, 'a', 0o600);
  let isBroken = false;
  return {
    write(line) {
      if (isBroken) return;
      try {
        writeSync(file, line);
      } catch (error) {
        isBroken = true;
        const { code } = error as NodeJS.ErrnoException;
        process.stderr.write(
          `--log ${path}: the file cannot be written any more (${code}). Nothing more is logged; start again with another file.\n`,
        );
      }
    },
    close: () => closeSync(file),
  };
}

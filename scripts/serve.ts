/**
 * `npm run serve -- shop.gtm.json`: a container file with this tag, run as a server on this machine; X's endpoint is the
 * stand-in, which is started with it. Exit status: 0 it was ended, 1 the container cannot be run, 2 the command was called wrongly.
 */

import { SERVER_OPTIONS, startServer } from 'sgtm-toolkit/cli/serving';
import {
  type Command,
  count,
  green,
  type Io,
  interrupted,
  isProgram,
  red,
  runCommand,
  standardIo,
  UsageError,
} from 'sgtm-toolkit/cli/shell';
import type { Received } from '../x-server/server.ts';
import { openShop } from './serve/open.ts';

const serveCommand: Command = {
  usage: 'FILE',
  about: `Runs a file of npm run container, or another export with this tag, as a server on this machine. Requests to X go to the
stand-in for X's endpoint, which checks signature and body; all others are answered with an empty 200. Nothing leaves this machine.
Placeholders of credentials are filled in memory, never in the file.`,
  options: SERVER_OPTIONS,
  async run(files, options, io) {
    const [file, ...more] = files;
    if (file === undefined || more.length > 0)
      throw new UsageError('Give exactly one container file, as npm run container writes it.');
    const shop = await openShop(file, io, (received) => tell(received, io));
    if (!shop) return 1;
    const { container, send, x } = shop;
    try {
      const served = await startServer(container, send, options, io);
      await interrupted();
      await served.stop();
      io.out(
        `The stand-in took ${count(x.recorded.processed, 'conversion')}; X would count ${x.recorded.counted}.\n`,
      );
      return 0;
    } finally {
      await x.close();
    }
  },
};

function tell({ verdict, status, diagnostics }: Received, io: Io): void {
  const words = verdict === 'accepted' ? green(io, 'accepted') : red(io, verdict);
  const reasons = diagnostics.reasons.join('; ');
  io.out(`    X (stand-in): ${words} ${status ?? ''}${reasons === '' ? '' : `, ${reasons}`}\n`);
}

if (isProgram(import.meta.url))
  process.exitCode = await runCommand('npm run serve --', serveCommand, process.argv.slice(2), standardIo());

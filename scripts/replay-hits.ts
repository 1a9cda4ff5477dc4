/**
 * `npm run replay-hits -- shop.gtm.json hits.har`: recorded hits through a container file with this tag; X's endpoint is the
 * stand-in, as with `npm run serve`. Exit status: 0 all is well, 1 the report differs from the one that was expected or the
 * container cannot be run, 2 the command was called wrongly.
 */

import { filesOf, REPLAY_OPTIONS, replay } from 'sgtm-toolkit/cli/replay-hits';
import { type Command, type Io, isProgram, runCommand, standardIo } from 'sgtm-toolkit/cli/shell';
import { openShop } from './serve/open.ts';
import type { Shop } from './serve/stand-in.ts';

const replayHitsCommand: Command = {
  usage: 'FILE HITS',
  about: `Sends recorded hits through a file of npm run container, or another export with this tag, and reports for each tag what it
did and why not. HITS is a HAR, one URL a line, or a log of npm run serve. Requests to X go to the stand-in for X's endpoint, all others
are answered with an empty 200. Nothing leaves this machine.`,
  options: REPLAY_OPTIONS,
  async run(files, options, io) {
    const [file, recorded] = filesOf(files);
    let shop: Shop | undefined;
    try {
      return await replay(recorded, options, io, async (quiet) => {
        shop = await openShop(file, quiet);
        return shop;
      });
    } finally {
      await shop?.x.close();
    }
  },
};

export const main = (args: readonly string[], io: Io): Promise<number> =>
  runCommand('npm run replay-hits --', replayHitsCommand, args, io);

if (isProgram(import.meta.url)) process.exitCode = await main(process.argv.slice(2), standardIo());

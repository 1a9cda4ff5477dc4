/**
 * `npm run shop`: a small shop with both halves, X's pixel in the browser and the tag on the server, and a book of what X would
 * count. Exit status: 0 it was ended, 1 the dictionary is wrong, 2 the command was called wrongly.
 */
import * as path from 'node:path';
import { SERVER_OPTIONS } from 'sgtm-toolkit/cli/serving';
import {
  bold,
  type Command,
  interrupted,
  isProgram,
  runCommand,
  standardIo,
  UsageError,
} from 'sgtm-toolkit/cli/shell';
import { openShop } from './shop/open.ts';

const EXAMPLE = path.join(import.meta.dirname, '../examples/container.yaml');

export const shopCommand: Command = {
  usage: '[FILE]',
  about: `Opens a small shop on this machine. Its pages run the browser half, a server container runs the server half; npm run container
makes both from the dictionary FILE (default: examples/container.yaml). Beside the shop stands a book: what the pixel and the server told X,
what X would count by its published rule, and why. Stand-ins play the parts of X and Google. Nothing leaves this machine.`,
  options: {
    ...SERVER_OPTIONS,
    web: {
      type: 'string',
      value: 'FORM',
      help: 'snippet (the default) or container: how the browser half runs until you choose on the page',
    },
  },
  async run([file = EXAMPLE, ...more], { web = 'snippet', ...options }, io) {
    if (more.length > 0) throw new UsageError('Give at most one dictionary.');
    if (web !== 'snippet' && web !== 'container')
      throw new UsageError(`--web must be snippet or container, got ${web}.`);
    const shop = await openShop(file, web, options, io);
    if (!shop) return 1;
    io.out(`${bold(io, shop.url)} is the shop. Stop it with Ctrl+C.\n`);
    await interrupted();
    await shop.close();
    return 0;
  },
};

if (isProgram(import.meta.url))
  process.exitCode = await runCommand('npm run shop --', shopCommand, process.argv.slice(2), standardIo());

/**
 * `npm run events -- pull|plan|apply FILE`: X's web events as a dictionary says them. Exit status: 0 all is well, 1 something is
 * wrong, 2 the command was called wrongly; of plan: 2 there is a difference, 1 anything that is wrong, the call included.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { type Commands, type Io, isProgram, type Option, runProgram, standardIo } from 'sgtm-toolkit/shell';
import { confirm } from './events/confirm.ts';
import { RISK } from './events/report.ts';
import { applyFile } from './events/run-apply.ts';
import { plan } from './events/run-plan.ts';
import { pull } from './events/run-pull.ts';
import { callOf, type EventsWorld } from './events/session.ts';
import { CREDENTIALS_HELP } from './lib/credentials.ts';
import { X_ENDPOINT } from './lib/x-client.ts';

const COMMON: Record<string, Option> = {
  account: { type: 'string', value: 'ID', help: 'the ads account, where the file has no accountId' },
  pixel: { type: 'string', value: 'ID', help: 'the pixel, for a file that pull makes' },
  endpoint: {
    type: 'string',
    value: 'URL',
    help: `instead of ${X_ENDPOINT}, for example a stand-in on this machine`,
  },
  credentials: { type: 'string', value: 'FILE', help: 'see below' },
  json: { type: 'boolean', help: 'one JSON object' },
};
const { pixel: _, ...WITHOUT_PIXEL } = COMMON;

const more = (status: string): string => `Web events need the four OAuth values. ${CREDENTIALS_HELP}

${status}`;

const commands = (world: EventsWorld, found: () => void): Commands => ({
  pull: async () => ({
    usage: 'pull FILE',
    about: 'Makes the dictionary from what X has, or completes it: what the file says stays as it is.',
    options: COMMON,
    more: more(
      'Exit status: 0 the file says what X has or more, 1 something is wrong, 2 the command was called wrongly.',
    ),
    run: (files, values, io) => pull(callOf(files, values), io, world),
  }),
  plan: async () => ({
    usage: 'plan FILE',
    about: 'Shows what apply would do. Changes nothing, here or at X.',
    options: WITHOUT_PIXEL,
    more: more(
      'Exit status: 0 X is as the file says, 2 there is a difference, 1 something is wrong, the call included.',
    ),
    async run(files, values, io) {
      const status = await plan(callOf(files, values), io, world);
      if (status === 2) found();
      return status;
    },
  }),
  apply: async () => ({
    usage: 'apply FILE',
    about:
      'Shows the plan, asks, makes and changes events at X, writes new IDs into the file. Never deletes.',
    options: {
      yes: { type: 'boolean', help: 'do not ask' },
      'change-type': { type: 'boolean', help: `also change the type of an event, which ${RISK}` },
      ...WITHOUT_PIXEL,
    },
    more: more(`When it is cut off, call it again: it goes on from what X has.

Exit status: 0 X is as the file says, 1 something is wrong, 2 the command was called wrongly, or the file cannot be locked.`),
    run: (files, values, io) =>
      applyFile(
        { ...callOf(files, values), yes: values.yes === true, changeType: values['change-type'] === true },
        io,
        world,
      ),
  }),
});

/** Runs the command line and gives the exit status. Throws only for defects of the tool itself. */
export async function main(args: readonly string[], io: Io, world: EventsWorld): Promise<number> {
  let isDifferent = false;
  const found = (): void => {
    isDifferent = true;
  };
  const status = await runProgram('npm run events --', commands(world, found), args, io);
  return args[0] === 'plan' && status === 2 && !isDifferent ? 1 : status;
}

if (isProgram(import.meta.url)) {
  // A signal alone ends Node without the exit handler that unlocks the file of a run.
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  process.exitCode = await main(process.argv.slice(2), standardIo(), {
    environment: process.env,
    now: Date.now,
    sleep: (ms) => wait(ms),
    random: Math.random,
    timeoutMs: 30_000,
    confirm: process.stdin.isTTY === true ? (question) => confirm(question) : undefined,
  });
}

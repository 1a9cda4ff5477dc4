#!/usr/bin/env node
/** The program `sgtm`: the commands of the table, run with the terminal's streams. */
import { COMMANDS } from './commands.ts';
import { endIsolated } from './isolated.ts';
import { packageVersion } from './package.ts';
import { runProgram, standardIo } from './shell.ts';

try {
  process.exitCode = await runProgram('sgtm', COMMANDS, process.argv.slice(2), standardIo(), packageVersion);
} finally {
  endIsolated();
}

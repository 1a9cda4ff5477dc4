/** Every command of `sgtm`, in the order of the help. What a command needs is loaded when it is called. */
import type { Commands } from './shell.ts';

export const COMMANDS: Commands = {
  init: async () => (await import('./init.ts')).initCommand,
  build: async () => (await import('./build.ts')).buildCommand,
  check: async () => (await import('./check.ts')).checkCommand,
  explain: async () => (await import('./explain.ts')).explainCommand,
  test: async () => (await import('./test.ts')).testCommand,
  run: async () => (await import('./run.ts')).runCommand,
  serve: async () => (await import('./serve.ts')).serveCommand,
  'replay-hits': async () => (await import('./replay-hits.ts')).replayHitsCommand,
  cost: async () => (await import('./cost.ts')).costCommand,
  'release check': async () => (await import('./release/check.ts')).releaseCheckCommand,
  compile: async () => (await import('./compile.ts')).compileCommand,
  split: async () => (await import('./split.ts')).splitCommand,
  join: async () => (await import('./split.ts')).joinCommand,
};

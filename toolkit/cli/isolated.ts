/** The process in which templates run, since they may be a stranger's: one for all that this process does. */
import type { Isolated } from '../isolated/calls.ts';

let shared: Isolated | undefined;

/** Keeps this process alive until `endIsolated`. */
export async function isolated(): Promise<Isolated> {
  const { isolate } = await import('../isolated/isolate.ts');
  shared ??= isolate();
  return shared;
}

export function endIsolated(): void {
  shared?.end();
  shared = undefined;
}

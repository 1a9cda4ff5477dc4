/**
 * How long texts and lists may get. The engine that runs the emulator has limits of
 * its own, but some of them end the whole process (a list that outgrows the heap) and others come late (a list of 2^32 holes
 * is walked for minutes). So these are lower, and the errors are those of Google's interpreter, which are the engine's.
 */

import { SandboxError } from './errors.ts';

/** Most items of a list. */
export const MOST_ITEMS = 2 ** 22;

/** Most characters of a text. */
export const MOST_CHARACTERS = 2 ** 25;

/** Levels of lists and maps inside each other that can be copied in or out: what JSON and loggers can still walk. */
export const MOST_LEVELS = 1000;

/** The error of a list that would get longer than MOST_ITEMS. */
export const listTooLong = (): SandboxError => new SandboxError('Invalid array length', false);

/** The error of a text that would get longer than MOST_CHARACTERS. */
export const textTooLong = (): SandboxError => new SandboxError('Invalid string length', false);

/** The error of a value that is nested more than MOST_LEVELS deep. */
export const tooManyLevels = (): SandboxError =>
  new SandboxError(`A value is nested more than ${MOST_LEVELS} levels deep.`, false);

/** The same text, unless it is too long. */
export function shortEnough(text: string): string {
  if (text.length > MOST_CHARACTERS) throw textTooLong();
  return text;
}

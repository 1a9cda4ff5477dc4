/**
 * The one error class of the interpreter. Everything that stops sandboxed code is a SandboxError; anything else that comes out of
 * a run is a defect of the emulator or of the code that embeds it.
 */

import type { Position } from '../compiler/instruction.ts';

/**
 * An error that stops the run of a template.
 *
 * `message` has the wording of Google's interpreter where it has one. `recoverable` says whether opcodes 67 and 68 (finally,
 * catch) see it. `fatal` errors (a spent budget) end the whole run: no promise handler turns them into a rejection.
 * `position` is filled in by the innermost instruction that came from source.
 */
export class SandboxError extends Error {
  readonly recoverable: boolean;
  readonly fatal: boolean;
  position: Position | undefined;

  constructor(message: string, recoverable = true, position?: Position, fatal = false) {
    super(message);
    this.name = 'Error';
    this.recoverable = recoverable;
    this.fatal = fatal;
    this.position = position;
  }
}

/**
 * True for the error with which the host's engine reports an exhausted native stack (V8, SpiderMonkey, JavaScriptCore). Where
 * V8 reads a pattern with hardly any stack left, it reports a pattern that is wrong; so this function asks without patterns.
 */
export function isStackOverflow(error: unknown): boolean {
  if (error instanceof RangeError) return error.message.includes('call stack');
  if (error instanceof SyntaxError) return error.message.endsWith(': Maximum call stack size exceeded');
  return error instanceof Error && error.name === 'InternalError' && error.message.includes('recursion');
}

/** The text of the error for calls nested too deeply. */
export const TOO_DEEP =
  'Calls or code are nested too deeply: a function calls itself without end, or deeper than the stack allows.';

/**
 * Makes a SandboxError of whatever was thrown while sandboxed code ran, and notes the position when none is known yet.
 * Errors thrown by an API written in native code keep their message.
 */
export function asSandboxError(thrown: unknown, position?: Position): SandboxError {
  if (thrown instanceof SandboxError) {
    if (thrown.position === undefined) thrown.position = position;
    return thrown;
  }
  if (isStackOverflow(thrown)) return new SandboxError(TOO_DEEP, false, position);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const error = new SandboxError(message, true, position);
  error.cause = thrown;
  return error;
}

/** X's figures for a reconciliation, from the account or from a file, and kept in a file where that is wanted. */
import { type Io, UsageError } from 'sgtm-toolkit/shell';
import { RefusedError } from '../lib/access.ts';
import type { XFigures } from './model.ts';
import { askAccount, type XQuestion, type XWorld } from './x-account.ts';
import { figuresOf } from './x-figures.ts';
import { readSaved, writeSaved } from './x-file.ts';
import { XDataError } from './x-statistics.ts';

export interface XOptions extends XQuestion {
  /** `account`, or the path of a file. */
  from: string;
  /** File that keeps what X answered. */
  saveTo: string | undefined;
}

/**
 * @param zone IANA name or UTC, on whose clocks days are
 * @throws UsageError for the call, the credentials and what is in a file; RefusedError for what X says
 */
export async function xFigures(options: XOptions, zone: string, io: Io, world: XWorld): Promise<XFigures> {
  const { from, saveTo } = options;
  if (from !== 'account') {
    if (saveTo !== undefined)
      throw new UsageError('--save-x keeps what X answered: give it with --x account, not with a file.');
    return figured(() => figuresOf(readSaved(from), from, zone), UsageError);
  }
  const saved = await askAccount(options, io, world);
  if (saveTo !== undefined) writeSaved(saveTo, saved);
  return figured(() => figuresOf(saved, `account ${saved.account}`, zone), RefusedError);
}

function figured(figures: () => XFigures, Wrong: new (message: string) => Error): XFigures {
  try {
    return figures();
  } catch (error) {
    throw error instanceof XDataError ? new Wrong(error.message) : error;
  }
}

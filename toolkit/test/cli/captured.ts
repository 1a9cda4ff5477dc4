/** Where a command writes in a test, and what it has written. */
import type { Io } from '../../cli/shell.ts';

export function captured(): { io: Io; written: { out: string; err: string } } {
  const written = { out: '', err: '' };
  const io: Io = {
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    colour: false,
    progress: () => undefined,
  };
  return { io, written };
}

/** Statements one after the other, as few closure calls as possible. */

import type { Run } from './frames.ts';

/** Runs all; a run that may give a signal ends the sequence with it. The result is a signal or undefined. */
export function sequence(runs: readonly Run[], signals: readonly boolean[]): Run {
  const parts: Run[] = [];
  let quiet: Run[] = [];
  const flush = (): void => {
    if (quiet.length > 0) parts.push(inOrder(quiet));
    quiet = [];
  };
  runs.forEach((run, index) => {
    if (!signals[index]) {
      quiet.push(run);
      return;
    }
    flush();
    parts.push(run);
  });
  flush();
  return untilSignal(parts);
}

/** Statements that give no signals. */
function inOrder(runs: readonly Run[]): Run {
  if (runs.length > 4) return eachOf(chunks(runs).map(inOrder));
  const [a, b, c, d] = runs;
  if (!a) return () => undefined;
  if (!b) {
    return (f, s) => {
      a(f, s);
      return undefined;
    };
  }
  if (!c) {
    return (f, s) => {
      a(f, s);
      b(f, s);
      return undefined;
    };
  }
  if (!d) {
    return (f, s) => {
      a(f, s);
      b(f, s);
      c(f, s);
      return undefined;
    };
  }
  return (f, s) => {
    a(f, s);
    b(f, s);
    c(f, s);
    d(f, s);
    return undefined;
  };
}

/** Parts of which each gives a signal or undefined. */
function untilSignal(runs: readonly Run[]): Run {
  if (runs.length > 3) return eachOf(runs);
  const [a, b, c] = runs;
  if (!a) return () => undefined;
  if (!b) return a;
  if (!c) {
    return (f, s) => {
      const signal = a(f, s);
      return signal === undefined ? b(f, s) : signal;
    };
  }
  return (f, s) => {
    const first = a(f, s);
    if (first !== undefined) return first;
    const second = b(f, s);
    return second === undefined ? c(f, s) : second;
  };
}

function eachOf(runs: readonly Run[]): Run {
  return (f, s) => {
    for (let i = 0; i < runs.length; i++) {
      const signal = runs[i]!(f, s);
      if (signal !== undefined) return signal;
    }
    return undefined;
  };
}

function chunks(runs: readonly Run[]): Run[][] {
  const parts: Run[][] = [];
  for (let i = 0; i < runs.length; i += 4) parts.push(runs.slice(i, i + 4));
  return parts;
}

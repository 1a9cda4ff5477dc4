/**
 * The bundle with fewer instructions and the same behaviour: modules stay apart in the source, and the build takes away
 * what their borders cost in the sandbox. Each step is a small rule of its own; together they run until none applies.
 */
import { type Script, scriptOf } from './bindings.ts';
import { copies } from './copies.ts';
import { applyEdits } from './edits.ts';
import { tidy } from './headings.ts';
import { inline } from './inline.ts';
import { inlineOnce } from './inline-once.ts';
import { knownArguments } from './known-arguments.ts';
import { scalars } from './scalars.ts';
import { sink } from './sink.ts';
import type { Replacement } from './unroll.ts';

type Rule = (script: Script) => Replacement[][];

export function slim(code: string): string {
  return tidy(
    untilNothing(untilNothing(code, [inline, knownArguments, scalars, inlineOnce, copies]), [sink]),
  );
}

/** Applies the rules until none has anything to replace; one at a time, because what one copies another one may rename. */
function untilNothing(code: string, rules: readonly Rule[]): string {
  let script = scriptOf(code);
  for (let round = 0; round < 50; round++) {
    let changed = false;
    for (const rule of rules) {
      const edits = disjoint(rule(script));
      script.given.clear();
      if (edits.length === 0) continue;
      script = scriptOf(applyEdits(script.code, edits).text);
      changed = true;
    }
    if (!changed) return script.code;
  }
  throw new Error('The rules that make the code slimmer never end: one undoes what another one does.');
}

/** The groups of replacements that do not get into each other's way, in the order of the text. */
function disjoint(groups: readonly Replacement[][]): Replacement[] {
  const taken: Replacement[] = [];
  for (const group of groups) {
    const free = group.every(({ start, end }) =>
      taken.every(
        (other) => end < other.start || start > other.end || (start === end && start === other.end),
      ),
    );
    if (free) taken.push(...group);
  }
  return taken.sort((a, b) => a.start - b.start);
}

/** From the code of a built template back to the modules it was written in: plain data, to be handed on with the template. */
import { placesIn } from '../sandbox/tpl/place.ts';
import type { Stretch } from './edits.ts';
import type { Module } from './module.ts';

export interface Origin {
  /** Below the folder that was built; `../` for what lies outside of it. */
  file: string;
  /** Both from 1. */
  line: number;
  column: number;
}

/** From `column` of a line on, up to the next segment, the code stood at an origin. */
export interface Segment extends Origin {
  /** Column of the code, from 1. */
  from: number;
  /** Whether the code is the source's own, so that columns move along; else it stands for what was written there. */
  copied: boolean;
}

/** The segments of each line of the code, in order; none for a line that stands in no source. */
export type Origins = Segment[][];

/** Where a place of the code, line and column from 1, was written; nothing when it was made by the build. */
export function originOf(origins: Origins, line: number, column: number): Origin | undefined {
  const segments = origins[line - 1] ?? [];
  const segment = segments.findLast(({ from }) => from <= column) ?? segments[0];
  if (!segment) return undefined;
  const { file, line: sourceLine, column: sourceColumn, from, copied } = segment;
  return {
    file,
    line: sourceLine,
    column: sourceColumn + (copied ? Math.max(0, column - from) : 0),
  };
}

/**
 * The origins of a module's text.
 *
 * @param text the module's text in the bundle, and the stretches of the source it is made of
 * @param shift where the text begins in what the stretches count
 */
export function originsIn(
  { file, code }: Pick<Module, 'file' | 'code'>,
  text: string,
  stretches: readonly Stretch[],
  shift: number,
): Origins {
  const placeOf = placesIn(code);
  const origins: Origins = [];
  let stretch = 0;
  let at = 0;
  for (const row of text.split('\n')) {
    const segments: Segment[] = [];
    const begin = at + shift;
    const end = begin + row.length;
    while (stretch + 1 < stretches.length && stretches[stretch + 1]!.at <= begin) stretch++;
    for (let i = stretch; i < stretches.length && (i === stretch || stretches[i]!.at < end); i++) {
      const { at: start, from, copied } = stretches[i]!;
      const place = Math.max(begin, start);
      const offset = copied ? from + place - start : from;
      segments.push({ from: place - begin + 1, file, ...placeOf(offset), copied });
    }
    origins.push(segments);
    at += row.length + 1;
  }
  return origins;
}

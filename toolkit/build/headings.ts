/** The headings `// src/….ts` of the bundle, which say of each stretch of code what module it is from. */
import { scriptOf } from './bindings.ts';
import { applyEdits } from './edits.ts';

const HEADING = /^ *\/\/ (src\/\S+\.ts)\n/gm;

/** The module a place of the bundle is from: what the nearest heading above says. */
export function fileAt(offset: number, code: string): string {
  return [...code.slice(0, offset).matchAll(HEADING)].at(-1)?.[1] ?? 'src/main.ts';
}

/** Lines between the headings that say what module they are from. */
export const fromOtherFile = (lines: readonly string[], file: string, around: string): string[] =>
  file === around ? [...lines] : [`// ${file}`, ...lines, `// ${around}`];

/**
 * Comments and headings where they belong, when code was moved and taken away: a module's header comes with the first code
 * that is left of it, and what is about nothing any more goes.
 */
export function tidy(code: string): string {
  const headers = new Map<string, string>();
  const edits = scriptOf(code).comments.flatMap(({ text, start, end }) => {
    if (!text.startsWith('*') || !/^\s*(\/\*\*|\/\/ src\/|\}|$)/.test(code.slice(end))) return [];
    const from = code.lastIndexOf('\n', start - 1) + 1;
    const [, heading] = code.slice(0, from).match(/(?:^|\n) *\/\/ (src\/\S+\.ts)\n$/) ?? [];
    // A module's header stays where anything else of it does, be it a further comment.
    if (heading && /^\s*\/\*\*/.test(code.slice(end))) return [];
    if (heading)
      headers.set(heading, code.slice(start, end).replaceAll(`\n${code.slice(from, start)}`, '\n'));
    return [{ start: from, end: end + 1, text: '' }];
  });
  let result = applyEdits(code, edits).text.replace(
    /^ *\/\/ src\/\S+\.ts\n\s*(?=^ *(\/\/ src\/|\}|$))/gm,
    '',
  );
  // What only the build and the formatter read.
  result = result
    .replace(/^ *\* @(lazy|inline)\n/gm, '')
    .replace(/^ *(\/\*\* @inline \*\/|\/\/ biome-ignore .*)\n/gm, '');
  // The bundler prints a table of numbers and a list of words with an entry a line.
  result = result.replace(/^( +)((?:(?:"[^"]+"|\w+): \d+|"\w+"),\n +){7,}/gm, (entries, indent: string) => {
    const list = entries.trim().split(/\n +/);
    const rows = list.flatMap((_, i) => (i % 10 === 0 ? [list.slice(i, i + 10).join(' ')] : []));
    return rows.map((row) => `${indent}${row}\n`).join('') + indent;
  });
  let current = '';
  result = result.replace(HEADING, (heading, next: string) => {
    const repeated = next === current;
    current = next;
    return repeated ? '' : heading;
  });
  for (const [file, header] of headers) {
    const place = new RegExp(`^( *)// ${file.replaceAll('.', '\\.')}\n`, 'm');
    result = result.replace(
      place,
      (heading, indent: string) => `${heading + header.replace(/^/gm, indent)}\n`,
    );
  }
  return result;
}

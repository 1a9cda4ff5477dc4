/**
 * What the bundler kept, by its source map: a statement of which anything was printed is in use, and whatever was printed is
 * of some statement.
 */
import { type Program, parse } from 'acorn';
import type { Module, Unit } from './module.ts';

export interface SourceMap {
  sources: string[];
  mappings: string;
}

/** A place in a file, and in what the bundler printed; lines and columns from 0. */
export interface Placed {
  file: string;
  line: number;
  column: number;
  printed: { line: number; column: number };
}

/** The statements of a module of which anything was printed. */
export function keptUnits(file: string, { code, units }: Module, places: readonly Placed[]): Unit[] {
  const starts = lineStarts(code);
  const offsets = places
    .filter((place) => place.file === file)
    .map(({ line, column }) => starts[line]! + column)
    .sort((a, b) => a - b);
  let next = 0;
  return units.filter((unit) => {
    while (next < offsets.length && offsets[next]! < unit.start) next++;
    return next < offsets.length && offsets[next]! < unit.end;
  });
}

/** The statements of a printed script of which the map does not say where they stood, what the bundler adds left out. */
export function unplacedIn(printed: string, places: readonly Placed[]): string[] {
  const { body } = parse(printed, { ecmaVersion: 'latest', sourceType: 'module' });
  const starts = lineStarts(printed);
  // In the order of what was printed.
  const offsets = places.map((place) => starts[place.printed.line]! + place.printed.column);
  let next = 0;
  return body.flatMap((statement) => {
    const { start, end } = statement;
    while (next < offsets.length && offsets[next]! < start) next++;
    const isPlaced = next < offsets.length && offsets[next]! < end;
    return isPlaced || isMadeUp(statement) ? [] : [printed.slice(start, end)];
  });
}

/** What the bundler prints of its own: exports, and the objects that stand for whole modules. */
function isMadeUp(statement: Program['body'][number]): boolean {
  if (statement.type === 'VariableDeclaration')
    return statement.declarations.every(
      ({ id }) => id.type === 'Identifier' && /^__|_exports\d*$/.test(id.name),
    );
  if (statement.type !== 'ExpressionStatement') return statement.type === 'ExportNamedDeclaration';
  const { expression } = statement;
  if (expression.type !== 'CallExpression' || expression.callee.type !== 'Identifier') return false;
  return expression.callee.name === '__export';
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The places of a source map (ECMA-426): differences as Base64 VLQ, `,` between segments and `;` between lines. */
export function placesOf({ sources, mappings }: SourceMap): Placed[] {
  const places: Placed[] = [];
  const state = [0, 0, 0, 0];
  for (const [line, row] of mappings.split(';').entries()) {
    state[0] = 0;
    for (const segment of row.split(',')) {
      const fields = numbersOf(segment);
      for (const [i, difference] of fields.slice(0, 4).entries()) state[i]! += difference;
      if (fields.length < 4) continue;
      const [column, source, sourceLine, sourceColumn] = state as [number, number, number, number];
      places.push({
        file: sources[source]!,
        line: sourceLine,
        column: sourceColumn,
        printed: { line, column },
      });
    }
  }
  return places;
}

function numbersOf(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit);
    value += (bits & 31) * 2 ** shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value % 2 === 1 ? -(value - 1) / 2 : value / 2);
    value = 0;
    shift = 0;
  }
  return numbers;
}

/**
 * Puts values into the text of a dictionary without touching anything else: what is not written over stays the same, byte for
 * byte, comments, order and line ends included. Works on the text by the places that the parser tells, never by formatting
 * anew. Whether the result says what it should is for the caller to read again: there is no shape of YAML that this refuses.
 */
import { isMap, isScalar, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml';

/** Key → value in the order in which they are written. */
export interface Tree {
  readonly [key: string]: string | number | boolean | Tree;
}

export interface RowValues {
  table: string;
  selector: string;
  /** Of a row that is an ID alone, that ID among them. */
  values: Tree;
}

type Item = Pair<Node, Node | null>;

/** `insert` in place of `text.slice(start, end)`. */
interface Splice {
  start: number;
  end: number;
  insert: string;
}

/**
 * @param text a dictionary that can be read without an error
 * @param top keys of the whole file to add at its end
 * @param rows keys to add to rows, and rows to add
 */
export function withValues(text: string, top: Tree, rows: readonly RowValues[]): string {
  const root = parseDocument(text, { schema: 'failsafe', uniqueKeys: false }).contents as YAMLMap;
  const splices: Splice[] = [];
  const missing: { table: string; entry: [string, Tree] }[] = [];
  const tables = new Map(itemsOf(root).map((item) => [keyOf(item), item.value]));
  const items = new Map(
    [...tables].flatMap(([table, value]) =>
      isMap(value)
        ? itemsOf(value as YAMLMap).map((item) => [JSON.stringify([table, keyOf(item)]), item])
        : [],
    ),
  );
  for (const { table, selector, values } of rows) {
    const item = items.get(JSON.stringify([table, selector]));
    if (item === undefined) missing.push({ table, entry: [selector, values] });
    else splices.push(...complete(text, tables.get(table) as YAMLMap, item, values));
  }
  // What is inserted at one place stands in this order: inner maps end before outer ones.
  let atTop = top;
  for (const table of new Set(missing.map((row) => row.table))) {
    const value = tables.get(table);
    const own = missing.filter((row) => row.table === table);
    const added = Object.fromEntries(own.map(({ entry }) => entry));
    if (isMap(value)) splices.push(append(text, value, added));
    else atTop = { ...atTop, [table]: added };
  }
  if (Object.keys(atTop).length > 0) splices.push(append(text, root, atTop));

  let result = '';
  let done = 0;
  for (const { start, end, insert } of splices.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(done, start) + insert;
    done = end;
  }
  return result + text.slice(done);
}

const itemsOf = (map: YAMLMap): Item[] => map.items as Item[];
const keyOf = ({ key }: Item): unknown => (isScalar(key) ? key.value : undefined);
const itemOf = (map: YAMLMap, key: string): Item | undefined =>
  itemsOf(map).find((item) => keyOf(item) === key);

/** Adds keys to one row: to its map, or by making a map of its ID or of nothing. */
function complete(text: string, table: YAMLMap, row: Item, values: Tree): Splice[] {
  const { value } = row;
  if (isMap(value)) {
    const added = Object.entries(values).filter(([key]) => itemOf(value, key) === undefined);
    // A key that is there has no value yet.
    const filled = Object.entries(values).flatMap(([key, inner]) => {
      const item = itemOf(value, key);
      return item === undefined ? [] : [replace(text, value, item, inner)];
    });
    return added.length === 0 ? filled : [...filled, append(text, value, Object.fromEntries(added))];
  }
  const [, keyEnd] = rangeOf(row.key);
  const [start, end] = rangeOfValue(row);
  const line = text.slice(keyEnd, end);
  if (table.flow || line.includes('\n')) return [replace(text, table, row, values)];
  const colon = text.indexOf(':', keyEnd) + 1;
  const at = lineEnd(text, keyEnd);
  return [
    { start: colon, end: Math.max(colon, start, end), insert: '' },
    { start: at, end: at, insert: linesOf(text, values, indentOf(text, table) + 2) },
  ];
}

/** A value in the place of the one that stands there, which may be nothing. */
function replace(text: string, map: YAMLMap, item: Item, value: Tree[string]): Splice {
  const [, keyEnd] = rangeOf(item.key);
  const [start, end] = rangeOfValue(item);
  const insert = inline(value, isJson(text, map));
  if (end > start) return { start, end, insert };
  // Nothing stands after the colon, which a flow map does not even need.
  const colon = /^\s*:/.exec(text.slice(keyEnd))?.[0].length;
  const at = keyEnd + (colon ?? 0);
  return { start: at, end: at, insert: `${colon === undefined ? ': ' : ' '}${insert}` };
}

/** Adds keys behind the last one of a map, as that one is written: on lines of their own, or on the same line. */
function append(text: string, map: YAMLMap, values: Tree): Splice {
  if (!map.flow) {
    const at = lineEnd(text, endOf(map));
    return { start: at, end: at, insert: linesOf(text, values, indentOf(text, map)) };
  }
  const json = isJson(text, map);
  const pairs = Object.entries(values).map(([key, value]) => `${word(key, json)}: ${inline(value, json)}`);
  const last = itemsOf(map).at(-1);
  if (last === undefined) {
    const at = rangeOf(map)[0] + 1;
    return { start: at, end: at, insert: ` ${pairs.join(', ')} ` };
  }
  const at = endOf(map);
  const [keyStart] = rangeOf(last.key);
  const before = text.slice(lineStart(text, keyStart), keyStart);
  const separator = before.trim() === '' ? `,${newlineOf(text)}${before}` : ', ';
  return { start: at, end: at, insert: pairs.map((pair) => separator + pair).join('') };
}

/** Where the last value of a map ends. */
function endOf(map: YAMLMap): number {
  const last = itemsOf(map).at(-1);
  if (last === undefined) return rangeOf(map)[1];
  if (isMap(last.value) && !last.value.flow) return endOf(last.value);
  return rangeOfValue(last)[1];
}

/** Lines of a block map, each with the line end in front of it. */
const linesOf = (text: string, values: Tree, indent: number): string =>
  Object.entries(values)
    .map(([key, value]) => {
      const start = `${newlineOf(text)}${' '.repeat(indent)}${word(key, false)}:`;
      return typeof value === 'object'
        ? start + linesOf(text, value, indent + 2)
        : `${start} ${inline(value, false)}`;
    })
    .join('');

function inline(value: Tree[string], json: boolean): string {
  if (typeof value === 'string') return word(value, json);
  if (typeof value !== 'object') return String(value);
  const pairs = Object.entries(value).map(([key, inner]) => `${word(key, json)}: ${inline(inner, json)}`);
  return `{ ${pairs.join(', ')} }`;
}

/** What one YAML reader or another takes for something else than a text. */
const NO_TEXT = /^(null|true|false|yes|no|on|off|y|n)$/i;

/** Words of letters, digits, `_` and `-` need no quotation marks in YAML; JSON's text is YAML's too. */
const word = (text: string, json: boolean): string =>
  !json && /^\p{L}[\p{L}\p{N}_-]*( [\p{L}\p{N}][\p{L}\p{N}_-]*)*$/u.test(text) && !NO_TEXT.test(text)
    ? text
    : JSON.stringify(text);

const rangeOf = (node: Node): [start: number, end: number] => {
  const [start, end] = node.range!;
  return [start, end];
};

/** A value that is nothing stands where its key ends. */
function rangeOfValue({ key, value }: Item): [start: number, end: number] {
  const [start, end] = value === null ? [0, 0] : rangeOf(value);
  const [, keyEnd] = rangeOf(key);
  return end > start ? [start, end] : [keyEnd, keyEnd];
}

const newlineOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');
const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** The end of the line, its line end not included; of a text that ends with its line, the end of that line. */
function lineEnd(text: string, from: number): number {
  const found = text.indexOf('\n', text[from - 1] === '\n' ? from - 1 : from);
  const at = found === -1 ? text.length : found;
  return text[at - 1] === '\r' ? at - 1 : at;
}

/** Blanks in front of the keys of a block map. */
function indentOf(text: string, map: YAMLMap): number {
  const last = itemsOf(map).at(-1);
  const at = last === undefined ? rangeOf(map)[0] : rangeOf(last.key)[0];
  return text.slice(lineStart(text, at), at).replace('\uFEFF', '').length;
}

/** Whether a flow map is written as JSON has it. */
const isJson = (text: string, map: YAMLMap): boolean => {
  const [first] = itemsOf(map);
  return (
    map.flow === true &&
    (first === undefined ? /^\uFEFF?\s*\{/.test(text) : text[rangeOf(first.key)[0]] === '"')
  );
};

/**
 * What a module's text loses on its way into a template: types, imports, statements that nobody uses, comments for tools.
 * Where nothing else is left on a line the line goes, and with it the comments that stand right above it.
 */
import type { Comment } from 'acorn';
import type { Edit } from './edits.ts';
import type { Module } from './module.ts';

interface Removal {
  start: number;
  end: number;
  /** `type` and `link`: the module's first comment, its header, stays when it stands right above. */
  kind: 'type' | 'link' | 'unit' | 'comment';
}

/** Comments that speak to a formatter, a linter, a type check or a coverage tool, and say nothing to a reader. */
const FOR_TOOLS = /^\s*(biome-ignore|prettier-ignore|eslint-|oxlint-|@ts-|(c8|v8|istanbul|node:coverage) )/;

/**
 * The edits that take away everything of a module that does not ship.
 *
 * @param unused the statements that are not in the bundle
 */
export function removalsOf(module: Module, unused: readonly { start: number; end: number }[]): Edit[] {
  const { code, comments, erased, links } = module;
  const removals = joined(
    [
      ...erased.map(({ start, end }): Removal => ({ start, end, kind: 'type' })),
      ...links.map(({ start, end }): Removal => ({ start, end, kind: 'link' })),
      ...unused.map(({ start, end }): Removal => ({ start, end, kind: 'unit' })),
      ...comments
        .filter(({ value }) => FOR_TOOLS.test(value))
        .map(({ start, end }): Removal => ({ start, end, kind: 'comment' })),
    ],
    code,
  );
  const edits: Edit[] = [];
  for (const removal of removals) {
    const lineStart = code.lastIndexOf('\n', removal.start - 1) + 1;
    const atLineStart = isBlank(code.slice(lineStart, removal.start));
    const lineEnd = atLineStart ? endOfLine(removal.end, module) : undefined;
    if (lineEnd === undefined) edits.push(withinLine(removal, atLineStart, code));
    else {
      // The comment above the first signature of an overloaded function is about the function.
      const keepsComments = removal.kind === 'comment' || isSignature(removal, module);
      const start = keepsComments ? lineStart : startWithComments(lineStart, removal, module);
      addLines(edits, { start, end: lineEnd }, module, !keepsComments);
    }
  }
  return edits;
}

/** Removals in the order of the text; what overlaps, or has only blanks between, is one. */
function joined(removals: Removal[], code: string): Removal[] {
  const result: Removal[] = [];
  for (const removal of removals.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last && (removal.start < last.end || /^[ \t]*$/.test(code.slice(last.end, removal.start))))
      last.end = Math.max(last.end, removal.end);
    else result.push({ ...removal });
  }
  return result;
}

const isBlank = (text: string): boolean => text.trim() === '';

/** The offset behind a line whose rest holds comments at most; nothing when more stands there. */
function endOfLine(from: number, { code, comments }: Module): number | undefined {
  let at = from;
  for (;;) {
    while (code[at] === ' ' || code[at] === '\t') at++;
    if (at >= code.length) return at;
    if (code[at] === '\n') return at + 1;
    const comment = comments.find(({ start }) => start === at);
    if (!comment || code.slice(comment.start, comment.end).includes('\n')) return undefined;
    at = comment.end;
  }
}

/** Removes a part of a line, and the blanks that would be too many. */
function withinLine({ start, end }: Removal, atLineStart: boolean, code: string): Edit {
  let [from, to] = [start, end];
  if (atLineStart || /[([{]/.test(code[start - 1] ?? '')) {
    while (code[to] === ' ' || code[to] === '\t') to++;
  } else if (/^[\s;,.)\]}]/.test(code[end] ?? '\n')) {
    while (code[from - 1] === ' ' || code[from - 1] === '\t') from--;
  }
  return { start: from, end: to, text: '' };
}

const isSignature = ({ start, end, kind }: Removal, { source }: Module): boolean =>
  kind === 'type' && /^(export\s+)?(default\s+)?(async\s+)?function\b/.test(source.slice(start, end));

/** The start of the comments that stand right above whole lines, each on lines of its own, no blank line between. */
function startWithComments(lineStart: number, { kind }: Removal, module: Module): number {
  const { code, comments } = module;
  let start = lineStart;
  for (;;) {
    const comment = comments.findLast((one) => one.end <= start);
    if (!comment || !/^[ \t]*\n[ \t]*$/.test(code.slice(comment.end, start))) return start;
    const line = code.lastIndexOf('\n', comment.start - 1) + 1;
    if (!isBlank(code.slice(line, comment.start))) return start;
    if (kind !== 'unit' && isHeader(comment, module)) return start;
    start = line;
  }
}

const isHeader = (comment: Comment, { code, comments }: Module): boolean =>
  comment === comments[0] && isBlank(code.slice(0, comment.start));

/** Removes whole lines, and one of the blank lines around; a module's header keeps one below. */
function addLines(
  edits: Edit[],
  lines: { start: number; end: number },
  module: Module,
  partsFromHeader: boolean,
): void {
  const { code } = module;
  let { start, end } = lines;
  const last = edits.at(-1);
  let blankBetween = false;
  if (last && last.start < start && isBlank(code.slice(last.end, start)) && isLineStart(last.start, code)) {
    blankBetween = last.text !== '' || last.end < start;
    start = last.start;
    edits.pop();
  }
  const before = code.slice(0, start).trimEnd();
  const isFirst = before === '';
  const blankBefore =
    isFirst || /\n[ \t]*\n[ \t]*$/.test(code.slice(before.length, start)) || before.endsWith('{');
  const behind = /^(?:[ \t]*\n)+/.exec(code.slice(end));
  if (blankBefore && behind) end += behind[0].length;
  const header = module.comments[0];
  const belowHeader =
    partsFromHeader && header !== undefined && isHeader(header, module) && header.end === before.length;
  const text = !blankBefore && !behind && (blankBetween || belowHeader) ? '\n' : '';
  edits.push({ start, end, text });
}

const isLineStart = (offset: number, code: string): boolean => offset === 0 || code[offset - 1] === '\n';

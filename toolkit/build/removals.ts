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
    if (!atLineStart) {
      edits.push(withinLine(removal, code));
      continue;
    }
    // The comment above the first signature of an overloaded function is about the function.
    const keepsComments = removal.kind === 'comment' || isSignature(removal, module, unused);
    const start = keepsComments ? lineStart : startWithComments(lineStart, removal, module);
    if (!keepsComments) edits.push(...docBehindCode(start, module));
    const lineEnd = endOfLine(removal.end, module);
    if (lineEnd !== undefined) addLines(edits, { start, end: lineEnd }, module, !keepsComments);
    else edits.push({ start, end: lineStart, text: '' }, upToCode(removal, code));
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

/** Removes a part of a line behind other code, and the blanks that would be too many. */
function withinLine({ start, end }: Removal, code: string): Edit {
  if (/[([{]/.test(code[start - 1]!)) return upToCode({ start, end }, code);
  let from = start;
  if (/^[\s;,.)\]}]/.test(code[end] ?? '\n')) while (/[ \t]/.test(code[from - 1]!)) from--;
  return { start: from, end, text: '' };
}

/** Removes a part of a line with the blanks behind it. */
function upToCode({ start, end }: { start: number; end: number }, code: string): Edit {
  let to = end;
  while (code[to] === ' ' || code[to] === '\t') to++;
  return { start, end: to, text: '' };
}

/** Whether what goes is a signature of an overloaded function that stays. */
function isSignature(
  { start, end, kind }: Removal,
  { source, units }: Module,
  unused: readonly { start: number; end: number }[],
): boolean {
  if (kind !== 'type' || !/^(export\s+)?(default\s+)?(async\s+)?function\b/.test(source.slice(start, end)))
    return false;
  const next = units.find((unit) => unit.end > end);
  return !unused.some((unit) => unit.start === next?.start);
}

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

/** A doc comment for what goes, at the end of a line that stays. */
function docBehindCode(lineStart: number, { code, comments }: Module): Edit[] {
  const comment = comments.findLast((one) => one.end <= lineStart);
  if (!comment?.value.startsWith('*') || !/^[ \t]*\n[ \t]*$/.test(code.slice(comment.end, lineStart)))
    return [];
  const line = code.lastIndexOf('\n', comment.start - 1) + 1;
  const before = code.slice(line, comment.start).trimEnd();
  return before === '' ? [] : [{ start: line + before.length, end: comment.end, text: '' }];
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

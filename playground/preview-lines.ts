/**
 * Event data as the preview of a server container lists it: a name and its value on one line, or on two lines in turn; a value may
 * be an object or a list over several lines.
 */
import { put } from 'sgtm-toolkit/sandbox/ga4-hit';
import { readLiteral } from './literal.ts';

const NAMED = /^["']?([A-Za-z_][\w.-]*)["']?(?:\s*[:=\t]|\s)\s*(.*)$/;
const NAME = /^["']?([A-Za-z_][\w.-]*)["']?\s*[:=]?$/;
/** What stands above the list. */
const HEADING = /^(name|key|value|event data|(name|key)\s+value)$/i;

/** The event, `undefined` when a line is neither a name nor a value. */
export function readPreviewLines(text: string): Record<string, unknown> | undefined {
  const event: Record<string, unknown> = {};
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const filled = lines.filter((line) => line !== '');
  const rest = filled.slice(filled.findIndex((line) => !HEADING.test(line)));
  if (rest.length === 0) return undefined;
  for (let i = 0; i < rest.length; i++) {
    const bare = NAME.exec(rest[i]!);
    const [, name, onLine = ''] = bare ?? NAMED.exec(rest[i]!) ?? [];
    if (name === undefined) return undefined;
    const parts = [bare ? (rest[++i] ?? '') : onLine];
    let depth = depthOf(parts[0]!);
    while (depth > 0 && i + 1 < rest.length) {
      parts.push(rest[++i]!);
      depth += depthOf(rest[i]!);
    }
    put(event, name.split('.'), cellOf(parts.join('\n').replace(/,$/, '')));
  }
  return event;
}

/** How many brackets a line opens and does not close, those inside quotes left aside. */
function depthOf(line: string): number {
  const bare = line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '');
  return bare.replace(/[^[{]/g, '').length - bare.replace(/[^\]}]/g, '').length;
}

/** What stands in quotes or brackets is a literal, what is written like a number is one; everything else is text. */
function cellOf(text: string): unknown {
  if (/^(true|false|null|-?(0|[1-9]\d{0,14})(\.\d+)?|["'[{][\s\S]*)$/.test(text)) {
    try {
      return readLiteral(text, new Set());
    } catch {
      return text;
    }
  }
  return text === 'undefined' ? undefined : text;
}

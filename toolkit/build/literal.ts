/** Values as the sandbox's language writes them. */
import type { Json } from '../sandbox/tpl/json.ts';

const ESCAPES: Record<string, string> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text in single quotes. */
export const quoted = (text: string): string =>
  `'${text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters must not stand in a template
    /[\\'\u0000-\u001f\u007f\u2028\u2029]/g,
    (char) => ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )}'`;

/** The longest line a value is written on, so that a name and `const` in front of it fit. */
const WIDTH = 90;

/**
 * A JSON value as an expression, over several lines where one would be too long.
 *
 * @param names names that stand for the values of some keys
 */
export function literal(value: Json, names: ReadonlyMap<string, string> = new Map(), indent = ''): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  const [open, close, entries] = Array.isArray(value)
    ? (['[', ']', value.map((item) => literal(item, undefined, inner))] as const)
    : ([
        '{',
        '}',
        Object.entries(value).map(
          ([key, item]) => `${keyText(key)}: ${names.get(key) ?? literal(item, undefined, inner)}`,
        ),
      ] as const);
  if (entries.length === 0) return open + close;
  const space = open === '{' ? ' ' : '';
  const line = `${open}${space}${entries.join(', ')}${space}${close}`;
  if (!line.includes('\n') && indent.length + line.length <= WIDTH) return line;
  return `${open}\n${entries.map((entry) => `${inner}${entry}`).join(',\n')}\n${indent}${close}`;
}

const keyText = (key: string): string => (/^[A-Za-z_]\w*$/.test(key) ? key : quoted(key));

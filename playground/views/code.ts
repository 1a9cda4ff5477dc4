/** The template's code with the lines that ran. */
import type { Template } from 'sgtm-toolkit/sandbox';
import { block, h } from '../dom.ts';

export interface Coverage {
  /** Lines of the file that hold statements, and those that ran. */
  lines: readonly number[];
  covered: readonly number[];
}

export const share = ({ lines, covered }: Coverage): string =>
  lines.length === 0
    ? 'no lines'
    : `${covered.length} of ${lines.length} lines, ${Math.floor((100 * covered.length) / lines.length)} %`;

/** @param marked a line of the file to point at, such as that of an error */
export function codeView(
  { code, codeLine }: Template,
  coverage: Coverage,
  marked: ReadonlySet<number>,
): Node[] {
  const statements = new Set(coverage.lines);
  const ran = new Set(coverage.covered);
  const rows = code.split('\n').map((text, index) => {
    const line = codeLine + index;
    const kind = marked.has(line)
      ? 'marked'
      : !statements.has(line)
        ? 'plain'
        : ran.has(line)
          ? 'hit'
          : 'miss';
    const sign = { marked: '!', plain: ' ', hit: '●', miss: '○' }[kind];
    return h(
      'span',
      { class: `line ${kind}` },
      h('span', { class: 'number' }, `${sign} ${line}`),
      `${text}\n`,
    );
  });
  return [
    h('p', { class: 'note' }, '● ran, ○ did not run, ! an error. Numbers are lines of the file.'),
    block('Code with coverage', h('code', { class: 'source' }, ...rows)),
  ];
}

/** Markdown as far as the tests of the documentation need it: links, anchors of headings, code. */

/** The text without fenced code. */
const withoutBlocks = (text: string): string => text.replace(/^ *(```|~~~)[\s\S]*?^ *\1.*$/gm, '');

/** Targets of inline links and images, outside of code, in their order. */
export const linksOf = (text: string): string[] =>
  [
    ...withoutBlocks(text)
      .replace(/`[^`\n]*`/g, '')
      .matchAll(/\]\(\s*<?([^()\s>]+)>?(?:\s+"[^"]*")?\s*\)/g),
  ].map(([, target]) => target!);

/** What a heading is called in an address, as GitHub makes it; a name that stands twice gets a number. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of withoutBlocks(text).matchAll(/^#{1,6} +(.*?) *#*$/gm)) {
    const plain = heading!.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]|\\(?=[*_])/g, '');
    const name = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    let free = name;
    for (let n = 1; anchors.has(free); n++) free = `${name}-${n}`;
    anchors.add(free);
  }
  return anchors;
}

/** First lines of what is meant for a table and is none: above the second line there is no head. */
export const headlessTables = (text: string): string[] => {
  const lines = withoutBlocks(text).split('\n');
  const isRow = (line = ''): boolean => /^ *\|/.test(line);
  return lines.filter(
    (line, i) => isRow(line) && !isRow(lines[i - 1]) && !/^ *\|[\s:|-]+$/.test(lines[i + 1] ?? ''),
  );
};

/** Code to type: lines of fenced blocks of a shell or of no language, and what stands between backticks, over line ends too. */
export const codeOf = (text: string): string[] => [
  ...[...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)]
    .filter(([, language]) => ['', 'sh', 'bash'].includes(language!))
    .flatMap(([, , block]) => block!.split('\n')),
  ...[...withoutBlocks(text).matchAll(/`([^`]+)`/g)].map(([, code]) => code!.replace(/\s+/g, ' ')),
];

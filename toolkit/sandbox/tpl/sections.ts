/**
 * A `.tpl` file as a row of sections, byte for byte. A section starts with a line that holds only its marker, `___NAME___`.
 * Nothing is judged here: sections may be missing, doubled, unknown, in any order; joining them gives the same text again.
 */

/** The sections in the order of Google's export; a template has those of its kind of container. */
export const SECTION_ORDER = [
  'TERMS_OF_SERVICE',
  'INFO',
  'TEMPLATE_PARAMETERS',
  'SANDBOXED_JS_FOR_SERVER',
  'SERVER_PERMISSIONS',
  'SANDBOXED_JS_FOR_WEB_TEMPLATE',
  'WEB_PERMISSIONS',
  'TESTS',
  'NOTES',
] as const;

export interface Section {
  /** The marker without underscores, for example `INFO`. */
  name: string;
  /** The marker's whole line with its line end, as it stands in the file. */
  marker: string;
  /** Everything up to the next marker. */
  body: string;
  /** Offset of `body` in the file's text. */
  offset: number;
  /** Line of the file on which the marker stands, from 1; the body starts one line below. */
  line: number;
}

export interface SectionedText {
  /** What stands before the first marker: normally nothing or a byte-order mark. */
  preamble: string;
  sections: Section[];
}

// A byte-order mark may precede the first marker: decoded, or as the three characters of a Latin-1 reading.
const MARKER = /^(\uFEFF|\u00EF\u00BB\u00BF)?(___([A-Z][A-Z0-9_]*?)___[ \t]*(?:\r\n|\n|$))/gm;

/** Cuts a file's text at its markers. Never fails. */
export function cutSections(text: string): SectionedText {
  const sections: Section[] = [];
  let preamble = text;
  let line = 1;
  let counted = 0;
  for (const match of text.matchAll(MARKER)) {
    const [, bom = '', marker = '', name = ''] = match;
    if (bom !== '' && match.index !== 0) continue;
    const start = match.index + bom.length;
    const previous = sections.at(-1);
    if (previous) previous.body = text.slice(previous.offset, start);
    else preamble = text.slice(0, start);
    for (; counted < start; counted++) if (text.charCodeAt(counted) === 10) line++;
    sections.push({ name, marker, body: '', offset: start + marker.length, line });
  }
  const last = sections.at(-1);
  if (last) last.body = text.slice(last.offset);
  return { preamble, sections };
}

/** The text that `cutSections` was given. */
export function joinSections({ preamble, sections }: SectionedText): string {
  return preamble + sections.map(({ marker, body }) => marker + body).join('');
}

/** Google's terms sentence, which the editor adds when the author agrees to the gallery's terms. */
export const TERMS_OF_SERVICE = `By creating or modifying this file you agree to Google Tag Manager's Community
Template Gallery Developer Terms of Service available at
https://developers.google.com/tag-manager/gallery-tos (or such other URL as
Google may provide), as modified from time to time.`;

/** The bodies of a template, each without surrounding blank lines; absent ones are left out of the file. */
export type SectionTexts = Partial<Record<(typeof SECTION_ORDER)[number], string>>;

/**
 * A template file in the form of Google's export: sections in order, one blank line after a marker and two before the
 * next, LF, no byte-order mark, one newline at the end.
 */
export function formatTemplate(texts: SectionTexts): string {
  const parts: string[] = [];
  for (const name of SECTION_ORDER) {
    const body = texts[name];
    if (body === undefined) continue;
    parts.push(`___${name}___\n\n${trimBlankLines(body.replaceAll('\r\n', '\n'))}`);
  }
  return `${parts.join('\n\n\n')}\n`;
}

/** Removes blank lines at both ends and white space at the very end; the first line keeps its indent. */
export const trimBlankLines = (text: string): string => text.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd();

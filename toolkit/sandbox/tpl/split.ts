/**
 * A `.tpl` file as separate files and back. The parts are for editing; `layout.json` keeps what lies between them (markers,
 * blank lines, line ends, order, a byte-order mark), so that split and join give every file back byte for byte, broken ones
 * included. Without `layout.json` the parts are joined in Google's form.
 */
import { cutSections, formatTemplate, joinSections, type Section, type SectionTexts } from './sections.ts';

/** File name of each section's text in a split folder. */
export const PART_FILES: Record<string, string> = {
  TERMS_OF_SERVICE: 'terms-of-service.txt',
  INFO: 'info.json',
  TEMPLATE_PARAMETERS: 'parameters.json',
  SANDBOXED_JS_FOR_SERVER: 'code.js',
  SANDBOXED_JS_FOR_WEB_TEMPLATE: 'code.web.js',
  SERVER_PERMISSIONS: 'permissions.json',
  WEB_PERMISSIONS: 'permissions.web.json',
  TESTS: 'tests.yaml',
  NOTES: 'notes.txt',
};

export const LAYOUT_FILE = 'layout.json';

interface LayoutPart {
  marker: string;
  before: string;
  file: string;
  after: string;
}

interface Layout {
  preamble: string;
  parts: LayoutPart[];
}

/** Cuts a file's text into parts by file name. Each part ends with a newline, which the layout accounts for. */
export function splitTemplate(text: string): Map<string, string> {
  const { preamble, sections } = cutSections(text);
  const files = new Map<string, string>();
  const parts = sections.map((section): LayoutPart => {
    const { before, content, after } = partsOf(section.body);
    const file = freeName(files, PART_FILES[section.name] ?? `${section.name.toLowerCase()}.txt`);
    files.set(file, content === '' ? '' : `${content}\n`);
    return { marker: section.marker, before, file, after };
  });
  files.set(LAYOUT_FILE, `${ascii(JSON.stringify({ preamble, parts } satisfies Layout, null, 2))}\n`);
  return files;
}

/** Joins the parts of a split folder. Throws an Error that names the part when one is missing or would be lost, or the layout is broken. */
export function joinTemplate(files: ReadonlyMap<string, string>): string {
  const layoutText = files.get(LAYOUT_FILE);
  if (layoutText === undefined) return joinInGoogleForm(files);
  const { preamble, parts } = readLayout(layoutText);
  const left = Object.values(PART_FILES).find(
    (name) => files.has(name) && !parts.some(({ file }) => file === name),
  );
  if (left)
    throw new Error(
      `${left} is not named in ${LAYOUT_FILE}, so it would be lost; delete it, or ${LAYOUT_FILE} to join in Google's own form.`,
    );
  const sections = parts.map(({ marker, before, file, after }): Section => {
    const content = files.get(file);
    if (content === undefined)
      throw new Error(`${file} is missing; ${LAYOUT_FILE} names it as a part of the template.`);
    return { name: '', marker, body: before + content.replace(/\n$/, '') + after, offset: 0, line: 0 };
  });
  return joinSections({ preamble, sections });
}

function joinInGoogleForm(files: ReadonlyMap<string, string>): string {
  const texts: SectionTexts = {};
  for (const [name, file] of Object.entries(PART_FILES)) {
    const content = files.get(file);
    if (content !== undefined) texts[name as keyof SectionTexts] = content;
  }
  if (texts.SANDBOXED_JS_FOR_SERVER === undefined && texts.SANDBOXED_JS_FOR_WEB_TEMPLATE === undefined)
    throw new Error(
      `Neither ${LAYOUT_FILE} nor ${PART_FILES.SANDBOXED_JS_FOR_SERVER} found; split a template to see the layout.`,
    );
  return formatTemplate(texts);
}

function readLayout(text: string): Layout {
  let layout: unknown;
  try {
    layout = JSON.parse(text);
  } catch {
    throw new Error(`${LAYOUT_FILE} is not valid JSON; delete it to join in Google's own form.`);
  }
  const { preamble, parts } = (layout ?? {}) as Partial<Layout>;
  const fits =
    typeof preamble === 'string' &&
    Array.isArray(parts) &&
    parts.every((part) =>
      (['marker', 'before', 'file', 'after'] as const).every((key) => typeof part?.[key] === 'string'),
    );
  if (!fits)
    throw new Error(
      `${LAYOUT_FILE} must hold 'preamble' and 'parts'; delete it to join in Google's own form.`,
    );
  return { preamble, parts };
}

/** Blank lines before, the text, white space after. */
function partsOf(body: string): { before: string; content: string; after: string } {
  const before = /^(?:[ \t]*\r?\n)*/.exec(body)?.[0] ?? '';
  const rest = body.slice(before.length);
  const content = rest.trimEnd();
  return { before, content, after: rest.slice(content.length) };
}

function freeName(taken: ReadonlyMap<string, string>, name: string): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = name.replace(/(?=\.[^.]*$)/, `-${n}`);
  return free;
}

/** The layout stays plain ASCII, whatever encoding the caller reads and writes with. */
const ascii = (text: string): string =>
  text.replace(/[^\n\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

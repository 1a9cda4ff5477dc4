/** The Gallery's rules for files: which there are, in which encoding, under which licence, with which icon. */
import { createHash } from 'node:crypto';
import { dataUri } from './icon.ts';
import { pngSize } from './png.ts';
import { fileOf, type Project } from './project.ts';

/** Names are exact; the Gallery asks for the first three, a reader for the last. */
export const GALLERY_FILES = ['template.tpl', 'metadata.yaml', 'LICENSE', 'README.md'] as const;

export const missingFiles = (project: Project): string[] =>
  GALLERY_FILES.filter((name) => !fileOf(project, name)).map(
    (name) => `${name} is missing from the root of the repository.`,
  );

/** UTF-8 without byte-order mark, lines that end with LF, no control characters: a control byte breaks the import. */
export const badEncodings = (project: Project): string[] =>
  GALLERY_FILES.flatMap((name) => {
    const bytes = fileOf(project, name);
    return bytes ? encodingProblems(bytes).map((what) => `${name} ${what}`) : [];
  });

export function encodingProblems(bytes: Buffer): string[] {
  const text = bytes.toString('utf8');
  const control = [...text].findIndex((character) => /[^\P{Cc}\t\n\r]/u.test(character));
  return [
    Buffer.from(text, 'utf8').equals(bytes) ? '' : 'is not UTF-8.',
    text.startsWith('\ufeff') ? 'starts with a byte-order mark. Save it without.' : '',
    text.includes('\r') ? 'has lines that end with CR. Save it with LF only.' : '',
    control >= 0 ? `holds a control character at character ${control + 1}. Remove it.` : '',
  ].filter((problem) => problem !== '');
}

/** SHA-256 of the words of the Apache License 2.0 with its appendix, joined by single blanks. */
const APACHE_2 = '0ffddef9e48f8a09aed5caf2d44f7ba1c1be2d9b8e0a6f693b1635b2d5566645';

export function wrongLicence(project: Project): string[] {
  const words = fileOf(project, 'LICENSE')?.toString().trim().split(/\s+/).join(' ');
  if (words === undefined) return [];
  return createHash('sha256').update(words).digest('hex') === APACHE_2
    ? []
    : ['LICENSE must hold the Apache License 2.0 word for word and nothing else; its words differ.'];
}

/** Pixels. Google's style guide asks for 48; at twice that the icon is sharp on every screen. */
const SMALLEST_ICON = 96;
/** Bytes, not included. */
const LARGEST_ICON = 50_000;

export function wrongIcon(project: Project): string[] {
  const bytes = fileOf(project, 'assets/icon.png');
  if (!bytes) return ['assets/icon.png is missing. Run "npm run release -- icon".'];
  return iconProblems(bytes);
}

export function iconProblems(bytes: Buffer): string[] {
  const size = pngSize(bytes);
  if (!size) return ['assets/icon.png is not a PNG.'];
  const { width, height } = size;
  return [
    width === height ? '' : `assets/icon.png must be square, it is ${width} by ${height} pixels.`,
    width >= SMALLEST_ICON
      ? ''
      : `assets/icon.png must have at least ${SMALLEST_ICON} pixels a side, it has ${width}.`,
    bytes.length < LARGEST_ICON
      ? ''
      : `assets/icon.png must have less than ${LARGEST_ICON} bytes, it has ${bytes.length}.`,
  ].filter((problem) => problem !== '');
}

/** What stands in the template must be the icon that was looked at. */
export function wrongThumbnail(project: Project, thumbnail: unknown): string[] {
  const icon = fileOf(project, 'assets/icon.png');
  return icon && thumbnail === dataUri(icon)
    ? []
    : [
        'brand.thumbnail must be assets/icon.png as a data URI. Run "npm run release -- icon", then "npm run build".',
      ];
}

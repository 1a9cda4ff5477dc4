/** The Gallery's rules for files: which there are, in which encoding, under which licence. */
import { createHash } from 'node:crypto';
import { fileOf, type Repository } from './repository.ts';

/** Names are exact; the Gallery asks for the first three, a reader for the last. */
export const GALLERY_FILES = ['template.tpl', 'metadata.yaml', 'LICENSE', 'README.md'] as const;

export const missingFiles = (repository: Repository): string[] =>
  GALLERY_FILES.filter((name) => !fileOf(repository, name)).map(
    (name) => `${name} is missing from the root of the repository.`,
  );

/** UTF-8 without byte-order mark, lines that end with LF, no control characters: a control byte breaks the import. */
export const badEncodings = (repository: Repository): string[] =>
  GALLERY_FILES.flatMap((name) => {
    const bytes = fileOf(repository, name);
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

/** The appendix's line for year and owner, which published repositories fill in. */
const BLANK = '[yyyy] [name of copyright owner]';
const FILLED_IN =
  /(identification within third-party archives\. Copyright )[^[]{1,200}?( Licensed under the Apache License)/;

export function wrongLicence(repository: Repository): string[] {
  const words = fileOf(repository, 'LICENSE')?.toString().trim().split(/\s+/).join(' ');
  if (words === undefined) return [];
  const plain = words.replace(FILLED_IN, `$1${BLANK}$2`);
  return createHash('sha256').update(plain).digest('hex') === APACHE_2
    ? []
    : [
        'LICENSE must hold the Apache License 2.0 word for word and nothing else; its words differ. Only the copyright line of the appendix may be filled in.',
      ];
}

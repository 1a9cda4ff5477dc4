/** What a release of this repository must fulfil: the Gallery's rules, and what makes it verifiable. */
import { GALLERY_RULES, type Rule } from 'sgtm-toolkit/cli/release/rules';
import type { Project } from './project.ts';
import { wrongIcon } from './rules-icon.ts';
import { wrongBrand, wrongSections } from './rules-template.ts';
import { disagreements } from './rules-versions.ts';

export const RULES: readonly Rule<Project>[] = [
  ...GALLERY_RULES,
  { title: 'the icon is a square PNG of our own, sharp and small', problems: wrongIcon },
  { title: 'the template carries it', problems: wrongBrand },
  { title: 'the sections of the template are complete and in order', problems: wrongSections },
  { title: 'versions and CHANGELOG.md agree', problems: disagreements },
];

/** What only the owner can give, and what for. */
export function owed({ metadata, repository }: Project): string[] {
  return metadata.homepage === '' && repository === ''
    ? [
        'Before the first release: put the GitHub address into package.json and toolkit/package.json, "repository": "github:<owner>/<name>". ' +
          'It becomes homepage and documentation of metadata.yaml, and after npm run build the address of the links in the form.',
      ]
    : [];
}

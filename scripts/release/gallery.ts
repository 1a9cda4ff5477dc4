/**
 * What the Community Template Gallery asks of a repository (Google, Submit a template; Template style guide), and what
 * makes a release verifiable, as a list of rules. Each gives sentences about what is wrong, none when all is well.
 */
import type { Project } from './project.ts';
import { badEncodings, missingFiles, wrongIcon, wrongLicence } from './rules-files.ts';
import { incompleteInfo, refusedByEditor, wrongSections, wrongTerms } from './rules-template.ts';
import { disagreements, wrongCommits, wrongMetadata } from './rules-versions.ts';

export interface Rule {
  /** What holds when nothing is found. */
  title: string;
  problems: (project: Project) => string[];
}

export const RULES: readonly Rule[] = [
  { title: 'template.tpl, metadata.yaml, LICENSE and README.md stand at the root', problems: missingFiles },
  { title: 'they are UTF-8 without byte-order mark, CR or control characters', problems: badEncodings },
  { title: 'LICENSE is the Apache License 2.0 and nothing else', problems: wrongLicence },
  { title: 'the icon is a square PNG of our own, sharp and small', problems: wrongIcon },
  { title: "template.tpl is accepted by Google's editor", problems: refusedByEditor },
  { title: 'its sections are complete and in order', problems: wrongSections },
  { title: "it carries Google's terms", problems: wrongTerms },
  { title: 'its INFO is complete', problems: incompleteInfo },
  { title: 'metadata.yaml has the shape the Gallery reads', problems: wrongMetadata },
  { title: 'its versions name commits of this branch, newest first', problems: wrongCommits },
  { title: 'versions and CHANGELOG.md agree', problems: disagreements },
];

/** What only the owner can give, and what for. */
export function owed({ metadata, repository }: Project): string[] {
  return metadata.homepage === '' && repository === ''
    ? [
        'Before the first release: put the GitHub address into package.json, "repository": "github:<owner>/<name>". ' +
          'It becomes homepage and documentation of metadata.yaml.',
      ]
    : [];
}

/**
 * What the Community Template Gallery asks of a repository (Google, Submit a template; Template style guide), as a list of rules.
 * Each gives sentences about what is wrong, none when all is well.
 */
import type { Repository } from './repository.ts';
import { badEncodings, missingFiles, wrongLicence } from './rules-files.ts';
import { incompleteInfo, refusedByEditor, wrongTerms } from './rules-template.ts';
import { wrongCommits, wrongMetadata } from './rules-versions.ts';

export interface Rule<Of> {
  /** What holds when nothing is found. */
  title: string;
  problems: (of: Of) => string[];
}

export const GALLERY_RULES: readonly Rule<Repository>[] = [
  { title: 'template.tpl, metadata.yaml, LICENSE and README.md stand at the root', problems: missingFiles },
  { title: 'they are UTF-8 without byte-order mark, CR or control characters', problems: badEncodings },
  { title: 'LICENSE is the Apache License 2.0 and nothing else', problems: wrongLicence },
  { title: "template.tpl is accepted by Google's editor", problems: refusedByEditor },
  { title: "it carries Google's terms", problems: wrongTerms },
  { title: 'its INFO is complete', problems: incompleteInfo },
  { title: 'metadata.yaml has the shape the Gallery reads', problems: wrongMetadata },
  { title: 'its versions name commits of this branch, newest first', problems: wrongCommits },
];

/** The rules one by one, each with what is wrong below it; how much that is. */
export function reportRules<Of>(rules: readonly Rule<Of>[], of: Of, say: (line: string) => void): number {
  let count = 0;
  for (const { title, problems } of rules) {
    const found = problems(of);
    count += found.length;
    say(`${found.length === 0 ? 'ok   ' : 'FAIL '}${title}`);
    for (const problem of found) say(`     ${problem}`);
  }
  return count;
}

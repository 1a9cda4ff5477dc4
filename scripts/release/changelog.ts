/**
 * CHANGELOG.md: one section for each version, newest first, headed `## 1.2.3 - 2026-11-23`. What stands under
 * `## Unreleased` belongs to no version yet. The same sentences become the tag's text and the Gallery's change notes.
 */
import { isVersion } from './version.ts';

export interface Section {
  version: string;
  /** `YYYY-MM-DD`; empty while the section is undated. */
  date: string;
  /** Markdown without the heading. */
  text: string;
}

/** The sections of versions in their order, and what is wrong with headings. */
export function parseChangelog(text: string): { sections: Section[]; problems: string[] } {
  const sections: Section[] = [];
  const problems: string[] = [];
  for (const part of text.split(/^## /m).slice(1)) {
    const heading = part.split('\n', 1)[0]!.trim();
    if (/^unreleased$/i.test(heading)) continue;
    const [, version = '', date = ''] = /^(\S+)(?: - (\S+))?$/.exec(heading) ?? [];
    if (!isVersion(version) || (date !== '' && !isDate(date)))
      problems.push(
        `CHANGELOG.md: a heading reads "## 1.2.3 - 2026-11-23", "## 1.2.3" or "## Unreleased", found "## ${heading}".`,
      );
    else sections.push({ version, date, text: part.slice(part.indexOf('\n') + 1).trim() });
  }
  return { sections, problems };
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);

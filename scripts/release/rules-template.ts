/** What this repository asks of its template beyond the Gallery's rules. */
import { readShipped } from 'sgtm-toolkit/cli/release/rules-template';
import { SECTION_ORDER } from 'sgtm-toolkit/sandbox/tpl/sections';
import type { Project } from './project.ts';
import { wrongThumbnail } from './rules-icon.ts';

export function wrongSections(project: Project): string[] {
  const template = readShipped(project);
  if (typeof template !== 'object') return [];
  const found = template.sections.map(({ name }) => name).join(', ');
  const wanted = SECTION_ORDER.filter((name) => !name.includes('WEB')).join(', ');
  return found === wanted
    ? []
    : [`template.tpl must have the sections ${wanted} in this order, found ${found}.`];
}

/** The icon in the template's INFO. */
export function wrongBrand(project: Project): string[] {
  const template = readShipped(project);
  if (typeof template !== 'object') return [];
  const { brand } = Object(template.info?.value) as { brand?: unknown };
  return wrongThumbnail(project, (Object(brand) as { thumbnail?: unknown }).thumbnail);
}

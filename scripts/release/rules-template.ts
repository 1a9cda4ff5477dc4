/** The Gallery's rules for template.tpl: readable, accepted by the editor, terms agreed to, INFO complete. */
import { check, parseTemplate, type Template, TemplateError } from '../../toolkit/sandbox/index.ts';
import {
  cutSections,
  SECTION_ORDER,
  TERMS_OF_SERVICE,
  trimBlankLines,
} from '../../toolkit/sandbox/tpl/sections.ts';
import { fileOf, type Project } from './project.ts';
import { wrongThumbnail } from './rules-files.ts';

/** The template, or why it cannot be read. A missing file is another rule's matter. */
function read(project: Project): Template | string | undefined {
  const text = fileOf(project, 'template.tpl')?.toString();
  try {
    return text === undefined ? undefined : parseTemplate(text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return `template.tpl:${error.line}:${error.column} ${error.message}`;
  }
}

/** What Google's editor would refuse. */
export function refusedByEditor(project: Project): string[] {
  const template = read(project);
  if (template === undefined) return [];
  if (typeof template === 'string') return [template];
  return check(template)
    .filter(({ severity }) => severity === 'error')
    .map(({ line, column, code, message }) => `template.tpl:${line}:${column} ${code}: ${message}`);
}

export function wrongSections(project: Project): string[] {
  const template = read(project);
  if (typeof template !== 'object') return [];
  const found = template.sections.map(({ name }) => name).join(', ');
  const wanted = SECTION_ORDER.filter((name) => !name.includes('WEB')).join(', ');
  return found === wanted
    ? []
    : [`template.tpl must have the sections ${wanted} in this order, found ${found}.`];
}

export function wrongTerms(project: Project): string[] {
  const text = fileOf(project, 'template.tpl')?.toString() ?? '';
  const terms = cutSections(text).sections.find(({ name }) => name === 'TERMS_OF_SERVICE');
  return terms && trimBlankLines(terms.body) === TERMS_OF_SERVICE
    ? []
    : [
        "Section TERMS_OF_SERVICE must hold Google's terms word for word. Correct template/terms.txt by an export of the editor.",
      ];
}

/** Said to be the most that the Gallery takes. */
const MOST_CATEGORIES = 3;

export function incompleteInfo(project: Project): string[] {
  const template = read(project);
  if (typeof template !== 'object') return [];
  const info = Object(template.info?.value) as Record<string, unknown>;
  const { categories, containerContexts } = info;
  const texts = { displayName: info.displayName, description: info.description };
  const problems = Object.entries(texts)
    .filter(([, value]) => typeof value !== 'string' || value.trim() === '')
    .map(([key]) => `INFO needs "${key}", a text for the reader of the Gallery.`);
  if (/\bofficial\b/i.test(String(texts.displayName)))
    problems.push('INFO.displayName must not call the template official without authorisation.');
  if (!Array.isArray(categories) || categories.length < 1 || categories.length > MOST_CATEGORIES)
    problems.push(`INFO.categories must name one to ${MOST_CATEGORIES} categories.`);
  if (info.id !== 'cvt_temp_public_id')
    problems.push(`INFO.id must be cvt_temp_public_id, found ${JSON.stringify(info.id)}.`);
  if (JSON.stringify(containerContexts) !== '["SERVER"]')
    problems.push(`INFO.containerContexts must be ["SERVER"], found ${JSON.stringify(containerContexts)}.`);
  const { thumbnail } = Object(info.brand) as { thumbnail?: unknown };
  return [...problems, ...wrongThumbnail(project, thumbnail)];
}

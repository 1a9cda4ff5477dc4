/** The Gallery's rules for template.tpl: readable, accepted by the editor, terms agreed to, INFO complete. */
import { check } from '../../sandbox/check.ts';
import { TemplateError } from '../../sandbox/tpl/errors.ts';
import { cutSections, TERMS_OF_SERVICE, trimBlankLines } from '../../sandbox/tpl/sections.ts';
import { parseTemplate, type Template } from '../../sandbox/tpl/template.ts';
import { fileOf, type Repository } from './repository.ts';

/** The template, or why it cannot be read. A missing file is another rule's matter. */
export function readShipped(repository: Repository): Template | string | undefined {
  const text = fileOf(repository, 'template.tpl')?.toString();
  try {
    return text === undefined ? undefined : parseTemplate(text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return `template.tpl:${error.line}:${error.column} ${error.message}`;
  }
}

/** What Google's editor would refuse. */
export function refusedByEditor(repository: Repository): string[] {
  const template = readShipped(repository);
  if (template === undefined) return [];
  if (typeof template === 'string') return [template];
  return check(template)
    .filter(({ severity }) => severity === 'error')
    .map(({ line, column, code, message }) => `template.tpl:${line}:${column} ${code}: ${message}`);
}

export function wrongTerms(repository: Repository): string[] {
  const text = fileOf(repository, 'template.tpl')?.toString() ?? '';
  const terms = cutSections(text).sections.find(({ name }) => name === 'TERMS_OF_SERVICE');
  return terms && trimBlankLines(terms.body) === TERMS_OF_SERVICE
    ? []
    : [
        "Section TERMS_OF_SERVICE must hold Google's terms word for word. Take them from an export of the editor.",
      ];
}

/** Said to be the most that the Gallery takes. */
const MOST_CATEGORIES = 3;

export function incompleteInfo(repository: Repository): string[] {
  const template = readShipped(repository);
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
  const context = JSON.stringify([template.context]);
  if (JSON.stringify(containerContexts) !== context)
    problems.push(`INFO.containerContexts must be ${context}, found ${JSON.stringify(containerContexts)}.`);
  return problems;
}

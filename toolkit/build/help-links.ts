/**
 * Links of a form's help texts into the repository, `<a href="docs/setup.md">the guide</a>` in template/parameters.json. GTM
 * shows the form far from the repository, so a link gets the address that package.json says; without one, its file is named.
 */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { Json } from '../sandbox/tpl/json.ts';

/** The repository's page by `repository` of package.json, in any of npm's forms; empty for another host than GitHub, or for none. */
export function repositoryOf(packageJson: string): string {
  const { repository } = JSON.parse(packageJson) as { repository?: string | { url?: string } };
  const url = typeof repository === 'string' ? repository : (repository?.url ?? '');
  const [, name = ''] =
    /^(?:github:|(?:git\+)?(?:https:\/\/|ssh:\/\/git@|git:\/\/|git@)github\.com[/:])?([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(
      url,
    ) ?? [];
  return name === '' ? '' : `https://github.com/${name}`;
}

/**
 * Where links of a package lead: the repository's page, and in it the `directory` of the package, with a slash at its end. Empty
 * when there is no package.json in the folder, none that can be read, or none that names a repository.
 */
export async function linkBaseAt(folder: string): Promise<string> {
  try {
    const text = await readFile(path.join(folder, 'package.json'), 'utf8');
    const page = repositoryOf(text);
    const { repository } = JSON.parse(text) as { repository?: { directory?: unknown } };
    const directory = String(repository?.directory ?? '').replace(/^\.?\/+|\/+$/g, '');
    return page === '' ? '' : `${page}/blob/HEAD/${directory === '' ? '' : `${directory}/`}`;
  } catch {
    return '';
  }
}

/** A link to a file: an address with a scheme, a slash or a heading in front is another one. */
const LINK = /<a href="(\w[\w./-]*(?:#[\w-]*)?)"([^<>]*)>([^<>]*)<\/a>/g;

/** Targets of the links into the repository, in their order. */
export const repositoryLinks = (parameters: Json): string[] =>
  helpTexts(parameters).flatMap((help) => [...help.matchAll(LINK)].map(([, target]) => target!));

/** The fields as they ship. @param base what `linkBaseAt` gives */
export function withRepositoryLinks(parameters: Json, base: string): Json {
  if (Array.isArray(parameters)) return parameters.map((item) => withRepositoryLinks(item, base));
  if (typeof parameters !== 'object' || parameters === null) return parameters;
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [
      key,
      key === 'help' && typeof value === 'string' ? linked(value, base) : withRepositoryLinks(value, base),
    ]),
  );
}

const linked = (help: string, base: string): string =>
  help.replace(LINK, (_, target: string, more: string, text: string) =>
    base === ''
      ? `${text} (${target.replace(/#.*$/, '')} in the template's repository)`
      : `<a href="${base}${target}"${more}>${text}</a>`,
  );

/** Help texts that ship as another text → as they are written. */
export const writtenHelps = (parameters: Json, base: string): Map<string, string> =>
  new Map(helpTexts(parameters).map((help) => [linked(help, base), help]));

function helpTexts(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(helpTexts);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'help' && typeof inner === 'string' ? [inner] : helpTexts(inner),
  );
}

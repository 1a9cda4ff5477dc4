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

/** The same by the package.json in a folder; empty when there is none, or none that can be read. */
export async function repositoryAt(folder: string): Promise<string> {
  try {
    return repositoryOf(await readFile(path.join(folder, 'package.json'), 'utf8'));
  } catch {
    return '';
  }
}

/** A link to a file: an address with a scheme, a slash or a heading in front is another one. */
const LINK = /<a href="(\w[\w./-]*(?:#[\w-]*)?)"([^<>]*)>([^<>]*)<\/a>/g;

/** Targets of the links into the repository, in their order. */
export const repositoryLinks = (parameters: Json): string[] =>
  helpTexts(parameters).flatMap((help) => [...help.matchAll(LINK)].map(([, target]) => target!));

/** The fields as they ship. @param repository its page, or `''` */
export function withRepositoryLinks(parameters: Json, repository: string): Json {
  if (Array.isArray(parameters)) return parameters.map((item) => withRepositoryLinks(item, repository));
  if (typeof parameters !== 'object' || parameters === null) return parameters;
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [
      key,
      key === 'help' && typeof value === 'string'
        ? linked(value, repository)
        : withRepositoryLinks(value, repository),
    ]),
  );
}

const linked = (help: string, repository: string): string =>
  help.replace(LINK, (_, target: string, more: string, text: string) =>
    repository === ''
      ? `${text} (${target.replace(/#.*$/, '')} in the template's repository)`
      : `<a href="${repository}/blob/HEAD/${target}"${more}>${text}</a>`,
  );

/** Help texts that ship as another text → as they are written. */
export const writtenHelps = (parameters: Json, repository: string): Map<string, string> =>
  new Map(helpTexts(parameters).map((help) => [linked(help, repository), help]));

function helpTexts(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(helpTexts);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'help' && typeof inner === 'string' ? [inner] : helpTexts(inner),
  );
}

/** This package on the disk: its folder, its manifest, and the addresses of its pages. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryOf } from '../build/help-links.ts';

/** The folder of this package, whether it runs as it was written or compiled. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'templates'))) folder = dirname(folder);
  return folder;
}

let manifest: string | undefined;
const manifestText = (): string => {
  manifest ??= readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  return manifest;
};

export const packageVersion = (): string => (JSON.parse(manifestText()) as { version: string }).version;

/**
 * The address of a page of the repository that this package comes from.
 * @param page its path there: `docs/sandbox-rules.md#sandbox_this`
 * @returns undefined when the package names no repository
 */
export function addressOf(page: string): string | undefined {
  const repository = repositoryOf(manifestText());
  return repository === '' || page === '' ? undefined : `${repository}/blob/HEAD/${page}`;
}

/** Problems as a program reads them: `page` is an address, or absent. */
export const withAddresses = <P extends { page: string }>(
  problems: readonly P[],
): (Omit<P, 'page'> & { page?: string })[] =>
  problems.map(({ page, ...problem }) => {
    const address = addressOf(page);
    return address === undefined ? problem : { ...problem, page: address };
  });

/** How to read more about a code: the command that prints its page, and the address. */
export function moreAbout({ code, page }: { code: string; page: string }): string {
  const address = addressOf(page);
  return `sgtm explain ${code}${address === undefined ? '' : `, ${address}`}`;
}

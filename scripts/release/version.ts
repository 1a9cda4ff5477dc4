/** Version numbers, `major.minor.patch` and nothing more, and the tags that carry them. */
import { git } from 'sgtm-toolkit/cli/release/git';

export const isVersion = (text: string): boolean => /^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(text);

/** Negative when `a` is lower than `b`; both are versions. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const at = left!.findIndex((number, i) => number !== right![i]);
  return at < 0 ? 0 : left![at]! - right![at]!;
}

export const tagOf = (version: string): string => `v${version}`;

/** The versions that have a tag, highest first. */
export const taggedVersions = (root: string): string[] =>
  git(root, ['tag', '--list', 'v*'])
    .split('\n')
    .map((tag) => tag.slice(1))
    .filter(isVersion)
    .sort((a, b) => compareVersions(b, a));

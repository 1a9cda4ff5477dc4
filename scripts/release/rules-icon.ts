/** The icon of this repository: a file that is looked at, and the same in the template. */
import { fileOf } from 'sgtm-toolkit/cli/release/repository';
import { dataUri } from './icon.ts';
import { pngSize } from './png.ts';
import type { Project } from './project.ts';

/** Pixels. Google's style guide asks for 48; at twice that the icon is sharp on every screen. */
const SMALLEST_ICON = 96;
/** Bytes, not included. */
const LARGEST_ICON = 50_000;

export function wrongIcon(project: Project): string[] {
  const bytes = fileOf(project, 'assets/icon.png');
  if (!bytes) return ['assets/icon.png is missing. Run "npm run release -- icon".'];
  return iconProblems(bytes);
}

export function iconProblems(bytes: Buffer): string[] {
  const size = pngSize(bytes);
  if (!size) return ['assets/icon.png is not a PNG.'];
  const { width, height } = size;
  return [
    width === height ? '' : `assets/icon.png must be square, it is ${width} by ${height} pixels.`,
    width >= SMALLEST_ICON
      ? ''
      : `assets/icon.png must have at least ${SMALLEST_ICON} pixels a side, it has ${width}.`,
    bytes.length < LARGEST_ICON
      ? ''
      : `assets/icon.png must have less than ${LARGEST_ICON} bytes, it has ${bytes.length}.`,
  ].filter((problem) => problem !== '');
}

/** What stands in the template must be the icon that was looked at. */
export function wrongThumbnail(project: Project, thumbnail: unknown): string[] {
  const icon = fileOf(project, 'assets/icon.png');
  return icon && thumbnail === dataUri(icon)
    ? []
    : [
        'brand.thumbnail must be assets/icon.png as a data URI. Run "npm run release -- icon", then "npm run build".',
      ];
}

/** From places of a built template back to the sources beside it. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { grey, type Io } from './shell.ts';

export interface Place {
  file: string;
  line: number;
  column: number;
}

export type PlaceOf = (line: number, column: number) => Place;

/** Places of a file that is no other file's product. */
export const ownPlaces =
  (file: string): PlaceOf =>
  (line, column) => ({ file, line, column });

/**
 * @param file a template; one that stands beside its src/ and template/ is built again, in memory
 * @param text what the file holds
 * @returns where a place of the template was written. Places of a template that is not built, or that is not what its sources
 *   give, are its own; of the latter standard error says so.
 */
export async function placesOf(file: string, text: string, io: Io): Promise<PlaceOf> {
  const own = ownPlaces(file);
  const folder = dirname(file);
  const isBuilt =
    basename(file) === 'template.tpl' &&
    ['src/main.ts', 'src/main.js'].some((entry) => existsSync(join(folder, entry)));
  if (!isBuilt) return own;
  const { BuildError } = await import('../build/problems.ts');
  const { buildTemplate } = await import('../build/build-template.ts');
  const { originOf } = await import('../build/origins.ts');
  const built = await buildTemplate(folder).catch((error: unknown) => {
    if (!(error instanceof BuildError)) throw error;
    return undefined;
  });
  if (built?.files.get('template.tpl') !== text) {
    io.err(
      grey(io, `note: ${file} is not what its sources give, so places are named in it. Run sgtm build.\n`),
    );
    return own;
  }
  return (line, column) => {
    const origin = originOf(built.origins, line, column);
    return origin ? { ...origin, file: join(folder, origin.file) } : own(line, column);
  };
}

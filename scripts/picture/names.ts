/** The names that pictures show, from template/. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { Names } from './import-steps.ts';

export async function namesOf(root: string): Promise<Names> {
  const json = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(path.join(root, 'template', name), 'utf8'));
  const { displayName } = (await json('info.json')) as { displayName: string };
  const groups = (await json('parameters.json')) as { subParams: { displayName?: string }[] }[];
  const fields = groups.flatMap(({ subParams }) => subParams.map(({ displayName: label = '' }) => label));
  return { template: displayName, fields };
}

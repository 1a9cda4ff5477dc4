/** Misspelt keys of what is handed in: a world's are refused, those of data are told, as a form may be older than its data. */
import { didYouMean, nearest } from './language/nearest.ts';
import { listFields } from './tpl/field-list.ts';
import type { Template } from './tpl/template.ts';
import type { World } from './world.ts';

const WORLD: Readonly<Record<keyof World, true>> = {
  eventData: true,
  cookies: true,
  headers: true,
  remoteAddress: true,
  request: true,
  now: true,
  random: true,
  http: true,
  storage: true,
  preview: true,
  permissions: true,
  policy: true,
  budget: true,
  container: true,
  clientName: true,
  bigQuery: true,
  firestore: true,
  keys: true,
  runContainer: true,
};

/** Throws an Error at the first key that a world does not have. */
export function refuseUnknownKeys(world: World): void {
  const unknown = Object.keys(world).find((key) => !Object.hasOwn(WORLD, key));
  if (unknown !== undefined)
    throw new Error(`A world has no '${unknown}'.${didYouMean(unknown, Object.keys(WORLD))}`);
}

/** A sentence for each key of data that is nearly the name of a field. */
export function misspeltData({ parameters }: Template, data: Readonly<Record<string, unknown>>): string[] {
  const names = listFields(parameters?.value ?? []).flatMap(({ name, inData }) => (inData ? [name] : []));
  return Object.keys(data).flatMap((key) => {
    const near = names.includes(key) ? undefined : nearest(key, names);
    return near === undefined
      ? []
      : [`data has '${key}', but no field has this name. Did you mean '${near}'?`];
  });
}

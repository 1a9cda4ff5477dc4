/**
 * What keeps a server container export from being imported: a wrong shape, and references inside the file that lead nowhere.
 * Used on what we write, and fit for any other server export.
 */
import { Ajv } from 'ajv';
import { EXPORT_SCHEMA } from './schema.ts';

type Entity = Record<string, unknown> & { name?: string; type?: string };
type Version = Record<string, Entity[] | undefined>;

const validate = new Ajv({ allErrors: false, strict: true, strictTypes: false }).compile(EXPORT_SCHEMA);

/** Built-in triggers of Google's have ids above this and never stand in a file. */
const FIRST_BUILT_IN_TRIGGER = 2_147_479_000;

const ID_KEYS: Readonly<Record<string, string>> = {
  tag: 'tagId',
  trigger: 'triggerId',
  variable: 'variableId',
  folder: 'folderId',
  client: 'clientId',
  customTemplate: 'templateId',
  transformation: 'transformationId',
};

/** One sentence for each fault, none when the file can be imported into such a container as far as is known. */
export function faultsOf(exported: unknown, context: 'SERVER' | 'WEB' = 'SERVER'): string[] {
  if (!validate(exported)) {
    const [error] = validate.errors ?? [];
    return [`${error?.instancePath || '/'} ${error?.message}${extra(error?.params)}`];
  }
  const version = (exported as { containerVersion: Version & { containerId: string } }).containerVersion;
  return [
    ...contextFaults(version, context),
    ...ownerFaults(version),
    ...idFaults(version),
    ...nameFaults(version),
    ...templateFaults(version, version.containerId),
    ...referenceFaults(version),
  ];
}

function contextFaults({ container }: Version, context: string): string[] {
  const { usageContext } = container as unknown as { usageContext: [string] };
  return usageContext[0] === context ? [] : [`usageContext is ${usageContext[0]}, must be ${context}`];
}

const extra = (params: unknown): string => (params ? ` ${JSON.stringify(params)}` : '');

/** Kind → entities, of the kinds that have ids. */
const kindsOf = (version: Version): [string, Entity[]][] =>
  Object.keys(ID_KEYS).map((kind) => [kind, version[kind] ?? []]);

const repeated = (words: readonly string[]): string[] => [
  ...new Set(words.filter((word, i) => words.indexOf(word) !== i)),
];

/** Every account and container id is the same, wherever it stands. */
function ownerFaults(version: Version): string[] {
  const faults: string[] = [];
  for (const key of ['accountId', 'containerId']) {
    const found = new Set<unknown>();
    eachObject(version, (object) => key in object && found.add(object[key]));
    if (found.size > 1) faults.push(`${key} differs within the file: ${[...found].join(', ')}`);
  }
  return faults;
}

function eachObject(value: unknown, visit: (object: Record<string, unknown>) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) visit(value as Record<string, unknown>);
  for (const inner of Object.values(value)) eachObject(inner, visit);
}

function idFaults(version: Version): string[] {
  const ids = kindsOf(version).flatMap(([kind, entities]) =>
    entities.map((entity) => String(entity[ID_KEYS[kind]!])),
  );
  return repeated(ids).map((id) => `the id ${id} stands twice`);
}

function nameFaults(version: Version): string[] {
  return kindsOf(version).flatMap(([kind, entities]) =>
    repeated(entities.map(({ name = '' }) => name)).map((name) => `two of ${kind} have the name '${name}'`),
  );
}

/** Each type `cvt_…` has its template in the file. */
function templateFaults(version: Version, containerId: string): string[] {
  const known = (version.customTemplate ?? []).map(({ templateId, galleryReference }) => {
    const { galleryTemplateId } = (galleryReference ?? {}) as { galleryTemplateId?: string };
    return galleryTemplateId ? `cvt_${galleryTemplateId}` : `cvt_${containerId}_${templateId}`;
  });
  return kindsOf(version).flatMap(([kind, entities]) =>
    entities
      .filter(({ type = '' }) => type.startsWith('cvt_') && !known.includes(type))
      .map(({ name, type }) => `${kind} '${name}' has the type ${type}, but no template of the file is that`),
  );
}

/** Triggers, folders, variables and set-up tags that are referred to exist. */
function referenceFaults(version: Version): string[] {
  const faults: string[] = [];
  const all = (kind: string, key: string) => (version[kind] ?? []).map((entity) => entity[key]);
  const triggers = all('trigger', 'triggerId');
  const folders = all('folder', 'folderId');
  const tags = all('tag', 'name');
  const variables = [...all('variable', 'name'), ...all('builtInVariable', 'name'), '_event'];
  for (const [kind, entities] of kindsOf(version)) {
    for (const { name, templateData, ...entity } of entities) {
      const fault = (what: string) =>
        faults.push(`${kind} '${name}' refers to ${what}, which is not in the file`);
      for (const id of [entity.firingTriggerId, entity.blockingTriggerId].flat())
        if (id !== undefined && !triggers.includes(id) && Number(id) < FIRST_BUILT_IN_TRIGGER)
          fault(`the trigger ${id}`);
      if (entity.parentFolderId !== undefined && !folders.includes(entity.parentFolderId))
        fault(`the folder ${entity.parentFolderId}`);
      for (const { tagName } of [entity.setupTag ?? [], entity.teardownTag ?? []].flat() as {
        tagName: string;
      }[])
        if (!tags.includes(tagName)) fault(`the tag '${tagName}'`);
      for (const [, variable] of JSON.stringify(entity).matchAll(/\{\{(.*?)\}\}/g))
        if (!variables.includes(JSON.parse(`"${variable}"`))) fault(`the variable '${variable}'`);
    }
  }
  return faults;
}

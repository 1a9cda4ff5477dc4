/**
 * An export of a server container, read. Files of strangers load: names that lead nowhere, kinds that nobody has described and
 * broken templates become findings, and what depends on them fails when it would run. Google publishes no schema of the file;
 * the structure is that of public exports and of the Tag Manager API's ContainerVersion.
 */

import { CompileError, parseTemplate, type Template, TemplateError } from '../sandbox/index.ts';
import { load as compileTemplate } from '../sandbox/loaded.ts';
import { BUILT_IN_VARIABLES } from './built-in-variables.ts';
import type {
  Client,
  Container,
  Entity,
  Finding,
  Format,
  Sequel,
  Tag,
  Trigger,
  Variable,
} from './container.ts';
import {
  constant,
  type Expression,
  readEntries,
  readParameter,
  referencesOf,
  written,
} from './expressions.ts';
import { byPriority, entries, numberAt, type Report, readCondition, textAt } from './reading.ts';
import { USUAL_CLIENTS } from './template-container.ts';
import { embedded, isPlain, type Plain } from './text.ts';
import { readTransformation } from './transformations.ts';
import { ALL_EVENTS, TRIGGER_TYPES } from './triggers.ts';
import { nameTags, partsOfRule, partsOfTag, partsOfVariable } from './usage.ts';
import { VARIABLE_TYPES } from './variables.ts';

/** The text is no export of a server container. */
export class ContainerError extends Error {
  override readonly name = 'ContainerError';
}

/** Tags that Google's server runs itself. The emulator shows them and sends nothing. */
export const BUILT_IN_TAGS: ReadonlyMap<string, string> = new Map([
  ['sgtmgaaw', 'Google Analytics: GA4'],
  ['sgtmadsct', 'Google Ads Conversion Tracking'],
  ['sgtmadscl', 'Conversion Linker'],
  ['sgtmadsremarket', 'Google Ads Remarketing'],
]);

const CLIENT_TYPES = ['gaaw_client', 'mpaw_client', 'gtm_client'];

/**
 * @param text the JSON that Google Tag Manager's Export Container writes
 * @returns the container, its findings in it. Throws a ContainerError when the text is none.
 */
export function loadContainer(text: string): Container {
  const version = readVersion(text);
  const findings: Finding[] = [];
  const report: Report = (severity, entity, message) => findings.push({ severity, entity, message });
  const about = isPlain(version.container) ? version.container : {};
  const templates = readTemplates(version, report);
  const clients = entries(version, 'client').map(
    (item): Client => ({
      ...readEntity('client', item, 'clientId', { templates, kind: 'CLIENT', builtIn: CLIENT_TYPES, report }),
      priority: numberAt(item, 'priority'),
    }),
  );
  const tags = entries(version, 'tag').map((item) => readTag(item, templates, report));
  const triggers = entries(version, 'trigger').map((item) => readTrigger(item, report));
  const variables = entries(version, 'variable').map(
    (item): Variable => ({
      ...readEntity('variable', item, 'variableId', {
        templates,
        kind: 'MACRO',
        builtIn: [...VARIABLE_TYPES.keys()],
        report,
      }),
      format: readFormat(item.formatValue),
    }),
  );
  const container: Container = {
    publicId: textAt(about, 'publicId') || 'GTM-0000000',
    name: textAt(about, 'name') || 'Container',
    version: textAt(version, 'containerVersionId') || '0',
    clients: clients.length > 0 ? byPriority(clients) : usualClients(triggers),
    tags,
    triggers: new Map(triggers.map((trigger) => [trigger.id, trigger])),
    variables: new Map(variables.map((variable) => [variable.name, variable])),
    transformations: byPriority(
      entries(version, 'transformation').map((item) => readTransformation(item, report)),
    ),
    watched: [],
    findings,
  };
  if (clients.length === 0)
    report(
      'note',
      'the file',
      `has no client, as a part of a container has none. Hits are taken by the GA4 client "${container.clients[0]?.name}" on /g/collect and a Measurement Protocol client on /mp/collect.`,
    );
  for (const part of ['zone', 'gtagConfig'])
    if (entries(version, part).length > 0)
      report('warning', part, 'is not emulated: nothing of it has any effect here.');
  reportNames(container, variables, report);
  nameTags(container);
  return container;
}

/** Clients for a file without any; the first is called as all triggers want that ask for a name. */
function usualClients(triggers: readonly Trigger[]): Client[] {
  const names = triggers
    .flatMap(({ conditions }) => conditions)
    .filter(
      ({ operator, left, negate }) => operator === 'EQUALS' && !negate && written(left) === '{{Client Name}}',
    )
    .map(({ right }) => written(right));
  const [name, ...others] = new Set(names);
  const isOne = name !== undefined && name !== '' && others.length === 0;
  return USUAL_CLIENTS.map((client, index) => (isOne && index === 0 ? { ...client, name } : client));
}

function readVersion(text: string): Plain {
  let file: unknown;
  try {
    file = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ContainerError(
      `The file is not strict JSON (${error instanceof Error ? error.message : 'unreadable'}). Export the container anew with Admin, Export Container.`,
    );
  }
  const version = isPlain(file) ? file.containerVersion : undefined;
  if (!isPlain(version))
    throw new ContainerError(
      'The file is no container export: expected an object with containerVersion. Write one with Admin, Export Container.',
    );
  const usage = isPlain(version.container) ? version.container.usageContext : undefined;
  if (Array.isArray(usage) && !usage.some((context) => String(context).toUpperCase() === 'SERVER'))
    throw new ContainerError(
      `The export is of a container for ${usage.map(String).join(', ')}; only server containers can be run.`,
    );
  return version;
}

const textsAt = (owner: Plain, key: string): string[] =>
  Array.isArray(owner[key]) ? owner[key].map((value) => embedded(value)) : [];

interface Found {
  template?: Template;
  broken?: string;
}

/** Templates by the type that uses them: `cvt_<containerId>_<templateId>`, or `cvt_<galleryTemplateId>`. */
function readTemplates(version: Plain, report: Report): Map<string, Found> {
  const templates = new Map<string, Found>();
  for (const item of entries(version, 'customTemplate')) {
    const found = readTemplate(textAt(item, 'templateData'));
    if (found.broken) report('warning', `template "${textAt(item, 'name')}"`, found.broken);
    for (const owner of [version, item])
      templates.set(`cvt_${textAt(owner, 'containerId')}_${textAt(item, 'templateId')}`, found);
    // Of the Gallery: the file says so, or the template itself.
    const { galleryReference } = item;
    const galleryId = isPlain(galleryReference) ? textAt(galleryReference, 'galleryTemplateId') : '';
    if (galleryId !== '') templates.set(`cvt_${galleryId}`, found);
    const info = found.template?.info?.value;
    const ownId = isPlain(info) ? textAt(info, 'id') : '';
    if (ownId.startsWith('cvt_') && ownId !== 'cvt_temp_public_id') templates.set(ownId, found);
  }
  return templates;
}

function readTemplate(text: string): Found {
  try {
    const template = parseTemplate(text.replace(/^\uFEFF/, ''), { testsLater: true });
    compileTemplate(template);
    return { template };
  } catch (error) {
    if (!(error instanceof TemplateError || error instanceof CompileError)) throw error;
    return { broken: `the template cannot be run: ${error.message}` };
  }
}

function readEntity(
  what: string,
  item: Plain,
  idKey: string,
  known: {
    templates: ReadonlyMap<string, Found>;
    kind: Template['type'];
    builtIn: readonly string[];
    report: Report;
  },
): Entity {
  const name = textAt(item, 'name');
  const type = textAt(item, 'type');
  const entity: Entity = { id: textAt(item, idKey), name, type, parameters: readEntries(item.parameter) };
  if (known.builtIn.includes(type)) return entity;
  const found: Found | undefined = known.templates.get(type);
  let { broken } = found ?? {};
  if (!found)
    broken = type.startsWith('cvt_')
      ? `its template ${type} is not in the file`
      : `the type ${type || '(none)'} is not emulated`;
  else if (found.template && found.template.type !== known.kind)
    broken = `its template is of the type ${found.template.type}, not ${known.kind}`;
  if (broken === undefined) return { ...entity, ...(found?.template && { template: found.template }) };
  const result = what === 'variable' ? 'its value is undefined' : `the ${what} does not run`;
  known.report('warning', `${what} "${name}"`, `${broken.replace(/\.$/, '')}; ${result}.`);
  return { ...entity, broken };
}

function readTag(item: Plain, templates: ReadonlyMap<string, Found>, report: Report): Tag {
  const builtIn = [...BUILT_IN_TAGS.keys()];
  const entity = readEntity('tag', item, 'tagId', { templates, kind: 'TAG', builtIn, report });
  const label = `tag "${entity.name}"`;
  if (BUILT_IN_TAGS.has(entity.type))
    report('note', label, `${BUILT_IN_TAGS.get(entity.type)} is shown as fired and sends nothing.`);
  const sequel = (key: string, stop: string): Sequel | undefined => {
    const [first] = entries(item, key);
    return first && { tagName: textAt(first, 'tagName'), stopOnFailure: first[stop] === true };
  };
  const setup = sequel('setupTag', 'stopOnSetupFailure');
  const teardown = sequel('teardownTag', 'stopTeardownOnFailure');
  const metadataNameKey = textAt(item, 'monitoringMetadataTagNameKey');
  const start = numberAt(item, 'scheduleStartMs');
  const end = numberAt(item, 'scheduleEndMs');
  return {
    ...entity,
    firing: textsAt(item, 'firingTriggerId'),
    blocking: textsAt(item, 'blockingTriggerId'),
    priority: readParameter(item.priority) ?? constant(0),
    unlimited: textAt(item, 'tagFiringOption') === 'UNLIMITED',
    paused: item.paused === true,
    liveOnly: item.liveOnly === true,
    ...(setup && { setup }),
    ...(teardown && { teardown }),
    metadata: isPlain(item.monitoringMetadata) ? readEntries(item.monitoringMetadata.map) : [],
    ...(metadataNameKey !== '' && { metadataNameKey }),
    consent: readConsent(item.consentSettings),
    schedule: { ...(start > 0 && { start }), ...(end > 0 && { end }) },
  };
}

/** `NEEDED (ad_storage, ad_user_data)` */
function readConsent(settings: unknown): string {
  if (!isPlain(settings)) return 'NOT_SET';
  const types = isPlain(settings.consentType) ? entries(settings.consentType, 'list') : [];
  const names = types.map((type) => textAt(type, 'value')).join(', ');
  return `${textAt(settings, 'consentStatus') || 'NOT_SET'}${names === '' ? '' : ` (${names})`}`;
}

function readTrigger(item: Plain, report: Report): Trigger {
  const name = textAt(item, 'name');
  const label = `trigger "${name}"`;
  const type = textAt(item, 'type');
  const { chosen } = TRIGGER_TYPES.get(type) ?? {};
  if (!TRIGGER_TYPES.has(type))
    report('warning', label, `the type ${type || '(none)'} is not emulated; the trigger never fires.`);
  if (chosen) report(chosen.severity, label, chosen.message);
  const conditions = ['customEventFilter', 'filter']
    .flatMap((key) => entries(item, key))
    .map((filter) => readCondition(filter, label, report));
  const members = entries(item, 'parameter').flatMap((parameter) =>
    entries(parameter, 'list').map((member) => textAt(member, 'value')),
  );
  return { id: textAt(item, 'triggerId'), name, type, conditions, members };
}

const FORMATS: [key: string, value: unknown][] = [
  ['convertNullToValue', null],
  ['convertUndefinedToValue', undefined],
  ['convertTrueToValue', true],
  ['convertFalseToValue', false],
];

function readFormat(given: unknown): Format {
  if (!isPlain(given)) return { replace: [] };
  const word = textAt(given, 'caseConversionType').toLowerCase();
  return {
    ...(word === 'lowercase' && { case: 'lower' }),
    ...(word === 'uppercase' && { case: 'upper' }),
    replace: FORMATS.flatMap(([key, value]) => {
      const by = readParameter(given[key]);
      return by ? [{ value, by }] : [];
    }),
  };
}

/** Names and ids that lead nowhere, and what depends on an order that nobody knows. */
function reportNames(container: Container, variables: readonly Variable[], report: Report): void {
  const { clients, tags, triggers, transformations } = container;
  const isKnown = (name: string): boolean => container.variables.has(name) || BUILT_IN_VARIABLES.has(name);
  const check = (label: string, expressions: readonly Expression[]): void => {
    for (const name of new Set(expressions.flatMap(referencesOf)))
      if (!isKnown(name))
        report('warning', label, `{{${name}}} is no variable of the container; its value is undefined.`);
  };

  for (const { name, parameters } of clients)
    check(
      `client "${name}"`,
      parameters.map(([, value]) => value),
    );
  for (const variable of variables) check(`variable "${variable.name}"`, partsOfVariable(variable));
  for (const trigger of triggers.values()) {
    const { name, members } = trigger;
    check(`trigger "${name}"`, partsOfRule(trigger));
    for (const id of members)
      if (id !== ALL_EVENTS && !triggers.has(id))
        report(
          'warning',
          `trigger "${name}"`,
          `the trigger ${id} of its group is not in the file; it never fires.`,
        );
  }
  for (const transformation of transformations)
    check(`transformation "${transformation.name}"`, partsOfRule(transformation));
  for (const tag of tags) {
    const label = `tag "${tag.name}"`;
    check(label, partsOfTag(tag));
    for (const id of [...tag.firing, ...tag.blocking])
      if (id !== ALL_EVENTS && !triggers.has(id))
        report('warning', label, `its trigger ${id} is not in the file; it never fires.`);
    for (const sequel of [tag.setup, tag.teardown])
      if (sequel && !tags.some(({ name }) => name === sequel.tagName))
        report('warning', label, `the tag "${sequel.tagName}" of its sequence is not in the file.`);
  }
  for (const { name } of variables.filter((variable) => container.variables.get(variable.name) !== variable))
    report('warning', `variable "${name}"`, 'stands twice in the file; the last one counts.');
  for (const [index, client] of clients.entries()) {
    const other = clients.slice(index + 1).find((next) => next.priority === client.priority);
    if (other && other.type === client.type)
      report(
        'note',
        `client "${client.name}"`,
        `has the priority and the type of "${other.name}"; which of them comes first at Google is not known, here it is this one.`,
      );
  }
}

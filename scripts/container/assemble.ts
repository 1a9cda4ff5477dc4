/**
 * A dictionary and the tag's template as the file that Google Tag Manager imports: the JSON of a server container export.
 * Keys stand in the order in which Google writes them. Ids are labels inside the file; each thing has the same id whatever
 * else is in the file, and nothing depends on clock or chance, so the same dictionary gives the same bytes.
 */
import { type Field, valued } from 'sgtm-toolkit/form';
import { CATCH_ALL, GA4_NAMES } from './categories.ts';
import type { Dictionary, EventRow } from './dictionary.ts';
import { credentialsOf, type FieldValue, flag, type Parameter, parametersOf, text } from './form.ts';

/** Stands in a constant until the operator puts the real value there. */
export const PLACEHOLDER = 'REPLACE_ME';

const OWNER = { accountId: '1', containerId: '2' };
const CONTAINER_PATH = 'accounts/1/containers/2';
const PUBLIC_ID = 'GTM-XXXXXXX';
const FINGERPRINT = { fingerprint: '1' };
const IDS = { template: '3', folder: '4', trigger: '5', tag: '6', client: '7', pixelId: '10' };
/** Constants of credentials are counted from here, in the order of the form and over both ways to authenticate. */
const FIRST_CREDENTIAL_ID = 11;

/** What a container of its own is made of, as far as the tag needs it. */
export interface Inputs {
  readonly dictionary: Dictionary;
  /** The text of the `.tpl` file and what was read from it. */
  readonly template: { readonly text: string; readonly name: string; readonly form: readonly Field[] };
  /** Values by field; fields that are missing get a placeholder. */
  readonly credentials: ReadonlyMap<string, string>;
}

export interface Assembled {
  /** To be written with `formatExport`. */
  readonly exported: Record<string, unknown>;
  /** Names of the constants that hold a placeholder. */
  readonly placeholders: readonly string[];
  /** The events that fire the tag; nothing when every event does. */
  readonly eventNames: readonly string[] | undefined;
}

/** Puts the file together. The dictionary must have been read without an error. */
export function assemble({ dictionary, template, credentials }: Inputs): Assembled {
  const { form } = template;
  const label = (what: string): string => `${dictionary.name} - ${what}`;
  const parent = { parentFolderId: IDS.folder };
  const constants = constantsOf(dictionary, form, credentials);
  const eventNames = firingNames(dictionary);
  const name = label('conversions');

  const values = new Map<string, FieldValue>(dictionary.settings);
  for (const { field, title } of constants) values.set(field, `{{${label(title)}}}`);
  values.set('categoryEvents', tableRows('category', dictionary.categoryEvents));
  values.set('customEvents', tableRows('eventName', dictionary.customEvents));
  values.set('otherEvents', dictionary.defaultEventId === '' ? 'ignore' : 'send');
  values.set('defaultEventId', dictionary.defaultEventId);

  const containerVersion = {
    path: `${CONTAINER_PATH}/versions/0`,
    ...OWNER,
    containerVersionId: '0',
    container: container(dictionary.name),
    tag: [
      {
        ...OWNER,
        tagId: IDS.tag,
        name,
        type: `cvt_${OWNER.containerId}_${IDS.template}`,
        parameter: parametersOf(form, values),
        ...FINGERPRINT,
        firingTriggerId: [IDS.trigger],
        ...parent,
        tagFiringOption: 'ONCE_PER_EVENT',
        monitoringMetadata: { type: 'MAP' },
        consentSettings: { consentStatus: 'NOT_SET' },
      },
    ],
    trigger: [
      {
        ...OWNER,
        triggerId: IDS.trigger,
        name: label('mapped events'),
        type: 'CUSTOM_EVENT',
        customEventFilter: [
          {
            type: 'MATCH_REGEX',
            parameter: [text('arg0', '{{_event}}'), text('arg1', patternOf(eventNames))],
          },
        ],
        ...FINGERPRINT,
        ...parent,
      },
    ],
    variable: constants.map(({ id, title, value }) => ({
      ...OWNER,
      variableId: id,
      name: label(title),
      type: 'c',
      parameter: [text('value', value)],
      ...FINGERPRINT,
      ...parent,
      formatValue: {},
    })),
    folder: [{ ...OWNER, folderId: IDS.folder, name: dictionary.name, ...FINGERPRINT }],
    builtInVariable: [{ ...OWNER, type: 'EVENT_NAME', name: 'Event Name' }],
    ...FINGERPRINT,
    tagManagerUrl: `https://tagmanager.google.com/#/versions/${CONTAINER_PATH}/versions/0?apiLink=version`,
    customTemplate: [
      {
        ...OWNER,
        templateId: IDS.template,
        name: template.name,
        ...FINGERPRINT,
        templateData: template.text.replace(/^\uFEFF/, ''),
      },
    ],
    ...(dictionary.container === 'new' && { client: [GA4_CLIENT] }),
  };
  return {
    exported: { exportFormatVersion: 2, exportTime: '2026-01-01 00:00:00', containerVersion },
    placeholders: constants.filter(({ value }) => value === PLACEHOLDER).map(({ title }) => label(title)),
    eventNames,
  };
}

/** The text of the file: four spaces, LF, as Google writes it. */
export const formatExport = (exported: unknown): string => `${JSON.stringify(exported, null, 4)}\n`;

function container(name: string): Record<string, unknown> {
  const supported = ['UserPermissions', 'Environments', 'Workspaces', 'GtagConfigs', 'BuiltInVariables'];
  supported.push('Clients', 'Folders', 'Tags', 'Templates', 'Triggers', 'Variables', 'Versions', 'Zones');
  supported.push('Transformations');
  return {
    path: CONTAINER_PATH,
    ...OWNER,
    name,
    publicId: PUBLIC_ID,
    usageContext: ['SERVER'],
    ...FINGERPRINT,
    tagManagerUrl: `https://tagmanager.google.com/#/container/${CONTAINER_PATH}/workspaces?apiLink=container`,
    features: Object.fromEntries(supported.map((what) => [`support${what}`, what !== 'GtagConfigs'])),
    tagIds: [PUBLIC_ID],
  };
}

/** The client that a new server container holds, with the settings it has there. */
export const GA4_CLIENT = {
  ...OWNER,
  clientId: IDS.client,
  name: 'GA4',
  type: 'gaaw_client',
  parameter: [
    flag('activateDefaultPaths', true),
    text('cookieManagement', 'server'),
    text('cookieName', 'FPID'),
    text('cookieDomain', 'auto'),
    text('cookiePath', '/'),
    text('cookieMaxAgeInSec', '63072000'),
  ] satisfies Parameter[],
  ...FINGERPRINT,
};

interface Constant {
  id: string;
  field: string;
  /** What the constant is called behind the dictionary's name. */
  title: string;
  value: string;
}

/** The secret fields of the way to authenticate that the dictionary chooses. */
export function neededCredentials({ settings }: Dictionary, form: readonly Field[]): string[] {
  const preset = valued(form).find(({ name }) => name === 'authMethod')?.defaultValue;
  return credentialsOf(form, String(settings.get('authMethod') ?? preset));
}

/** The pixel id and each credential that is needed. */
function constantsOf(
  dictionary: Dictionary,
  form: readonly Field[],
  credentials: ReadonlyMap<string, string>,
): Constant[] {
  const fields = new Map(valued(form).map((field) => [field.name, field]));
  const title = (field: string): string => fields.get(field)?.label ?? field;
  const all = credentialsOf(form);
  return [
    { id: IDS.pixelId, field: 'pixelId', title: title('pixelId'), value: dictionary.pixelId },
    ...neededCredentials(dictionary, form).map((field) => ({
      id: String(FIRST_CREDENTIAL_ID + all.indexOf(field)),
      field,
      title: title(field),
      value: credentials.get(field) ?? PLACEHOLDER,
    })),
  ];
}

const tableRows = (column: string, rows: readonly EventRow[]): FieldValue =>
  rows.map(({ selector, eventId }) => ({ [column]: selector, eventId }));

/** The names of exactly the events the tag would send; nothing when that is every event. */
function firingNames({ categoryEvents, customEvents, defaultEventId }: Dictionary): string[] | undefined {
  if (defaultEventId !== '' || categoryEvents.some(({ selector }) => selector === CATCH_ALL))
    return undefined;
  return [
    ...new Set([
      ...categoryEvents.flatMap(({ selector }) => GA4_NAMES[selector] ?? []),
      ...customEvents.map(({ selector }) => selector),
    ]),
  ];
}

/** A regular expression, in the syntax of RE2, that takes exactly these names. */
export const patternOf = (names: readonly string[] | undefined): string =>
  names === undefined
    ? '.*'
    : `^(${names.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')})$`;

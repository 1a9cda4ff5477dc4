/**
 * A dictionary and the tag's template as the file that Google Tag Manager imports: the JSON of a server container export.
 * Each thing has the same id whatever else is in the file.
 */
import { type Field, valued } from 'sgtm-toolkit/form';
import { CATCH_ALL, GA4_NAMES } from './categories.ts';
import { type Dictionary, type EventRow, hasWebHalf } from './dictionary.ts';
import { condition, constant, exportOf, FINGERPRINT, OWNER, patternOf } from './envelope.ts';
import {
  constantTitles,
  credentialsOf,
  type FieldValue,
  flag,
  type Parameter,
  parametersOf,
  text,
} from './form.ts';
import type { ValueRow } from './value-tables.ts';
import { BUILT_INS, PAGE_ID_TITLE, referencesIn, renamed } from './variables.ts';

/** Stands in a constant until the operator puts the real value there. */
export const PLACEHOLDER = 'REPLACE_ME';

const IDS = { template: '3', folder: '4', trigger: '5', tag: '6', client: '7', pageId: '8', pixelId: '10' };
/** Constants of credentials are counted from here, in the order of the form and over both ways to authenticate. */
const FIRST_CREDENTIAL_ID = 11;
/** Variables of the dictionary are counted from here, by name. */
const FIRST_VARIABLE_ID = 100;
/** The event by which a landing page arrives, with the click ID in its address. */
const LANDING_PAGE = 'page_view';

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
  /** The one of them that is not sent and fires the tag only so that it keeps the click ID; nothing when all are sent. */
  readonly landingPage: string | undefined;
  /** Names in values for which the file brings no variable; only a dictionary that was not read from a file has some. */
  readonly unknown: readonly string[];
}

/** Puts the file together. The dictionary must have been read without an error. */
export function assemble({ dictionary, template, credentials }: Inputs): Assembled {
  const { form } = template;
  const label = (what: string): string => `${dictionary.name} - ${what}`;
  const parent = { parentFolderId: IDS.folder };
  const constants = constantsOf(dictionary, form, credentials);
  const sent = sentNames(dictionary);
  // The click ID is kept in runs of the tag: it has to see landing pages also when it does not send them.
  const landingPage =
    sent && !sent.includes(LANDING_PAGE) && dictionary.settings.get('setClickIdCookie') !== false
      ? LANDING_PAGE
      : undefined;
  const eventNames = sent && [...(landingPage ? [landingPage] : []), ...sent];
  const name = label('conversions');
  const isOwn = (variable: string): boolean => dictionary.variables.has(variable);
  const valueRows = (rows: readonly ValueRow[]): { name: string; value: string }[] =>
    rows.map((row) => ({
      name: row.name,
      value: renamed(row.value, (variable) => (isOwn(variable) ? label(variable) : variable)),
    }));
  const references = [...dictionary.userData, ...dictionary.conversionData].flatMap(
    ({ value }) => referencesIn(value) ?? [],
  );
  const builtIns = new Set(['Event Name', ...(dictionary.clientName === '' ? [] : ['Client Name'])]);
  for (const reference of references) if (BUILT_INS.has(reference)) builtIns.add(reference);

  const values = new Map<string, FieldValue>(dictionary.settings);
  for (const { field, title } of constants) values.set(field, `{{${label(title)}}}`);
  values.set('categoryEvents', tableRows('category', dictionary.categoryEvents));
  values.set('customEvents', tableRows('eventName', dictionary.customEvents));
  values.set('otherEvents', dictionary.defaultEventId === '' ? 'ignore' : 'send');
  values.set('defaultEventId', dictionary.defaultEventId);

  values.set('userData', valueRows(dictionary.userData));
  const ofPage = hasWebHalf(dictionary)
    ? [{ name: 'conversion_id', value: `{{${label(PAGE_ID_TITLE)}}}` }]
    : [];
  values.set('conversionData', [...ofPage, ...valueRows(dictionary.conversionData)]);

  const things = {
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
        customEventFilter: [condition('MATCH_REGEX', '{{_event}}', patternOf(eventNames))],
        ...(dictionary.clientName !== '' && {
          filter: [condition('EQUALS', '{{Client Name}}', dictionary.clientName)],
        }),
        ...FINGERPRINT,
        ...parent,
      },
    ],
    variable: [
      ...constants.map(({ id, title, value }) => constant(id, label(title), value, parent)),
      ...(ofPage.length > 0 ? [eventData(IDS.pageId, label(PAGE_ID_TITLE), PAGE_ID, parent)] : []),
      ...[...dictionary.variables]
        .sort()
        .map(([own, key], index) => eventData(String(FIRST_VARIABLE_ID + index), label(own), key, parent)),
    ],
    folder: [{ ...OWNER, folderId: IDS.folder, name: dictionary.name, ...FINGERPRINT }],
    builtInVariable: [...BUILT_INS]
      .filter(([builtIn]) => builtIns.has(builtIn))
      .map(([builtIn, type]) => ({ ...OWNER, type, name: builtIn })),
  };
  const more = {
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
    exported: exportOf(dictionary.name, 'SERVER', things, more),
    placeholders: constants.filter(({ value }) => value === PLACEHOLDER).map(({ title }) => label(title)),
    eventNames,
    landingPage,
    unknown: [...new Set(references)].filter((one) => !isOwn(one) && !BUILT_INS.has(one)),
  };
}

/** The name of the event parameter in which the browser half hands its conversion_id over. */
export const PAGE_ID = 'conversion_event_id';

/** A variable of the type Event Data. */
const eventData = (
  variableId: string,
  name: string,
  key: string,
  parent: { parentFolderId: string },
): Record<string, unknown> => ({
  ...OWNER,
  variableId,
  name,
  type: 'ed',
  parameter: [flag('setDefaultValue', false), text('keyPath', key)],
  ...FINGERPRINT,
  ...parent,
  formatValue: {},
});

/** The client that a new server container holds, with the settings it has there. */
const GA4_CLIENT = {
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
  const titles = constantTitles(form);
  const title = (field: string): string => titles.get(field) ?? field;
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
function sentNames({ categoryEvents, customEvents, defaultEventId }: Dictionary): string[] | undefined {
  if (defaultEventId !== '' || categoryEvents.some(({ selector }) => selector === CATCH_ALL))
    return undefined;
  return [
    ...new Set([
      ...categoryEvents.flatMap(({ selector }) => GA4_NAMES[selector] ?? []),
      ...customEvents.map(({ selector }) => selector),
    ]),
  ];
}

/**
 * The browser half as the JSON of a web container export: Google's tag and the events for the server, the pixel's tags, and
 * the variables that give both the same id. Like the server's file it depends on nothing but the dictionary.
 */
import { PAGE_ID } from '../container/assemble.ts';
import { condition, constant, exportOf, FINGERPRINT, OWNER, patternOf } from '../container/envelope.ts';
import { flag, type Parameter, text } from '../container/form.ts';
import {
  consentTag,
  idVariable,
  pageViewTag,
  pixelTag,
  repeatVariable,
  type Variables,
  waitingTag,
} from './code.ts';
import { namesOf, type WebPlan } from './plan.ts';

const IDS = {
  folder: '4',
  measurementId: '10',
  serverUrl: '11',
  number: '12',
  ecommerce: '13',
  userData: '14',
  id: '15',
  repeat: '16',
  start: '20',
  history: '21',
  events: '22',
  answer: '23',
  googleTag: '30',
  ga4: '31',
  pageViews: '32',
  waiting: '33',
  consent: '34',
  pixel: '35',
};

/** What a visitor may refuse: where one of them is denied, X gets no person and may not optimise. */
const SIGNALS = ['ad_storage', 'ad_user_data', 'ad_personalization'];

/** @param consentEvent the event that the banner pushes after its update of consent */
export function assembleWeb(plan: WebPlan, name: string, consentEvent: string): Record<string, unknown> {
  const label = (what: string): string => `${name} - ${what}`;
  const parent = { parentFolderId: IDS.folder };
  const variables: Variables = {
    number: label('event number'),
    event: 'Event',
    id: label('conversion ID'),
    ecommerce: label('ecommerce'),
    userData: label('user data'),
  };
  const reference = (what: string): string => `{{${what}}}`;

  const variable = (id: string, what: string, type: string, parameter: Parameter[]) => ({
    ...OWNER,
    variableId: id,
    name: label(what),
    type,
    parameter,
    ...FINGERPRINT,
    ...parent,
    formatValue: {},
  });
  const dataLayer = (id: string, what: string, key: string, version: '1' | '2') =>
    variable(id, what, 'v', [
      { type: 'INTEGER', key: 'dataLayerVersion', value: version },
      flag('setDefaultValue', false),
      text('name', key),
    ]);
  const trigger = (id: string, what: string, type: string, conditions: Record<string, unknown> = {}) => ({
    ...OWNER,
    triggerId: id,
    name: label(what),
    type,
    ...conditions,
    ...FINGERPRINT,
    ...parent,
  });
  const tag = (
    id: string,
    what: string,
    type: string,
    parameter: Parameter[],
    firingTriggerId: string[],
    { consent, priority }: { consent?: readonly string[]; priority?: number } = {},
  ) => ({
    ...OWNER,
    tagId: id,
    name: label(what),
    type,
    parameter,
    ...FINGERPRINT,
    firingTriggerId,
    ...parent,
    tagFiringOption: 'ONCE_PER_EVENT',
    ...(priority !== undefined && { priority: { type: 'INTEGER', value: String(priority) } }),
    monitoringMetadata: { type: 'MAP' },
    consentSettings: consentSettings(consent),
  });
  const html = (code: string): Parameter[] => [text('html', code), flag('supportDocumentWrite', false)];

  const onEvents = [IDS.events];
  return exportOf(name, 'WEB', {
    tag: [
      tag(
        IDS.googleTag,
        'Google tag',
        'googtag',
        [
          text('tagId', reference(label('measurement ID'))),
          rows('configSettingsTable', [
            ['server_container_url', reference(label('server URL'))],
            ['send_page_view', 'false'],
          ]),
        ],
        [IDS.start],
      ),
      tag(
        IDS.ga4,
        'GA4 events',
        'gaawe',
        [
          flag('sendEcommerceData', true),
          text('getEcommerceDataFrom', 'dataLayer'),
          text('eventName', reference('Event')),
          text('measurementIdOverride', reference(label('measurement ID'))),
          rows('eventSettingsTable', [
            [PAGE_ID, reference(variables.id)],
            ['user_data', reference(variables.userData)],
          ]),
        ],
        onEvents,
      ),
      tag(IDS.pageViews, 'page views', 'html', html(pageViewTag()), [IDS.start, IDS.history], {
        consent: [],
      }),
      tag(IDS.waiting, 'waiting events', 'html', html(waitingTag(variables)), onEvents, {
        consent: [],
        priority: 30,
      }),
      tag(IDS.consent, 'nothing refused', 'html', html(consentTag(variables)), [IDS.events, IDS.answer], {
        consent: SIGNALS,
        priority: 20,
      }),
      tag(IDS.pixel, 'pixel', 'html', html(pixelTag(plan, variables)), [IDS.events, IDS.answer], {
        consent: plan.consent,
        priority: 10,
      }),
    ],
    trigger: [
      trigger(IDS.start, 'start', 'INIT'),
      trigger(IDS.history, 'history', 'HISTORY_CHANGE'),
      trigger(IDS.events, 'mapped events', 'CUSTOM_EVENT', {
        customEventFilter: [condition('MATCH_REGEX', '{{_event}}', patternOf(namesOf(plan)))],
        filter: [condition('EQUALS', reference(label('repeat')), 'false')],
      }),
      trigger(IDS.answer, 'consent', 'CUSTOM_EVENT', {
        customEventFilter: [condition('EQUALS', '{{_event}}', consentEvent)],
      }),
    ],
    variable: [
      constant(IDS.measurementId, label('measurement ID'), plan.measurementId, parent),
      constant(IDS.serverUrl, label('server URL'), plan.serverUrl, parent),
      dataLayer(IDS.number, 'event number', 'gtm.uniqueEventId', '2'),
      // Version 1 gives the last object as it was pushed; version 2 would mix it with the order before.
      dataLayer(IDS.ecommerce, 'ecommerce', 'ecommerce', '1'),
      dataLayer(IDS.userData, 'user data', 'user_data', '1'),
      variable(IDS.id, 'conversion ID', 'jsm', [text('javascript', idVariable(plan, variables))]),
      variable(IDS.repeat, 'repeat', 'jsm', [text('javascript', repeatVariable(plan, variables))]),
    ],
    folder: [{ ...OWNER, folderId: IDS.folder, name, ...FINGERPRINT }],
    builtInVariable: [{ ...OWNER, type: 'EVENT', name: 'Event' }],
  });
}

const rows = (key: string, cells: readonly [string, string][]): Parameter => ({
  type: 'LIST',
  key,
  list: cells.map(([parameter, parameterValue]) => ({
    type: 'MAP',
    map: [text('parameter', parameter), text('parameterValue', parameterValue)],
  })),
});

/** Nothing given: Google's tags look at consent themselves. An empty list: fires whatever the visitor said. */
function consentSettings(signals: readonly string[] | undefined): Record<string, unknown> {
  if (signals === undefined) return { consentStatus: 'NOT_SET' };
  if (signals.length === 0) return { consentStatus: 'NOT_NEEDED' };
  const list = signals.map((value) => ({ type: 'TEMPLATE', value }));
  return { consentStatus: 'NEEDED', consentType: { type: 'LIST', list } };
}

/**
 * A web container's export as the program that the stand-in for Google's `gtm.js` runs. It takes exactly the kinds of tags, triggers
 * and variables that the browser half is made of, and refuses all others by name: what it let pass unseen would be a test of nothing.
 */

type Plain = Record<string, unknown>;
/** What `page/gtm.ts` calls a template: texts and references, in their order. */
type Template = (string | { ref: string })[];

/** Something in the container that the stand-in does not know. */
export class WebContainerError extends Error {}

const fail = (what: string): never => {
  throw new WebContainerError(`The stand-in for gtm.js does not know ${what}.`);
};

/**
 * The container as JavaScript: the argument of the stand-in's `run`. Custom JavaScript becomes functions, as in Google's script.
 *
 * @param exported a parsed web container export
 * @throws WebContainerError for a kind that it does not know
 */
export function programOf(exported: unknown): string {
  const version = plain(plain(exported).containerVersion);
  const { publicId, usageContext } = plain(version.container);
  if (!list(usageContext).some((context) => /^web$/i.test(String(context))))
    fail('a container that is not for the web');
  const triggers = new Map(
    list(version.trigger).map((one) => [textOf(one, 'triggerId'), triggerOf(plain(one))]),
  );
  const functions: string[] = [];
  const builtIn = list(version.builtInVariable).map((one) => builtInOf(plain(one)));
  const variables = [...builtIn, ...list(version.variable).map((one) => variableOf(plain(one), functions))];
  const data = {
    id: String(publicId),
    tags: list(version.tag).map((one) => tagOf(plain(one), triggers)),
    variables: Object.fromEntries([['_event', { type: 'e' }], ...variables]),
  };
  // A function takes the place of its number.
  return JSON.stringify(data).replace(/(?<="run":)\d+/g, (number) => functions[Number(number)]!);
}

function triggerOf(trigger: Plain): unknown {
  const { name, type } = trigger;
  if (!['INIT', 'HISTORY_CHANGE', 'CUSTOM_EVENT'].includes(String(type)))
    fail(`triggers of type ${type} (${name})`);
  const conditions = [...list(trigger.customEventFilter), ...list(trigger.filter)].map((one) => {
    const condition = plain(one);
    if (condition.type !== 'EQUALS' && condition.type !== 'MATCH_REGEX')
      fail(`conditions of type ${condition.type} (${name})`);
    const parameters = parametersOf(condition, ['arg0', 'arg1'], `the condition of ${name}`);
    return { type: condition.type, left: parts(parameters.arg0), right: parts(parameters.arg1) };
  });
  return { type, conditions };
}

function tagOf(tag: Plain, triggers: ReadonlyMap<string, unknown>): unknown {
  const { name, type } = tag;
  const what = `the tag ${name}`;
  const known = ['firingTriggerId', 'consentSettings', 'priority', 'parameter', 'tagFiringOption'];
  const labels = [
    'accountId',
    'containerId',
    'tagId',
    'name',
    'type',
    'fingerprint',
    'parentFolderId',
    'monitoringMetadata',
  ];
  for (const key of Object.keys(tag)) if (![...known, ...labels].includes(key)) fail(`${key} of ${what}`);
  if (tag.tagFiringOption !== 'ONCE_PER_EVENT') fail(`the firing option of ${what}`);
  const base = {
    name,
    triggers: list(tag.firingTriggerId).map(
      (id) => triggers.get(String(id)) ?? fail(`the trigger ${id} of ${what}`),
    ),
    priority: Number(plain(tag.priority).value ?? 0),
    consent: consentOf(plain(tag.consentSettings), what),
  };
  if (type === 'googtag') {
    const { tagId, configSettingsTable } = parametersOf(tag, ['tagId', 'configSettingsTable'], what);
    return { ...base, type, id: parts(tagId), settings: rowsOf(configSettingsTable, what) };
  }
  if (type === 'gaawe') {
    const keys = [
      'eventName',
      'measurementIdOverride',
      'sendEcommerceData',
      'getEcommerceDataFrom',
      'eventSettingsTable',
    ];
    const given = parametersOf(tag, keys, what);
    const ecommerce = given.sendEcommerceData === 'true';
    if (ecommerce && given.getEcommerceDataFrom !== 'dataLayer')
      fail(`ecommerce data of another source in ${what}`);
    const settings = rowsOf(given.eventSettingsTable, what);
    return {
      ...base,
      type,
      id: parts(given.measurementIdOverride),
      event: parts(given.eventName),
      settings,
      ecommerce,
    };
  }
  if (type === 'html') {
    const { html } = parametersOf(tag, ['html', 'supportDocumentWrite'], what);
    return { ...base, type, scripts: scriptsOf(String(html), what) };
  }
  return fail(`tags of type ${type} (${name})`);
}

/** The signals without which the tag does not fire. */
function consentOf({ consentStatus, consentType }: Plain, what: string): string[] {
  if (consentStatus === 'NOT_SET' || consentStatus === 'NOT_NEEDED') return [];
  if (consentStatus !== 'NEEDED') fail(`the consent settings of ${what}`);
  return list(plain(consentType).list).map((one) => String(plain(one).value));
}

function variableOf(variable: Plain, functions: string[]): [name: string, variable: unknown] {
  const { type } = variable;
  const name = String(variable.name);
  const what = `the variable ${name}`;
  if (Object.keys(plain(variable.formatValue)).length > 0) fail(`the format of ${what}`);
  if (type === 'c') return [name, { type, value: parts(parametersOf(variable, ['value'], what).value) }];
  if (type === 'v') {
    const keys = ['name', 'dataLayerVersion', 'setDefaultValue'];
    const given = parametersOf(variable, keys, what);
    const version = Number(given.dataLayerVersion);
    if (![1, 2].includes(version) || given.setDefaultValue === 'true') fail(`the settings of ${what}`);
    return [name, { type, key: given.name, version }];
  }
  if (type === 'jsm') {
    const { javascript } = parametersOf(variable, ['javascript'], what);
    const code = parts(javascript)
      .map((part) => (typeof part === 'string' ? part : `macro(${JSON.stringify(part.ref)})`))
      .join('');
    return [name, { type, run: functions.push(`function (macro) { return (${code})(); }`) - 1 }];
  }
  return fail(`variables of type ${type} (${name})`);
}

function builtInOf({ type, name }: Plain): [name: string, variable: unknown] {
  return type === 'EVENT' ? [String(name), { type: 'e' }] : fail(`the built-in variable ${name} (${type})`);
}

/** Custom HTML of nothing but scripts. A reference inside of quotes would be escaped as text, which this does not do. */
function scriptsOf(html: string, what: string): Template[] {
  const found = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)];
  if (html.replace(/<script>[\s\S]*?<\/script>/g, '').trim() !== '' || found.length === 0)
    fail(`Custom HTML that is not only scripts (${what})`);
  if (/['"]\{\{/.test(html)) fail(`a reference inside of quotes (${what})`);
  return found.map(([, code]) => parts(code));
}

const rowsOf = (table: unknown, what: string): [Template, Template][] =>
  list(table).map((row) => {
    const { parameter, parameterValue } = parametersOf(
      { parameter: plain(row).map },
      ['parameter', 'parameterValue'],
      what,
    );
    return [parts(parameter), parts(parameterValue)];
  });

/** Parameters by key: a text, or the list of a table. */
function parametersOf({ parameter }: Plain, keys: readonly string[], what: string): Plain {
  return Object.fromEntries(
    list(parameter).map((one) => {
      const { key, value, list: inner } = plain(one);
      if (!keys.includes(String(key))) fail(`the parameter ${key} of ${what}`);
      return [String(key), inner ?? value];
    }),
  );
}

/** A text with references as texts and references. */
function parts(text: unknown): Template {
  return String(text ?? '')
    .split(/(\{\{[^{}]+\}\})/)
    .filter((part) => part !== '')
    .map((part) => (/^\{\{[^{}]+\}\}$/.test(part) ? { ref: part.slice(2, -2) } : part));
}

const plain = (value: unknown): Plain =>
  typeof value === 'object' && value !== null ? (value as Plain) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown, key: string): string => String(plain(value)[key]);

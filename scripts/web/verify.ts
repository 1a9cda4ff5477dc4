/**
 * What keeps a web container export from being imported, beside what concerns every export; and what Tag Manager would make of
 * the code in it. Types and their parameters are those of real exports; types that stand in no table here pass.
 */
import { parse, type Token } from 'acorn';
import { faultsOf } from '../container/verify.ts';

interface Parameter {
  type: string;
  key?: string;
  value?: string;
  list?: Parameter[];
  map?: Parameter[];
}
interface Thing {
  name: string;
  type: string;
  parameter?: Parameter[];
  consentSettings?: { consentStatus: string; consentType?: Parameter };
  priority?: Parameter;
}
interface Version {
  tag?: Thing[];
  trigger?: Thing[];
  variable?: Thing[];
}

/** Kind and type → parameter → its type; a question mark for one that may be missing. */
const PARAMETERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'tag googtag': {
    tagId: 'TEMPLATE',
    configSettingsTable: 'LIST?',
    configSettingsVariable: 'TEMPLATE?',
    eventSettingsTable: 'LIST?',
    eventSettingsVariable: 'TEMPLATE?',
  },
  'tag gaawe': {
    eventName: 'TEMPLATE',
    measurementIdOverride: 'TEMPLATE?',
    measurementId: 'TAG_REFERENCE?',
    sendEcommerceData: 'BOOLEAN?',
    getEcommerceDataFrom: 'TEMPLATE?',
    ecommerceMacroData: 'TEMPLATE?',
    enhancedUserId: 'BOOLEAN?',
    userDataVariable: 'TEMPLATE?',
    eventSettingsTable: 'LIST?',
    eventSettingsVariable: 'TEMPLATE?',
    eventParameters: 'LIST?',
    userProperties: 'LIST?',
  },
  'tag html': {
    html: 'TEMPLATE',
    supportDocumentWrite: 'BOOLEAN',
    tagPriority: 'INTEGER?',
    usageContext: 'TEMPLATE?',
  },
  'variable v': {
    name: 'TEMPLATE',
    dataLayerVersion: 'INTEGER',
    setDefaultValue: 'BOOLEAN?',
    defaultValue: 'TEMPLATE?',
  },
  'variable jsm': { javascript: 'TEMPLATE' },
  'variable c': { value: 'TEMPLATE' },
};

/** Types of triggers that stand in real web exports or in Google's reference of the API. */
const TRIGGERS =
  'ALWAYS AMP_CLICK AMP_SCROLL AMP_TIMER AMP_VISIBILITY CLICK CONSENT_INIT CUSTOM_EVENT DOM_READY ELEMENT_VISIBILITY FORM_SUBMISSION HISTORY_CHANGE INIT JS_ERROR LINK_CLICK PAGEVIEW SCROLL_DEPTH TIMER TRIGGER_GROUP WINDOW_LOADED YOU_TUBE_VIDEO'.split(
    ' ',
  );

/** One sentence for each fault, none when the file can be imported into a web container as far as is known. */
export function webFaultsOf(exported: unknown): string[] {
  const faults = faultsOf(exported, 'WEB');
  if (faults.length > 0) return faults;
  const {
    tag = [],
    trigger = [],
    variable = [],
  } = (exported as { containerVersion: Version }).containerVersion;
  return [
    ...tag.flatMap((thing) => [...parameterFaults('tag', thing), ...consentFaults(thing)]),
    ...variable.flatMap((thing) => parameterFaults('variable', thing)),
    ...trigger
      .filter(({ type }) => !TRIGGERS.includes(type))
      .map(({ name, type }) => `trigger '${name}' has the type ${type}, which no web container has`),
  ];
}

function parameterFaults(kind: string, { name, type, parameter = [] }: Thing): string[] {
  const known = PARAMETERS[`${kind} ${type}`];
  if (known === undefined) return [];
  const wrong = parameter.flatMap(({ key = '', type: given }) => {
    const expected = Object.hasOwn(known, key) ? known[key]!.replace('?', '') : 'none of that name';
    return given === expected ? [] : [`the parameter ${key} of type ${given}, must be ${expected}`];
  });
  const missing = Object.keys(known)
    .filter((key) => !known[key]!.endsWith('?') && !parameter.some((given) => given.key === key))
    .map((key) => `no parameter ${key}`);
  return [...wrong, ...missing].map((what) => `${kind} '${name}' (${type}) has ${what}`);
}

const SIGNAL =
  /^(ad_storage|ad_user_data|ad_personalization|analytics_storage|functionality_storage|personalization_storage|security_storage|\{\{.*\}\})$/;

function consentFaults({ name, consentSettings, priority }: Thing): string[] {
  const { consentStatus, consentType } = consentSettings ?? { consentStatus: 'NOT_SET' };
  const list = consentType?.list ?? [];
  const faults: string[] = [];
  if ((consentStatus === 'NEEDED') !== list.length > 0)
    faults.push(`the consent status ${consentStatus} with ${list.length} types of consent`);
  for (const { value = '' } of list) if (!SIGNAL.test(value)) faults.push(`the type of consent '${value}'`);
  if (priority && priority.type !== 'INTEGER') faults.push(`a priority of type ${priority.type}`);
  return faults.map((what) => `tag '${name}' has ${what}`);
}

/** The scripts of a Custom HTML tag, or the function of a Custom JavaScript variable. */
const scriptsOf = ({ type, parameter = [] }: Thing): string[] => {
  const text = (key: string) => parameter.find((given) => given.key === key)?.value ?? '';
  if (type === 'jsm') return [`(${text('javascript').trim().replace(/;$/, '')})`];
  if (type !== 'html') return [];
  // Scripts of another type are data.
  return [...text('html').matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi)]
    .filter(
      ([, attributes = '']) => !/\btype\s*=/i.test(attributes) || /javascript|gtmscript/i.test(attributes),
    )
    .map(([, , code = '']) => code);
};

/**
 * What Tag Manager would take and make something else of: references in quotes, where a missing value becomes the word
 * `undefined`, and code later than ES5, which it does not take everywhere.
 */
export function codeDoubtsOf(exported: unknown): string[] {
  const { tag = [], variable = [] } = (exported as { containerVersion: Version }).containerVersion;
  return [...tag, ...variable].flatMap((thing) =>
    scriptsOf(thing).flatMap((code) => codeDoubts(code).map((doubt) => `'${thing.name}' ${doubt}`)),
  );
}

function codeDoubts(code: string): string[] {
  const references: string[] = [];
  const marked = code.replace(
    /\{\{[^{}]*\}\}/g,
    (reference) => `reference${references.push(reference) - 1}_`,
  );
  const doubts: string[] = [];
  try {
    parse(marked, {
      ecmaVersion: 'latest',
      onToken: ({ type, value }: Token & { value?: unknown }) => {
        const [, index] = /reference(\d+)_/.exec(String(value)) ?? [];
        if (index !== undefined && (type.label === 'string' || type.label === 'template'))
          doubts.push(
            `has ${references[Number(index)]} in quotes: what is missing becomes the word undefined`,
          );
      },
    });
  } catch (error) {
    return [`has code that cannot be read: ${(error as Error).message}`];
  }
  try {
    parse(marked, { ecmaVersion: 5 });
  } catch (error) {
    doubts.push(`has code that is not ES5: ${(error as Error).message}`);
  }
  return doubts;
}

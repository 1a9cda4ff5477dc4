/** What the tests of the browser half share: a dictionary with both halves, and what is made of it. */

import fc from 'fast-check';
import { assembleWeb } from '../../scripts/web/container.ts';
import { planOf, type WebPlan } from '../../scripts/web/plan.ts';
import { form, read } from '../scripts/container-tools.ts';

export const DICTIONARY = `
pixelId: o8z6j
consent: adStorage
measurementId: G-AB12CD34EF
serverUrl: https://sgtm.shop.example
categoryEvents:
  page_view: tw-o8z6j-o87nd
  add_to_cart: o87nf
  purchase: o87ne
customEvents:
  quote_requested: o87ng
`;

/** The plan of a dictionary that must be right. */
export function plan(text = DICTIONARY): WebPlan {
  const { dictionary, problems } = read(text);
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) throw new Error(`the dictionary is wrong: ${error.message}`);
  return planOf(dictionary, form);
}

export interface Thing {
  name: string;
  type: string;
  parameter: { key: string; value?: string; list?: { map: { value: string }[] }[] }[];
  firingTriggerId?: string[];
  consentSettings?: { consentStatus: string; consentType?: { list: { value: string }[] } };
  [key: string]: unknown;
}

/** The parts of a web container export that tests look into. */
export interface WebVersion {
  tag: Thing[];
  trigger: (Thing & { triggerId: string })[];
  variable: Thing[];
  [key: string]: unknown;
}

export const webExport = (text = DICTIONARY): Record<string, unknown> =>
  assembleWeb(plan(text), 'X Ads', 'consent_update');

export const webVersion = (text = DICTIONARY): WebVersion => webExport(text).containerVersion as WebVersion;

/** The code of a Custom HTML tag or a Custom JavaScript variable. */
export function codeOf({ tag, variable }: WebVersion, name: string): string {
  const thing = [...tag, ...variable].find((one) => one.name === `X Ads - ${name}`)!;
  const text = thing.parameter.find(({ key }) => key === 'html' || key === 'javascript')?.value ?? '';
  return text.replace(/^<script>|<\/script>$/g, '');
}

/** Code with each reference as a call of `macro`, the way Tag Manager ships it. */
export const withMacros = (code: string): string =>
  code.replace(/\{\{(.*?)\}\}/g, (_, name: string) => `macro(${JSON.stringify(name)})`);

/** Whatever a shop puts where an order number belongs. */
export const anyOrderNumber: fc.Arbitrary<unknown> = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.string({ unit: 'grapheme' }),
  fc.stringMatching(/^[ \t\n]{0,3}[A-Z0-9-]{0,12}[ \u00a0]{0,3}$/),
  fc.constantFrom(
    'undefined',
    ' undefined ',
    'null',
    'NaN',
    '(not set)',
    '[object Object]',
    'None',
    '{{order}}',
  ),
  fc.constantFrom(
    '0',
    '007',
    '1e3',
    '1001',
    'REPLACE_ME',
    'x'.repeat(100),
    'x'.repeat(101),
    'y'.repeat(5000),
  ),
  fc.constantFrom<unknown>(undefined, null, true, 0, '', [], ['1001'], { id: 1001 }),
);

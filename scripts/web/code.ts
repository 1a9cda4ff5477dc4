/**
 * The code on the page: one source for the container's Custom HTML tags, its variables and the snippet. What stands in `page/`
 * ships as it is written, put together here: no pass rewrites it. It is ES5, which Tag Manager takes everywhere, and holds no
 * two braces in a row, which Tag Manager would read as a reference to a variable.
 */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { namesOf, type WebPlan } from './plan.ts';

type Part = 'state' | 'page-view' | 'ids' | 'values' | 'pixel' | 'snippet';

/** The names of the container's variables, as the code refers to them. */
export interface Variables {
  /** The number that Tag Manager gives each event of a page load. */
  readonly number: string;
  readonly event: string;
  readonly id: string;
  readonly ecommerce: string;
  readonly userData: string;
}

const source = (part: Part): string =>
  readFileSync(path.join(import.meta.dirname, 'page', `${part}.js`), 'utf8').trim();

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ');

/** A function around the parts, so that only `xAdsWeb` and what X and Google name is seen by the page. */
const enclosed = (parts: readonly Part[], last: string): string =>
  `(function () {\n${indented([...parts.map(source), last].join('\n\n'))}\n})();`;

/** A value as JavaScript that may stand in a script of a page and in a tag. */
const literal = (value: unknown): string =>
  JSON.stringify(value, null, 2)
    .replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/\{\{/g, '{\\u007b');

const html = (script: string): string => `<script>\n${script}\n</script>`;

/** Never throws into the page. */
const guarded = (statements: string): string =>
  `try {\n${indented(statements)}\n} catch (_) {\n  // The page goes on without this report.\n}`;

/** References stand outside of quotes: inside, what is missing would become the text `undefined`. */
const remembering = (variables: Variables): string =>
  `remember({
  number: {{${variables.number}}},
  name: {{${variables.event}}},
  id: {{${variables.id}}},
  ecommerce: {{${variables.ecommerce}}},
  userData: {{${variables.userData}}}
});`;

const pixelPlan = ({
  pixelId,
  events,
  userData,
  conversionData,
  contentIdSource,
  countryCallingCode,
}: WebPlan) => ({
  pixelId,
  events,
  userData,
  conversionData,
  contentIdSource,
  countryCallingCode,
});

/** The tag that runs when the visitor's answer allows it: the base code, the event of now and those that waited. */
export const pixelTag = (plan: WebPlan, variables: Variables): string =>
  html(
    enclosed(
      ['state', 'ids', 'values', 'pixel'],
      `var plan = ${literal(pixelPlan(plan))};\n${guarded(
        `if (isCounted(plan, {{${variables.event}}})) {
${indented(remembering(variables))}
}
sendWaiting(plan, sharedState().unrestricted !== {{${variables.number}}});`,
      )}`,
    ),
  );

/** The tag that keeps an event until the pixel's tag may run. It sends and stores nothing. */
export const waitingTag = (variables: Variables): string =>
  html(enclosed(['state'], guarded(remembering(variables))));

/** The tag whose own consent check says that the visitor refused nothing. */
export const consentTag = (variables: Variables): string =>
  html(enclosed(['state'], guarded(`sharedState().unrestricted = {{${variables.number}}};`)));

/** The tag that makes one `page_view` of each path. */
export const pageViewTag = (): string => html(enclosed(['state', 'page-view'], guarded('pageView();')));

/** A function that answers for the events of the plan alone: what others find in the data layer is not theirs. */
const variable = (plan: WebPlan, event: string, otherwise: string, answer: string): string =>
  `function () {\n${indented(
    [
      source('state'),
      source('ids'),
      `var names = ${literal(namesOf(plan))};\nreturn names.indexOf({{${event}}}) < 0 ? ${otherwise} : ${answer};`,
    ].join('\n\n'),
  )}\n}`;

/** The variable that gives both halves the same id. */
export const idVariable = (plan: WebPlan, { number, event, ecommerce }: Variables): string =>
  variable(plan, event, 'undefined', `conversionId({{${number}}}, {{${event}}}, {{${ecommerce}}})`);

/** The variable that says whether the order was reported before a reload. */
export const repeatVariable = (plan: WebPlan, { number, event, ecommerce }: Variables): string =>
  variable(plan, event, 'false', `isRepeat({{${number}}}, {{${event}}}, {{${ecommerce}}})`);

/** The whole browser half as one file. */
export const snippetFile = (plan: WebPlan): string =>
  `${enclosed(
    ['state', 'page-view', 'ids', 'values', 'pixel', 'snippet'],
    `var plan = ${literal({
      ...pixelPlan(plan),
      measurementId: plan.measurementId,
      serverUrl: plan.serverUrl,
      consent: plan.consent,
    })};\n${guarded('runSnippet(plan);')}`,
  )}\n`;

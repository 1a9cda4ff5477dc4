/** What the tests of container files share: the shipped template's form, built files, and the way back to the tag's data. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { readFields } from 'sgtm-toolkit/form';
import { parseTemplate, type RunRecord, runTemplate } from 'sgtm-toolkit/sandbox';
import { type Assembled, assemble } from '../../scripts/container/assemble.ts';
import { type Dictionary, readDictionary } from '../../scripts/container/dictionary.ts';
import type { Problem } from '../../scripts/container/document.ts';
import type { Parameter } from '../../scripts/container/form.ts';

export const root = path.join(import.meta.dirname, '../..');
export const templateText = readFileSync(path.join(root, 'template.tpl'), 'utf8');
export const template = parseTemplate(templateText);
export const form = readFields(template.parameters!.value);

export const read = (text: string): { dictionary: Dictionary; problems: Problem[] } =>
  readDictionary('events.yaml', text, form);

/** The export of a dictionary that must be right. */
export function build(text: string, credentials: Record<string, string> = {}): Assembled {
  const { dictionary, problems } = read(text);
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) throw new Error(`the dictionary is wrong: ${error.message}`);
  return assemble({
    dictionary,
    template: { text: templateText, name: 'X Ads Conversions with OAuth', form },
    credentials: new Map(Object.entries(credentials)),
  });
}

interface Entity {
  name: string;
  type: string;
  parameter: Parameter[];
  [key: string]: unknown;
}

/** The parts of an export that tests look into. */
export interface Version {
  tag: [Entity];
  trigger: [{ customEventFilter: [{ type: string; parameter: Parameter[] }]; [key: string]: unknown }];
  variable: (Entity & { variableId: string })[];
  customTemplate: [{ templateId: string; name: string; templateData: string }];
  client?: Entity[];
  [key: string]: unknown;
}

export const versionOf = ({ exported }: Assembled): Version => exported.containerVersion as Version;

/** The regular expression of the trigger. */
export function patternIn(version: Version): string {
  const [, pattern] = version.trigger[0].customEventFilter[0].parameter;
  return pattern && 'value' in pattern ? pattern.value : '';
}

/**
 * The tag's parameters as GTM hands them to the code: constants and Event Data filled in, types of their own.
 *
 * @param event what variables of the type Event Data read; without it they stay references
 */
export function dataOf(version: Version, event?: Record<string, unknown>): Record<string, unknown> {
  const valueIn = ({ parameter }: Entity, key: string): string => {
    const found = parameter.find((given) => given.key === key);
    return found && 'value' in found ? found.value : '';
  };
  const variables = new Map<string, unknown>(
    version.variable
      .filter(({ type }) => event !== undefined || type === 'c')
      .map((variable) => [
        `{{${variable.name}}}`,
        variable.type === 'ed' ? event?.[valueIn(variable, 'keyPath')] : valueIn(variable, 'value'),
      ]),
  );
  const nativeOf = (parameter: Parameter): unknown => {
    if (parameter.type === 'LIST') return parameter.list.map(({ map }) => objectOf(map));
    if (parameter.type === 'BOOLEAN') return parameter.value === 'true';
    if (parameter.type === 'INTEGER') return Number(parameter.value);
    return variables.has(parameter.value) ? variables.get(parameter.value) : parameter.value;
  };
  const objectOf = (parameters: Parameter[]): Record<string, unknown> =>
    Object.fromEntries(parameters.map((parameter) => [parameter.key, nativeOf(parameter)]));
  return objectOf(version.tag[0].parameter);
}

export const examplePurchase = JSON.parse(
  readFileSync(path.join(root, 'examples/purchase.json'), 'utf8'),
) as Record<string, unknown>;

/** One event through the shipped template with the tag's parameters as data; X takes every conversion. */
export const play = (
  version: Version,
  eventName: string,
  event: Record<string, unknown> = {},
): Promise<RunRecord> =>
  runTemplate(template, dataOf(version, event), {
    eventData: { ...examplePurchase, event_name: eventName, ...event },
    http: async () => ({
      statusCode: 200,
      headers: {},
      body: JSON.stringify({ request: { params: {} }, data: { conversions_processed: 1, debug_id: 'd' } }),
    }),
  });

/** The event ids of the conversions that a run sent. */
export const sentIds = ({ requests }: RunRecord): string[] =>
  requests.map(({ request }) => JSON.parse(request.body ?? '{}').conversions[0].event_id as string);

/** A copy of an export with one value changed, or removed when the new one is `undefined`. */
export function changed(exported: unknown, at: string, value: unknown): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(exported));
  const keys = at.split('.');
  const last = keys.pop()!;
  const target = keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], copy);
  if (value === undefined) delete (target as Record<string, unknown>)[last];
  else (target as Record<string, unknown>)[last] = value;
  return copy;
}

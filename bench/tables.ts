/** The tables of docs/cost.md: instructions and bytes only, so that they are the same wherever they are made. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { compile, parseTemplate, type Template } from 'sgtm-toolkit/sandbox';
import { formatTemplate } from 'sgtm-toolkit/sandbox/tpl/sections';
import { coldAndWarm, costOf, type Plain, quietWorld } from './cost.ts';

const root = path.join(import.meta.dirname, '..');
const read = (file: string) => readFile(path.join(root, file), 'utf8');

export interface Subject {
  template: Template;
  /** OAuth settings with credentials of 25, 50, 50 and 45 characters, and nothing logged. */
  oauth: Plain;
  token: Plain;
  event: Plain;
}

export async function subject(): Promise<Subject> {
  const settings = { ...(JSON.parse(await read('examples/settings.json')) as Plain), logging: 'never' };
  return {
    template: parseTemplate(await read('template.tpl')),
    oauth: settings,
    token: { ...settings, authMethod: 'pixelToken', pixelToken: 'aPixelAccessTokenOfThirtyTwoChars' },
    event: JSON.parse(await read('examples/purchase.json')) as Plain,
  };
}

/** The textbook port as a template of its own. */
export async function textbook(): Promise<Template> {
  return parseTemplate(
    formatTemplate({
      INFO: '{ "type": "TAG" }',
      TEMPLATE_PARAMETERS: '[]',
      SANDBOXED_JS_FOR_SERVER: await read('bench/textbook.js'),
    }),
  );
}

export const number = (value: number): string => value.toLocaleString('en');

export function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => (typeof cell === 'number' ? number(cell) : cell)).join(' | ')} |`;
  return [line(heads), line(heads.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** Bytes of a template's compiled code, as JSON: what each container that holds it carries. */
export const compiledSize = ({ code }: Template): number => JSON.stringify(compile(code).root).length;

export async function runs({ template, oauth, token, event }: Subject): Promise<string> {
  const signed = await coldAndWarm(template, oauth, event);
  const plain = await coldAndWarm(template, token, event);
  const port = await textbook();
  const size = compiledSize(template);
  return table(
    ['Run of `examples/purchase.json`', 'Instructions', 'Compiled, bytes'],
    [
      ['OAuth, first run of an instance', signed.cold, size],
      ['OAuth, later runs', signed.warm, size],
      ['Pixel access token', plain.warm, size],
      [
        'Only a signature, written as in a textbook',
        (await coldAndWarm(port, oauth, event)).warm,
        compiledSize(port),
      ],
    ],
  );
}

/** Instructions by module of the source, of a later run with OAuth and of the first one. */
export async function stages({ template, oauth, event }: Subject): Promise<string> {
  const text = template.text.split('\n');
  const moduleOf = (line: number): string => {
    if (line === 0) return 'definition of functions';
    for (let i = line - 1; i >= 0; i--) {
      const [, file] = text[i]!.match(/^\s*\/\/ (src\/\S+\.ts)$/) ?? [];
      if (file !== undefined) return `\`${file}\``;
    }
    return 'definition of functions';
  };
  const world = quietWorld(event);
  const [cold, warm] = [await costOf(template, oauth, world), await costOf(template, oauth, world)];
  const sums = new Map<string, [warm: number, cold: number]>();
  for (const [i, { lines }] of [warm, cold].entries()) {
    for (const [line, count] of lines) {
      const sum = sums.get(moduleOf(line)) ?? [0, 0];
      sum[i as 0 | 1] += count;
      sums.set(moduleOf(line), sum);
    }
  }
  const rows = [...sums].map(([name, [later, first]]) => [name, later, first] as const);
  rows.sort((a, b) => b[1] - a[1] || b[2] - a[2]);
  return table(
    ['Module', 'Later run', 'First run'],
    [...rows, ['together', warm.instructions, cold.instructions]],
  );
}

/** A template beside ours, under the name it was given by. */
export interface Other {
  name: string;
  template: Template;
  data: Plain;
}

/** How the cost grows with the items of an event. */
export async function growthWithItems(
  { template, oauth, token, event }: Subject,
  others: readonly Other[] = [],
): Promise<string> {
  const [item] = (event.items ?? [{}]) as Plain[];
  const rows = await Promise.all(
    [1, 10, 100, 200].map(async (count) => {
      const larger = {
        ...event,
        items: Array.from({ length: count }, (_, i) => ({ ...item, item_id: `SKU-${i}` })),
      };
      return [
        `${count}`,
        (await coldAndWarm(template, token, larger)).warm,
        (await coldAndWarm(template, oauth, larger)).warm,
        ...(await Promise.all(
          others.map(async (other) => (await coldAndWarm(other.template, other.data, larger)).warm),
        )),
      ];
    }),
  );
  return table(['Items', 'Pixel access token', 'OAuth, later runs', ...others.map(({ name }) => name)], rows);
}

/** How the cost grows with what is signed. */
export async function growthWithCredentials({ template, oauth, event }: Subject): Promise<string> {
  const port = await textbook();
  const rows = await Promise.all(
    [20, 50, 100, 200].map(async (length) => {
      const data = { ...oauth, consumerKey: 'k'.repeat(length), accessToken: 't'.repeat(length) };
      const { cold, warm } = await coldAndWarm(template, data, event);
      return [`${length} characters each`, cold, warm, (await coldAndWarm(port, data, event)).warm];
    }),
  );
  return table(['Consumer key and access token', 'First run', 'Later runs', 'Textbook port'], rows);
}

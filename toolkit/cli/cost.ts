/** `cost`: what an event costs in instructions, how that grows with the event, and the size of the compiled template. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { unknownKeys } from '../sandbox/known-keys.ts';
import { load } from '../sandbox/loaded.ts';
import { parseTemplate, type Template } from '../sandbox/tpl/template.ts';
import { type Cost, type CostInput, type Grow, type Growth, grown } from './cost-work.ts';
import { DATA_OPTION, dataFor } from './data.ts';
import { isolated } from './isolated.ts';
import { asJson } from './reporters.ts';
import { bold, type Command, count, type Io, red, UsageError, type Values } from './shell.ts';
import { problemsOf, readTemplate, refuse } from './templates.ts';
import { WORLD_OPTIONS, worldOf } from './world.ts';

const WORK = new URL(import.meta.url.endsWith('.ts') ? './cost-work.ts' : './cost-work.js', import.meta.url);

export const costCommand: Command = {
  usage: 'cost FILE',
  about: 'Measures a template: instructions of an event, growth with it, and compiled size.',
  options: {
    ...DATA_OPTION,
    ...WORLD_OPTIONS,
    grow: {
      type: 'string',
      value: 'KEY=N,N,…',
      help: 'repeat a list or text of the event to these lengths: items=1,10,100',
    },
    against: {
      type: 'string',
      value: 'REV|FILE',
      help: 'compare with the file at a git revision, or with a file',
    },
    'max-instructions': { type: 'string', value: 'N', help: 'fail when an event costs more' },
    'max-size': { type: 'string', value: 'N', help: 'fail when the compiled code has more bytes' },
    json: { type: 'boolean', help: 'the result as JSON' },
  },
  async run([file, ...more], options, io) {
    if (file === undefined || more.length > 0) throw new UsageError('cost takes exactly one file.');
    const bounds = { instructions: boundOf(options, 'max-instructions'), size: boundOf(options, 'max-size') };
    const grow = options.grow === undefined ? undefined : growOf(String(options.grow));
    const read = readTemplate(file);
    if ('problem' in read) return refuse(io, file, [read.problem], options.json);
    const { template } = read;
    const data = dataFor(template, options, io);
    const other = options.against === undefined ? undefined : otherVersion(file, String(options.against));
    // What is wrong with the options is said here; the world itself is made where the template runs.
    const { eventData = {} } = worldOf(options);
    if (grow) grown(eventData, grow.key.split('.'), 1, grow.key);
    try {
      for (const one of other ? [template, other] : [template]) load(one);
      const measuring = await isolated();
      const measure = (one: Template, wanted: Grow | undefined) => {
        // A setting that only the other version knows is none here.
        const unknown = unknownKeys(one, data);
        const own = Object.fromEntries(Object.entries(data).filter(([key]) => !unknown.includes(key)));
        const input = { text: one.text, data: own, options, grow: wanted };
        return measuring.call<CostInput, { cost: Cost; growth: Growth[] }, never>(WORK, input);
      };
      const { cost, growth } = await measure(template, grow);
      const before = other && (await measure(other, undefined)).cost;
      const faults = faultsOf(cost, growth, bounds);
      if (options.json) io.out(asJson({ file, ...cost, growth, against: before, faults }));
      else show(io, file, { cost, growth, before, against: String(options.against), faults, key: grow?.key });
      return faults.length === 0 ? 0 : 1;
    } catch (error) {
      return refuse(io, file, problemsOf(error), options.json);
    }
  },
};

function boundOf(options: Values, name: string): number | undefined {
  const { [name]: given } = options;
  if (given === undefined) return undefined;
  const bound = Number(given);
  if (!(Number.isInteger(bound) && bound > 0))
    throw new UsageError(`--${name} must be a whole number above 0, got ${given}.`);
  return bound;
}

/** Longest list or text that is made: more than any event has, and soon run. */
const LONGEST = 1_000_000;

function growOf(text: string): Grow {
  const [, key = '', list = ''] = /^([^=]+)=(\d+(?:,\d+)*)$/.exec(text) ?? [];
  const lengths = list.split(',').map(Number);
  if (key === '' || lengths.some((length) => length > LONGEST))
    throw new UsageError(
      `--grow must be a key of the event and lengths up to ${LONGEST.toLocaleString('en')}, such as items=1,10,100, got ${text}.`,
    );
  return { key, lengths };
}

/** The template as it is in another file, or as this file was at a revision. */
function otherVersion(file: string, against: string): Template {
  let text: string | undefined;
  if (!existsSync(against)) {
    try {
      text = execFileSync('git', ['show', `${against}:./${basename(file)}`], {
        cwd: dirname(file),
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 64 * 1024 * 1024,
      });
    } catch {
      throw new UsageError(`--against ${against}: neither a file nor a git revision that holds ${file}.`);
    }
  }
  const read = text === undefined ? readTemplate(against) : { template: parseTemplate(text) };
  if ('problem' in read) throw new UsageError(`--against ${against}: ${read.problem.message}`);
  return read.template;
}

type Bounds = { instructions: number | undefined; size: number | undefined };

function faultsOf({ first, later, size, error }: Cost, growth: readonly Growth[], bounds: Bounds): string[] {
  const broken = error ?? growth.find((one) => one.error !== undefined)?.error;
  const dearest = Math.max(first, later, ...growth.map(({ instructions }) => instructions));
  const over = (what: string, found: number, bound: number | undefined, unit: string): string[] =>
    bound === undefined || found <= bound
      ? []
      : [
          `${what} ${number(found)} ${unit}, ${number(found - bound)} more than the bound of ${number(bound)}.`,
        ];
  return [
    ...(broken === undefined ? [] : [`An event ended with an error, so its cost says little: ${broken}`]),
    ...over('An event costs', dearest, bounds.instructions, 'instructions'),
    ...over('The compiled code has', size, bounds.size, 'bytes'),
  ];
}

interface Shown {
  cost: Cost;
  growth: Growth[];
  before: Cost | undefined;
  against: string;
  faults: string[];
  key: string | undefined;
}

const number = (n: number): string => n.toLocaleString('en');

function show(io: Io, file: string, { cost, growth, before, against, faults, key }: Shown): void {
  const rows = (
    [
      ['first event', 'first', 'instructions'],
      ['later events', 'later', 'instructions'],
      ['compiled', 'size', 'bytes'],
    ] as const
  ).map(([name, part, unit]): [string, string] => [
    name,
    `${number(cost[part])} ${unit}${before ? ` (${changeOf(before[part], cost[part])})` : ''}`,
  ]);
  for (const [index, { length, instructions }] of growth.entries()) {
    const { [index - 1]: previous } = growth;
    const each =
      previous && length !== previous.length
        ? `, ${((instructions - previous.instructions) / (length - previous.length)).toFixed(1)} for each one more`
        : '';
    rows.push([`${key} × ${number(length)}`, `${count(instructions, 'instruction')}${each}`]);
  }
  const width = Math.max(...rows.map(([name]) => name.length));
  io.out(`${bold(io, file)}: ${cost.outcome}${before ? `; compared with ${against}` : ''}\n`);
  for (const [name, value] of rows) io.out(`  ${name.padEnd(width)}  ${value}\n`);
  for (const fault of faults) io.out(`${red(io, 'error')} ${fault}\n`);
}

function changeOf(before: number, now: number): string {
  if (before === now) return 'as before';
  const percent =
    before === 0 ? '' : `, ${now > before ? '+' : ''}${((100 * (now - before)) / before).toFixed(1)} %`;
  return `${now > before ? '+' : ''}${number(now - before)}${percent}`;
}

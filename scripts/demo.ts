/** `npm start`: one event through the shipped template, over real HTTP, to the stand-in for X's endpoint. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { readFields } from 'sgtm-toolkit/form';
import { parseTemplate, runTemplate, type Template } from 'sgtm-toolkit/sandbox';
import { unknownKeys, unknownKeyText } from 'sgtm-toolkit/sandbox/known-keys';
import type { RunRecord } from 'sgtm-toolkit/sandbox/run';
import {
  bold,
  type Command,
  type Io,
  isProgram,
  runCommand,
  standardIo,
  UsageError,
  type Values,
} from 'sgtm-toolkit/shell';
import type { Credentials } from '../src/signing/oauth1.ts';
import { stagesOf } from './demo/stages.ts';
import { startStandIn } from './demo/stand-in.ts';
import { eventIdProblems } from './lib/event-ids.ts';
import { maskAll } from './lib/mask.ts';
import { nodeHttp } from './lib/node-http.ts';

const X = 'https://ads-api.x.com';
const root = path.join(import.meta.dirname, '..');
const SECRETS = ['consumerKey', 'consumerSecret', 'accessToken', 'accessTokenSecret', 'pixelToken'];

async function readObject(option: string, file: string): Promise<Record<string, unknown>> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`--${option} ${file}: the file cannot be read. Give the path of a JSON file.`);
  });
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // told below, together with every other value that is no object
  }
  throw new UsageError(
    `--${option} ${file}: expected one JSON object. Compare with examples/${option === 'event' ? 'purchase' : 'settings'}.json.`,
  );
}

const heading = (io: Io, title: string): string => `\n${bold(io, title)}`;
const indent = (text: string): string => text.replace(/^/gm, '  ');

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** Everything that was sent and answered, secrets masked. */
function describe(io: Io, record: RunRecord, settings: Record<string, unknown>): string {
  const secrets = SECRETS.map((name) => settings[name])
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map((value) => `${value}`.trim());
  const shown = (text: string): string => maskAll(text, secrets);
  const lines: string[] = [];
  const head = (title: string): string => heading(io, title);
  record.requests.forEach(({ request, answer, failure }, i) => {
    lines.push(head(`Request ${i + 1}`), indent(`${request.method} ${shown(request.url)}`));
    for (const [name, value] of Object.entries(request.headers))
      lines.push(indent(`${name}: ${shown(value)}`));
    lines.push('', indent(shown(pretty(request.body ?? ''))));
    const stages = stagesOf(
      request.headers.Authorization ?? '',
      request.method,
      request.url,
      settings as unknown as Credentials,
    );
    if (stages) {
      lines.push(
        head('How it was signed (RFC 5849)'),
        indent(`parameter string  ${shown(stages.parameterString)}`),
        indent(`base string       ${shown(stages.baseString)}`),
        indent(`signing key       ${shown(stages.signingKey)}`),
        indent(
          `signature         ${stages.signature}${stages.agrees ? '' : '  (the tag sent another one!)'}`,
        ),
      );
    }
    lines.push(head(`Answer ${i + 1}`));
    lines.push(indent(answer ? `${answer.statusCode}\n${shown(pretty(answer.body))}` : `none: ${failure}`));
  });
  for (const { name, value, options } of record.cookies) {
    lines.push(head('Cookie'), indent(`${name}=${shown(value)} ${JSON.stringify(options)}`));
  }
  if (record.logs.length > 0) lines.push(head('Log'), ...record.logs.map((line) => indent(shown(line))));
  if (record.errors.length > 0)
    lines.push(head('Errors'), ...record.errors.map(({ message }) => indent(shown(message))));
  if (record.warnings.length > 0)
    lines.push(head('Warnings of the emulator'), ...record.warnings.map((line) => indent(shown(line))));
  lines.push(
    head('Outcome'),
    indent(`${record.outcome} after ${record.instructions.toLocaleString('en')} instructions of the sandbox`),
  );
  return lines.join('\n');
}

/** X event IDs that cannot be right, whichever event they are for. They do not keep this one event from running. */
const idWarnings = (template: Template, settings: Record<string, unknown>): string[] =>
  eventIdProblems(readFields(template.parameters?.value), settings).map(
    ({ field, row, message }) => `${field.label}${row === undefined ? '' : `, row ${row + 1}`}: ${message}`,
  );

const demoCommand: Command = {
  usage: '',
  files: false,
  about: `Plays one event through template.tpl: the emulated sandbox runs it, real HTTP carries the request to a stand-in for X's
endpoint on this machine, which checks the signature with an independent library and the body against a schema.
Nothing leaves this machine.`,
  options: {
    event: {
      type: 'string',
      value: 'FILE',
      help: 'event data as a server container hands it to a tag, JSON (default: examples/purchase.json)',
    },
    data: {
      type: 'string',
      value: 'FILE',
      help: "the tag's settings by field name, JSON (default: examples/settings.json)",
    },
  },
  more: 'Exit status: 0 the tag reported success, 1 it did not, 2 the command was called wrongly.',
  run: (_files, values, io) => demo(values, io),
};

/** Runs the command line and gives the exit status. Throws only for defects of the tool itself. */
export const main = (args: readonly string[], io: Io): Promise<number> =>
  runCommand('npm start --', demoCommand, args, io);

async function demo(values: Values, io: Io): Promise<number> {
  const event = await readObject('event', String(values.event ?? path.join(root, 'examples/purchase.json')));
  const settings = await readObject('data', String(values.data ?? path.join(root, 'examples/settings.json')));
  const file = path.join(root, 'template.tpl');
  const template = parseTemplate(await readFile(file, 'utf8'));
  const [unknown] = unknownKeys(template, settings);
  if (unknown !== undefined) throw new UsageError(`--data: ${unknownKeyText(template, unknown)}`);

  const warnings = idWarnings(template, settings);
  if (warnings.length > 0)
    io.out(`${heading(io, 'X event IDs to correct')}\n${warnings.map(indent).join('\n')}\n\n`);

  const server = await startStandIn(settings, X);
  try {
    const { event_name: name = 'An event without a name' } = event;
    io.out(`${String(name)} through template.tpl to a stand-in for X's endpoint at ${server.url}\n`);
    const record = await runTemplate(template, settings, {
      eventData: event,
      preview: true,
      http: nodeHttp({ [X]: server.url }),
    });
    io.out(`${describe(io, record, settings)}\n`);
    io.out(`${heading(io, 'To use it')}
  Import ${file}
  in your server container: Templates, Tag Templates, New, the menu with three dots, Import. Save, then create a tag of
  this type with a trigger for your events. README.md takes you through it field by field.\n`);
    return record.outcome === 'success' ? 0 : 1;
  } finally {
    await server.close();
  }
}

if (isProgram(import.meta.url)) process.exitCode = await main(process.argv.slice(2), standardIo());

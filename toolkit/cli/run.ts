/** `run`: one run of a template in a world put together from files, and its record. */
import { withoutCycles } from '../sandbox/apis/plain.ts';
import { type RunRecord, runTag, type Template } from '../sandbox/index.ts';
import { bold, type Command, count, green, grey, type Io, red, UsageError, yellow } from './shell.ts';
import { problemsOf, readTemplate, refuse } from './templates.ts';
import { readObject, worldOf } from './world.ts';

export const runCommand: Command = {
  usage: 'run FILE',
  about: 'Runs a template once and prints the record of the run.',
  options: {
    data: { type: 'string', value: 'FILE', help: 'the field values, a JSON object' },
    event: { type: 'string', value: 'FILE', help: 'the event data, a JSON object' },
    world: {
      type: 'string',
      value: 'FILE',
      help: 'cookies, headers, remoteAddress, request, now, storage, keys, … as one JSON object',
    },
    answer: {
      type: 'string',
      value: 'FILE|STATUS',
      help: 'what requests are answered: a status, one answer, or a list with a url each',
    },
    http: { type: 'boolean', help: 'send requests for real' },
    preview: { type: 'boolean', help: 'run in preview mode' },
    'no-permissions': {
      type: 'boolean',
      help: 'refuse nothing; what would have been refused becomes a warning',
    },
    budget: { type: 'string', value: 'N', help: 'stop after so many instructions (default 10,000,000)' },
    json: { type: 'boolean', help: 'the record as JSON' },
  },
  async run(files, options, io) {
    const [file, ...more] = files;
    if (file === undefined || more.length > 0) throw new UsageError('run takes exactly one file.');
    const world = worldOf(options);
    const data = options.data ? readObject(String(options.data)) : {};
    const read = readTemplate(file);
    if ('problem' in read) return refuse(io, file, [read.problem], options.json);
    const { template } = read;
    let record: RunRecord;
    try {
      record = withoutCycles(await runTag(template, data, world));
    } catch (error) {
      return refuse(io, file, problemsOf(error), options.json);
    }
    if (options.json) io.out(`${JSON.stringify(record, null, 2)}\n`);
    else show(io, file, record, template.type);
    return record.errors.length === 0 && (template.type !== 'TAG' || record.outcome === 'success') ? 0 : 1;
  },
};

function show(io: Io, file: string, record: RunRecord, type: Template['type']): void {
  const instructions = count(record.instructions, 'instruction');
  io.out(`${bold(io, file)}: ${type === 'TAG' ? `${outcomeOf(io, record)}, ` : ''}${instructions}\n`);
  if (type === 'MACRO' || record.returned !== undefined) io.out(`returned ${valueText(record.returned)}\n`);
  for (const { request, answer, failure } of record.requests) {
    io.out(`request  ${request.method} ${request.url}\n`);
    for (const [name, value] of Object.entries(request.headers))
      io.out(grey(io, `         ${name}: ${value}\n`));
    if (request.body !== undefined) io.out(grey(io, `         ${request.body}\n`));
    io.out(`         ${answer ? `${answer.statusCode} ${answer.body}` : red(io, failure ?? 'no answer')}\n`);
  }
  for (const { name, value, options } of record.cookies)
    io.out(`cookie   ${name}=${value} ${grey(io, JSON.stringify(options))}\n`);
  for (const { connection, rows } of record.rows)
    io.out(`rows     ${JSON.stringify(connection)} ${JSON.stringify(rows)}\n`);
  for (const { path, data, merge } of record.documents)
    io.out(`document ${path} ${JSON.stringify(data)}${merge ? grey(io, ' (merged)') : ''}\n`);
  for (const event of record.events) io.out(`event    ${JSON.stringify(event)}\n`);
  for (const url of record.pixels) io.out(`pixel    ${url}\n`);
  const { statusCode, headers, body, returned } = record.response;
  if (type === 'CLIENT' || returned) {
    io.out(`response ${statusCode} ${returned ? '' : grey(io, '(not returned)')}\n`);
    for (const [name, value] of Object.entries(headers)) io.out(grey(io, `         ${name}: ${value}\n`));
    if (body !== '') io.out(`         ${JSON.stringify(body)}\n`);
  }
  for (const log of record.logs) io.out(`log      ${log}\n`);
  for (const { message, position } of record.errors)
    io.out(
      `${red(io, 'error')}    ${message}${position ? ` at ${file}:${position.line}:${position.column}` : ''}\n`,
    );
  for (const warning of record.warnings) io.out(`${yellow(io, 'warning')}  ${warning}\n`);
}

/** JSON where there is one: NaN and infinity would be null there. */
const valueText = (value: unknown): string =>
  typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'undefined');

function outcomeOf(io: Io, { outcome }: RunRecord): string {
  if (outcome === 'none') return grey(io, 'no outcome');
  return outcome === 'success' ? green(io, outcome) : red(io, outcome);
}

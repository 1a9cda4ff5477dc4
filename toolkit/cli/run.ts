/** `run`: one run of a template in a world put together from files, and its record. */
import { runTemplateIsolated } from '../isolated/run.ts';
import { check } from '../sandbox/check.ts';
import { load } from '../sandbox/loaded.ts';
import type { RunRecord } from '../sandbox/run.ts';
import type { Template } from '../sandbox/tpl/template.ts';
import { DATA_OPTION, dataFor } from './data.ts';
import { isolated } from './isolated.ts';
import { bold, type Command, count, green, grey, type Io, red, UsageError, yellow } from './shell.ts';
import { problemsOf, readTemplate, refuse } from './templates.ts';
import { WORLD_MODULE, WORLD_OPTIONS, worldOf } from './world.ts';

export const runCommand: Command = {
  usage: 'run FILE',
  about: 'Runs a template once and prints the record of the run.',
  options: {
    ...DATA_OPTION,
    ...WORLD_OPTIONS,
    json: { type: 'boolean', help: 'the record as JSON' },
  },
  async run(files, options, io) {
    const [file, ...more] = files;
    if (file === undefined || more.length > 0) throw new UsageError('run takes exactly one file.');
    // What is wrong with the options is said here; the world itself is made where the template runs.
    worldOf(options);
    const read = readTemplate(file);
    if ('problem' in read) return refuse(io, file, [read.problem], options.json);
    const { template } = read;
    const data = dataFor(template, options, io);
    let record: RunRecord;
    try {
      load(template);
      // It can be compiled, which is less than the editor asks for.
      if (check(template).some(({ severity }) => severity === 'error'))
        io.err(`${file}: Google's editor would refuse this template; sgtm check says why.\n`);
      const input = { module: WORLD_MODULE, input: options };
      record = await runTemplateIsolated(await isolated(), template, data, input);
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
  if (type === 'CLIENT') io.out(`claimed  ${record.claimed ? 'yes' : 'no'}\n`);
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

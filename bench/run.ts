/** `npm run bench`: what runs cost, in instructions and in time. */
import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { parseTemplate, type Template } from 'sgtm-toolkit/sandbox';
import { coldAndWarm, milliseconds, type Plain } from './cost.ts';
import { costPage } from './cost-page.ts';
import { interpreterSpeed } from './interpreter.ts';
import { serveSpeed, speedTable } from './serve.ts';
import { startTable } from './start.ts';
import {
  compiledSize,
  growthWithCredentials,
  growthWithItems,
  number,
  type Other,
  subject,
  textbook,
} from './tables.ts';

const HELP = `npm run bench [-- FILE.tpl ...] [--data D.json] [--event E.json] [--write]
npm run bench -- --interpreter [GTM.js]
npm run bench -- --serve
npm run bench -- --start

Prints what one run costs, first and later runs of an instance, in instructions (exact) and in time (this machine, now),
and the bytes of the compiled code: this template with OAuth and with the pixel access token, a textbook port of the
signature, and each FILE.tpl. Then how the instructions grow with the items of the event and with the length of what is
signed.

  --data D.json    settings for the FILE.tpl, by field name
  --event E.json   another event than examples/purchase.json
  --write          write docs/cost.md and stop
  --interpreter    nanoseconds an instruction instead, for a few programs; with GTM.js, the script of a public web
                   container saved to a file, beside Google's interpreter in it, with the ratio
  --serve          events a second through a served container instead, with this tag by token and by OAuth beside the same
                   server without a tag; and milliseconds until the answer
  --start          milliseconds until the packed command of the toolkit has said its help and checked this template, beside
                   npm run tpl on this checkout
  --help           this text`;

const root = path.join(import.meta.dirname, '..');

interface Row {
  name: string;
  cold: number;
  warm: number;
  requests: number;
  ms: number;
  size: number;
  errors: string[];
}

async function measure(name: string, template: Template, data: Plain, event: Plain): Promise<Row> {
  process.stderr.write(`measuring ${name} ...\n`);
  const counts = await coldAndWarm(template, data, event);
  return { name, ...counts, ms: await milliseconds(template, data, event), size: compiledSize(template) };
}

function print(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const cell = (value: string) => value.padStart(12);
  console.log(
    `${''.padEnd(width)}${cell('first run')}${cell('later run')}${cell('ms a run')}${cell('ns a count')}${cell('bytes')}`,
  );
  for (const { name, cold, warm, requests, ms, size, errors } of rows) {
    console.log(
      `${name.padEnd(width)}${cell(number(cold))}${cell(number(warm))}${cell(ms.toFixed(3))}${cell(((ms * 1e6) / warm).toFixed(1))}${cell(number(size))}`,
    );
    for (const error of new Set(errors)) console.log(`  ended with an error: ${error}`);
    if (requests === 0 && !name.startsWith('textbook'))
      console.log('  sent no request: does it do what it should with these settings and this event?');
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      event: { type: 'string' },
      write: { type: 'boolean' },
      interpreter: { type: 'boolean' },
      serve: { type: 'boolean' },
      start: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.interpreter) {
    interpreterSpeed(positionals[0]);
    return 0;
  }
  if (values.serve) {
    console.log(speedTable(await serveSpeed()));
    return 0;
  }
  if (values.start) {
    console.log(startTable());
    return 0;
  }
  // What is named is read before anything is measured.
  const json = async (file: string): Promise<Plain> => JSON.parse(await readFile(file, 'utf8')) as Plain;
  const data = values.data === undefined ? {} : await json(values.data);
  const given = values.event === undefined ? undefined : await json(values.event);
  const others: Other[] = await Promise.all(
    positionals.map(async (name) => ({ name, template: parseTemplate(await readFile(name, 'utf8')), data })),
  );
  const ours = await subject();
  const event = given ?? ours.event;
  if (values.write) {
    await writeFile(path.join(root, 'docs/cost.md'), await costPage(ours));
    console.log('wrote docs/cost.md');
    return 0;
  }
  const rows = [
    await measure('this template, OAuth', ours.template, ours.oauth, event),
    await measure('this template, pixel access token', ours.template, ours.token, event),
    await measure('textbook port, signature only', await textbook(), ours.oauth, event),
  ];
  for (const { name, template } of others) rows.push(await measure(name, template, data, event));
  print(rows);
  process.stderr.write('measuring how it grows ...\n');
  console.log(`\n${await growthWithItems({ ...ours, event }, others)}`);
  console.log(`\n${await growthWithCredentials({ ...ours, event })}`);
  return 0;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`${(error as Error).message}\nSee npm run bench -- --help`);
  return 2;
});

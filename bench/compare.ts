/** `npm run compare`: this interpreter and compiler against Google's, as a public container script holds them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CompileError, compile } from 'sgtm-toolkit/sandbox/compiler/compile';
import { cutSections } from 'sgtm-toolkit/sandbox/tpl/sections';
import { agree, bodyOf, judgeProgram, runHere } from './judge-program.ts';
import { loadPublicBuild, type PublicBuild } from './public-build.ts';
import { type Choose, randomSource } from './random-source.ts';
import { subject } from './tables.ts';
import { tagSource } from './tag-source.ts';

const HELP = `npm run compare -- GTM.js [--programs N] [--seed S] [--templates FOLDER]

GTM.js is the script of any public web container, as a site loads it, saved to a file. It holds Google's interpreter and
the compiled form of the container's custom templates.

Runs random programs, and the tag of template.tpl with examples/purchase.json, through that interpreter and through this one:
values, error texts and instruction counts must agree. What may differ is listed in toolkit/sandbox/interpreter/DEVIATIONS.md.

  --programs N        how many programs (default 2000)
  --seed S            the first of N seeds (default 1); the same seed gives the same program
  --templates FOLDER  also compiles every .tpl file below FOLDER and compares with the container's templates
  --help              this text

Exit status: 0 when all agree, 1 when something differs, 2 when called wrongly.`;

/** The same choices for the same seed, everywhere (xorshift32). */
function chooser(seed: number): Choose {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function comparePrograms(build: PublicBuild, programs: number, first: number): boolean {
  let instructions = 0;
  let errors = 0;
  let hostErrors = 0;
  let stopped = 0;
  let listed = 0;
  let different = 0;
  for (let seed = first; seed < first + programs; seed++) {
    const source = randomSource(chooser(seed));
    const { ours, theirs, verdict } = judgeProgram(build, source);
    if (theirs.stopped) {
      stopped++;
      continue;
    }
    instructions += theirs.count;
    if (theirs.error?.host) hostErrors++;
    else if (theirs.error) errors++;
    if (verdict === 'same') continue;
    if (verdict === 'listed') {
      listed++;
      continue;
    }
    different++;
    if (different <= 5)
      console.log(
        `seed ${seed}\n${source}\nhere    ${JSON.stringify(ours)}\nthere   ${JSON.stringify(theirs)}\n`,
      );
  }
  const n = (value: number): string => value.toLocaleString('en');
  console.log(
    `${n(programs)} programs from seed ${first}, ${n(instructions)} instructions: ` +
      `${different === 0 ? 'all agree' : `${n(different)} differ`}${listed > 0 ? `, but for ${n(listed)} that differ as DEVIATIONS.md lists` : ''}; ${n(errors)} ended with an error of the interpreter, ` +
      `${n(hostErrors)} with one of the JavaScript engine, ${n(stopped)} ran too long to compare.`,
  );
  return different === 0;
}

/** The shipped tag with the pixel token and with OAuth: what it asks for, its signatures included, and what it costs. */
async function compareTag(build: PublicBuild): Promise<boolean> {
  const { template, token, oauth, event } = await subject();
  let same = true;
  for (const [name, data] of Object.entries({ 'the pixel token': token, OAuth: oauth })) {
    const program = compile(tagSource(template.code, data, event));
    const theirs = build.run(bodyOf(program));
    const ours = runHere(program);
    const agreed = agree(ours, theirs);
    same &&= agreed;
    console.log(
      `template.tpl with ${name}, two runs and the APIs' stand-ins: ` +
        (agreed
          ? `the same requests, ${theirs.count.toLocaleString('en')} instructions.`
          : `DIFFERENT\nhere    ${JSON.stringify(ours)}\nthere   ${JSON.stringify(theirs)}`),
    );
  }
  return same;
}

/** Every section of code below a folder, compiled both ways in which Google has given letters. */
function compiledBelow(folder: string): { file: string; bodies: string[] }[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.tpl'),
  );
  return files.flatMap((file) => {
    const code = cutSections(readFileSync(join(folder, file), 'utf8')).sections.find(({ name }) =>
      name.startsWith('SANDBOXED_JS'),
    );
    if (!code) return [];
    try {
      const bodies = (['current', 'older'] as const).map((letters) =>
        JSON.stringify(compile(code.body, { letters }).root.slice(2)),
      );
      return [{ file, bodies }];
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      return [];
    }
  });
}

/** The texts of a program, without what may be a local name: two forms of one source have the same. */
const textsOf = (body: string): string => (body.match(/"(?:[^"\\]|\\.){4,}"/g) ?? []).sort().join();

function compareTemplates({ templates }: PublicBuild, folder: string): boolean {
  const compiled = compiledBelow(folder);
  let same = 0;
  let different = 0;
  for (const template of templates) {
    const body = JSON.stringify(template.slice(2));
    const candidates = compiled.filter(({ bodies }) => textsOf(bodies[0]!) === textsOf(body));
    const match = candidates.find(({ bodies }) => bodies.includes(body));
    if (match) same++;
    else if (candidates.length > 0) different++;
    const file = (match ?? candidates[0])?.file;
    const verdict = match ? 'same instructions' : 'same texts, OTHER INSTRUCTIONS';
    console.log(`${template[1]}: ${file === undefined ? 'no such source here' : `${verdict} as ${file}`}`);
  }
  console.log(
    `${templates.length} compiled templates, ${compiled.length} sources: ${same} the same, ${different} not the same, ` +
      `${templates.length - same - different} without a source.`,
  );
  return different === 0;
}

function whole(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`--${option} must be a whole number, got ${text}.`);
  return value;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      programs: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      templates: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new Error('Name one container script.');
  const build = loadPublicBuild(path);
  const programs = comparePrograms(build, whole(values.programs, 'programs'), whole(values.seed, 'seed'));
  const tag = await compareTag(build);
  const templates = values.templates === undefined || compareTemplates(build, values.templates);
  return programs && tag && templates ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`${(error as Error).message}\nSee npm run compare -- --help`);
  return 2;
});

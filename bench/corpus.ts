/** `npm run corpus`: every version of the templates in a folder of clones, checked and run. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Verdict } from './corpus/judge.ts';
import { type Judged, report } from './corpus/report.ts';
import { repositoriesBelow, versionsOf } from './corpus/versions.ts';

const HELP = `npm run corpus -- FOLDER [--scenarios newest|all|none] [--json] [--forms]

FOLDER holds git repositories, bare or with a working copy, best called owner+name. Every content that a .tpl file in them has had
is checked, and the scenarios of server templates are run, in a process with limits of time and memory.

Tells how many versions were checked, which of them are refused and why, how many scenarios passed and why others did not, and how
often each rule speaks.

  --scenarios WHICH  of the newest version of each file (default), of all, or of none
  --forms            also the repositories in which each form of the language was seen
  --json             the figures as JSON
  --help             this text

Exit status: 0, or 2 when called wrongly.`;

/** Milliseconds for one version, scenarios included. */
const TIME = 60_000;
const MEGABYTES = 700;

/** Judges texts one after the other in a child process, which is started anew when it ends or hangs. */
function createJudge(): {
  judge: (text: string, run: boolean) => Promise<Verdict | string>;
  end: () => void;
} {
  let child: ChildProcessWithoutNullStreams | undefined;
  const start = (): ChildProcessWithoutNullStreams =>
    spawn(
      process.execPath,
      [
        `--max-old-space-size=${MEGABYTES}`,
        '-C',
        'sgtm-source',
        '--import',
        'tsx',
        fileURLToPath(new URL('corpus/judge.ts', import.meta.url)),
      ],
      { stdio: ['pipe', 'pipe', 'pipe'] },
    );
  const judge = (text: string, run: boolean): Promise<Verdict | string> =>
    new Promise((resolve) => {
      child ??= start();
      const current = child;
      let output = '';
      const finish = (result: Verdict | string): void => {
        clearTimeout(timer);
        for (const emitter of [current, current.stdout, current.stderr]) emitter.removeAllListeners();
        if (typeof result === 'string') {
          current.kill('SIGKILL');
          child = undefined;
        }
        resolve(result);
      };
      const timer = setTimeout(() => finish(`not over after ${TIME / 1000} seconds`), TIME);
      let errors = '';
      current.stderr.on('data', (chunk: Buffer) => {
        errors += chunk;
      });
      current.on('exit', (status, signal) =>
        finish(`the process ended with ${signal ?? status}: ${errors.trim().split('\n').at(-1) ?? ''}`),
      );
      current.stdout.on('data', (chunk: Buffer) => {
        output += chunk;
        if (output.endsWith('\n')) finish(JSON.parse(output) as Verdict);
      });
      current.stdin.write(`${JSON.stringify({ text, run })}\n`);
    });
  return { judge, end: () => child?.kill() };
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      scenarios: { type: 'string', default: 'newest' },
      forms: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const [folder, ...more] = positionals;
  const { scenarios } = values;
  if (folder === undefined || more.length > 0) throw new Error('Name one folder of repositories.');
  if (scenarios !== 'newest' && scenarios !== 'all' && scenarios !== 'none')
    throw new Error(`--scenarios must be newest, all or none, got ${scenarios}.`);
  const repositories = repositoriesBelow(folder);
  if (repositories.length === 0)
    throw new Error(`No git repository below ${folder}; links are not followed.`);
  const { judge, end } = createJudge();
  const judged: Judged[] = [];
  for (const repository of repositories)
    for (const { text, ...version } of versionsOf(repository)) {
      const run = scenarios === 'all' || (scenarios === 'newest' && version.newest);
      judged.push({ ...version, verdict: await judge(text, run) });
    }
  end();
  console.log(values.json ? JSON.stringify(judged) : report(judged, values.forms));
  return 0;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`${(error as Error).message}\nSee npm run corpus -- --help`);
  return 2;
});

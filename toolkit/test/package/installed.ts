/**
 * The package as others get it: packed by npm, unpacked into a folder of its own, with the dependencies that it declares and no
 * others. They are links to this checkout's, so that nothing is fetched.
 */
import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const toolkit = join(import.meta.dirname, '../..');
const modules = join(toolkit, '../node_modules');

interface Manifest {
  name: string;
  version: string;
  dependencies: Record<string, string>;
  bin: Record<string, string>;
  engines: { node: string };
}

export const manifest = JSON.parse(readFileSync(join(toolkit, 'package.json'), 'utf8')) as Manifest;

/** Packs the toolkit into a new folder; the path of the tarball. */
export function pack(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sgtm-pack-'));
  const args = ['pack', '--silent', '--pack-destination', folder];
  return join(folder, execFileSync('npm', args, { cwd: toolkit, encoding: 'utf8' }).trim());
}

/** What the projects of `sgtm init` have besides the toolkit. */
const PROJECT = { typescript: { tsc: 'bin/tsc' }, vitest: { vitest: 'vitest.mjs' }, '@types/node': {} };

/** Installs a tarball into a folder, as `npm install` of a project of `sgtm init` would. */
export function install(tarball: string, folder: string): void {
  const own = join(folder, 'node_modules', manifest.name);
  mkdirSync(own, { recursive: true });
  execFileSync('tar', ['xzf', tarball, '-C', own, '--strip-components', '1']);
  link(folder, manifest.name, manifest.bin);
  for (const name of Object.keys(manifest.dependencies)) link(folder, name, {});
  for (const [name, bin] of Object.entries(PROJECT)) link(folder, name, bin);
}

/** Gives a folder what another one has installed. */
export function shareInstalled(from: string, folder: string): void {
  const modules = join(folder, 'node_modules');
  if (!existsSync(modules)) symlinkSync(join(from, 'node_modules'), modules);
}

function link(folder: string, name: string, bin: Record<string, string>): void {
  const target = join(folder, 'node_modules', name);
  if (!existsSync(target)) {
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(join(modules, name), target);
  }
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  for (const [command, file] of Object.entries(bin)) {
    const program = join(folder, 'node_modules/.bin', command);
    writeFileSync(program, `#!/bin/sh\nexec node '${join(target, file)}' "$@"\n`);
    chmodSync(program, 0o755);
  }
}

/** An empty folder that ends with the process of the tests. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sgtm-installed-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Ended {
  status: number;
  out: string;
  err: string;
}

/** A line of a shell in a folder, with the commands of its node_modules first and nothing of this checkout in the environment. */
export const shell = (line: string, folder: string, more: Record<string, string> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const { PATH = '', HOME = '' } = process.env;
    const environment = {
      HOME,
      NO_COLOR: '1',
      PATH: `${join(folder, 'node_modules/.bin')}:${PATH}`,
      ...more,
    };
    execFile(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', line],
      { cwd: folder, env: environment, maxBuffer: 64 * 1024 * 1024 },
      (error, out, err) =>
        resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    );
  });

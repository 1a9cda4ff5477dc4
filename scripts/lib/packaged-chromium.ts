/**
 * The Chromium inside of the package @sparticuz/chromium, for Linux x64: packed, with the libraries and fonts it needs, so that
 * a machine with nothing but Node has a browser. Its pages are set in Open Sans, whatever else is installed.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';

const packageFolder = path.join(import.meta.dirname, '../../node_modules/@sparticuz/chromium');
/** Inside of the package, so that another version unpacks its own. */
const unpacked = path.join(packageFolder, 'unpacked');

/** Where the program stands once it is unpacked, and the environment it needs. */
export const packagedChromium = {
  executablePath: path.join(unpacked, 'chromium'),
  env: {
    ...process.env,
    LD_LIBRARY_PATH: path.join(unpacked, 'al2023/lib'),
    FONTCONFIG_FILE: path.join(unpacked, 'fonts.conf'),
    XDG_CACHE_HOME: unpacked,
  },
};

const FONTS =
  '<fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="xdg">font-cache</cachedir></fontconfig>\n';

/** Unpacks it, unless that was done: some seconds, 200 MB. Several processes may do so at once. */
export async function unpackChromium(): Promise<void> {
  if (existsSync(unpacked)) return;
  // A folder of its own is filled and then given its name: nobody ever sees half of it.
  const fresh = await mkdtemp(`${unpacked}-`);
  try {
    // The package unpacks into the folder for temporary files, and the libraries only where it believes to be on Amazon's Linux.
    const code = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], {
      cwd: packageFolder,
      env: { ...process.env, TMPDIR: fresh, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' },
    });
    await writeFile(path.join(fresh, 'fonts.conf'), FONTS);
    await rename(fresh, unpacked);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    // Another process was faster.
    if (!existsSync(unpacked)) throw error;
  }
}

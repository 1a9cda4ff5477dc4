/**
 * A browser to draw the playground with, for its tests and pictures: on Linux x64 the packaged Chromium, elsewhere the installed
 * Chrome or Edge.
 */
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { packagedChromium, unpackChromium } from './packaged-chromium.ts';

interface Candidate {
  name: string;
  options: LaunchOptions;
  /** Run before the start. */
  prepare?: () => Promise<void>;
}

/**
 * What may start, best first.
 *
 * @param given the program that CHROMIUM names; no other is tried then
 */
export function candidates(given: string | undefined, platform: string, arch: string): Candidate[] {
  if (given) return [{ name: given, options: { executablePath: given } }];
  const installed: Candidate[] = [
    { name: 'Google Chrome', options: { channel: 'chrome' } },
    { name: 'Microsoft Edge', options: { channel: 'msedge' } },
  ];
  if (platform !== 'linux') return installed;
  installed.push({ name: 'Chromium', options: { executablePath: '/usr/bin/chromium' } });
  if (arch !== 'x64') return installed;
  return [{ name: '@sparticuz/chromium', options: packagedChromium, prepare: unpackChromium }, ...installed];
}

/**
 * The first browser that starts.
 *
 * @throws when none does: each that was tried with its reason, and what to do
 */
export async function launchBrowser(
  from = candidates(process.env.CHROMIUM, process.platform, process.arch),
): Promise<Browser> {
  const reasons: string[] = [];
  for (const { name, options, prepare } of from) {
    try {
      await prepare?.();
      const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
      return await chromium.launch({ ...options, args });
    } catch (error) {
      reasons.push(`${name}: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  throw new Error(
    `No browser starts here.\n${reasons.join('\n')}\nInstall Google Chrome or Microsoft Edge (on Debian also: apt-get install ` +
      'chromium), or set CHROMIUM to the path of a Chromium.',
  );
}

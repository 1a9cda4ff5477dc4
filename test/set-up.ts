/** Before the first test: the browser is unpacked, which takes longer than a test may on a slow machine. */
import { unpackChromium } from '../scripts/lib/packaged-chromium.ts';

export async function setup(): Promise<void> {
  if (process.platform === 'linux' && process.arch === 'x64' && !process.env.CHROMIUM) await unpackChromium();
}

import { describe, expect, it } from 'vitest';
import { candidates, launchBrowser } from '../../scripts/lib/browser.ts';

const names = (...world: Parameters<typeof candidates>) => candidates(...world).map(({ name }) => name);

describe('a browser', () => {
  it('comes with the packages on Linux x64; elsewhere it is the installed one', () => {
    expect(names(undefined, 'linux', 'x64')[0]).toBe('@sparticuz/chromium');
    expect(names(undefined, 'linux', 'arm64')).toEqual(['Google Chrome', 'Microsoft Edge', 'Chromium']);
    expect(names(undefined, 'darwin', 'arm64')).toEqual(['Google Chrome', 'Microsoft Edge']);
    expect(names(undefined, 'win32', 'x64')).toEqual(['Google Chrome', 'Microsoft Edge']);
  });

  it('is the one that CHROMIUM names and no other', () => {
    expect(names('/nowhere/chromium', 'linux', 'x64')).toEqual(['/nowhere/chromium']);
  });

  it('that does not start makes place for the next', async () => {
    const browser = await launchBrowser([
      ...candidates('/nowhere/chromium', 'linux', 'x64'),
      ...candidates(undefined, process.platform, process.arch),
    ]);
    expect(browser.isConnected()).toBe(true);
    await browser.close();
  });

  it('that is missing is told with what was tried, why it failed, and the way to one', async () => {
    const refusal = await launchBrowser(candidates('/nowhere/chromium', 'linux', 'x64')).catch(String);
    expect(refusal).toMatch(/\/nowhere\/chromium: .*(?:exist|ENOENT)/);
    expect(refusal).toMatch(/Install Google Chrome or Microsoft Edge.*set CHROMIUM to the path/);
  });
});

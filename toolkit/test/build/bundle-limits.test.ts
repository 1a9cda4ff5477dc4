/** To stand in test/build/. */
import { describe, expect, it } from 'vitest';
import { bundle } from '../../build/bundle.ts';
import { project } from './project.ts';

const codeOf = async (main: string): Promise<string> =>
  (await bundle(await project({ 'src/main.ts': main }), 'src/main.ts')).code;

describe('the bundle', () => {
  it('never drops a call: `void f()` is kept for the check to refuse, or refused', async () => {
    const code = await codeOf("const log = require('logToConsole');\nvoid log('x');\ndata.gtmOnSuccess();\n");
    expect(code).toContain('log("x")');
  });

  it('leaves `require(` in texts and comments alone', async () => {
    const code = await codeOf(
      "// Not require('JSON') but a comment.\ndata.gtmOnSuccess('Say require(1)');\n",
    );
    expect(code).not.toContain('require_of_gtm');
  });
});

/** The question of apply, on a terminal and at the end of a file. */
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { confirm } from '../../scripts/events/confirm.ts';

async function answered(
  typed: string | undefined,
  isTTY: boolean,
): Promise<{ agreed: boolean; out: string }> {
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { isTTY, columns: 80 });
  let out = '';
  output.on('data', (chunk) => {
    out += String(chunk);
  });
  const agreed = confirm('Do this? ', input, output);
  if (typed === undefined) input.end();
  else input.write(typed);
  return { agreed: await agreed, out };
}

test.each<[string, string | undefined, boolean, boolean]>([
  ['yes', 'yes\n', true, true],
  ['yes in capitals, with a blank', 'YES \r', true, true],
  ['yes that is no terminal’s', 'yes\n', false, true],
  ['y', 'y\n', true, false],
  ['nothing', '\n', true, false],
  ['Ctrl-C', '\x03', true, false],
  ['Ctrl-C behind a yes', 'yes\x03', true, false],
  ['Ctrl-D', '\x04', true, false],
  ['the end of the input', undefined, true, false],
  ['the end of a file', undefined, false, false],
])('%s', async (_what, typed, isTTY, agrees) => {
  const { agreed, out } = await answered(typed, isTTY);
  expect([agreed, out]).toEqual([agrees, expect.stringContaining('Do this? ')]);
  // What is said next begins a line; a terminal shows what was typed with the end of its line, a file does not.
  if (isTTY) expect(out).toMatch(/\n$/);
});

/** `npm run build`: what it refuses of this repository's own source, and that it then writes nothing. */
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../scripts/build.ts';
import { project } from '../../toolkit/test/build/project.ts';
import { captured } from '../../toolkit/test/cli/captured.ts';

const INFO = JSON.stringify({
  type: 'TAG',
  id: 'cvt_temp_public_id',
  version: 1,
  securityGroups: [],
  displayName: 'Sample',
  description: 'A sample.',
  containerContexts: ['SERVER'],
});

async function build(files: Record<string, string>, ...args: string[]) {
  const folder = await project({ 'template/info.json': INFO, 'docs/readme.md': '', ...files });
  const { io, written } = captured();
  const status = await main(args, folder, io);
  return { status, text: (written.out + written.err).trimEnd(), folder };
}

describe('npm run build', () => {
  it('writes the template, the types and the pages of rules', async () => {
    const { status, text, folder } = await build({ 'src/main.ts': 'data.gtmOnSuccess();\n' });
    expect([status, text]).toEqual([
      0,
      expect.stringMatching(/^template\.tpl: \d+ KB, wrote template\.tpl, /),
    ]);
    for (const file of [
      'template.tpl',
      'src/fields.generated.ts',
      'docs/sandbox-rules.md',
      'docs/sandbox-forms.md',
    ])
      expect(existsSync(path.join(folder, file))).toBe(true);
    expect(await main(['--check'], folder, captured().io)).toBe(0);
  });

  it.each([
    [
      'a name of two modules',
      "import { a } from './a';\nconst b = a;\ndata.gtmOnSuccess(b);\n",
      /^error: src\/main\.ts: b is also a name of another module, and would ship as mainB\. Rename one of them\.$/,
    ],
    [
      'syntax that would be lowered',
      'data.gtmOnSuccess(data.gtmOnFailure ?? 1);\n',
      /^error: src\/main\.ts:1:19: nullish: what ships is what was written\. Write the plain form\.$/,
    ],
    [
      'what Google’s editor refuses',
      'data.gtmOnSuccess(/a/);\n',
      /^error: SANDBOX_REGEX_LITERAL at src\/main\.ts:1:19\n/,
    ],
    [
      'a form that no public template is known to have',
      "data.gtmOnSuccess('a'.match('a(?=b)'));\n",
      /^note: SANDBOX_NOT_SEEN at src\/main\.ts:1:19\n/,
    ],
    [
      'an unsigned shift, which few have',
      'data.gtmOnSuccess(data.gtmOnFailure >>> 2);\n',
      /^error: src\/main\.ts:1:19: a >>> b: hardly any public template has it\. Mask /,
    ],
    [
      'a number as a key, which few have',
      "\ndata.gtmOnSuccess({1: 'a'});\n",
      /^error: src\/main\.ts:2:20: object with numbers as keys: .* Put the number in quotes\.$/,
    ],
    ['what cannot be read', 'data.gtmOnSuccess(;\n', /^src\/main\.ts:1:19: /],
  ])('refuses %s, with its place, and writes nothing', async (_what, source, message) => {
    const { status, text, folder } = await build({
      'src/main.ts': source,
      'src/a.ts': 'const b = data.gtmOnFailure;\nexport const a = b;\n',
    });
    expect([status, text]).toEqual([1, expect.stringMatching(message)]);
    expect(existsSync(path.join(folder, 'template.tpl'))).toBe(false);
  });
});

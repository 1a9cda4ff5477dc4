import { existsSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at, sgtm, useFolder } from './templates.ts';

useFolder();

const made = async (name: string, ...args: string[]): Promise<(file: string) => string> => {
  expect((await sgtm('init', at(name), ...args)).status).toBe(0);
  return (file) => at(`${name}/${file}`);
};

describe('build', () => {
  it('has nothing to change after init, and with --check writes nothing', async () => {
    const file = await made('same', '--type', 'tag');
    expect((await sgtm('build', at('same'))).out).toMatch(
      /^built: \/same\/template\.tpl, .*nothing to change\.\n$/,
    );
    writeFileSync(file('template.tpl'), 'other');
    const { status, out } = await sgtm('build', '--check', at('same'));
    expect(status).toBe(1);
    expect(out).toContain('template.tpl is not what the sources give. Run sgtm build.');
    expect(readFileSync(file('template.tpl'), 'utf8')).toBe('other');
  });

  it('of code that the editor refuses writes nothing, and names the place in the source', async () => {
    const file = await made('refused', '--type', 'variable');
    const before = readFileSync(file('template.tpl'), 'utf8');
    writeFileSync(file('src/main.ts'), 'export default /x/;\n');
    const { status, out } = await sgtm('build', at('refused'));
    expect(status).toBe(1);
    expect(out).toMatch(/^\/refused\/src\/main\.ts:1:16 error SANDBOX_REGEX_LITERAL: /m);
    expect(readFileSync(file('template.tpl'), 'utf8')).toBe(before);
  });

  it('says in a sentence what is missing', async () => {
    const file = await made('less', '--type', 'tag');
    rmSync(file('template/info.json'));
    expect((await sgtm('build', at('less'))).out).toMatch(/^\/less\/template\/info\.json error BUILD: /);
    expect(await sgtm('build', at('many'))).toMatchObject({
      status: 2,
      err: expect.stringContaining('neither src/main.ts nor src/main.js is there'),
    });
  });

  it('writes the permissions that the code needs, once', async () => {
    const file = await made('allowed', '--type', 'client');
    rmSync(file('template/permissions.json'));
    expect((await sgtm('build', at('allowed'))).out).toContain('PERMISSION_MISSING');
    const first = await sgtm('build', '--write-permissions', at('allowed'));
    expect([first.status, first.err]).toEqual([0, 'wrote /allowed/template/permissions.json.\n']);
    expect((await sgtm('build', '--write-permissions', at('allowed'))).err).toBe('');
    expect((await sgtm('build', '--check', '--write-permissions', at('allowed'))).status).toBe(2);
  });

  it.each([
    ['template.tpl', 'file'],
    ['src/fields.generated.ts', 'file'],
    ['src', 'folder'],
    ['template.tpl', 'nothing'],
  ])('writes nothing through %s where it is a link to a %s elsewhere', async (name, kind) => {
    const own = `linked-${name.replaceAll('/', '-')}-${kind}`;
    const file = await made(own, '--type', 'tag');
    const elsewhere = at(`elsewhere-${own}`);
    if (kind === 'nothing') rmSync(file(name));
    else renameSync(file(name), elsewhere);
    symlinkSync(elsewhere, file(name));
    const label = JSON.stringify([{ type: 'TEXT', name: 'other', displayName: 'Other' }]);
    writeFileSync(file('template/parameters.json'), label);
    const before = kind === 'file' ? readFileSync(elsewhere, 'utf8') : '';
    const { status, err } = await sgtm('build', at(own));
    expect(status).toBe(2);
    expect(err).toMatch(kind === 'nothing' ? /cannot be written/ : /a link leads from here to .*, out of /);
    if (kind === 'file') expect(readFileSync(elsewhere, 'utf8')).toBe(before);
    if (kind === 'folder')
      expect(readFileSync(`${elsewhere}/fields.generated.ts`, 'utf8')).toContain('label');
    if (kind === 'nothing') expect(existsSync(elsewhere)).toBe(false);
  });

  it('as JSON gives the problems with their places', async () => {
    const file = await made('told', '--type', 'tag', '--js');
    writeFileSync(file('src/main.js'), 'const a = /x/;\ndata.gtmOnSuccess(a);\n');
    const { folders, failed } = JSON.parse((await sgtm('build', '--json', at('told'))).out);
    expect(failed).toBe(1);
    expect(folders[0].problems).toContainEqual(
      expect.objectContaining({ file: 'src/main.js', severity: 'error' }),
    );
    expect(existsSync(file('src/fields.generated.ts'))).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { textOf } from './files.ts';

/** First cells of the table below a heading, without the table's own heading. */
function rowsBelow(text: string, heading: string): string[] {
  const section = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| `(\w+)` +\|/gm)].map(([, cell]) => cell!);
}

/** Every text anywhere in a value. */
const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];

interface Permission {
  instance: { key: { publicId: string }; param: { key: string; value: unknown }[] };
}
const permissions = JSON.parse(textOf('template/permissions.json')) as Permission[];
const page = textOf('docs/security.md');

describe('the page on security', () => {
  it('explains each permission of the template, and none that it does not ask for', () => {
    const asked = permissions.map(({ instance }) => instance.key.publicId);
    expect(rowsBelow(page, 'Permissions').sort()).toEqual(asked.sort());
  });

  it('names every URL, cookie and header that is allowed, and counts the keys of the event', () => {
    const of = (id: string) =>
      permissions.find(({ instance }) => instance.key.publicId === id)!.instance.param;
    const names = [
      ...textsIn(of('send_http').find(({ key }) => key === 'urls')),
      ...textsIn(of('get_cookies').find(({ key }) => key === 'cookieNames')),
      ...textsIn(of('read_request').find(({ key }) => key === 'headerWhitelist')?.value),
    ].filter((text) => !['urls', 'cookieNames', 'headerName'].includes(text));
    expect(names.length).toBeGreaterThan(4);
    for (const name of names) expect(page).toContain(`\`${name}\``);
    const keys = textsIn(of('read_event_data').find(({ key }) => key === 'keyPatterns')!.value);
    expect(page).toContain(`${keys.length} named keys`);
  });
});

describe('the page on decisions', () => {
  it('gives a reason for every package that the project depends on', () => {
    const { devDependencies } = JSON.parse(textOf('package.json')) as {
      devDependencies: Record<string, string>;
    };
    const decisions = textOf('docs/decisions.md').toLowerCase();
    const names = Object.keys(devDependencies).filter((name) => !name.startsWith('@types/'));
    expect(names.filter((name) => !decisions.includes(name.replace('@biomejs/', '').toLowerCase()))).toEqual(
      [],
    );
  });
});

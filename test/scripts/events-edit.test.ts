/** Values put into dictionaries that are written in every way YAML and JSON allow. */
import { describe, expect, test } from 'vitest';
import { readEvents } from '../../scripts/container/dictionary.ts';
import { completed } from '../../scripts/events/file.ts';
import { form } from './container-tools.ts';

const HEAD = 'pixelId: o8z6j\n';
const LEAD = `${HEAD}categoryEvents:\n  lead:`;

/** An ID for the row `lead`, a row `search`, a table with a row, and the account. */
function complete(text: string): string {
  expect(readEvents('f', text, form).problems).toEqual([]);
  return completed('f', text, form, { accountId: 'abc123' }, [
    { table: 'categoryEvents', selector: 'lead', values: { id: 'tw-o8z6j-zz' } },
    { table: 'categoryEvents', selector: 'search', values: { id: 'tw-o8z6j-z1', name: 'S: x' } },
    { table: 'customEvents', selector: 'a b', values: { id: 'tw-o8z6j-z2' } },
  ]);
}
const SEARCH = '\n  search:\n    id: tw-o8z6j-z1\n    name: "S: x"';
const REST = '\naccountId: abc123\ncustomEvents:\n  a b:\n    id: tw-o8z6j-z2';

describe('a dictionary is completed', () => {
  test.each<[string, string, string]>([
    [
      'behind lines',
      `${LEAD}\n    name: Foo\n`,
      `${LEAD}\n    name: Foo\n    id: tw-o8z6j-zz${SEARCH}${REST}\n`,
    ],
    [
      'without an end of its last line',
      `${LEAD}\n    name: Foo`,
      `${LEAD}\n    name: Foo\n    id: tw-o8z6j-zz${SEARCH}${REST}`,
    ],
    [
      'behind a text of several lines',
      `${LEAD}\n    name: >-\n      Foo\n      bar\n`,
      `${LEAD}\n    name: >-\n      Foo\n      bar\n    id: tw-o8z6j-zz${SEARCH}${REST}\n`,
    ],
    [
      'before an end of the document',
      `---\n${LEAD}\n    name: Foo\n...\n`,
      `---\n${LEAD}\n    name: Foo\n    id: tw-o8z6j-zz${SEARCH}${REST}\n...\n`,
    ],
    [
      'with comments where they were',
      `${LEAD} # a\n\n    # why\n    name: Foo # b\n    # after\n# end\n`,
      `${LEAD} # a\n\n    # why\n    name: Foo # b\n    id: tw-o8z6j-zz${SEARCH}${REST}\n    # after\n# end\n`,
    ],
    [
      'in a place that is empty',
      `${LEAD}\n    id: # later\n    name: Foo\n`,
      `${LEAD}\n    id: tw-o8z6j-zz # later\n    name: Foo${SEARCH}${REST}\n`,
    ],
    [
      'in quotation marks that are empty',
      `${LEAD}\n    id: ''   # c\n    name: Foo\n`,
      `${LEAD}\n    id: tw-o8z6j-zz   # c\n    name: Foo${SEARCH}${REST}\n`,
    ],
    ['in a row that is empty', `${LEAD} # c\n`, `${LEAD} # c\n    id: tw-o8z6j-zz${SEARCH}${REST}\n`],
    ['in a row that is nothing', `${LEAD} ~ # c\n`, `${LEAD} # c\n    id: tw-o8z6j-zz${SEARCH}${REST}\n`],
    [
      'on one line',
      `${LEAD} {name: Foo}  # c\n`,
      `${LEAD} {name: Foo, id: tw-o8z6j-zz}  # c${SEARCH}${REST}\n`,
    ],
    [
      'with a key that has no colon',
      `${LEAD} {name: Foo, id}\n`,
      `${LEAD} {name: Foo, id: tw-o8z6j-zz}${SEARCH}${REST}\n`,
    ],
    ['in braces that are empty', `${LEAD} {}\n`, `${LEAD} { id: tw-o8z6j-zz }${SEARCH}${REST}\n`],
    [
      'in braces over lines, with commas and comments',
      `${HEAD}categoryEvents: {\n  lead: { # c\n    name: Foo, # d\n  }, # e\n} # f`,
      `${HEAD}categoryEvents: {\n  lead: { # c\n    name: Foo,\n    id: tw-o8z6j-zz, # d\n  },\n  search: { id: tw-o8z6j-z1, name: "S: x" }, # e\n} # f${REST}`,
    ],
    [
      'in JSON',
      '{\n\t"pixelId": "o8z6j",\n\t"categoryEvents": {"lead": {"name": "Foo"}}\n}\n',
      '{\n\t"pixelId": "o8z6j",\n\t"categoryEvents": {"lead": {"name": "Foo", "id": "tw-o8z6j-zz"}, "search": { "id": "tw-o8z6j-z1", "name": "S: x" }},\n\t"accountId": "abc123",\n\t"customEvents": { "a b": { "id": "tw-o8z6j-z2" } }\n}\n',
    ],
    [
      'behind a byte-order mark, with Windows’ line ends',
      `\uFEFF${LEAD}\n    name: Foo\n`.replaceAll('\n', '\r\n'),
      `\uFEFF${LEAD}\n    name: Foo\n    id: tw-o8z6j-zz${SEARCH}${REST}\n`.replaceAll('\n', '\r\n'),
    ],
  ])('%s', (_what, text, after) => {
    expect(complete(text)).toBe(after);
  });

  test.each([
    `? pixelId\n: o8z6j\n? categoryEvents\n: ? lead\n  : name: Foo\n`,
    `${HEAD}categoryEvents:\n  ? lead\n  :\n    name: Foo\n`,
    `${LEAD}\n    ? name\n    : Foo\n`,
  ])('or refused, when it is written as nobody does: %j', (text) => {
    expect(() => complete(text)).toThrow(/^f: cannot be completed/);
  });
});

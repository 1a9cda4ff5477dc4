/** Mistakes in a map are told by line and column, each with what to do. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readMap } from '../../scripts/send/map.ts';
import { folder } from './replay-setup.ts';
import { HEADER, MAP, order, sendTable } from './send-setup.ts';

test.each([
  ['an unknown key', `${MAP}colums: {}\n`, '10:1', "Did you mean 'columns'?"],
  ['an unknown key of the event', `${MAP}  e-mail: Mail\n`, '10:3', "Did you mean 'email'?"],
  ['a key twice', `${MAP}zone: UTC\n`, '10:1', "has 'zone' twice"],
  [
    'a column that is not there',
    MAP.replace('Total', 'total'),
    '8:10',
    'has no column "total". Did you mean \'Total\'?',
  ],
  ['a filter of a column that is not there', `${MAP}only: { Typ: x }\n`, '10:9', 'has no column "Typ"'],
  ['an empty column', MAP.replace('Total', ''), '8:3', 'columns.value is empty'],
  ['a list of columns', MAP.replace('Total', '[Total]'), '8:10', 'must be one value'],
  ['no zone', MAP.replace('Europe/Berlin', 'Berlin'), '2:7', 'must be a time zone'],
  ['no amount', `${MAP}value: { purchase: ten }\n`, '10:20', 'must be an amount'],
  ['a negative amount', `${MAP}value: { purchase: -1 }\n`, '10:20', 'must be an amount'],
  ['refunds without words', `${MAP}refunds: { column: Stage }\n`, '10:1', 'refunds needs "column" and "is"'],
  [
    'refunds without orders',
    `${MAP.replace(/.*Order\n/, '')}refunds: { column: Stage, is: x }\n`,
    '1:1',
    'refunds needs columns.transaction_id',
  ],
  [
    'an event for refunds',
    `${MAP}refunds: { column: Stage, is: x, event: y }\n`,
    '10:34',
    'refunds has no key "event"',
  ],
  ['no event', MAP.replace(/.*Stage\n/, ''), '1:1', 'No event'],
  ['no time', MAP.replace(/.*Time\n/, ''), '1:1', 'No time'],
  ['no dictionary', MAP.replace('tag: tag.yaml\n', ''), '1:1', 'tag is missing'],
  [
    'columns that are a word',
    'tag: tag.yaml\ncolumns: Stage\n',
    '2:10',
    'columns must hold "name: value" lines',
  ],
  ['a tab', `${MAP}\tx: y\n`, '10:1', 'Not valid YAML'],
  ['a list', '- a\n', '1:1', 'Write "name: value" lines'],
  ['nothing', '', '1:1', 'The file is empty'],
])('%s', async (_what, map, place, words) => {
  const { code, out, err } = await sendTable(HEADER + order('1'), { map });
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain(`map.yaml:${place} error `);
  expect(err).toContain(words);
});

test('a column that the header has twice is refused when it is used', async () => {
  const table = `Stage,Time,Order,Mail,Total,Total,Currency\n`;
  const { code, err } = await sendTable(table, {});
  expect([code, err]).toEqual([1, expect.stringContaining('has the column "Total" 2 times')]);
});

test('mistakes of the dictionary are told as npm run container tells them', async () => {
  const { code, err } = await sendTable(HEADER, {
    dictionary: 'pixelId: o8z6j\ncategoryEvents:\n  purchas: o87ne\n',
  });
  expect([code, err]).toEqual([1, expect.stringMatching(/tag\.yaml:3:3 error UNKNOWN_CATEGORY/)]);
});

test('a dictionary by which nothing of a row would be read is refused', async () => {
  const dictionary = 'pixelId: o8z6j\nautoUserData: false\ncategoryEvents:\n  purchase: o87ne\n';
  const { code, err } = await sendTable(HEADER, { dictionary });
  expect([code, err]).toEqual([2, expect.stringContaining('autoUserData is false')]);
});

test('a dictionary that is not there is a wrong call', async () => {
  const { code, err } = await sendTable(HEADER, { map: MAP.replace('tag.yaml', 'none.yaml') });
  expect([code, err]).toEqual([2, expect.stringContaining('none.yaml: cannot be read')]);
});

test('its path counts from the map', () => {
  const path = folder();
  writeFileSync(join(path, 'map.yaml'), MAP);
  expect(readMap(join(path, 'map.yaml'), MAP).map.tag).toBe(join(path, 'tag.yaml'));
});

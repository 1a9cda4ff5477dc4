/** Tables as programs write them, and as they should not. */

import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openTable } from '../../scripts/send/rows.ts';
import type { Row } from '../../scripts/send/table.ts';
import { runs } from '../counts.ts';

/** Rows as pairs of line and cells of a and b, or the problem. */
async function read(
  bytes: Uint8Array | string,
  size = 7,
): Promise<{ columns: unknown; rows: unknown[]; problem: unknown }> {
  const buffer = Buffer.from(bytes);
  const chunks = Array.from({ length: Math.ceil(buffer.length / size) }, (_, i) =>
    buffer.subarray(i * size, (i + 1) * size),
  );
  const { columns, rows, problem } = await openTable(Readable.from(chunks));
  const seen: Row[] = [];
  for await (const row of rows) seen.push(row);
  return {
    columns,
    problem,
    rows: seen.map((row) => [row.line, 'problem' in row ? row.problem : [row.cell('a'), row.cell('b')]]),
  };
}

const plain = [
  [2, ['1', '2']],
  [3, ['3', 'ü;,"']],
];

describe('CSV', () => {
  test.each([
    ['with commas', 'a,b\n1,2\n3,"ü;,"""\n'],
    ['with semicolons', 'a;b\n1;2\n3;"ü;,"""\n'],
    ['with tabs', 'a\tb\n1\t2\n3\t"ü;,"""\n'],
    ['with a mark', '\uFEFFa,b\n1,2\n3,"ü;,"""\n'],
    ['of Windows', 'a,b\r\n1,2\r\n3,"ü;,"""\r\n'],
    ['without a last line break', 'a,b\n1,2\n3,"ü;,"""'],
    ['whose names stand in quotation marks and blanks', '" a ","b"\n1,2\n3,"ü;,"""\n'],
  ])('%s', async (_what, text) => {
    expect(await read(text)).toEqual({ columns: ['a', 'b'], rows: plain, problem: undefined });
    expect((await read(gzipSync(text))).rows).toEqual(plain);
  });

  test('a row is known by the line where it begins', async () => {
    const { rows } = await read('a,b\n\n"x\ny\nz",2\n3,4\n');
    expect(rows).toEqual([
      [3, ['x\ny\nz', '2']],
      [6, ['3', '4']],
    ]);
  });

  test('a row with other columns than the header is named, the rest is read', async () => {
    const { rows } = await read('a,b\n1\n1,2,3\n3,4\n');
    expect(rows).toEqual([
      [2, 'The row has 1 columns, the header 2: "b" is the first that is missing.'],
      [3, 'The row has 3 columns, the header 2.'],
      [4, ['3', '4']],
    ]);
  });

  test('a quotation mark inside of a text is one', async () => {
    expect((await read('a,b\n5" pipe,2\n3,4\n')).rows).toEqual([
      [2, ['5" pipe', '2']],
      [3, ['3', '4']],
    ]);
  });

  test('one that is never closed is told with its column, and each line behind it is counted', async () => {
    const { rows } = await read('a,b\n1,2\n3,"4\n5,6\n \n\r\n7,8');
    const behind = 'Not read: the row that begins in line 3 has no end.';
    expect(rows).toEqual([
      [2, ['1', '2']],
      [
        3,
        'The quotation mark that opens in line 3, column "b", is not closed: nothing behind it can be read.',
      ],
      [4, behind],
      [7, behind],
    ]);
  });

  test('one that opens in a later line of its row is told with that line', async () => {
    const { rows } = await read('a,b\n"x\ny","4\n5,6\n');
    expect(rows.map((row) => (row as unknown[])[0])).toEqual([2, 3, 4]);
    expect(rows[0]).toEqual([2, expect.stringContaining('opens in line 3, column "b", is not closed')]);
  });

  test('one that another row closes is told with the lines that it takes', async () => {
    const { rows } = await read('a,b\n"1,2\n3,4\n5,"6"\n7,8\n');
    expect(rows).toEqual([
      [
        2,
        'The row has 1 columns, the header 2: "b" is the first that is missing. It goes on to line 4: look for a quotation mark that is not closed.',
      ],
      [5, ['7', '8']],
    ]);
  });

  test('in the header it is refused', async () => {
    expect((await read('a,"b\n1,2\n')).problem).toBe('A quotation mark in the header is not closed.');
  });

  test('a megabyte without an end is not kept, and its lines are counted', async () => {
    const { rows } = await read(`a,b\n1,2\n"${'x,\n'.repeat(500_000)}`, 65_536);
    expect(rows[1]).toEqual([3, expect.stringContaining('longer than a megabyte')]);
    expect(rows.at(-1)).toEqual([500_002, expect.stringContaining('Not read')]);
    expect(rows).toHaveLength(500_001);
  });

  test('rows of nothing but blanks are none, as spreadsheets leave them at the end', async () => {
    expect((await read('a,b\n1,2\n,\n" ", \n3,4\n;;\n')).rows).toEqual([
      [2, ['1', '2']],
      [5, ['3', '4']],
      [6, expect.stringContaining('The row has 1 columns')],
    ]);
  });

  test('whatever ends the lines, also each another way', async () => {
    for (const size of [1, 2, 3, 100])
      for (const text of ['a,b\r1,2\r3,"x\ry"\r5,6', 'a,b\r\n1,2\n3,"x\ry"\r5,6\r\n'])
        expect((await read(text, size)).rows).toEqual([
          [2, ['1', '2']],
          [3, ['3', 'x\ry']],
          [5, ['5', '6']],
        ]);
  });

  test('any cells come back as they were', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r\n', 'é', '💶', ' ', '\t') });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 64 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        async (cells, size, lineBreak) => {
          const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
          const lines = ['a,b', ...cells.map((row) => row.map(quoted).join(','))];
          const kept = (row: string[]): boolean => row.some((text) => text.trim() !== '');
          const { rows } = await read(lines.join(lineBreak), size);
          expect(rows.map((row) => (row as unknown[])[1])).toEqual(cells.filter(kept));
          // A row that does not end is told with the line where it begins, and with it every line behind it.
          const start = lines.join(lineBreak).split(/\r\n|\n|\r/).length + 1;
          const open = await read([...lines, '"open', 'x,y', 'z'].join(lineBreak), size);
          expect(open.rows.map((row) => (row as unknown[])[0]).slice(-3)).toEqual([
            start,
            start + 1,
            start + 2,
          ]);
          expect(open.rows).toHaveLength(rows.length + 3);
        },
      ),
      { numRuns: runs(100, 5000) },
    );
  });
});

test('a megabyte in one line costs no more than its length', async () => {
  const list = `[${'{"a":1,"b":2},'.repeat(20_000)}{"a":1,"b":2}]`;
  expect((await read(list, 16_384)).rows).toHaveLength(20_001);
  const open = await read(`a,b,${'x'.repeat(1_200_000)}`, 16_384);
  expect(open.problem).toContain('longer than a megabyte');
  const lines = await read(`a,b\r${'1,2\r'.repeat(20_000)}`, 16_384);
  expect(lines.rows).toHaveLength(20_000);
});

describe('JSON', () => {
  const nested = '{"a":1,"b":{"c":"x"}}';
  test.each([
    ['lines', `${nested}\n{"a":2,"b":[1]}\n`, 2],
    ['lines with a mark', `\uFEFF${nested}\n{"a":2,"b":[1]}\n`, 2],
    ['a list', `[${nested},\n{"a":2,"b":[1]}]`, 2],
  ])('%s', async (_what, text, line) => {
    const { columns, rows } = await read(text);
    expect(columns).toBeUndefined();
    expect(rows).toEqual([
      [1, [1, { c: 'x' }]],
      [line, [2, [1]]],
    ]);
  });

  test('a broken line is named, the rest is read', async () => {
    const { rows } = await read('{"a":1}\n{"a":\n[1]\n{"a":2}\n');
    expect(rows).toEqual([
      [1, [1, undefined]],
      [2, 'It is no JSON object.'],
      [3, 'It is no JSON object.'],
      [4, [2, undefined]],
    ]);
  });

  test('points lead into objects, unless a field has them in its name', async () => {
    const { rows } = await openTable(Readable.from([Buffer.from('{"x":{"y":1},"x.z":2,"q":"t"}\n')]));
    for await (const row of rows) {
      const cell = 'cell' in row ? row.cell : () => 'none';
      expect(['x.y', 'x.z', 'q.length', '__proto__.x', 'toString'].map(cell)).toEqual([
        1,
        2,
        undefined,
        undefined,
        undefined,
      ]);
    }
  });
});

test.each([
  ['CSV', `a,b\n${'1,2\n'.repeat(50_000)}`],
  ['JSON', '{"a":1,"b":2}\n'.repeat(50_000)],
])('packed %s that is cut off is read up to there, and that is told', async (_what, text) => {
  // Numbers in between keep the packed form long enough to be cut.
  const packed = gzipSync(text.replace(/2/g, (_two, at: number) => String((at * 7919) % 100_003)));
  const { rows } = await read(packed.subarray(0, packed.length - 1000), 4096);
  expect(rows.length).toBeGreaterThan(1000);
  expect((rows.at(-1) as unknown[])[1]).toBe('Reading failed (Z_BUF_ERROR); nothing from here on was read.');
});

test.each([
  ['UTF-16', Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le'), 'UTF-8'],
  ['Latin-1 in the header', Buffer.from('a,b,Größe\n1,2,3\n', 'latin1'), 'UTF-8'],
  ['nothing', '', 'no rows'],
  ['packed and cut off', gzipSync('a,b\n1,2\n').subarray(0, 12), 'Reading failed (Z_BUF_ERROR)'],
])('%s is refused', async (_what, bytes, words) => {
  expect((await read(bytes)).problem).toContain(words);
});

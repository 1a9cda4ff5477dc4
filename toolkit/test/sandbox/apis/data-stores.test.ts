import { describe, expect, it } from 'vitest';
import { createBigQuery } from '../../../sandbox/index.ts';
import { record, value } from './run-code.ts';

describe('BigQuery', () => {
  const insert = (rows: string, options = '{}'): string =>
    `return require('BigQuery').insert({datasetId: 'd', tableId: 't'}, ${rows}, ${options}).then(() => 'ok', (errors) => errors);`;

  it('keeps rows in the record', async () => {
    const { rows, returned } = await record(insert('[{a: 1}]'));
    expect(returned).toBe('ok');
    expect(rows).toEqual([{ connection: { datasetId: 'd', tableId: 't' }, rows: [{ a: 1 }] }]);
  });

  it('refuses unknown tables, columns and rows, and takes none of them', async () => {
    const { insert: bigQuery, rows } = createBigQuery({ 'd.t': ['a'] });
    expect(await value(insert('[{a: 1}, {b: 2}, 3]'), { bigQuery })).toEqual([
      { reason: 'invalid', message: 'no such field: b.', rowIndex: 1 },
      { reason: 'invalid', message: 'The row is not an object.', rowIndex: 2 },
    ]);
    expect(rows('d.t')).toEqual([]);
    expect(await value(insert('[{a: 1}, {b: 2}]', '{skipInvalidRows: true}'), { bigQuery })).toHaveLength(1);
    expect(await value(insert('[{a: 3, b: 2}]', '{ignoreUnknownValues: true}'), { bigQuery })).toBe('ok');
    expect(rows('d.t')).toEqual([{ a: 1 }, { a: 3 }]);
    expect(await value(insert('[{a: 1}]'), { bigQuery: createBigQuery({}).insert })).toEqual([
      { reason: 'notFound', message: 'Not found: Table d.t' },
    ]);
  });

  it.each([
    ['STRING', [1, 'x', true, null], [{}, [1]]],
    ['INTEGER', [1, '12', '-9223372036854775808', null], [1.5, 'x', '', {}, '9223372036854775808', 1e30]],
    ['FLOAT', [1.5, '1e3'], ['x', true, ['1']]],
    ['NUMERIC', ['12.50'], ['1,5']],
    ['BOOLEAN', [true, 'FALSE'], [1, 'yes']],
    ['TIMESTAMP', [1_700_000_000, '2026-01-31T10:00:00Z'], [{ not: 'a time' }, 'today']],
    ['DATETIME', ['2026-01-31 10:00:00'], [5]],
    ['DATE', ['2026-01-31', '2028-02-29'], ['31.1.2026', '2026-13-31', '2026-02-29']],
    ['RECORD', [{ a: 1 }], ['a', 1]],
    ['JSON', ['{"a":1}', [1], {}], ['{a']],
  ] as const)('takes into a column of the type %s what it can hold', async (type, good, bad) => {
    const { insert: bigQuery } = createBigQuery({ 'd.t': { c: type } });
    const code = insert('data.values.map((v) => ({c: v}))');
    expect(await value(code, { bigQuery }, { values: good })).toBe('ok');
    const errors = (await value(code, { bigQuery }, { values: bad })) as {
      reason: string;
      rowIndex: number;
    }[];
    expect(errors.map(({ reason, rowIndex }) => [reason, rowIndex])).toEqual(
      bad.map((_, index) => ['invalid', index]),
    );
  });

  it('takes no column of an unknown type', () => {
    const columns = { 'd.t': { c: 'STRNG' } } as unknown as Parameters<typeof createBigQuery>[0];
    expect(() => createBigQuery(columns)).toThrow(
      "Column 'c' of 'd.t': 'STRNG' is no type of columns here. Did you mean 'STRING'?",
    );
  });

  it('has a callback form', async () => {
    const code =
      "return require('Promise').create((resolve) => { require('BigQuery').insert({datasetId: 'd', tableId: 't'}, [{a: 1}], {}, () => { resolve('ok'); }, (errors) => { resolve(errors[0].reason); }); });";
    expect(await value(code)).toBe('ok');
    expect(await value(code, { bigQuery: createBigQuery({}).insert })).toBe('notFound');
  });
});

describe('Firestore', () => {
  const documents = () =>
    new Map<string, Record<string, unknown>>([
      ['users/1', { name: 'a', age: 30, tags: ['x'] }],
      ['users/2', { name: 'b', age: 40, tags: ['x', 'y'] }],
      ['users/1/visits/1', { name: 'a' }],
    ]);

  it('reads documents and rejects for one that is not there', async () => {
    const world = { firestore: documents() };
    expect(await value("return require('Firestore').read('users/1', {projectId: 'p'});", world)).toEqual({
      id: '1',
      data: { name: 'a', age: 30, tags: ['x'] },
    });
    expect(await value("return require('Firestore').read('users/9').catch((e) => e.reason);", world)).toBe(
      'not_found',
    );
  });

  it('writes over or merges, and makes an id for a collection', async () => {
    const firestore = documents();
    expect(
      await value(
        "const F = require('Firestore'); return F.write('users/1', {age: 31}, {merge: true}).then((id) => F.write('users/2', {age: 41}).then(() => F.write('users', {age: 1}).then((made) => [id, made.length])));",
        { firestore },
      ),
    ).toEqual(['1', 20]);
    expect(firestore.get('users/1')).toEqual({ name: 'a', age: 31, tags: ['x'] });
    expect(firestore.get('users/2')).toEqual({ age: 41 });
    expect(firestore.size).toBe(4);
  });

  it.each([
    ["[['age', '>', 30]]", ['2']],
    ["[['age', '>=', 30], ['name', '==', 'a']]", ['1']],
    ["[['tags', 'array-contains', 'x']]", ['1', '2']],
    ["[['name', 'in', ['b', 'c']]]", ['2']],
    ["[['name', '!=', 'a']]", ['2']],
    ['[]', ['1', '2']],
  ])('finds documents by %s', async (conditions, ids) => {
    expect(
      await value(
        `return require('Firestore').query('users', ${conditions}).then((found) => found.map((d) => d.id));`,
        { firestore: documents() },
      ),
    ).toEqual(ids);
  });

  it('resolves a transaction to the ids of what it wrote, and takes no write of one that fails', async () => {
    const code = (end: string): string =>
      `const F = require('Firestore'); return F.runTransaction((tx) => F.write('users/1', {age: 1}, {transaction: tx}).then(() => F.write('users/3', {age: 3}, {transaction: tx}))${end});`;
    const firestore = documents();
    expect(await value(code(''), { firestore })).toEqual(['1', '3']);
    expect(firestore.get('users/3')).toEqual({ age: 3 });
    const untouched = documents();
    const failing = code(".then(() => F.read('users/9'))").replace(/;$/, '.catch((e) => e.reason);');
    expect(await value(failing, { firestore: untouched })).toBe('not_found');
    expect(untouched).toEqual(documents());
  });

  it.each([
    "read('/users/1')",
    "read('users/1/')",
    "read('users/1', {transaction: 'none'})",
    "write('', {})",
    "query('users/', [])",
    "query('users', [['age', '=', 30]])",
    "query('users', ['age'])",
    'runTransaction(() => 1)',
  ])('rejects %s, which it cannot understand', async (call) => {
    const code = `return require('Firestore').${call}.then(() => 'done', (e) => e.reason);`;
    expect(await value(code, { firestore: documents() })).toBe('invalid_argument');
  });

  it('keeps the databases of a project apart', async () => {
    const code =
      "const F = require('Firestore'); const other = {databaseId: 'eu'}; const log = require('logToConsole'); return F.write('users/1', {age: 5}, other).then(() => F.query('users', [], other)).then((found) => { log(found); return F.read('users/1', other); }).then((d) => { log(d); return F.read('users/1', {databaseId: '(default)'}); }).then((d) => d.data.age);";
    const firestore = documents();
    const { returned, logs } = await record(code, { firestore });
    expect(returned).toBe(30);
    expect(logs).toEqual(['[{"id":"1","data":{"age":5}}]', '{"id":"1","data":{"age":5}}']);
    expect(firestore.get('databases/eu/documents/users/1')).toEqual({ age: 5 });
  });

  it('knows a transaction no longer when it is over', async () => {
    const code =
      "const F = require('Firestore'); let id; return F.runTransaction((tx) => { id = tx; return F.read('users/1', {transaction: tx}); }).then(() => F.read('users/1', {transaction: id})).catch((e) => e.reason);";
    expect(await value(code, { firestore: documents() })).toBe('invalid_argument');
  });

  it('runs a transaction again when what it read has changed, twice at most', async () => {
    const code = (spoil: string): string =>
      `const F = require('Firestore'); let runs = 0; return F.runTransaction((tx) => { runs++; return F.read('users/1', {transaction: tx}).then((d) => { ${spoil} return F.write('users/1', {age: d.data.age + 1}, {transaction: tx}); }); }).then(() => runs, (e) => [e.reason, runs]);`;
    const firestore = documents();
    expect(await value(code("if (runs === 1) F.write('users/1', {age: 50});"), { firestore })).toBe(2);
    expect(firestore.get('users/1')).toEqual({ age: 51 });
    expect(await value(code("F.write('users/1', {age: runs});"), { firestore: documents() })).toEqual([
      'aborted',
      3,
    ]);
  });
});

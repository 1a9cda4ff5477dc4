/** The table that docs/operations.md creates, held against the rows that the template writes. */

import type { HttpResponse } from 'sgtm-toolkit/sandbox/world';
import { describe, expect, it } from 'vitest';
import { byToken, type Data, purchase, run } from '../template/harness.ts';
import { textOf } from './files.ts';

type Row = Record<string, unknown>;

const page = textOf('docs/operations.md');
const [, columns = ''] = /CREATE TABLE `[\w.-]+` \(\n([\s\S]*?)\n *\)\n/.exec(page) ?? [];
const TYPES = new Map(
  [...columns.matchAll(/^ *(\w+) ([A-Z0-9]+)/gm)].map(([, name, type]) => [name!, type!] as const),
);

const TAKES: Record<string, (value: unknown) => boolean> = {
  STRING: (value) => typeof value === 'string',
  BOOL: (value) => typeof value === 'boolean',
  INT64: (value) => Number.isSafeInteger(value),
  TIMESTAMP: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
};

/** What BigQuery would refuse a row for, or lose of it. */
const faultsOf = (row: Row): string[] =>
  Object.entries(row).flatMap(([name, value]) => {
    const type = TYPES.get(name);
    if (type === undefined) return [`there is no column ${name}`];
    return TAKES[type]!(value) ? [] : [`${name} is no ${type}: ${JSON.stringify(value)}`];
  });

const PROCESSED: HttpResponse = {
  statusCode: 200,
  headers: { 'x-api-warn': 'Version 12 ends.' },
  body: '{"data":{"conversions_processed":1}}',
};

async function rowsOf(answer: HttpResponse, settings: Data = {}): Promise<Row[]> {
  const table = { bigQueryProjectId: 'p', bigQueryDatasetId: 'd', bigQueryTableId: 't' };
  const record = await run(byToken({ ...table, ...settings }), purchase(), {
    headers: { 'trace-id': '1' },
    http: async () => answer,
  });
  return record.rows.flatMap(({ rows }) => rows as Row[]);
}

const rows = (
  await Promise.all([
    rowsOf(PROCESSED),
    rowsOf({ statusCode: 503, headers: {}, body: '' }),
    rowsOf(PROCESSED, { sendMode: 'checkOnly' }),
    rowsOf(PROCESSED, { pixelToken: '' }),
    rowsOf(PROCESSED, { categoryEvents: [] }),
  ])
).flat();

describe('the table on the page', () => {
  it('takes every row', () => {
    expect(new Set(rows.map(({ type }) => type))).toEqual(
      new Set(['Request', 'Response', 'Warning', 'Message', 'Failure', 'WouldSend']),
    );
    expect(rows.flatMap(faultsOf)).toEqual([]);
  });

  it('has no column that no row fills', () => {
    const filled = new Set(rows.flatMap((row) => Object.keys(row)));
    expect([...TYPES.keys()].filter((name) => !filled.has(name))).toEqual([]);
  });

  it('refuses other columns and other values', () => {
    expect(faultsOf({ colour: 'blue' })).toEqual(['there is no column colour']);
    expect(faultsOf({ timestamp: 1795342530123 })).toHaveLength(1);
    expect(faultsOf({ attempt: '1', in_doubt: 'true', reason: 5 })).toHaveLength(3);
  });
});

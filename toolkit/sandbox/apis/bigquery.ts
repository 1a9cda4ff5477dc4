/** BigQuery.insert, and a dataset in memory that refuses rows as the documented rejections say. */
import { toSandbox } from '../interpreter/border.ts';
import { defer } from '../interpreter/promise.ts';
import { Func, type Value } from '../interpreter/values.ts';
import type { BigQueryTable, World } from '../world.ts';
import { type ApiFactory, apiObject, expectTypes } from './context.ts';
import { optionsOf, toPlain } from './plain.ts';

export const bigQuery: ApiFactory = ({ world, permissions, traces, jobs, track }) =>
  apiObject('BigQuery', {
    insert(args) {
      expectTypes(
        'BigQuery_insert',
        ['Object', 'Array', 'Object|undefined', 'function|undefined', 'function|undefined'],
        args,
      );
      const [connection, rows, given, onSuccess, onFailure] = args;
      const table = toPlain(connection) as BigQueryTable;
      const natives = toPlain(rows) as Record<string, unknown>[];
      const { ignoreUnknownValues = false, skipInvalidRows = false } = optionsOf(given) as Record<
        string,
        boolean
      >;
      permissions.check('access_bigquery', 'write', table);
      const { promise, resolve, reject } = defer({ jobs });
      const insert =
        world.bigQuery?.(table, natives, { ignoreUnknownValues, skipInvalidRows }) ?? Promise.resolve();
      const callback = (fn: Value, ...values: Value[]): void => {
        if (fn instanceof Func) jobs.enqueue(() => fn.call(values));
      };
      const withCallbacks = onSuccess instanceof Func || onFailure instanceof Func;
      track(
        insert.then(
          () => {
            traces.rows.push({ connection: table, rows: natives });
            callback(onSuccess);
            resolve(undefined);
          },
          (errors: unknown) => {
            const list = toSandbox(errorList(errors));
            callback(onFailure, list);
            // In the callback form nobody holds the promise, so nobody could handle a rejection.
            if (withCallbacks) resolve(undefined);
            else reject(list);
          },
        ),
      );
      return withCallbacks ? undefined : promise;
    },
  });

const errorList = (errors: unknown): unknown[] => {
  if (Array.isArray(errors)) return errors;
  return [{ reason: errors instanceof Error ? errors.message : 'failed' }];
};

/**
 * Tables in memory for `world.bigQuery`: `{'dataset.table': ['column', …]}`. An unknown table rejects with `notFound`, a row
 * with an unknown column or that is no object with `invalid`, unless the options say to ignore the value or skip the row.
 */
export function createBigQuery(columns: Record<string, string[]>) {
  const tables = new Map(Object.keys(columns).map((name) => [name, [] as Record<string, unknown>[]]));
  const insert: NonNullable<World['bigQuery']> = async ({ datasetId, tableId }, rows, options) => {
    const name = `${datasetId}.${tableId}`;
    const known = columns[name];
    if (!known) throw [{ reason: 'notFound', message: `Not found: Table ${name}` }];
    const errors: { reason: string; message: string; rowIndex: number }[] = [];
    const good = rows.flatMap((row, rowIndex) => {
      const isRow = row !== null && typeof row === 'object' && !Array.isArray(row);
      const unknown = isRow ? Object.keys(row).filter((key) => !known.includes(key)) : [];
      if (isRow && (unknown.length === 0 || options.ignoreUnknownValues))
        return [Object.fromEntries(Object.entries(row).filter(([key]) => known.includes(key)))];
      const message = isRow ? `no such field: ${unknown.join(', ')}.` : 'The row is not an object.';
      errors.push({ reason: 'invalid', message, rowIndex });
      return [];
    });
    if (errors.length === 0 || options.skipInvalidRows) tables.get(name)?.push(...good);
    if (errors.length > 0) throw errors;
  };
  return { insert, rows: (table: string): readonly Record<string, unknown>[] => tables.get(table) ?? [] };
}

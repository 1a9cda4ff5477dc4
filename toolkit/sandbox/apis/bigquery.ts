/** BigQuery.insert, and a dataset in memory that refuses rows as the documented rejections say. */
import { toSandbox } from '../interpreter/border.ts';
import { defer } from '../interpreter/promise.ts';
import { Func, type Value } from '../interpreter/values.ts';
import { didYouMean } from '../language/nearest.ts';
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

/** Whether a value can stand in a column of a type, as BigQuery converts JSON when rows are streamed in. */
const TYPES = {
  STRING: (value) => typeof value !== 'object',
  INTEGER: (value) => isNumeric(value) && isInt64(value as string | number),
  FLOAT: (value) => isNumeric(value),
  NUMERIC: (value) => isNumeric(value),
  BOOLEAN: (value) => typeof value === 'boolean' || /^(?:true|false)$/i.test(String(value)),
  TIMESTAMP: (value) => isNumeric(value) || isTime(value),
  DATETIME: (value) => isTime(value),
  DATE: (value) => /^\d{4}-\d{2}-\d{2}$/.test(String(value)) && isTime(value),
  RECORD: (value) => typeof value === 'object',
  JSON: (value) => typeof value !== 'string' || isJson(value),
} satisfies Record<string, (value: unknown) => boolean>;

export type ColumnType = keyof typeof TYPES;

type Columns = readonly string[] | Readonly<Record<string, ColumnType>>;

const isNumeric = (value: unknown): boolean =>
  typeof value === 'number' ||
  (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)));
function isInt64(value: string | number): boolean {
  const digits = /^-?\d{1,19}$/.test(String(value));
  if (!digits && !Number.isInteger(Number(value))) return false;
  const whole = BigInt(digits ? value : Number(value));
  return BigInt.asIntN(64, whole) === whole;
}
const isTime = (value: unknown): boolean =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) && isDay(value.slice(0, 10));
/** `Date.parse` takes the 30th of February for the 2nd of March. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().startsWith(text);
}
const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** What is wrong with a value for a column; a value that is absent or null is never wrong. */
function misfit(name: string, type: ColumnType, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && type !== 'JSON') return `Array specified for non-repeated field: ${name}.`;
  return TYPES[type](value) ? undefined : `Cannot convert the value of ${name} to ${type.toLowerCase()}.`;
}

/**
 * Tables in memory for `world.bigQuery`: `{'dataset.table': ['column', …]}`, or `{'dataset.table': {column: 'INTEGER', …}}`
 * where the values matter too. An unknown table rejects with `notFound`; a row with an unknown column, with a value that its
 * column cannot hold, or that is no object, with `invalid`, unless the options say to ignore the column or skip the row. Throws
 * for a type that is none of those above.
 */
export function createBigQuery(columns: Record<string, Columns>) {
  const tables = new Map(Object.keys(columns).map((name) => [name, [] as Record<string, unknown>[]]));
  for (const [name, table] of Object.entries(columns))
    for (const [column, type] of typesOf(table))
      if (type !== undefined && !Object.hasOwn(TYPES, type))
        throw new Error(
          `Column '${column}' of '${name}': '${type}' is no type of columns here.${didYouMean(String(type), Object.keys(TYPES))}`,
        );
  const insert: NonNullable<World['bigQuery']> = async ({ datasetId, tableId }, rows, options) => {
    const name = `${datasetId}.${tableId}`;
    const table = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (!table) throw [{ reason: 'notFound', message: `Not found: Table ${name}` }];
    const types = typesOf(table);
    const errors: { reason: string; message: string; rowIndex: number }[] = [];
    const good = rows.flatMap((row, rowIndex) => {
      const fault = faultOf(row, types, options.ignoreUnknownValues);
      if (fault === undefined)
        return [Object.fromEntries(Object.entries(row).filter(([key]) => types.has(key)))];
      errors.push({ reason: 'invalid', message: fault, rowIndex });
      return [];
    });
    if (errors.length === 0 || options.skipInvalidRows) tables.get(name)?.push(...good);
    if (errors.length > 0) throw errors;
  };
  return { insert, rows: (table: string): readonly Record<string, unknown>[] => tables.get(table) ?? [] };
}

/** The columns of a table, with their types where these matter. */
function typesOf(table: Columns): ReadonlyMap<string, ColumnType | undefined> {
  const isNames = (given: Columns): given is readonly string[] => Array.isArray(given);
  return new Map(
    isNames(table) ? table.map((column) => [column, undefined]) : Object.entries<ColumnType>(table),
  );
}

function faultOf(
  row: unknown,
  types: ReadonlyMap<string, ColumnType | undefined>,
  ignoreUnknown: boolean,
): string | undefined {
  if (row === null || typeof row !== 'object' || Array.isArray(row)) return 'The row is not an object.';
  const unknown = Object.keys(row).filter((key) => !types.has(key));
  if (unknown.length > 0 && !ignoreUnknown) return `no such field: ${unknown.join(', ')}.`;
  for (const [name, value] of Object.entries(row)) {
    const type = types.get(name);
    const fault = type && misfit(name, type, value);
    if (fault) return fault;
  }
  return undefined;
}

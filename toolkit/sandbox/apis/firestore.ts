/**
 * Firestore over a map of documents by path. Reads of a missing document reject with `{reason: 'not_found'}`, what Firestore
 * cannot understand (a path that starts or ends with a slash, an unknown operator, a transaction that is over) with
 * `{reason: 'invalid_argument'}`. Writes inside a transaction are kept back until its callback has settled, and a transaction
 * whose documents changed meanwhile is run again.
 */
import { toSandbox } from '../interpreter/border.ts';
import {
  createPromise,
  finallyDo,
  rejectedPromise,
  resolvedPromise,
  onSettled as then,
} from '../interpreter/promise.ts';
import { dictOf, type Func, SandboxPromise, type Value } from '../interpreter/values.ts';
import { type ApiFactory, apiObject, expectTypes } from './context.ts';
import { jsonText, optionsOf as plainOptions, toPlain } from './plain.ts';

type Document = Record<string, unknown>;

interface Transaction {
  /** What each path held when it was first read. */
  seen: Map<string, string | undefined>;
  writes: { path: string; data: Document; merge: boolean }[];
}

/** First run and at most two retries. */
const MOST_RUNS = 3;

export const firestore: ApiFactory = ({ world, permissions, traces, jobs }) => {
  const host = { jobs };
  const documents = world.firestore ?? new Map<string, Document>();
  const transactions = new Map<string, Transaction>();
  let ids = 0;
  let begun = 0;

  const optionsOf = (value: Value) =>
    plainOptions(value) as {
      projectId?: string;
      databaseId?: unknown;
      merge?: unknown;
      limit?: unknown;
      transaction?: unknown;
    };
  /** What the world's map keeps a path under: in another database than the default one the name that Firestore gives it. */
  const keyOf = (path: string, { databaseId = '(default)' }: { databaseId?: unknown }): string =>
    databaseId === '(default)' ? path : `databases/${databaseId}/documents/${path}`;
  const refused = (reason: string): SandboxPromise => rejectedPromise(host, dictOf({ reason }));
  const transactionOf = ({ transaction }: { transaction?: unknown }) =>
    transaction === undefined || transaction === null ? undefined : transactions.get(String(transaction));
  const isMeaningless = (
    path: string,
    { transaction, databaseId = '' }: { transaction?: unknown; databaseId?: unknown },
  ): boolean =>
    !/^[^/]+(\/[^/]+)*$/.test(path) ||
    String(databaseId).includes('/') ||
    (transaction !== undefined && transaction !== null && !transactions.has(String(transaction)));
  const state = (path: string): string | undefined => {
    const document = documents.get(path);
    return document && jsonText(document);
  };
  const store = ({ path, data, merge }: Transaction['writes'][number]): void => {
    documents.set(path, merge ? { ...documents.get(path), ...data } : data);
    traces.documents.push({ path, data, merge });
  };
  const placeOf = (
    path: string,
    { projectId, databaseId }: { projectId?: string; databaseId?: unknown },
  ) => ({
    projectId,
    path,
    ...(databaseId !== undefined && { databaseId }),
  });
  const idOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

  return apiObject('Firestore', {
    read(args) {
      expectTypes('Firestore_read', ['string', 'Object|undefined'], args);
      const path = args[0] as string;
      const options = optionsOf(args[1]);
      permissions.check('access_firestore', 'read', placeOf(path, options));
      if (isMeaningless(path, options)) return refused('invalid_argument');
      const key = keyOf(path, options);
      const transaction = transactionOf(options);
      if (transaction && !transaction.seen.has(key)) transaction.seen.set(key, state(key));
      const document = documents.get(key);
      if (!document) return refused('not_found');
      return resolvedPromise(host, toSandbox({ id: idOf(path), data: document }));
    },
    write(args) {
      expectTypes('Firestore_write', ['string', 'Object', 'Object|undefined'], args);
      const options = optionsOf(args[2]);
      let path = args[0] as string;
      permissions.check('access_firestore', 'write', placeOf(path, options));
      if (isMeaningless(path, options)) return refused('invalid_argument');
      // A path of an odd number of steps names a collection: the document gets an id of its own.
      if (path.split('/').length % 2 === 1) path += `/auto${String(++ids).padStart(16, '0')}`;
      const write = {
        path: keyOf(path, options),
        data: toPlain(args[1]) as Document,
        merge: options.merge === true,
      };
      const transaction = transactionOf(options);
      if (transaction) transaction.writes.push(write);
      else store(write);
      return resolvedPromise(host, idOf(path));
    },
    query(args) {
      expectTypes('Firestore_query', ['string', 'Array|undefined', 'Object|undefined'], args);
      const collection = args[0] as string;
      const conditions = (toPlain(args[1]) ?? []) as Condition[];
      const options = optionsOf(args[2]);
      permissions.check('access_firestore', 'read', placeOf(collection, options));
      const known = conditions.every((condition) => Object.hasOwn(OPERATORS, String(condition?.[1])));
      if (!known || isMeaningless(collection, options)) return refused('invalid_argument');
      const limit = Number(options.limit) > 0 ? Number(options.limit) : 5;
      const folder = keyOf(collection, options);
      const found = [...documents]
        .filter(([path]) => path.slice(0, path.lastIndexOf('/')) === folder)
        .filter(([, data]) => conditions.every((condition) => holds(data, condition)))
        .slice(0, limit);
      return resolvedPromise(host, toSandbox(found.map(([path, data]) => ({ id: idOf(path), data }))));
    },
    runTransaction(args) {
      expectTypes('Firestore_runTransaction', ['function', 'Object|undefined'], args);
      const body = args[0] as Func;
      const run = (attempt: number): SandboxPromise => {
        const id = `transaction-${++begun}`;
        const transaction: Transaction = { seen: new Map(), writes: [] };
        transactions.set(id, transaction);
        const result = createPromise(host, (resolve) => {
          const made = body.call([id]);
          resolve(made instanceof SandboxPromise ? made : refused('invalid_argument'));
        });
        const ended = finallyDo(result, () => {
          transactions.delete(id);
          return undefined;
        });
        return then(ended, () => {
          const stale = [...transaction.seen].some(([path, before]) => state(path) !== before);
          if (stale) return attempt < MOST_RUNS ? run(attempt + 1) : refused('aborted');
          for (const write of transaction.writes) store(write);
          return toSandbox(transaction.writes.map(({ path }) => idOf(path)));
        });
      };
      return run(1);
    },
  });
};

type Condition = readonly [key: string, operator: string, value: unknown];

const within = (list: unknown, item: unknown): boolean => Array.isArray(list) && list.includes(item);

/** Whether a document's value fits a condition's, by the condition's operator. */
const OPERATORS: Record<string, (actual: unknown, value: unknown) => boolean> = {
  '==': (actual, value) => actual === value,
  '!=': (actual, value) => actual !== undefined && actual !== value,
  '<': (actual, value) => (actual as number) < (value as number),
  '<=': (actual, value) => (actual as number) <= (value as number),
  '>': (actual, value) => (actual as number) > (value as number),
  '>=': (actual, value) => (actual as number) >= (value as number),
  'array-contains': within,
  'array-contains-any': (actual, value) => Array.isArray(value) && value.some((item) => within(actual, item)),
  in: (actual, value) => within(value, actual),
  'not-in': (actual, value) => actual !== undefined && !within(value, actual),
};

function holds(data: Document, [key, operator, value]: Condition): boolean {
  const actual = String(key)
    .split('.')
    .reduce<unknown>((at, step) => (at as Document | undefined)?.[step], data);
  return OPERATORS[operator]?.(actual, value) === true;
}

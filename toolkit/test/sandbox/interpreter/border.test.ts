import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apiObject, raw, toNative, toSandbox } from '../../../sandbox/interpreter/border.ts';
import { createJobs } from '../../../sandbox/interpreter/jobs.ts';
import { defer } from '../../../sandbox/interpreter/promise.ts';
import { writeProperty } from '../../../sandbox/interpreter/property.ts';
import { Dict, dictOf, Func, List, Opaque, SandboxPromise } from '../../../sandbox/interpreter/values.ts';
import { show } from './run.ts';

/** JSON-like values whose keys survive the way through a native object. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, undefined, true, false),
    fc.double(),
    fc.string(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value;

describe('copies', () => {
  test('JSON-like values survive the way in and out', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(toNative(toSandbox(value))).toStrictEqual(value);
      }),
    );
  });

  test('a copy shares nothing with what was copied', () => {
    const native = { list: [1], inner: { x: 1 } };
    const copy = toSandbox(native) as Dict;
    (copy.entries.get('list') as List).items.push(2);
    expect(native).toEqual({ list: [1], inner: { x: 1 } });
  });

  test('cycles and shared references are kept', () => {
    const native: Record<string, unknown> = { shared: [1] };
    native.again = native.shared;
    native.self = native;
    const copy = toSandbox(native) as Dict;
    expect(copy.entries.get('self')).toBe(copy);
    expect(copy.entries.get('again')).toBe(copy.entries.get('shared'));
    const back = toNative(copy) as Record<string, unknown>;
    expect(back.self).toBe(back);
    expect(back.again).toBe(back.shared);
  });

  test('integer-like keys are sorted when they leave, not inside', () => {
    const dict = dictOf({});
    for (const key of ['b', '2', '1']) dict.entries.set(key, key);
    expect([...dict.entries.keys()]).toEqual(['b', '2', '1']);
    expect(Object.keys(toNative(dict) as object)).toEqual(['1', '2', 'b']);
  });

  test('a key __proto__ stays inside and never becomes a prototype', () => {
    const copy = toSandbox(JSON.parse('{"__proto__": {"x": 1}, "y": 2}'));
    expect(show(copy)).toBe('{__proto__: {x: 1}, y: 2}');
    const native = toNative(copy) as Record<string, unknown>;
    expect(Object.keys(native)).toEqual(['y']);
    expect(native.x).toBeUndefined();
  });

  test('holes at the end of a list are lost, others stay, side keys become properties', () => {
    const list = new List([1]);
    list.items.length = 5;
    list.items[2] = 3;
    writeProperty(list, 'k', 'side');
    const native = toNative(list) as unknown[] & { k: string };
    expect(native.length).toBe(3);
    expect(1 in native).toBe(false);
    expect(native.k).toBe('side');
    expect(show(toSandbox(native))).toBe('[1, hole, 3 | k: "side"]');
  });

  test('other native objects are opaque, symbols and bigints nothing', () => {
    const pattern = /a/;
    expect(toSandbox(pattern)).toEqual(new Opaque(pattern));
    expect(toSandbox(Symbol('x'))).toBeUndefined();
    expect(toSandbox(1n)).toBeUndefined();
    expect(toNative(new Opaque(pattern))).toBe(pattern);
  });

  test('values of the sandbox cross unchanged on their way in', () => {
    const dict = new Dict();
    expect(toSandbox(dict)).toBe(dict);
  });
});

describe('functions', () => {
  test('a native function gets native copies and its result comes in as a copy', () => {
    const fn = toSandbox((value: { x: number[] }) => ({
      sum: value.x.length,
      same: Array.isArray(value.x),
    })) as Func;
    expect(show(fn.call([dictOf({ x: new List([1, 2]) })]))).toBe('{sum: 2, same: true}');
  });

  test('a sandbox function can be called natively, and its errors come through', () => {
    const native = toNative(new Func('f', ([x]) => new List([x, 1]))) as (x: unknown) => unknown;
    expect(native({ a: 1 })).toEqual([{ a: 1 }, 1]);
    const failing = toNative(
      new Func('f', () => {
        throw new Error('from inside');
      }),
    ) as () => void;
    expect(failing).toThrow('from inside');
  });

  test('a native error becomes an error of the sandbox with the same message', () => {
    const fn = toSandbox(() => {
      throw new TypeError('no such thing');
    }) as Func;
    expect(() => fn.call([])).toThrow(
      expect.objectContaining({ message: 'no such thing', recoverable: true }),
    );
  });

  test('own properties of functions cross in both directions', () => {
    const fn = toSandbox(Object.assign(() => 1, { version: 2 })) as Func;
    expect(fn.own?.get('version')).toBe(2);
    expect((toNative(fn) as { version?: number }).version).toBe(2);
  });

  test('an API object is frozen, and so are its functions', () => {
    const api = apiObject({ abs: Math.abs, raw: raw(([x]) => x) });
    writeProperty(api, 'abs', 1);
    expect(show((api.entries.get('abs') as Func).call([-3]))).toBe('3');
    writeProperty(api.entries.get('raw'), 'x', 1);
    expect((api.entries.get('raw') as Func).own).toBeUndefined();
  });

  test('a raw function gets the values themselves', () => {
    const list = new List();
    expect(raw(([x]) => x).call([list])).toBe(list);
  });
});

describe('promises', () => {
  test('a native promise settles a sandbox promise, and drains the queue when it does', async () => {
    const host = { jobs: createJobs() };
    const promise = toSandbox(Promise.resolve({ x: 1 }), host) as SandboxPromise;
    expect(promise).toBeInstanceOf(SandboxPromise);
    expect(promise.state).toBe('pending');
    await Promise.resolve();
    expect(promise.state).toBe('fulfilled');
    expect(show(promise.result)).toBe('{x: 1}');
  });

  test('a rejected native promise rejects: errors are opaque, other reasons copies', async () => {
    const host = { jobs: createJobs() };
    const plain = toSandbox(Promise.reject({ reason: 'failed' }), host) as SandboxPromise;
    const error = toSandbox(Promise.reject(new Error('broken')), host) as SandboxPromise;
    await new Promise((resolve) => setTimeout(resolve));
    expect([plain.state, show(plain.result)]).toEqual(['rejected', '{reason: "failed"}']);
    expect([error.state, show(error.result)]).toEqual(['rejected', 'opaque Error: broken']);
  });

  test('a native promise for what cannot be copied rejects', async () => {
    const host = { jobs: createJobs() };
    let deep: unknown = 1;
    for (let i = 0; i < 2000; i++) deep = [deep];
    const fulfilled = toSandbox(Promise.resolve(deep), host) as SandboxPromise;
    const rejected = toSandbox(Promise.reject(deep), host) as SandboxPromise;
    await new Promise((resolve) => setTimeout(resolve));
    for (const { state, result } of [fulfilled, rejected]) {
      expect(state).toBe('rejected');
      expect((result as Opaque).native).toMatchObject({ message: expect.stringContaining('nested') });
    }
  });

  test('a promise that settles with what holds it is copied once', async () => {
    const host = { jobs: createJobs() };
    const { promise, resolve } = defer(host);
    const list = new List([promise]);
    const native = toNative(promise) as Promise<unknown[]>;
    resolve(list);
    host.jobs.drain();
    expect((await native)[0]).toBe(native);
  });

  test('a rejected promise that left and that nobody looks at does not end the process', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => {
      unhandled.push(reason);
    };
    process.on('unhandledRejection', note);
    const host = { jobs: createJobs() };
    const { promise, reject } = defer(host);
    toNative(promise);
    reject(1);
    host.jobs.drain();
    await new Promise((resolve) => setTimeout(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  test('a sandbox promise leaves as a native one', async () => {
    const host = { jobs: createJobs() };
    const { promise, resolve } = defer(host);
    const native = toNative(promise) as Promise<unknown>;
    resolve(new List([1]));
    host.jobs.drain();
    expect(await native).toEqual([1]);
  });
});

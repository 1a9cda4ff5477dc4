import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SandboxError } from '../../../sandbox/interpreter/errors.ts';
import { createJobs } from '../../../sandbox/interpreter/jobs.ts';
import {
  createPromise,
  defer,
  rejectedPromise,
  resolvedPromise,
} from '../../../sandbox/interpreter/promise.ts';
import { Func, Opaque, type SandboxPromise, type Value } from '../../../sandbox/interpreter/values.ts';
import { show } from './run.ts';

const method = (promise: SandboxPromise, name: string, ...args: Value[]): SandboxPromise =>
  (promise.own.get(name) as Func).call(args) as SandboxPromise;

/** A plan of chained calls that can be carried out on native promises and on ours. */
interface Link {
  kind: 'then' | 'catch' | 'finally' | 'neither';
  /** What the handler does: give a value, throw, or return a settled or a still open promise. */
  act: 'value' | 'throw' | 'fulfilled' | 'rejected' | 'later';
}
interface Chain {
  rejected: boolean;
  links: Link[];
}

const chains = fc.array(
  fc.record<Chain>({
    rejected: fc.boolean(),
    links: fc.array(
      fc.record<Link>({
        kind: fc.constantFrom('then', 'catch', 'finally', 'neither'),
        act: fc.constantFrom('value', 'throw', 'fulfilled', 'rejected', 'later'),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

/** The order in which handlers run, natively. */
async function nativeOrder(plan: readonly Chain[]): Promise<string[]> {
  const log: string[] = [];
  plan.forEach(({ rejected, links }, c) => {
    let promise: Promise<unknown> = rejected ? Promise.reject('r') : Promise.resolve('v');
    links.forEach(({ kind, act }, l) => {
      const handler = (value?: unknown): unknown => {
        log.push(`${c}.${l} ${String(value)}`);
        if (act === 'throw') throw 'thrown';
        if (act === 'fulfilled') return Promise.resolve('inner');
        if (act === 'rejected') return Promise.reject('inner');
        if (act === 'later') return Promise.resolve().then(() => 'later');
        return 'given';
      };
      if (kind === 'finally') promise = promise.finally(() => handler());
      else if (kind === 'neither') promise = promise.then(undefined, undefined);
      else promise = kind === 'then' ? promise.then(handler) : promise.catch(handler);
    });
    promise.then(
      (value) => log.push(`${c} ends ${String(value)}`),
      (reason) => log.push(`${c} fails ${String(reason)}`),
    );
  });
  await new Promise((resolve) => setTimeout(resolve));
  return log;
}

function sandboxOrder(plan: readonly Chain[]): string[] {
  const log: string[] = [];
  const host = { jobs: createJobs() };
  plan.forEach(({ rejected, links }, c) => {
    let promise = rejected ? rejectedPromise(host, 'r') : resolvedPromise(host, 'v');
    links.forEach(({ kind, act }, l) => {
      const handler = new Func('', ([value]) => {
        log.push(`${c}.${l} ${String(value)}`);
        if (act === 'throw') throw 'thrown';
        if (act === 'fulfilled') return resolvedPromise(host, 'inner');
        if (act === 'rejected') return rejectedPromise(host, 'inner');
        if (act === 'later')
          return method(resolvedPromise(host, undefined), 'then', new Func('', () => 'later'));
        return 'given';
      });
      promise = kind === 'neither' ? method(promise, 'then', 1, 'x') : method(promise, kind, handler);
    });
    const end = (word: string) =>
      new Func('', ([value]) => {
        log.push(`${c} ${word} ${String(value)}`);
        return undefined;
      });
    method(promise, 'then', end('ends'), end('fails'));
  });
  host.jobs.drain();
  return log;
}

describe('promises', () => {
  test('handlers run in the order of native promises', async () => {
    await fc.assert(
      fc.asyncProperty(chains, async (plan) => {
        expect(sandboxOrder(plan)).toEqual(await nativeOrder(plan));
      }),
      { numRuns: 200 },
    );
  });

  test('only the first settling counts', () => {
    const host = { jobs: createJobs() };
    const { promise, resolve, reject } = defer(host);
    resolve(1);
    reject(2);
    resolve(3);
    expect([promise.state, promise.result]).toEqual(['fulfilled', 1]);
  });

  test('an error in a handler is an opaque reason, anything else thrown its text', () => {
    const host = { jobs: createJobs() };
    const failed = createPromise(host, () => {
      throw new SandboxError('broken');
    });
    expect(show(failed.result)).toBe('opaque Error: broken');
    expect(failed.result).toBeInstanceOf(Opaque);
  });

  test('a fatal error is no rejection: it leaves the queue', () => {
    const host = { jobs: createJobs() };
    method(
      resolvedPromise(host, 1),
      'then',
      new Func('', () => {
        throw new SandboxError('over', false, undefined, true);
      }),
    );
    expect(() => host.jobs.drain()).toThrow('over');
  });

  test('a promise resolved with itself is rejected', () => {
    const host = { jobs: createJobs() };
    const { promise, resolve } = defer(host);
    resolve(promise);
    expect(promise.state).toBe('rejected');
  });

  test('a rejection nobody handles is reported, a handled one is not', () => {
    const reasons: Value[] = [];
    const jobs = createJobs('manual', { onUnhandledRejection: (reason) => reasons.push(reason) });
    rejectedPromise({ jobs }, 'lost');
    const handled = rejectedPromise({ jobs }, 'caught');
    method(handled, 'catch', new Func('', () => undefined));
    jobs.drain();
    expect(reasons).toEqual(['lost']);
  });

  test('then, catch and finally are own properties in this order', () => {
    expect([...resolvedPromise({ jobs: createJobs() }, 1).own.keys()]).toEqual(['then', 'catch', 'finally']);
  });
});

describe('the queue', () => {
  test('is first in, first out, and takes what is added meanwhile', () => {
    const log: number[] = [];
    const jobs = createJobs();
    jobs.enqueue(() => {
      log.push(1);
      jobs.enqueue(() => log.push(3));
      jobs.drain();
    });
    jobs.enqueue(() => log.push(2));
    expect(jobs.pending).toBe(2);
    jobs.drain();
    expect(log).toEqual([1, 2, 3]);
  });

  test('goes on after an error, and throws the first one at the end', () => {
    const log: number[] = [];
    const jobs = createJobs();
    jobs.enqueue(() => {
      throw new Error('first');
    });
    jobs.enqueue(() => log.push(2));
    expect(() => jobs.drain()).toThrow('first');
    expect(log).toEqual([2]);
  });

  test('drains itself in auto mode', async () => {
    const log: number[] = [];
    createJobs('auto').enqueue(() => log.push(1));
    expect(log).toEqual([]);
    await Promise.resolve();
    expect(log).toEqual([1]);
  });
});

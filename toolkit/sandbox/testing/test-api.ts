/**
 * The globals of a test: runCode, mock, mockObject, assertThat, assertApi, fail. All state is of one scenario. An assertion
 * that fails is recorded before it throws, so that it counts even when the template swallows the error.
 */
import { api, apiObject, expectTypes } from '../apis/context.ts';
import { SandboxError } from '../interpreter/errors.ts';
import { Dict, Func, List, SandboxPromise, toText, type Value } from '../interpreter/values.ts';
import { REQUIRABLE_TEST_NAMES, TEST_GLOBALS } from '../language/table.ts';
import { differencesBetween, differencesToCalls } from './difference.ts';
import { deepEquals, describe } from './equality.ts';
import { MATCHERS } from './matchers.ts';

/** Matchers whose failure shows where the two values differ. */
const EQUALITIES = ['isEqualTo', 'isStrictlyEqualTo'];

/** An assertion that does not hold. */
export class AssertionError extends SandboxError {
  readonly expected: string | undefined;
  readonly actual: string | undefined;
  /** Where expected and actual differ, in words. */
  readonly differences: readonly string[];

  constructor(message: string, expected?: string, actual?: string, differences: readonly string[] = []) {
    super(message);
    this.name = 'AssertionError';
    this.expected = expected;
    this.actual = actual;
    this.differences = differences;
  }
}

export interface TestApi {
  /** Values of TEST_GLOBALS, in that order. `data` is an empty object. */
  globals: Value[];
  /** What the template's `require` gives: mocks, and real APIs whose calls are counted. */
  replace: (name: string, real: () => Value) => Value;
  /** The APIs that were called without a mock. */
  unmocked: () => string[];
  /** Assertions that did not hold, in order, swallowed or not. */
  failures: AssertionError[];
}

export interface TestApiOptions {
  /** Runs the template's code and gives what it returns. */
  run: (data: Dict) => Value;
  /** Called when the template's code has returned to `runCode`. */
  afterRun: () => void;
  /** The API that tests have without require. */
  callLater: (args: Value[]) => Value;
}

export function createTestApi({ run, afterRun, callLater }: TestApiOptions): TestApi {
  const mocks = new Map<string, Value>();
  const calls = new Map<string, Value[][]>();
  const spies = new Map<string, Map<Func, Func>>();
  const failures: AssertionError[] = [];
  const notMocked = new Set<string>();

  const refuse = (
    message: string,
    expected?: string,
    actual?: string,
    differences: readonly string[] = [],
  ): never => {
    const error = new AssertionError(message, expected, actual, differences);
    failures.push(error);
    throw error;
  };

  const callsOf = (name: string): Value[][] => {
    let made = calls.get(name);
    if (!made) {
      made = [];
      calls.set(name, made);
    }
    return made;
  };

  /**
   * The same function with its calls noted under `name`. There is one spy for a function under a name, so that identity survives;
   * a function that stands in for two APIs has two.
   */
  const spy = (name: string, target: Func): Func => {
    const ofName = spies.get(name) ?? new Map<Func, Func>();
    spies.set(name, ofName);
    let found = ofName.get(target);
    if (!found) {
      found = new Func(target.name, (args) => {
        callsOf(name).push(args.slice());
        return target.call(args);
      });
      found.frozen = true;
      ofName.set(target, found);
    }
    return found;
  };

  const runCode = api('runCode', ([given]) => {
    const data = new Dict(new Map(given instanceof Dict ? given.entries : []));
    for (const name of ['gtmOnSuccess', 'gtmOnFailure']) {
      const own = data.entries.get(name);
      data.entries.set(name, spy(name, own instanceof Func ? own : new Func(name, () => undefined)));
    }
    const result = run(data);
    afterRun();
    return result;
  });

  const mock = api('mock', (args) => {
    expectTypes('mock', ['string', 'any'], args);
    const [name, value] = args as [string, Value];
    mocks.set(name, spy(name, value instanceof Func ? value : new Func(name, () => value)));
    return undefined;
  });

  const mockObject = api('mockObject', (args) => {
    expectTypes('mockObject', ['string', 'Object'], args);
    mocks.set(args[0] as string, args[1]);
    return undefined;
  });

  const assertThat = api('assertThat', (args) => {
    expectTypes('assertThat', ['any', 'string|undefined'], args);
    const [actual, note] = args as [Value, string?];
    if (actual instanceof SandboxPromise)
      refuse("Argument actual cannot have type Promise. Assertions on asynchronous code aren't supported.");
    const members = Object.entries(MATCHERS).map(
      ([name, { holds, words }]): [string, (args: Value[]) => Value] => [
        name,
        (expected) => {
          if (!holds(actual, expected)) {
            const found = describe(actual);
            const wanted = words(expected);
            const differences = EQUALITIES.includes(name) ? differencesBetween(expected[0], actual) : [];
            refuse(
              `${note ? `${note}: ` : ''}expected ${wanted}, found ${found}`,
              wanted,
              found,
              differences,
            );
          }
          return undefined;
        },
      ],
    );
    return apiObject('AssertThatSubject', Object.fromEntries(members));
  });

  const assertApi = api('assertApi', (args) => {
    expectTypes('assertApi', ['string'], args);
    const name = args[0] as string;
    const made = (): Value[][] => callsOf(name);
    const shown = (list: readonly Value[]): string => `(${list.map((value) => describe(value)).join(', ')})`;
    const history = (): string =>
      made().length === 0 ? 'no call' : `the calls ${made().map(shown).join(' and ')}`;
    const matching = (expected: Value[]): boolean =>
      made().some((given) => deepEquals(new List(given), new List(expected)));
    return apiObject('AssertApiSubject', {
      wasCalled() {
        if (made().length === 0) refuse(`expected a call of ${name}, found none`, 'a call', 'no call');
        return undefined;
      },
      wasNotCalled() {
        if (made().length > 0)
          refuse(`expected no call of ${name}, found ${history()}`, 'no call', history());
        return undefined;
      },
      wasCalledWith(expected) {
        if (!matching(expected))
          refuse(
            `expected the call ${name}${shown(expected)}, found ${history()}`,
            shown(expected),
            history(),
            differencesToCalls(expected, made()),
          );
        return undefined;
      },
      wasNotCalledWith(expected) {
        if (matching(expected))
          refuse(
            `expected no call ${name}${shown(expected)}, found one`,
            `not ${shown(expected)}`,
            history(),
          );
        return undefined;
      },
    });
  });

  const fail = api('fail', ([message]) =>
    refuse(message === undefined ? 'fail() was called' : toText(message)),
  );

  const functions: Readonly<Record<string, Value>> = {
    runCode,
    mock,
    mockObject,
    assertThat,
    assertApi,
    fail,
  };
  const globals: Readonly<Record<string, Value>> = {
    ...functions,
    callLater: api('callLater', callLater),
    data: new Dict(),
  };
  return {
    globals: TEST_GLOBALS.map((name) => globals[name]),
    replace(name, real) {
      const mocked = mocks.get(name);
      if (mocked !== undefined) return mocked;
      if (REQUIRABLE_TEST_NAMES.has(name)) return functions[name] ?? new Dict();
      const value = real();
      if (!(value instanceof Func)) return value;
      notMocked.add(name);
      return spy(name, value);
    },
    unmocked: () => [...notMocked].filter((name) => callsOf(name).length > 0),
    failures,
  };
}

/**
 * What a scenario gives to the template, so that the run view can start from it: the first call of runCode, and what the
 * template was told by event data, cookies, the clock and HTTP answers, mocked or not. What a scenario mocks beyond that
 * (its own randomness, BigQuery, …) has no place in the page and is left to the emulator.
 */

import type { Values } from 'sgtm-toolkit/form';
import type { Template } from 'sgtm-toolkit/sandbox';
import { keySteps } from 'sgtm-toolkit/sandbox/apis/event';
import { toPlain } from 'sgtm-toolkit/sandbox/apis/plain';
import { compile } from 'sgtm-toolkit/sandbox/compiler/compile';
import { Func, SandboxPromise, type Value } from 'sgtm-toolkit/sandbox/interpreter/values';
import { TEST_GLOBALS } from 'sgtm-toolkit/sandbox/language/table';
import { load } from 'sgtm-toolkit/sandbox/loaded';
import { createSandbox } from 'sgtm-toolkit/sandbox/sandbox';
import { createTestApi } from 'sgtm-toolkit/sandbox/testing/test-api';
import type { Reply } from './answers.ts';

export interface ScenarioInputs {
  data: Values;
  event: Record<string, unknown>;
  /** As they stand in the Cookie header. */
  cookies: Record<string, string[]>;
  now?: number;
  /** In the order of the requests; empty when nothing was sent. */
  replies: Reply[];
}

/** Runs one scenario and watches. `undefined` when it never calls runCode or has no compiled form. */
export async function inputsOf(template: Template, name: string): Promise<ScenarioInputs | undefined> {
  const { setup, scenarios } = template.tests;
  const scenario = scenarios.find((item) => item.name === name);
  if (!scenario) return undefined;
  const { program, policies } = load(template);
  const calls: { api: string; args: Value[]; result: Value }[] = [];
  const given: Values[] = [];

  const testApi = createTestApi({
    run: (data) => {
      const { gtmOnSuccess, gtmOnFailure, ...rest } = toPlain(data) as Values;
      given.push(rest);
      return sandbox.run(program, data);
    },
    afterRun: () => sandbox.jobs.drain(),
    callLater: (args) => (sandbox.require('callLater') as Func).call(args),
  });
  const watched = (api: string, value: Value): Value => {
    if (!(value instanceof Func)) return value;
    return new Func(value.name, (args) => {
      const result = value.call(args);
      // Only what the first call of runCode sees; the test itself may call APIs too.
      if (given.length === 1) calls.push({ api, args, result });
      return result;
    });
  };
  const sandbox = createSandbox(
    { budget: 5_000_000, storage: new Map(), preview: true },
    {
      policies,
      templateType: template.type,
      replace: (api, real) => watched(api, testApi.replace(api, real)),
    },
  );
  try {
    const source = [setup?.code ?? '', scenario.code].join('\n');
    sandbox.load(compile(source, { parameters: TEST_GLOBALS })).call(testApi.globals);
  } catch {
    // An assertion that fails, or code that does not compile: what was seen until then counts.
  }
  await sandbox.settle();

  const [data] = given;
  if (!data) return undefined;
  const inputs: ScenarioInputs = { data, event: {}, cookies: {}, replies: [] };
  for (const { api, args, result } of calls) note(inputs, api, args, result);
  return inputs;
}

function note(inputs: ScenarioInputs, api: string, args: Value[], result: Value): void {
  const plain = toPlain(result);
  const [name] = args;
  switch (api) {
    case 'getAllEventData':
      Object.assign(inputs.event, plain);
      break;
    case 'getEventData':
      if (typeof name === 'string' && plain !== undefined) setAt(inputs.event, keySteps(name), plain);
      break;
    case 'getCookieValues':
      if (typeof name === 'string' && Array.isArray(plain) && plain.length > 0)
        inputs.cookies[name] = plain.map((value) =>
          args[1] === true ? String(value) : encodeURIComponent(String(value)),
        );
      break;
    case 'getTimestampMillis':
      if (typeof plain === 'number') inputs.now ??= plain;
      break;
    case 'sendHttpRequest':
    case 'sendHttpGet':
      if (result instanceof SandboxPromise && result.state !== 'pending')
        inputs.replies.push(replyOf(result));
      break;
  }
}

function replyOf({ state, result }: SandboxPromise): Reply {
  const { statusCode, headers, body, reason } = (toPlain(result) ?? {}) as Record<string, unknown>;
  if (state === 'rejected') return { reason: reason === 'timed_out' ? 'timed_out' : 'failed' };
  return {
    statusCode: typeof statusCode === 'number' ? statusCode : 200,
    headers: (typeof headers === 'object' && headers !== null ? headers : {}) as Record<string, string>,
    body: typeof body === 'string' ? body : '',
  };
}

/** A whole object read earlier is not overwritten by one of its own values read later, it holds the same. */
function setAt(target: Record<string, unknown>, [step = '', ...rest]: string[], value: unknown): void {
  if (step === '__proto__') return;
  if (rest.length === 0) {
    target[step] = value;
    return;
  }
  const inner = Object.hasOwn(target, step) ? target[step] : undefined;
  const object = typeof inner === 'object' && inner !== null ? inner : {};
  setAt(object as Record<string, unknown>, rest, value);
  target[step] = object;
}

/** Later: callLater and promises; and messages between templates. */
import { toSandbox } from '../interpreter/border.ts';
import { defer, rejectionReason, onSettled as then } from '../interpreter/promise.ts';
import { Dict, type Func, List, SandboxPromise, toText, type Value } from '../interpreter/values.ts';
import type { MessageListener } from '../world.ts';
import { type ApiFactory, api, apiObject, expectTypes } from './context.ts';
import { optionsOf } from './plain.ts';

export const callLater: ApiFactory = ({ jobs }) =>
  api('callLater', (args) => {
    expectTypes('callLater', ['function'], args);
    const fn = args[0] as Func;
    jobs.enqueue(() => fn.call([]));
    return undefined;
  });

export const promise: ApiFactory = ({ jobs, limit }) => {
  const host = { jobs };
  return apiObject('Promise', {
    create(args) {
      expectTypes('Promise_create', ['function'], args);
      const resolver = args[0] as Func;
      const { promise, resolve, reject } = defer(host);
      const settle = (name: string, end: (value: Value) => void) =>
        api(name, ([value]) => {
          end(value);
          return undefined;
        });
      try {
        resolver.call([settle('resolve', resolve), settle('reject', reject)]);
      } catch (error) {
        reject(rejectionReason(error));
      }
      limit.add(promise, reject);
      return promise;
    },
    all(args) {
      expectTypes('Promise_all', ['Array'], args);
      const inputs = (args[0] as List).items;
      const results: Value[] = new Array(inputs.length).fill(undefined);
      const whole = defer(host);
      let missing = 0;
      for (let index = 0; index < inputs.length; index++) {
        const input = inputs[index];
        results[index] = input;
        if (!(input instanceof SandboxPromise)) continue;
        missing++;
        then(
          input,
          (value) => {
            results[index] = value;
            if (--missing === 0) whole.resolve(new List(results));
            return undefined;
          },
          (reason) => {
            whole.reject(reason);
            return undefined;
          },
        );
      }
      if (missing === 0) whole.resolve(new List(results));
      return whole.promise;
    },
  });
};

/** Messages pass as copies: the listeners of a container belong to different templates. */
export const addMessageListener: ApiFactory = ({ permissions, messages, enter }) =>
  api('addMessageListener', (args) => {
    expectTypes('addMessageListener', ['any', 'function'], args);
    const name = toText(args[0]);
    permissions.check('use_message', 'listen', name);
    const fn = args[1] as Func;
    const listener: MessageListener = (type, message) => enter(() => fn.call([type, toSandbox(message)]));
    messages.set(name, [...(messages.get(name) ?? []), listener]);
    return undefined;
  });

export const hasMessageListener: ApiFactory = ({ permissions, messages }) =>
  api('hasMessageListener', ([type]) => {
    permissions.check('use_message', 'send', toText(type));
    return messages.has(toText(type));
  });

export const sendMessage: ApiFactory = ({ permissions, messages }) =>
  api('sendMessage', ([type, message]) => {
    const name = toText(type);
    permissions.check('use_message', 'send', name);
    if (message instanceof Dict)
      for (const listener of messages.get(name) ?? []) listener(name, optionsOf(message));
    return undefined;
  });

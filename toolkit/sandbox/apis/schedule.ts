/** Later: callLater, promises and the message bus. */
import { createPromise, defer, onSettled as then } from '../interpreter/promise.ts';
import { Dict, type Func, List, SandboxPromise, toText, type Value } from '../interpreter/values.ts';
import { type ApiFactory, api, apiObject, expectTypes } from './context.ts';

export const callLater: ApiFactory = ({ jobs }) =>
  api('callLater', (args) => {
    expectTypes('callLater', ['function'], args);
    const fn = args[0] as Func;
    jobs.enqueue(() => fn.call([]));
    return undefined;
  });

export const promise: ApiFactory = ({ jobs }) => {
  const host = { jobs };
  return apiObject('Promise', {
    create(args) {
      expectTypes('Promise_create', ['function'], args);
      const resolver = args[0] as Func;
      return createPromise(host, (resolve, reject) => {
        const settle = (name: string, end: (value: Value) => void) =>
          api(name, ([value]) => {
            end(value);
            return undefined;
          });
        resolver.call([settle('resolve', resolve), settle('reject', reject)]);
      });
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

export const messages = (): Record<
  'addMessageListener' | 'hasMessageListener' | 'sendMessage',
  ApiFactory
> => {
  const listeners = new Map<string, Func[]>();
  return {
    addMessageListener: ({ permissions }) =>
      api('addMessageListener', (args) => {
        expectTypes('addMessageListener', ['any', 'function'], args);
        const type = toText(args[0]);
        permissions.check('use_message', 'listen', type);
        listeners.set(type, [...(listeners.get(type) ?? []), args[1] as Func]);
        return undefined;
      }),
    hasMessageListener: ({ permissions }) =>
      api('hasMessageListener', ([type]) => {
        permissions.check('use_message', 'send', toText(type));
        return listeners.has(toText(type));
      }),
    sendMessage: ({ permissions }) =>
      api('sendMessage', ([type, message]) => {
        const name = toText(type);
        permissions.check('use_message', 'send', name);
        if (message instanceof Dict)
          for (const listener of listeners.get(name) ?? []) listener.call([name, message]);
        return undefined;
      }),
  };
};

/** Event data, the container, and what lives between runs (sandbox-apis: event, container, data). */
import { toSandbox } from '../interpreter/border.ts';
import { type Dict, Func, toText, type Value } from '../interpreter/values.ts';
import type { EventCallback } from '../world.ts';
import { type ApiFactory, api, apiObject, type Context, expectTypes } from './context.ts';
import { toPlain } from './plain.ts';

/** The steps of a key path: dots separate, `\.` is a dot and `\\` a backslash of the key itself. */
export function keySteps(path: string): string[] {
  const steps: string[] = [];
  let step = '';
  for (let i = 0; i < path.length; i++) {
    const char = path[i]!;
    const next = path[i + 1];
    if (char === '.') {
      steps.push(step);
      step = '';
    } else if (char === '\\' && (next === '.' || next === '\\')) {
      step += next;
      i++;
    } else step += char;
  }
  steps.push(step);
  return steps;
}

/** The value at a key path of plain data; undefined where the path leads nowhere. */
export function valueAt(data: unknown, path: string): unknown {
  let value = data;
  for (const step of keySteps(path)) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

export const getAllEventData: ApiFactory = ({ world, permissions }) =>
  api('getAllEventData', () => {
    permissions.check('read_event_data');
    return toSandbox(world.eventData ?? {});
  });

export const getEventData: ApiFactory = ({ world, permissions }) =>
  api('getEventData', (args) => {
    expectTypes('getEventData', ['string'], args);
    const key = args[0] as string;
    permissions.check('read_event_data', key);
    return toSandbox(valueAt(world.eventData ?? {}, key));
  });

export const getClientName: ApiFactory = ({ world, permissions }) =>
  api('getClientName', () => {
    permissions.check('read_container_data');
    return world.clientName ?? 'GA4';
  });

export const getContainerVersion: ApiFactory = ({ world, permissions }) =>
  api('getContainerVersion', () => {
    permissions.check('read_container_data');
    const preview = world.preview ?? false;
    const version = toSandbox({
      containerId: CONTAINER_ID,
      debugMode: preview,
      environmentName: '',
      environmentMode: false,
      previewMode: preview,
      version: preview ? 'QUICK_PREVIEW' : '1',
      ...world.container,
    }) as Dict;
    version.frozen = true;
    return version;
  });

/** What a template without a container of its own is told. */
export const CONTAINER_ID = 'GTM-0000000';

/** In a client the callback belongs to the event it is bound to (documented); unbound it belongs to none. */
export const addEventCallback: ApiFactory = (context) =>
  api('addEventCallback', (args) => {
    expectTypes('addEventCallback', ['function'], args);
    const { world, permissions, templateType, traces, enter } = context;
    permissions.check('read_event_metadata');
    const callback = args[0] as Func;
    const add =
      context.bound ?? (templateType === 'CLIENT' ? undefined : (world.onEventEnd ?? context.onEnd));
    if (add) add((containerId, event) => enter(() => callback.call([containerId, toSandbox(event)])));
    else
      traces.warnings.push(
        'addEventCallback: in a client it has no event unless it is bound to one; call bindToEvent(addEventCallback)(…) in a callback of runContainer.',
      );
    return undefined;
  });

export const runContainer: ApiFactory = (context) =>
  api('runContainer', (args) => {
    expectTypes('runContainer', ['Object', 'function|undefined', 'function|undefined'], args);
    const { world, permissions, traces, jobs, track } = context;
    permissions.check('run_container');
    const [event, onComplete, onStart] = args;
    const native = toPlain(event) as Record<string, unknown>;
    traces.events.push(native);
    const callbacks: EventCallback[] = [];
    const bindToEvent = api('bindToEvent', ([fn]) =>
      fn instanceof Func ? boundTo(context, fn, (callback) => callbacks.push(callback)) : fn,
    );
    if (onStart instanceof Func) onStart.call([bindToEvent]);
    const finish = (): void => {
      if (onComplete instanceof Func) jobs.enqueue(() => onComplete.call([bindToEvent]));
    };
    const work = world.runContainer?.(native, callbacks);
    if (work) track(work.then(finish, finish));
    else finish();
    return undefined;
  });

/** The same function, whose event callbacks go where `add` says. */
function boundTo(context: Context, fn: Func, add: (callback: EventCallback) => void): Func {
  return api(fn.name, (args) => {
    const outside = context.bound;
    context.bound = add;
    try {
      return fn.call(args);
    } finally {
      context.bound = outside;
    }
  });
}

/** Values are kept as native copies, so nothing stored is shared with the code that stored it. */
export const templateDataStorage: ApiFactory = ({ world, permissions }) => {
  const storage = world.preview ? new Map<string, unknown>() : (world.storage ?? new Map<string, unknown>());
  const allowed = (): void => permissions.check('access_template_storage');
  const nameOf = (key: Value): string => toText(key);
  return apiObject('templateDataStorage', {
    getItemCopy([key]) {
      allowed();
      const name = nameOf(key);
      return storage.has(name) ? toSandbox(storage.get(name)) : null;
    },
    setItemCopy([key, value]) {
      allowed();
      if (value === null || value === undefined) storage.delete(nameOf(key));
      else storage.set(nameOf(key), toPlain(value));
      return undefined;
    },
    removeItem([key]) {
      allowed();
      storage.delete(nameOf(key));
      return undefined;
    },
    clear() {
      allowed();
      storage.clear();
      return undefined;
    },
  });
};

export const queryPermission: ApiFactory = ({ permissions }) =>
  api('queryPermission', (args) => {
    expectTypes('queryPermission', ['string'], args);
    const [permission, ...rest] = args.map((arg) => toPlain(arg));
    return permissions.query(permission as string, ...rest);
  });

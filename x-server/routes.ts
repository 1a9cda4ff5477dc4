/** Which resource a request line names: two routes of version 12, and X's answers to everything else. */

import { type Answer, errorAnswer } from './answers.ts';

export type Route =
  | { name: 'conversions'; pixelId: string }
  | { name: 'webEventTags'; accountId: string }
  | { name: 'refused'; answer: Answer; reason: string };

const apiVersion = '12';

/** Path and query of a request target in origin or absolute form (RFC 9112 §3.2), both as written. */
export function splitTarget(target: string): { path: string; query: string } {
  const [path = '', query = ''] = target.replace(/^https?:\/\/[^/?]*/i, '').split(/\?(.*)/s, 2);
  return { path, query };
}

export function findRoute(method: string, path: string): Route {
  const [, version, resource] = /^\/([0-9]{1,4})\/(.*)$/s.exec(path) ?? [];
  if (version === undefined || resource === undefined)
    return refused(errorAnswer('routeNotFound'), 'the path does not start with a version');
  if (version !== apiVersion)
    return refused(
      errorAnswer('versionNotAvailable', { value: version }),
      `the version is not ${apiVersion} but ${version}`,
    );
  const [, pixelId] = /^measurement\/conversions\/([^/]+)$/.exec(resource) ?? [];
  if (pixelId !== undefined)
    return method === 'POST' ? { name: 'conversions', pixelId } : wrongMethod('POST');
  const [, accountId] = /^accounts\/([^/]+)\/web_event_tags$/.exec(resource) ?? [];
  if (accountId !== undefined)
    return method === 'GET' ? { name: 'webEventTags', accountId } : wrongMethod('GET');
  return refused(errorAnswer('routeNotFound'), 'no such resource');
}

function refused(answer: Answer, reason: string): Route {
  return { name: 'refused', answer, reason };
}

function wrongMethod(expected: string): Route {
  return refused(errorAnswer('methodNotAllowed'), `the method must be ${expected}`);
}

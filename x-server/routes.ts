/** Which resource a request line names: the routes of version 12, and X's answers to everything else. */

import { type Answer, errorAnswer } from './answers.ts';

export type Route =
  | { name: 'conversions'; pixelId: string }
  | { name: 'accounts' }
  | { name: 'account'; accountId: string }
  | { name: 'access'; accountId: string }
  | { name: 'fundingInstruments'; accountId: string }
  | StatisticsRoute
  | { name: 'file'; file: string }
  | { name: 'webEventTags'; accountId: string; method: 'GET' | 'POST' }
  | { name: 'webEventTag'; accountId: string; id: string; method: 'GET' | 'PUT' | 'DELETE' }
  | { name: 'refused'; answer: Answer; reason: string };

export type StatisticsRoute =
  | { name: 'activeEntities'; accountId: string }
  | { name: 'statistics'; accountId: string }
  | { name: 'statisticsJobs'; accountId: string; method: 'GET' | 'POST' }
  | { name: 'statisticsJob'; accountId: string; jobId: string };

/** Where files of statistics lie: on another host at X, and below no version. */
export const filesPath = '/stats-files/';

const apiVersion = '12';

/** Path and query of a request target in origin or absolute form (RFC 9112 §3.2), both as written. */
export function splitTarget(target: string): { path: string; query: string } {
  const [path = '', query = ''] = target.replace(/^https?:\/\/[^/?]*/i, '').split(/\?(.*)/s, 2);
  return { path, query };
}

export function findRoute(method: string, path: string): Route {
  if (path.startsWith(filesPath))
    return method === 'GET' ? { name: 'file', file: path.slice(filesPath.length) } : wrongMethod('GET');
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
  if (resource === 'accounts') return method === 'GET' ? { name: 'accounts' } : wrongMethod('GET');
  const [, accountId, below] = /^accounts\/([^/]+)(?:\/(.+))?$/s.exec(resource) ?? [];
  if (accountId !== undefined) return routeOfAccount(method, accountId, below);
  return routeOfStatistics(method, resource);
}

function routeOfStatistics(method: string, resource: string): Route {
  const [, jobs, accountId, below] = /^stats\/(jobs\/)?accounts\/([^/]+)(?:\/([^/]+))?$/.exec(resource) ?? [];
  if (accountId === undefined) return refused(errorAnswer('routeNotFound'), 'no such resource');
  if (jobs !== undefined && below !== undefined)
    return method === 'DELETE' ? { name: 'statisticsJob', accountId, jobId: below } : wrongMethod('DELETE');
  if (jobs !== undefined)
    return method === 'GET' || method === 'POST'
      ? { name: 'statisticsJobs', accountId, method }
      : wrongMethod('GET or POST');
  if (below !== undefined && below !== 'active_entities')
    return refused(errorAnswer('routeNotFound'), 'no such resource');
  if (method !== 'GET') return wrongMethod('GET');
  return { name: below === undefined ? 'statistics' : 'activeEntities', accountId };
}

function routeOfAccount(method: string, accountId: string, below: string | undefined): Route {
  if (below === undefined) return method === 'GET' ? { name: 'account', accountId } : wrongMethod('GET');
  if (below === 'authenticated_user_access')
    return method === 'GET' ? { name: 'access', accountId } : wrongMethod('GET');
  if (below === 'funding_instruments')
    return method === 'GET' ? { name: 'fundingInstruments', accountId } : wrongMethod('GET');
  if (below === 'web_event_tags')
    return method === 'GET' || method === 'POST'
      ? { name: 'webEventTags', accountId, method }
      : wrongMethod('GET or POST');
  const [, id] = /^web_event_tags\/([^/]+)$/.exec(below) ?? [];
  if (id === undefined) return refused(errorAnswer('routeNotFound'), 'no such resource');
  return method === 'GET' || method === 'PUT' || method === 'DELETE'
    ? { name: 'webEventTag', accountId, id, method }
    : wrongMethod('GET, PUT or DELETE');
}

function refused(answer: Answer, reason: string): Route {
  return { name: 'refused', answer, reason };
}

function wrongMethod(expected: string): Route {
  return refused(errorAnswer('methodNotAllowed'), `the method must be ${expected}`);
}

/** HTTP of the sandbox's world on Node: real sockets, the sandbox's two kinds of failure. */
import type { HttpRequest, HttpResponse } from 'sgtm-toolkit/sandbox/world';

/**
 * @param routes origin the template calls → origin that is really contacted; without an entry the request fails
 * @returns a function for `world.http`. It rejects with `{ reason: 'timed_out' }` or `{ reason: 'failed' }`.
 */
export function nodeHttp(
  routes: Readonly<Record<string, string>>,
): (request: HttpRequest) => Promise<HttpResponse> {
  return async ({ method, url, headers, body, timeout }) => {
    const { origin, pathname, search } = new URL(url);
    const target = routes[origin];
    if (target === undefined) throw { reason: 'failed' };
    try {
      const response = await fetch(target + pathname + search, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
      });
      const text = await response.text();
      return { statusCode: response.status, headers: Object.fromEntries(response.headers), body: text };
    } catch (error) {
      throw { reason: error instanceof Error && error.name === 'TimeoutError' ? 'timed_out' : 'failed' };
    }
  };
}

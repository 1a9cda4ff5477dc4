/** X, Versioning: each answer names the current version of the API, and announces the end of one 90 days ahead. */
import { clean } from '../lib/x-answer.ts';
import { type Client, VERSION } from '../lib/x-client.ts';
import type { Check } from './report.ts';

/** What X's answers say about the version. */
export interface Heard {
  /** `x-current-api-version` of the last answer that has it. */
  current?: string;
  /** `x-api-warn`: each announcement once. */
  announced: Set<string>;
}

/** The client, and what its answers say: X may announce the end of one resource and not of another. */
export function listenFor(client: Client): { client: Client; heard: Heard } {
  const heard: Heard = { announced: new Set() };
  return {
    heard,
    client: {
      ...client,
      async send(request, authorization) {
        const reply = await client.send(request, authorization);
        if (reply.kind !== 'answered') return reply;
        const current = reply.headers.get('x-current-api-version');
        const announced = reply.headers.get('x-api-warn');
        if (current !== null) heard.current = clean(current);
        if (announced !== null) heard.announced.add(clean(announced));
        return reply;
      },
    },
  };
}

export function versionCheck({ current, announced }: Heard): Check {
  const name = `Version ${VERSION} of the API`;
  const todo = 'Look for a newer version of the template and of this tool.';
  const named = current === undefined ? '' : `x-current-api-version: ${current}`;
  if (announced.size > 0)
    return {
      name,
      status: 'note',
      seen: [`x-api-warn: ${[...announced].join('; ')}`, named].filter((text) => text !== '').join(', '),
      todo,
    };
  if (current === undefined)
    return { name, status: 'skipped', seen: 'the answers do not name the current version' };
  return parseInt(current, 10) === Number(VERSION)
    ? { name, status: 'ok', seen: `the current one (${named})` }
    : { name, status: 'note', seen: `not the current one (${named})`, todo };
}

/** The built-in variables of a server container. Their names always resolve, whether a file lists them or not. */

import { regionOf } from './request.ts';
import type { Scope } from './scope.ts';

type Value = (scope: Scope) => unknown;

const LARGEST_RANDOM = 2_147_483_647;

const page =
  (part: (url: URL) => string): Value =>
  ({ event }) => {
    const url = event?.page_location;
    return typeof url === 'string' && URL.canParse(url) ? part(new URL(url)) : undefined;
  };

const eventName: Value = ({ event }) => event?.event_name;

export const BUILT_IN_VARIABLES: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['_event', eventName],
  ['Event Name', eventName],
  ['Client Name', ({ clientName }) => clientName],
  ['Debug Mode', ({ preview }) => preview],
  ['Container ID', ({ container }) => container.publicId],
  ['Container Version', ({ container, preview }) => (preview ? 'QUICK_PREVIEW' : container.version)],
  ['Environment Name', () => 'Live'],
  ['Query String', ({ incoming }) => incoming.query],
  ['Request Method', ({ incoming }) => incoming.method],
  ['Request Path', ({ incoming }) => incoming.path],
  ['Visitor Region', ({ incoming }) => regionOf(incoming)],
  ['Random Number', () => Math.floor(Math.random() * LARGEST_RANDOM)],
  ['Page URL', ({ event }) => event?.page_location],
  ['Page Path', page((url) => url.pathname)],
  ['Page Hostname', page((url) => url.hostname)],
]);

/** The clients that Google builds in: what they claim, the events they make, and what they answer. */
import { ga4Client } from './ga4-client.ts';
import { measurementProtocolClient } from './measurement-protocol-client.ts';
import type { Incoming } from './request.ts';
import { embedded, isPlain, type Plain } from './text.ts';

/** A claimed request. */
export interface Claim {
  events: Plain[];
  /** What was invented or assumed, one sentence each. */
  notes: string[];
  /** `Set-Cookie` headers. */
  cookies: string[];
  /** Whether the answer is streamed, so that the browser can be asked for pixels. */
  streamed: boolean;
  /** The answer when all events are over. */
  answer: (pixels: readonly string[]) => { status: number; headers: Record<string, string>; body: string };
}

/** Gives undefined for a request that is not the client's. */
export type BuiltInClient = (parameters: Plain, incoming: Incoming, now: number) => Claim | undefined;

/** The web container: scripts that Google would serve. None of them is fetched. */
const webContainerClient: BuiltInClient = ({ allowedContainerIds, activateDependencyServing }, incoming) => {
  const id = new URLSearchParams(incoming.query).get('id') ?? '';
  const rows = Array.isArray(allowedContainerIds) ? allowedContainerIds.filter(isPlain) : [];
  const isContainer =
    incoming.path.endsWith('/gtm.js') && rows.some((row) => embedded(row.containerId) === id);
  const isLibrary = incoming.path.endsWith('/gtag/js') && activateDependencyServing === true;
  return incoming.method === 'GET' && (isContainer || isLibrary) ? scriptClaim() : undefined;
};

export const scriptClaim = (): Claim => ({
  events: [],
  notes: ['The script that Google would serve here is not fetched; the answer is an empty one.'],
  cookies: [],
  streamed: false,
  answer: () => ({
    status: 200,
    headers: { 'content-type': 'text/javascript; charset=utf-8' },
    body: '// sgtm serve fetches no script from Google.\n',
  }),
});

export const BUILT_IN_CLIENTS: ReadonlyMap<string, BuiltInClient> = new Map([
  ['gaaw_client', ga4Client],
  ['mpaw_client', measurementProtocolClient],
  ['gtm_client', webContainerClient],
]);

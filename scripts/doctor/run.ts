/** The checks in the order in which one fault hides the next: credentials, network, clock, who asks, pixel, events. */
import type { Authorization, FoundCredentials } from '../lib/credentials.ts';
import { readAnswer, wordsOf } from '../lib/x-answer.ts';
import { type Client, clockSkew } from '../lib/x-client.ts';
import { probe } from './probe.ts';
import type { Check } from './report.ts';
import { tierCheck } from './tier.ts';
import { listenFor, versionCheck } from './version.ts';
import { type CategoryRow, categoryRows, compareEvents, listWebEvents, type WebEvent } from './web-events.ts';

export interface Question {
  pixel: string;
  /** Event ids as configured in the tag. */
  events: readonly string[];
  account: string | undefined;
}

export interface Diagnosis {
  /** Of the account; undefined when nobody asked or X did not tell. */
  webEvents?: WebEvent[];
  categoryEvents?: CategoryRow[];
}

/** X names no tolerance; a signature five minutes off is refused, and half a minute is no synchronised clock. */
const LARGEST_SKEW = 300;
const NOTABLE_SKEW = 30;

/** @param found called for each check as soon as it is done */
export async function examine(
  question: Question,
  credentials: FoundCredentials,
  xClient: Client,
  now: () => number,
  found: (check: Check) => void,
): Promise<Diagnosis> {
  const { client, heard } = listenFor(xClient);
  for (const check of credentialChecks(credentials)) found(check);
  const isReachable = await checkNetwork(client, now, found);
  if (!isReachable) return {};
  let isRead = false;
  let isSigned = false;
  for (const way of credentials.ways) {
    const { access, ids } = await probe(client, way, question.pixel, question.events, now);
    found(access);
    // Both ways lead to the same pixel and events.
    if (!isRead) for (const check of ids) found(check);
    isRead ||= ids.length > 0;
    isSigned ||= way.method === 'oauth1' && access.status === 'ok';
  }
  if (!isRead)
    found({
      name: 'Pixel and X event IDs',
      status: 'skipped',
      seen: 'not looked at: X reads them only after it has accepted the sender',
    });
  const oauth = credentials.ways.find(({ method }) => method === 'oauth1');
  if (oauth !== undefined && isSigned) found(await tierCheck(client, oauth, question.account));
  found(versionCheck(heard));
  return question.account === undefined ? {} : askAccount(question.account, question, oauth, client, found);
}

function credentialChecks({ ways, problems, oddities }: FoundCredentials): Check[] {
  const complete = ways.map((way): Check => {
    const name = way.method === 'oauth1' ? 'OAuth credentials' : 'Pixel access token';
    const lengths =
      way.method === 'oauth1'
        ? `four values of ${Object.values(way.credentials)
            .map((value) => value.length)
            .join(', ')} characters`
        : `${way.token.length} characters`;
    return { name: `${name} complete`, status: 'ok', seen: lengths };
  });
  return [
    ...complete,
    ...problems.map(
      (seen): Check => ({
        name: 'Credentials',
        status: 'failed',
        seen,
        todo: 'OAuth: X developer portal, your app, Keys and tokens. Token: X Events Manager, Install Pixel, Conversion API.',
      }),
    ),
    ...oddities.map(
      (seen): Check => ({
        name: 'Credentials look odd',
        status: 'note',
        seen,
        todo: 'Compare the value with where it was copied from.',
      }),
    ),
  ];
}

/** An address nobody has: any answer of the Ads API shows that it is there, and what time it is. */
async function checkNetwork(
  client: Client,
  now: () => number,
  found: (check: Check) => void,
): Promise<boolean> {
  const before = now();
  const reply = await client.send({ method: 'GET', path: 'doctor' }, undefined);
  const name = `Network to ${client.endpoint}`;
  if (reply.kind !== 'answered') {
    const todo =
      'Allow connections from this machine to the host, port 443: DNS, firewall, proxy. Then try again.';
    found({ name, status: 'failed', seen: reply.reason, todo });
    return false;
  }
  const answer = readAnswer(reply.body);
  const ms = Math.max(0, now() - before);
  // To an address nobody has, a page may well be X's own answer; a page in the place of success is somebody else's.
  if (answer.body === undefined && (reply.status < 400 || reply.status >= 500))
    found({
      name,
      status: 'failed',
      seen: `an answer (${reply.status}) that is not the Ads API's: ${wordsOf(answer, reply.body)}`,
      todo: 'Look for a proxy, firewall or login page between here and X, and check --endpoint.',
    });
  else found({ name, status: 'ok', seen: `answered in ${ms} ms` });

  // The answer's time is that of its making, half a trip ago.
  found(clockCheck(clockSkew(reply.headers, now() - ms / 2)));
  return true;
}

function clockCheck(skew: number | undefined): Check {
  const name = 'Clock';
  const todo = 'Switch on time synchronisation (NTP) on this machine.';
  if (skew === undefined)
    return { name, status: 'skipped', seen: 'not compared: the answer has no Date header' };
  const seconds = Math.abs(skew);
  const seen = seconds < 2 ? "agrees with X's" : `${seconds} s ${skew > 0 ? 'ahead of' : 'behind'} X's`;
  if (seconds > LARGEST_SKEW)
    return { name, status: 'failed', seen: `${seen}: signatures are refused`, todo };
  if (seconds > NOTABLE_SKEW) return { name, status: 'note', seen: `${seen}: X may refuse signatures`, todo };
  return { name, status: 'ok', seen };
}

async function askAccount(
  account: string,
  { pixel, events }: Question,
  way: Authorization | undefined,
  client: Client,
  found: (check: Check) => void,
): Promise<Diagnosis> {
  const name = `Ads account ${account}`;
  if (way === undefined) {
    found({
      name,
      status: 'skipped',
      seen: 'not asked: a pixel access token does not open the list of events',
      todo: 'Set the four OAuth values to see it.',
    });
    return {};
  }
  const webEvents = await listWebEvents(client, way, account);
  if (!Array.isArray(webEvents)) {
    found(webEvents);
    return {};
  }
  const usable = webEvents.filter((event) => !event.deleted && event.pixel === pixel);
  found(
    usable.length > 0
      ? { name, status: 'ok', seen: `${usable.length} web events of pixel ${pixel}` }
      : {
          name,
          status: 'failed',
          seen: `no web event of pixel ${pixel}, ${webEvents.length} in the account`,
          todo: 'Create the events in X Events Manager, or check that pixel and account belong together.',
        },
  );
  for (const check of compareEvents(webEvents, pixel, events)) found(check);
  return { webEvents, categoryEvents: categoryRows(webEvents, pixel) };
}

/**
 * Stands in for X's pixel script `uwt.js`. What it sends has the forms that were observed of 2.3.33 and 2.4.11; it knows nothing
 * of the code that calls it, so that it can contradict it. Its requests go to this machine, under the path that names X's host.
 *
 * Left out: the old calls `init` and `track`, frames, device values, the session cookie `_twsid`.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { readCookie, writeCookie } from './cookies.ts';
import { busy } from './quiet.ts';
import { type Automatic, startAutomatic } from './uwt-automatic.ts';

type Plain = Record<string, unknown>;

interface Twq {
  (...call: unknown[]): void;
  exe?: (...call: unknown[]) => void;
  queue?: unknown[][];
  version?: string;
  integration?: string;
}

const pixelWindow = window as Window & { twq?: Twq };

const VERSION = '2.4.11';
/** Where requests to a host go. */
const addressOf = (host: string, path: string): string => `/x/${host}${path}`;

/** Parameters that stand beside `event`; `event_id` is overwritten. */
const HASHED = ['email_address', 'phone_number', 'external_id'];
const OWN = [...HASHED, 'twclid', 'restricted_data_use', 'page_location', 'hide_page_location', 'event_id'];

const pageLoad = crypto.randomUUID();
const shared: Plain = {};
/** Pixel → parameters of `config`, which stick to all later events. */
const configured = new Map<string, Plain>();
/** Pixel → features that were switched off before `config`. */
const switchedOff = new Map<string, Set<string>>();
let asked = false;

/** One call of the page. Names it does not know are passed over, as X's script does. */
function call(name: unknown, ...parameters: unknown[]): void {
  const [first, second, third] = parameters;
  if (name === 'config' && typeof first === 'string') config(first, plain(second));
  else if (name === 'event' && typeof first === 'string') event(first, plain(second));
  else if (name === 'set' && typeof first === 'string') feature(first, second, String(third));
  else if (name === 'set') Object.assign(shared, plain(first));
}

const plain = (value: unknown): Plain => (typeof value === 'object' && value !== null ? { ...value } : {});

/** Only the text `'false'` counts. */
function feature(name: string, value: unknown, pixel: string): void {
  if (value !== 'false') return;
  switchedOff.set(pixel, (switchedOff.get(pixel) ?? new Set()).add(name));
}

function config(pixel: string, parameters: Plain): void {
  const isFirst = !configured.has(pixel);
  configured.set(pixel, parameters);
  send('/1/i/adsct', { eci: '3', event: '{}', txn_id: pixel, ...beside(pixel, parameters) });
  if (isFirst) startAutomatic(automaticOf(pixel));
}

function event(txnId: string, parameters: Plain): void {
  const [, pixel = ''] = /^tw-([^-]+)-[^-]+$/i.exec(txnId) ?? [];
  const all = { ...shared, ...configured.get(pixel), ...typed(pixel), ...parameters };
  const given = Object.entries(parameters).filter(([key]) => !OWN.includes(key));
  send('/1/i/adsct', {
    eci: '4',
    event: JSON.stringify(Object.fromEntries(given)),
    txn_id: txnId,
    ...leftovers(configured.get(pixel)),
    ...beside(pixel, all),
  });
}

/** What `config` was given appears beside `event` in every later request. */
const leftovers = (parameters: Plain = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parameters)
      .filter(([key]) => !OWN.includes(key))
      .map(([key, value]) => [key, String(value)]),
  );

/** The parameters that do not stand in `event`. A text is hashed exactly as it comes, nothing and hashes too. */
function beside(pixel: string, parameters: Plain): Record<string, string> {
  const hashed = HASHED.filter((key) => key in parameters).map((key): [string, string] => [
    key,
    bytesToHex(sha256(utf8ToBytes(String(parameters[key] ?? '')))),
  ]);
  const { restricted_data_use: restricted, page_location: page, hide_page_location: isHidden } = parameters;
  return {
    ...Object.fromEntries(hashed),
    ...(restricted !== undefined && { restricted_data_use: String(restricted) }),
    tw_document_href: isHidden === true ? '' : String(page ?? location.href),
    ...clickId(pixel, parameters.twclid),
  };
}

function clickId(pixel: string, given: unknown): Record<string, string> {
  if (pixel === '' && given === undefined) return {};
  const inUrl = new URLSearchParams(location.search).get('twclid');
  if (inUrl) return { twclid: inUrl, tw_clid_src: '1' };
  const kept = keptClickId();
  if (kept !== undefined) return { twclid: kept, tw_clid_src: '2' };
  return given === undefined ? {} : { twclid: String(given) };
}

function keptClickId(): string | undefined {
  try {
    const { twclid } = plain(JSON.parse(decodeURIComponent(readCookie('_twclid') ?? '')));
    return typeof twclid === 'string' ? twclid : undefined;
  } catch {
    // A bare id, as some servers write it, is not understood.
    return undefined;
  }
}

/** Waits for a visible page, then asks both hosts, with one UUID. */
function send(path: string, query: Record<string, string>): void {
  const event_id = crypto.randomUUID();
  busy(
    isVisible().then(() => {
      const common: Record<string, string> = { ...query, ...identity(), event_id };
      const landing = common.tw_clid_src === '1' && !asked;
      asked ||= landing;
      const text = sorted(landing ? { ...common, tw_acc_response: '1' } : common);
      return Promise.all([
        image(`${addressOf('t.co', path)}?${text}`),
        landing
          ? ask(`${addressOf('analytics.twitter.com', path)}?${text}`)
          : image(`${addressOf('analytics.twitter.com', path)}?${text}`),
      ]);
    }),
  );
}

function identity(): Record<string, string> {
  const known = readCookie('_twpid');
  const twpid =
    known ?? `tw.${Date.now()}.${String(crypto.getRandomValues(new BigUint64Array(1))[0]).slice(0, 17)}`;
  if (known === undefined) writeCookie('_twpid', twpid, 34_128_000, 'secure; samesite=Strict');
  return {
    bci: configured.size > 0 ? '4' : '2',
    integration: pixelWindow.twq?.integration ?? 'advertiser',
    p_id: 'Twitter',
    p_user_id: '0',
    pl_id: pageLoad,
    twpid,
    tw_pid_src: known === undefined ? '1' : '2',
    type: 'javascript',
    version: VERSION,
  };
}

const sorted = (query: Record<string, string>): string => {
  const parameters = new URLSearchParams(query);
  parameters.sort();
  return parameters.toString();
};

const isVisible = (): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (document.visibilityState !== 'visible') return;
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
    look();
  });

const image = (url: string): Promise<void> =>
  new Promise((resolve) => {
    const element = new Image();
    element.onload = () => resolve();
    element.onerror = () => resolve();
    element.src = url;
  });

/** A landing with a click id asks whether it may be kept; the answer is X's switch in Events Manager. */
async function ask(url: string): Promise<void> {
  const response = await fetch(url, { credentials: 'include', signal: AbortSignal.timeout(2000) });
  const { data } = plain(await response.json()) as { data?: { allow_1p_cookie?: unknown } };
  const twclid = new URLSearchParams(location.search).get('twclid');
  if (data?.allow_1p_cookie !== true || twclid === null || keptClickId() === twclid) return;
  const value = JSON.stringify({ pixelVersion: VERSION, timestamp: String(Date.now()), twclid, source: 1 });
  writeCookie('_twclid', encodeURIComponent(value), 2_592_000, 'secure; samesite=Strict');
}

/** Automatic events carry no `restricted_data_use`, whatever `config` was given (observed). */
const automaticOf = (pixel: string): Automatic => ({
  isOn: (name) => switchedOff.get(pixel)?.has(name) !== true,
  send: (name, parameters) =>
    send('/i/adsct', {
      cv: '100&1',
      eci: '2',
      events: JSON.stringify([[name, parameters]]),
      txn_id: pixel,
      tw_document_href: location.href,
      ...clickId(pixel, undefined),
    }),
});

/** What a visitor has typed into a form, where the feature is on. How it is sent was never captured. */
function typed(pixel: string): Plain {
  if (!configured.has(pixel) || switchedOff.get(pixel)?.has('autoAdvancedMatching')) return {};
  const email = document.querySelector<HTMLInputElement>('input[type=email]')?.value;
  return email ? { email_address: email } : {};
}

const twq = pixelWindow.twq;
if (twq && !twq.exe) {
  twq.version = VERSION;
  twq.exe = call;
  for (const queued of twq.queue?.splice(0) ?? []) call(...(Array.from(queued) as [unknown, ...unknown[]]));
}

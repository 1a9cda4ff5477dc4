/**
 * Google's tag as `gtag.js` and Tag Manager run it: keeps consent, writes the first-party cookie, and sends `/g/collect` hits to the
 * server container that the configuration names, else to Google, whose place on this machine is under `/google`. Forms as observed
 * in public copies of 2024 to 2026.
 *
 * Left out: batches and bodies, user properties, linkers, sessions, events that the browser makes by itself other than `page_view`.
 */
import { type ConsentState, createConsentState } from './consent-state.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { eventPairs, type Parameters, userPairs } from './gtag-hit.ts';
import { busy } from './quiet.ts';

interface Hit {
  id: string;
  name: string;
  parameters: Parameters;
  /** Sent while the storage for ads was refused. */
  isDenied: boolean;
}

/** Sent again when consent comes after them (observed in code). */
const REPEATED = ['page_view', 'purchase'];
const FOUR_HUNDRED_DAYS = 34_560_000;

export interface GoogleTag {
  consent: ConsentState;
  /** One entry of the data layer; all but the arguments of `gtag()` are passed over. */
  take: (entry: unknown) => void;
  config: (id: string, parameters: Parameters) => void;
  event: (name: string, parameters: Parameters) => void;
}

export function createGoogleTag(): GoogleTag {
  const consent = createConsentState();
  const configured = new Map<string, Parameters>();
  const started = Date.now();
  const session = String(Math.floor(started / 1000));
  const cookieless = `${crypto.getRandomValues(new Uint32Array(1))[0]}.${session}`;
  let shared: Parameters = {};
  let sent: Hit[] = [];
  let count = 0;
  let waiting = Promise.resolve();
  let endWait = (): void => undefined;

  /** One entry of the data layer. Only the arguments of `gtag()` concern this script. */
  function take(entry: unknown): void {
    if (!isArguments(entry)) return;
    const [command, first, second] = Array.from(entry as ArrayLike<unknown>);
    if (command === 'consent') setConsent(first, objectOf(second));
    else if (command === 'config' && typeof first === 'string') config(first, objectOf(second));
    else if (command === 'event' && typeof first === 'string') event(first, objectOf(second));
    else if (command === 'set')
      shared = { ...shared, ...(typeof first === 'string' ? { [first]: second } : objectOf(first)) };
  }

  function setConsent(command: unknown, choices: Parameters): void {
    if (command !== 'default' && command !== 'update') return;
    const wasDenied = consent.get('ad_storage') === 'denied';
    consent.set(command, choices);
    const wait = Number(choices.wait_for_update);
    if (command === 'default' && wait > 0) {
      waiting = new Promise((resolve) => {
        endWait = resolve;
        setTimeout(resolve, wait);
      });
      return;
    }
    endWait();
    if (!wasDenied || consent.get('ad_storage') === 'denied') return;
    const again = sent.filter(({ name, isDenied }) => isDenied && REPEATED.includes(name));
    sent = sent.filter((hit) => !again.includes(hit));
    for (const { id, name, parameters } of again) collect(id, name, parameters, [['sst.gcut', '1']]);
  }

  function config(id: string, parameters: Parameters): void {
    configured.set(id, parameters);
    const { send_page_view: own } = parameters;
    if (own !== false && own !== 'false') event('page_view', { send_to: id });
  }

  function event(name: string, parameters: Parameters): void {
    const targets = parameters.send_to === undefined ? [...configured.keys()] : [parameters.send_to].flat();
    // What is known at this moment goes out, also when the hit has to wait.
    const page = {
      page_location: location.href,
      page_referrer: document.referrer,
      page_title: document.title,
    };
    for (const id of targets)
      if (typeof id === 'string' && id.startsWith('G-'))
        busy(
          waiting.then(() => collect(id, name, { ...page, ...shared, ...configured.get(id), ...parameters })),
        );
  }

  function collect(id: string, name: string, parameters: Parameters, more: [string, string][] = []): void {
    sent.push({ id, name, parameters, isDenied: consent.get('ad_storage') === 'denied' });
    const server = parameters.server_container_url;
    const base = typeof server === 'string' && server !== '' ? server.replace(/\/$/, '') : '/google';
    const { gcs, gcd } = consent.codes();
    const query = new URLSearchParams([
      ['v', '2'],
      ['tid', id],
      ['_p', String(started)],
      ...(gcs === undefined ? [] : [['gcs', gcs] as [string, string]]),
      ['gcd', gcd],
      ['npa', consent.get('ad_personalization') === 'denied' ? '1' : '0'],
      ['cid', clientId()],
      ['ul', navigator.language.toLowerCase()],
      ['sr', `${screen.width}x${screen.height}`],
      ['_s', String(++count)],
      ['sid', session],
      ['sct', '1'],
      ['seg', '1'],
      ...eventPairs(name, parameters),
      ...(base === '/google' ? [] : userPairs(parameters.user_data)),
      ...more,
      ['sst.tft', String(started)],
      ['tfd', String(Math.round(performance.now()))],
      ...(base === '/google' ? [] : [['richsstsse', ''] as [string, string]]),
    ]);
    const done = fetch(`${base}/g/collect?${query}`, {
      method: 'POST',
      keepalive: true,
      credentials: 'include',
    })
      .then((response) => response.text())
      .finally(() => {
        if (typeof parameters.event_callback === 'function') parameters.event_callback(id);
      });
    busy(done);
  }

  /** Kept in `_ga` unless the storage for analytics is refused; then it lasts as long as the page. */
  function clientId(): string {
    if (consent.get('analytics_storage') === 'denied') return cookieless;
    const [, kept] = /^GA1\.\d\.(\d+\.\d+)$/.exec(readCookie('_ga') ?? '') ?? [];
    if (kept === undefined) writeCookie('_ga', `GA1.1.${cookieless}`, FOUR_HUNDRED_DAYS, 'samesite=Lax');
    return kept ?? cookieless;
  }

  return { consent, take, config, event };
}

const objectOf = (value: unknown): Parameters =>
  typeof value === 'object' && value !== null ? (value as Parameters) : {};

/** Google's tag takes `arguments` for a command, and no array. */
export const isArguments = (entry: unknown): entry is ArrayLike<unknown> =>
  Object.prototype.toString.call(entry) === '[object Arguments]';

/**
 * Consent on the server: read from the event, because the sandbox has no consent API there.
 * For each signal the first source that states it decides; no statement means no consent.
 * Encoding of gcs and gcd: Google's gtag, consent state (positions and two-bit states below).
 * @lazy
 */
import { textOf } from './text.ts';
import type { Tools } from './tools.ts';

export type Signal = 'ad_storage' | 'ad_user_data';

export interface ConsentAnswer {
  readonly granted: boolean;
  /** One sentence for the log: which source said so, or that none did. */
  readonly reason: string;
}

const GCD_ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_';
/** The four consent types in the order of gcd; each has two characters from position 1 on. */
const GCD_TYPES = ['ad_storage', 'analytics_storage', 'ad_user_data', 'ad_personalization'];

/** The state a pair states by itself: update, else default. 0 or 1 = not set, 2 = denied, 3 = granted. */
function statedBy(explicit: number): number {
  const update = explicit % 4;
  return update > 1 ? update : ((explicit - update) / 4) % 4;
}

/** Effective state of a signal in gcd, `undefined` when it states nothing. Implicit states are no statement. */
function fromGcd(gcd: string, signal: Signal): boolean | undefined {
  const place = 2 * GCD_TYPES.indexOf(signal) + 1;
  const implicit = GCD_ALPHABET.indexOf(gcd.charAt(place));
  const explicit = GCD_ALPHABET.indexOf(gcd.charAt(place + 1));
  if (gcd.charAt(0) !== '1' || gcd.length < 10 || implicit < 0 || explicit < 0) {
    return undefined;
  }
  let state = statedBy(explicit);
  // Positions 10 and 11: defaults of the container, counted only when they are in use.
  const inUse = GCD_ALPHABET.indexOf(gcd.charAt(11));
  const defaults = GCD_ALPHABET.indexOf(gcd.charAt(10));
  if (state < 2 && inUse >= 4 && defaults >= 0) {
    state = (signal === 'ad_storage' ? (defaults - (defaults % 16)) / 16 : defaults) % 4;
  }
  // 48 and up: delegated to the type numbered from 12 on.
  if (state < 2 && implicit >= 48) {
    const target = 2 * ((implicit - (implicit % 4)) / 4 - 12) + 1;
    state = statedBy(GCD_ALPHABET.indexOf(gcd.charAt(target + 1)));
  }
  if (state < 2) {
    state = (explicit - (explicit % 16)) / 16;
  }
  return state < 2 ? undefined : state === 3;
}

/** Everything a tag is known to write for a granted signal; every other stated value is a no. */
function isYes(value: unknown): boolean {
  return value === true || value === 'true' || value === 'granted' || value === 1 || value === '1';
}

/** Whether one signal is granted, and which source says so. */
export function consentFor(signal: Signal, tools: Tools): ConsentAnswer {
  const stated = tools.read('consent_state.' + signal);
  if (stated !== undefined && stated !== null && stated !== '') {
    return statement(signal, isYes(stated), 'consent_state');
  }
  const gcd =
    textOf(tools.read('x-ga-gcd')) ||
    textOf(tools.read('x-ga-mp2-gcd')) ||
    textOf(tools.read('x-sst-system_properties.gcd'));
  const decoded = fromGcd(gcd, signal);
  if (decoded !== undefined) {
    return statement(signal, decoded, 'x-ga-gcd');
  }
  const letter = signal === 'ad_storage' ? textOf(tools.read('x-ga-gcs')).charAt(2) : '';
  if (letter === '1' || letter === '0') {
    return statement(signal, letter === '1', 'x-ga-gcs');
  }
  const block = tools.read('x-sst-system_properties.consent.consentGrantedState.' + signal);
  if (block !== undefined && block !== null && block !== '') {
    return statement(signal, isYes(block), 'x-sst-system_properties');
  }
  return {
    granted: false,
    reason:
      'The event carries no consent signal for ' +
      signal +
      (gcd.charAt(9) === '1' ? ' (consent mode is not in use on the site)' : '') +
      ', and consent is required.',
  };
}

function statement(signal: Signal, granted: boolean, source: string): ConsentAnswer {
  return {
    granted: granted,
    reason: signal + ' is ' + (granted ? 'granted' : 'denied') + ' (' + source + ').',
  };
}

/**
 * Consent on the server: read from the event, because the sandbox has no consent API there.
 * For each signal the first source that states it decides; no statement means no consent.
 * Encoding of gcs and gcd: Google's gtag, consent state (positions and two-bit states below).
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

/** The state a pair states by itself: update, else default. 0 or 1 = not set, 2 = denied, 3 = granted. */
function statedBy(explicit: number): number {
  const update = explicit % 4;
  return update > 1 ? update : ((explicit - update) / 4) % 4;
}

/**
 * Effective state of a signal in gcd, `undefined` when it states nothing. Implicit states are no statement.
 */
function fromGcd(gcd: string, signal: Signal): boolean | undefined {
  // Each type has two characters from position 1 on: ad_storage, analytics_storage, ad_user_data,
  // ad_personalization.
  const place = signal === 'ad_storage' ? 1 : 5;
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

/** Everything a tag is known to write for a granted signal, in any case; every other stated value is a no. */
function isYes(value: unknown): boolean {
  return value === true || ['true', 'granted', '1'].indexOf(textOf(value).toLowerCase()) >= 0;
}

/** A text without a letter states nothing. */
function isStated(value: unknown): boolean {
  return value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '');
}

/** Google's consent string, `''` when the event has none. */
function gcdOf(tools: Tools): string {
  return (
    textOf(tools.read('x-ga-gcd')) ||
    textOf(tools.read('x-ga-mp2-gcd')) ||
    textOf(tools.read('x-sst-system_properties.gcd'))
  );
}

/** What the event states about a signal, and where; `source` is `''` when it states nothing. */
function statementOn(signal: Signal, tools: Tools): { granted: boolean; source: string } {
  const state = tools.read('consent_state.' + signal);
  if (isStated(state)) {
    return { granted: isYes(state), source: 'consent_state' };
  }
  const decoded = fromGcd(gcdOf(tools), signal);
  if (decoded !== undefined) {
    return { granted: decoded, source: 'x-ga-gcd' };
  }
  const letter = signal === 'ad_storage' ? textOf(tools.read('x-ga-gcs')).charAt(2) : '';
  if (letter === '1' || letter === '0') {
    return { granted: letter === '1', source: 'x-ga-gcs' };
  }
  const block = tools.read('x-sst-system_properties.consent.consentGrantedState.' + signal);
  if (isStated(block)) {
    return { granted: isYes(block), source: 'x-sst-system_properties' };
  }
  return { granted: false, source: '' };
}

/** Whether one signal is granted, and which source says so. */
export function consentFor(signal: Signal, tools: Tools): ConsentAnswer {
  const stated = statementOn(signal, tools);
  if (stated.source) {
    return {
      granted: stated.granted,
      reason: signal + ' is ' + (stated.granted ? 'granted' : 'denied') + ' (' + stated.source + ').',
    };
  }
  return {
    granted: false,
    reason:
      'The event carries no consent signal for ' +
      signal +
      (gcdOf(tools).charAt(9) === '1' ? ' (consent mode is not in use on the site)' : '') +
      ', and consent is required.',
  };
}

/**
 * The first signal of advertising that the event states as denied, `''` when it denies none. No statement is
 * no denial.
 */
export function deniedSignal(tools: Tools): Signal | '' {
  const signals: Signal[] = ['ad_storage', 'ad_user_data'];
  for (const signal of signals) {
    const stated = statementOn(signal, tools);
    if (stated.source && !stated.granted) {
      return signal;
    }
  }
  return '';
}

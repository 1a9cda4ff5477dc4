/**
 * Consent on the server: read from the event, because the sandbox has no consent API there.
 * For each signal the first source that states it decides; no statement means no consent.
 * Encoding of gcs and gcd: Google's gtag, consent state.
 */
import { textOf } from './text.ts';
import type { Tools } from './tools.ts';

export type Signal = 'ad_storage' | 'ad_user_data';

/** What the event says about a signal; `source` is `''` when it states nothing. */
export interface Statement {
  readonly granted: boolean;
  readonly source: string;
}

/** The value of a character of gcd is its place here. */
const GCD_ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_';

/** What a type's second character states by itself, by update, else by default. */
function statedBy(character: string): boolean | undefined {
  return 'nrvDHLTX_tJZ'.indexOf(character) >= 0
    ? true
    : 'mquCGKSW-pFV'.indexOf(character) >= 0
      ? false
      : undefined;
}

/**
 * Effective state of a signal in gcd, `undefined` when it states nothing. Implicit states are no statement.
 */
function fromGcd(gcd: string, signal: Signal): boolean | undefined {
  if (!gcd.match('^1[A-Za-z0-9_-]{9}')) {
    return undefined;
  }
  // Each type has two characters from position 1 on: ad_storage, analytics_storage, ad_user_data,
  // ad_personalization.
  const place = signal === 'ad_storage' ? 1 : 5;
  const own = gcd.charAt(place + 1);
  const stated = statedBy(own);
  if (stated !== undefined) {
    return stated;
  }
  // Positions 10 and 11: defaults of the container, two bits a type, counted only when they are in use.
  const defaults = GCD_ALPHABET.indexOf(gcd.charAt(10));
  const state = signal === 'ad_storage' ? (defaults - (defaults % 16)) / 16 : defaults % 4;
  if (state > 1 && GCD_ALPHABET.indexOf(gcd.charAt(11)) >= 4) {
    return state === 3;
  }
  // 48 and up in the first character: four each for the types to which this one may be delegated.
  const first = GCD_ALPHABET.indexOf(gcd.charAt(place));
  const delegated = first >= 48 ? statedBy(gcd.charAt((first - (first % 4)) / 2 - 22)) : undefined;
  // Nothing but declared.
  return delegated === undefined && (own === 'R' || own === 'B') ? own === 'R' : delegated;
}

/**
 * Everything a tag is known to write for a granted signal is a yes, in any case; every other value a no.
 * A text without a letter states nothing.
 */
function answerIn(value: unknown): boolean | undefined {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
    ? undefined
    : value === true || !!textOf(value).toLowerCase().match('^(true|granted|1)$');
}

/** Google's consent string, `''` when the event has none. */
function gcdOf(tools: Tools): string {
  return (
    textOf(tools.read('x-ga-gcd')) ||
    textOf(tools.read('x-ga-mp2-gcd')) ||
    textOf(tools.read('x-sst-system_properties.gcd'))
  );
}

/** What the event states about a signal, and where. */
export function consentFor(signal: Signal, tools: Tools): Statement {
  const state = answerIn(tools.read('consent_state.' + signal));
  if (state !== undefined) {
    return { granted: state, source: 'consent_state' };
  }
  const effective = fromGcd(gcdOf(tools), signal);
  if (effective !== undefined) {
    return { granted: effective, source: 'x-ga-gcd' };
  }
  const letter = signal === 'ad_storage' ? textOf(tools.read('x-ga-gcs')).charAt(2) : '';
  if (letter === '1' || letter === '0') {
    return { granted: letter === '1', source: 'x-ga-gcs' };
  }
  const block = answerIn(tools.read('x-sst-system_properties.consent.consentGrantedState.' + signal));
  return { granted: block === true, source: block === undefined ? '' : 'x-sst-system_properties' };
}

/**
 * The first signal of advertising that the event states as denied, `''` when it denies none. No statement is
 * no denial.
 */
export function deniedSignal(tools: Tools): Signal | '' {
  const signals: Signal[] = ['ad_storage', 'ad_user_data'];
  for (const signal of signals) {
    const stated = consentFor(signal, tools);
    if (stated.source && !stated.granted) {
      return signal;
    }
  }
  return '';
}

/** Why the first of some signals is not granted, as a sentence; `''` when all are. */
export function missingConsent(signals: readonly Signal[], tools: Tools): string {
  for (const signal of signals) {
    const stated = consentFor(signal, tools);
    if (!stated.granted) {
      return stated.source
        ? signal + ' is denied (' + stated.source + ').'
        : 'The event carries no consent signal for ' +
            signal +
            (gcdOf(tools).charAt(9) === '1' ? ' (consent mode is not in use on the site)' : '') +
            ', and consent is required.';
    }
  }
  return '';
}

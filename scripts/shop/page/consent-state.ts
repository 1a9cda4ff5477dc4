/** Consent mode as Google's tags keep it, and the two codes that each of their hits carries: `gcs` and `gcd` (as observed in gtag). */

const SIGNALS = ['ad_storage', 'analytics_storage', 'ad_user_data', 'ad_personalization'] as const;
export type Signal = (typeof SIGNALS)[number];
export type Choice = 'granted' | 'denied';

/** The same answer for all that may be asked. */
export const answered = (choice: Choice): Record<Signal, Choice> => ({
  ad_storage: choice,
  ad_user_data: choice,
  ad_personalization: choice,
  analytics_storage: choice,
});

interface State {
  default?: Choice;
  update?: Choice;
}

export interface ConsentState {
  /** `gtag('consent', 'default' | 'update', choices)`. */
  set: (command: 'default' | 'update', choices: Readonly<Record<string, unknown>>) => void;
  /** The update, else the default; `undefined` when the page said nothing, which Google's tags take for yes. */
  get: (signal: Signal) => Choice | undefined;
  /** What a hit carries; without consent mode no `gcs`. */
  codes: () => { gcs?: string; gcd: string };
}

export function createConsentState(): ConsentState {
  const states = new Map<Signal, State>();
  const get = (signal: Signal): Choice | undefined => {
    const { default: first, update } = states.get(signal) ?? {};
    return update ?? first;
  };
  const digit = (signal: Signal): string => {
    const choice = get(signal);
    return choice === undefined ? '-' : choice === 'granted' ? '1' : '0';
  };
  return {
    get,
    set(command, choices) {
      for (const signal of SIGNALS) {
        const choice = choices[signal];
        if (choice === 'granted' || choice === 'denied')
          states.set(signal, { ...states.get(signal), [command]: choice });
      }
    },
    codes() {
      const isActive = states.size > 0;
      const pairs = SIGNALS.map((signal) => `3${letterOf(states.get(signal))}`).join('');
      return {
        ...(isActive && { gcs: `G1${digit('ad_storage')}${digit('analytics_storage')}` }),
        gcd: `1${pairs}${isActive ? '5' : '1'}l1`,
      };
    },
  };
}

const VALUES = { denied: 2, granted: 3 };
const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Not declared, then default × 4 + update, each 1 not set, 2 denied, 3 granted. */
const letterOf = ({ default: first, update }: State = {}): string =>
  ALPHABET[16 + (first ? VALUES[first] : 1) * 4 + (update ? VALUES[update] : 1)]!;

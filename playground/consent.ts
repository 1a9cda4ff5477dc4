/**
 * What an event says about consent: x-ga-gcs and x-ga-gcd as Google's tag would send them in each situation, or the block
 * of Stape's Data Tag. A preset replaces every statement an event may carry.
 */

export interface ConsentPreset {
  id: string;
  label: string;
  gcd?: string;
  gcs?: string;
  state?: Record<string, boolean>;
}

const state = (granted: boolean): Record<string, boolean> => ({
  ad_storage: granted,
  ad_user_data: granted,
  ad_personalization: granted,
  analytics_storage: granted,
});

export const consentPresets: readonly ConsentPreset[] = [
  { id: 'none', label: 'No consent mode', gcd: '13l3l3l3l1l1' },
  { id: 'accepted', label: 'All accepted', gcd: '13r3r3r3r5l1', gcs: 'G111' },
  { id: 'refused', label: 'All refused', gcd: '13q3q3q3q5l1', gcs: 'G100' },
  { id: 'waiting', label: 'No choice yet, denied by default', gcd: '13p3p3p3p5l1', gcs: 'G100' },
  { id: 'granted', label: 'No choice yet, granted by default', gcd: '13t3t3t3t5l1', gcs: 'G111' },
  { id: 'withdrawn', label: 'Withdrawn', gcd: '13u3u3u3u5l1', gcs: 'G100' },
  { id: 'analytics', label: 'Only analytics accepted', gcd: '13q3r3q3q5l1', gcs: 'G101' },
  { id: 'no-user-data', label: 'ad_user_data refused', gcd: '13r3r3q3q5l1', gcs: 'G111' },
  { id: 'v2-only', label: 'Only the two newer signals set', gcd: '13l3l3t3t5l1', gcs: 'G1--' },
  { id: 'state-granted', label: 'consent_state: all granted', state: state(true) },
  { id: 'state-denied', label: 'consent_state: all denied', state: state(false) },
  { id: 'silent', label: 'No statement at all' },
];

const STATEMENTS = ['x-ga-gcs', 'x-ga-gcd', 'x-ga-mp2-gcd', 'consent_state'];
const SYSTEM = 'x-sst-system_properties';
const SYSTEM_STATEMENTS = ['gcd', 'consent'];

const without = (values: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !names.includes(key)));

/** The event with this preset's statements in place of its own; a new object. */
export function withConsent(
  event: Record<string, unknown>,
  { gcd, gcs, state }: ConsentPreset,
): Record<string, unknown> {
  const system = event[SYSTEM];
  return {
    ...without(event, STATEMENTS),
    ...(typeof system === 'object' &&
      system !== null && { [SYSTEM]: without(system as Record<string, unknown>, SYSTEM_STATEMENTS) }),
    ...(gcs && { 'x-ga-gcs': gcs }),
    ...(gcd && { 'x-ga-gcd': gcd }),
    ...(state && { consent_state: state }),
  };
}

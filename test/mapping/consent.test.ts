import { describe, expect, it } from 'vitest';
import { consentFor, deniedSignal, missingConsent } from '../../src/mapping/consent.ts';
import { toolsFor } from './tools.ts';

const granted = (event: Record<string, unknown>, signal: 'ad_storage' | 'ad_user_data') =>
  consentFor(signal, toolsFor(event)).granted;

describe('consent', () => {
  // Situations and codes as gtag writes them: [situation, gcd, gcs, ad_storage, ad_user_data]
  it.each([
    ['no consent mode', '13l3l3l3l1l1', undefined, false, false],
    ['denied by default', '13p3p3p3p5l1', 'G100', false, false],
    ['denied by default, all accepted', '13r3r3r3r5l1', 'G111', true, true],
    ['denied by default, refused', '13q3q3q3q5l1', 'G100', false, false],
    ['granted by default', '13t3t3t3t5l1', 'G111', true, true],
    ['granted by default, withdrawn', '13u3u3u3u5l1', 'G100', false, false],
    ['only analytics accepted', '13q3r3q3q5l1', 'G101', false, false],
    ['ads accepted, ad user data refused', '13r3r3q3q5l1', 'G111', true, false],
    ['only the two newer signals set', '13l3l3t3t5l1', 'G1--', false, true],
    ['declared only', '13R3R3R3R5l1', 'G111', true, true],
    ['an older code of ten characters', '13r3r3r3l1', 'G111', true, true],
  ])('%s', (_, gcd, gcs, storage, userData) => {
    for (const event of [
      { 'x-ga-gcd': gcd, 'x-ga-gcs': gcs },
      { 'x-ga-mp2-gcd': gcd },
      { 'x-sst-system_properties': { gcd } },
    ]) {
      expect(granted(event, 'ad_storage')).toBe(storage);
      expect(granted(event, 'ad_user_data')).toBe(userData);
    }
  });

  it('follows a delegation to another signal', () => {
    // N: delegated to ad_storage, implicit not set
    expect(granted({ 'x-ga-gcd': '13r3lNl3l5l1' }, 'ad_user_data')).toBe(true);
    expect(granted({ 'x-ga-gcd': '13q3lNl3l5l1' }, 'ad_user_data')).toBe(false);
  });

  // Position 10: two bits for ad_storage above two for ad_user_data, F = 41 granted and refused, a = 10 both refused ...
  it.each([
    ['granted', '13l3l3l3l5_4', true, true],
    ['refused', '13l3l3l3l5G4', false, false],
    ['granted for storage only', '13l3l3l3l5O4', true, false],
    ['not in use', '13l3l3l3l5_1', false, false],
    ['overruled by the page', '13q3q3q3q5_4', false, false],
    ['for one signal, the page for the other', '13r3l3l3l5G4', true, false],
  ])('counts defaults of the container: %s', (_, gcd, storage, userData) => {
    expect(granted({ 'x-ga-gcd': gcd }, 'ad_storage')).toBe(storage);
    expect(granted({ 'x-ga-gcd': gcd }, 'ad_user_data')).toBe(userData);
  });

  it.each([true, 'true', 'granted', 1, '1', 'GRANTED', 'Granted', ' granted ', 'TRUE', 'True\n', ' 1'])(
    'takes consent_state %j for yes',
    (value) => {
      expect(granted({ consent_state: { ad_storage: value }, 'x-ga-gcs': 'G100' }, 'ad_storage')).toBe(true);
    },
  );

  it.each([
    false,
    'denied',
    'false',
    0,
    '0',
    'yes',
    {},
    [],
    ['granted'],
    'DENIED',
    ' Denied ',
    'undefined',
    2,
  ])('takes consent_state %j for no', (value) => {
    expect(granted({ consent_state: { ad_storage: value }, 'x-ga-gcs': 'G111' }, 'ad_storage')).toBe(false);
  });

  it('reads gcs at the position of ad_storage, and never as ad_user_data', () => {
    expect(granted({ 'x-ga-gcs': 'G110' }, 'ad_storage')).toBe(true);
    expect(granted({ 'x-ga-gcs': 'G101' }, 'ad_storage')).toBe(false);
    expect(granted({ 'x-ga-gcs': 'G1-1' }, 'ad_storage')).toBe(false);
    expect(granted({ 'x-ga-gcs': 'G111' }, 'ad_user_data')).toBe(false);
  });

  it('reads the block of decided consent that some containers carry', () => {
    const event = { 'x-sst-system_properties': { consent: { consentGrantedState: { ad_storage: true } } } };
    expect(granted(event, 'ad_storage')).toBe(true);
  });

  it.each([
    {},
    { consent_state: 'granted' },
    { 'x-ga-gcd': 'nonsense' },
    { 'x-ga-gcd': 13, 'x-ga-gcs': 'G' },
  ])('is missing when the event %j states nothing', (event) => {
    expect(missingConsent(['ad_storage'], toolsFor(event))).toContain('no consent signal');
    expect(granted(event, 'ad_storage')).toBe(false);
  });

  it('says when consent mode is not in use at all', () => {
    expect(missingConsent(['ad_storage'], toolsFor({ 'x-ga-gcd': '13l3l3l3l1l1' }))).toContain(
      'consent mode is not in use',
    );
  });

  it.each(['', ' ', null, undefined])(
    'takes consent_state %j for no statement: the next source decides',
    (value) => {
      const event = { consent_state: { ad_storage: value }, 'x-ga-gcs': 'G111' };
      expect(granted(event, 'ad_storage')).toBe(true);
    },
  );

  it.each([
    [{}, ''],
    [{ 'x-ga-gcd': '13l3l3l3l1l1' }, ''],
    [{ 'x-ga-gcs': 'G111' }, ''],
    [{ 'x-ga-gcs': 'G100' }, 'ad_storage'],
    [{ 'x-ga-gcd': '13r3r3q3q5l1', 'x-ga-gcs': 'G111' }, 'ad_user_data'],
    [{ consent_state: { ad_storage: 'Denied' } }, 'ad_storage'],
    [{ consent_state: { ad_storage: true, ad_user_data: false } }, 'ad_user_data'],
  ])('of the event %j denies %j', (event, signal) => {
    expect(deniedSignal(toolsFor(event))).toBe(signal);
  });
});

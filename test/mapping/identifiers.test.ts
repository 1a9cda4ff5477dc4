import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { e164 } from '../../src/mapping/hash-of.ts';
import { type IdentifierSources, identifiers } from '../../src/mapping/identifiers.ts';
import hashes from '../vectors/hashes.json' with { type: 'json' };
import { sha256, toolsFor } from './tools.ts';

const sources: IdentifierSources = {
  overrides: undefined,
  auto: true,
  clickId: '',
  countryCallingCode: () => '',
};
const of = (event: Record<string, unknown>, more: Partial<IdentifierSources> = {}) =>
  // As X gets it: what is undefined is dropped by JSON.
  JSON.parse(JSON.stringify(identifiers({ ...sources, ...more }, toolsFor(event))));

describe('identifiers', () => {
  it('stand one strong identifier an object, IP address and user agent together, in X’s order', () => {
    const event = {
      ip_override: '203.0.113.9',
      user_agent: 'Mozilla/5.0',
      user_data: { email_address: 'test@x.com', phone_number: '+11234567890' },
    };
    expect(of(event, { clickId: '2-abc' })).toEqual([
      { twclid: '2-abc' },
      { hashed_email: '5806dc6b2f04fb728708a8f7b81c14edcd4fba36f77914cf0c9368d9a3a25f76' },
      { hashed_phone_number: '1fa6b8d986d9b9cd01bf36951815158bbde9f520c0567c835dfe34783d0a4231' },
      { ip_address: '203.0.113.9', user_agent: 'Mozilla/5.0' },
    ]);
  });

  it('join a lone IP address or user agent to the first strong identifier and drop it when there is none', () => {
    expect(of({ ip_override: '2001:db8::1' }, { clickId: 'c1' })).toEqual([
      { twclid: 'c1', ip_address: '2001:db8::1' },
    ]);
    expect(of({ user_agent: 'UA', email: 'a@b.example' })).toEqual([
      { hashed_email: sha256('a@b.example'), user_agent: 'UA' },
    ]);
    expect(of({ ip_override: '203.0.113.9' })).toEqual([]);
    expect(of({ user_agent: 'UA' })).toEqual([]);
  });

  it('never hash a hash: 64 hex digits pass in lower case', () => {
    const hash = 'AB'.repeat(32);
    expect(of({ user_data: { sha256_email_address: hash, sha256_phone_number: hash } })).toEqual([
      { hashed_email: hash.toLowerCase() },
      { hashed_phone_number: hash.toLowerCase() },
    ]);
  });

  it.each([
    [{ user_data: { email_address: ['', 'first@b.example', 'second@b.example'] } }],
    [{ user_data: { email_address: { 0: 'not an address', 1: 'first@b.example' } } }],
    [{ user_data: { email: 'first@b.example' }, email: 'second@b.example' }],
    [{ user_data: 'a text', email: 'FIRST@b.example ' }],
    [{ user_data: { email_address: 'x', _tag_mode: 'CODE' }, email: 'first@b.example' }],
  ])('take the first usable value of %j', (event) => {
    expect(of(event)).toEqual([{ hashed_email: sha256('first@b.example') }]);
  });

  it('take the operator’s value first and do not fall back to the event when it is unusable', () => {
    const event = { email: 'a@b.example' };
    expect(of(event, { overrides: { email: 'c@d.example' } })).toEqual([
      { hashed_email: sha256('c@d.example') },
    ]);
    const tools = toolsFor(event);
    expect(identifiers({ ...sources, overrides: { email: 'nobody' } }, tools)).toEqual([]);
    expect(tools.warnings.join()).toContain('"email"');
    expect(tools.warnings.join()).not.toContain('nobody');
  });

  it('read nothing from the event when that is switched off', () => {
    expect(
      of({ email: 'a@b.example', twclid: 'c1', ip_override: '1.2.3.4', user_agent: 'UA' }, { auto: false }),
    ).toEqual([]);
  });

  it('send no click id of URL and cookies when reading is switched off, only the operator’s', () => {
    const off = { auto: false, clickId: '2-abc' };
    expect(of({}, off)).toEqual([]);
    expect(of({}, { ...off, overrides: { twclid: 'own' } })).toEqual([{ twclid: 'own' }]);
  });

  it.each([
    '203.0.113.9',
    '0.0.0.0',
    '255.255.255.255',
    '2001:db8::1',
    '2001:DB8:0:0:8:800:200C:417A',
    '::',
    '::1',
    'fe80::',
    '1:2:3:4:5:6:7::',
    '::ffff:203.0.113.9',
  ])('send the IP address %s', (ip_override) => {
    const tools = toolsFor({ ip_override, user_agent: 'UA' });
    expect(identifiers(sources, tools)).toEqual([{ ip_address: ip_override, user_agent: 'UA' }]);
    expect(tools.warnings).toEqual([]);
  });

  it.each([
    '999.999.999.999',
    '256.1.1.1',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.4.',
    '203.0.113.9, 10.0.0.1',
    '203.0.113.9:443',
    '1:2',
    ':::',
    ':::::',
    '::1::',
    ':1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7:8:',
    '1:2:3:4:5:6:7:8:9',
    '12345::1',
    'fe80::1%eth0',
    'localhost',
    { 0: '203.0.113.9' },
  ])('leave out %j, which is no IP address, and tell it', (ip_override) => {
    const tools = toolsFor({ ip_override, user_agent: 'UA', twclid: 'c1' });
    expect(JSON.stringify(identifiers(sources, tools))).toBe(
      JSON.stringify([{ twclid: 'c1', user_agent: 'UA' }]),
    );
    expect(tools.warnings).toEqual([expect.stringContaining('"ip_address" cannot be used')]);
  });

  it('accept the IP addresses that Node takes for such', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (ip_override) => {
        const [first] = identifiers(sources, toolsFor({ ip_override, user_agent: 'UA' }));
        expect(first?.ip_address).toBe(isIP(ip_override) ? ip_override : undefined);
      }),
      { numRuns: 1000 },
    );
  });

  it('take for an IP address only what Node takes for one', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'12af.:') }), (ip_override) => {
        const [first] = identifiers(sources, toolsFor({ ip_override, user_agent: 'UA' }));
        if (first) expect(isIP(ip_override)).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });

  for (const { input, sha256: digest, source } of hashes.vectors.filter(({ input }) => input.includes('@'))) {
    it(`hash ${input} to the published digest (${source.slice(0, 40)})`, () => {
      expect(of({ email: `  ${input.toUpperCase()} ` })).toEqual([{ hashed_email: digest }]);
      expect(of({ user_data: { email_address: `  ${input.toUpperCase()} ` } })).toEqual([
        { hashed_email: digest },
      ]);
    });
  }
});

describe('phone numbers', () => {
  it.each([
    ['+49 (0)151 2345-6789', '', '+4915123456789'],
    ['0049 151/23456789', '', '+4915123456789'],
    ['0151 234 56789', '49', '+4915123456789'],
    ['06 1234 5678', '39', '+390612345678'],
    ['(212) 555-0123', '1', '+12125550123'],
    ['+1.212.555.0123', '', '+12125550123'],
    ['+44\u00a020 7946 0958', '', '+442079460958'],
    ['+33 1 23 45 67 89', '', '+33123456789'],
    ['8 (912) 345-67-89', '7', '+79123456789'],
    ['8001234567', '7', '+78001234567'],
    ['06 20 123 4567', '36', '+36201234567'],
    ['1 212 555 0123', '1', '+12125550123'],
    ['4915123456789', '49', '+4915123456789'],
    ['05 01 23 45 67', '225', '+2250501234567'],
  ])('brings %j with calling code %j to %s', (text, code, expected) => {
    expect(e164(text, code)).toBe(expected);
  });

  it.each([
    '11234567890',
    '',
    'call me',
    '+0 123 456 789',
    '+12',
    '+1234567890123456',
    '1+234567890',
    '12345 ext. 6',
  ])('leaves out %j, which cannot be known to be complete', (text) => {
    expect(e164(text, '')).toBeUndefined();
  });
});

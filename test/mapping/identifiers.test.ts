import { describe, expect, it } from 'vitest';
import { type IdentifierSources, identifiers } from '../../src/mapping/identifiers.ts';
import hashes from '../vectors/hashes.json' with { type: 'json' };
import { sha256, toolsFor } from './tools.ts';

const sources: IdentifierSources = {
  overrides: undefined,
  auto: true,
  clickId: '',
  countryCallingCode: '',
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

  it('read the first IP address that can be used, and tell when none can', () => {
    const agent = { user_agent: 'UA', twclid: 'c1' };
    const sent = (event: Record<string, unknown>) => {
      const tools = toolsFor({ ...agent, ...event });
      return [identifiers(sources, tools)[1]?.ip_address, tools.warnings.length];
    };
    expect(sent({ ip_override: '10.0.0.1, 203.0.113.9:80' })).toEqual(['203.0.113.9', 0]);
    expect(sent({ ip: '203.0.113.9' })).toEqual(['203.0.113.9', 0]);
    expect(sent({ ip_override: '203.0.113.9', ip: '203.0.113.10' })).toEqual(['203.0.113.9', 0]);
    expect(sent({ ip_override: '192.168.1.7', ip: '203.0.113.10' })).toEqual(['203.0.113.10', 0]);
    expect(sent({ ip_override: 'undefined' })).toEqual([undefined, 0]);
    for (const ip_override of ['192.168.1.7', 'localhost', { a: '203.0.113.9' }, '1'.repeat(2000)])
      expect(sent({ ip_override })).toEqual([undefined, 1]);
  });

  it('hold no e-mail address in a user agent', () => {
    const user_agent = 'Bot/1 (first@bots.example) via (secret.person@example.com)';
    expect(of({ user_agent }, { clickId: 'c1' })).toEqual([
      { twclid: 'c1', user_agent: 'Bot/1 ((e-mail address)) via ((e-mail address))' },
    ]);
  });

  it('leave out a user agent that is an e-mail address or holds a credential', () => {
    expect(of({ user_agent: 'first@bots.example', twclid: 'c1' })).toEqual([{ twclid: 'c1' }]);
    const tools = {
      ...toolsFor({ user_agent: 'Bot/1 (key s3cret)', twclid: 'c1' }),
      holdsSecret: (text: string) => text.includes('s3cret'),
    };
    expect(JSON.stringify(identifiers(sources, tools))).toBe('[{"twclid":"c1"}]');
    expect(tools.warnings).toEqual([expect.stringContaining('"user_agent" cannot be used')]);
  });

  it('leave out a user agent that is over-long or no text, and tell it', () => {
    for (const user_agent of ['a'.repeat(2049), { a: 1 }]) {
      const tools = toolsFor({ user_agent, twclid: 'c1' });
      expect(JSON.stringify(identifiers(sources, tools))).toBe('[{"twclid":"c1"}]');
      expect(tools.warnings).toEqual([expect.stringContaining('"user_agent" cannot be used')]);
    }
  });

  // Hashes that broken senders make of nothing.
  it.each([
    ...['', 'undefined', 'null', 'NaN', 'None', 'none', '[object Object]', '(not set)'],
    ...['UNDEFINED', 'Null', 'nan', '[object object]', '(Not Set)', 'REPLACE_ME', 'replace_me'],
  ])('take the hash of %j for not given', (word) => {
    const hash = sha256(word).toUpperCase();
    const user_data = {
      email_address: hash,
      sha256_email_address: [hash, '0'.repeat(64)],
      email: 'a@b.example',
    };
    expect(of({ user_data })).toEqual([{ hashed_email: sha256('a@b.example') }]);
    expect(of({ user_data: { phone_number: hash }, phone: '+49 151 23456789' })).toEqual([
      { hashed_phone_number: sha256('+4915123456789') },
    ]);
  });

  it.each(['undefined', ' NULL ', '{{Email}}', 'REPLACE_ME', '(not set)', ''])(
    'take %j, also of the operator, for not given, without a word',
    (word) => {
      const tools = toolsFor({ user_data: { email_address: word, email: 'a@b.example' }, twclid: word });
      const overrides = { email: word, phone: word, twclid: word, ip_address: word, user_agent: word };
      expect(identifiers({ ...sources, overrides }, tools)).toEqual([
        { hashed_email: sha256('a@b.example') },
      ]);
      expect(tools.warnings).toEqual([]);
    },
  );

  it('take e-mail and phone in the order of X’s own template', () => {
    const [first, second, third, last] = ['a@b.example', sha256('b@b.example'), 'c@b.example', 'd@b.example'];
    const user_data = { email_address: first, sha256_email_address: second, email: third };
    expect(of({ user_data, email: last })).toEqual([{ hashed_email: sha256('a@b.example') }]);
    expect(of({ user_data: { ...user_data, email_address: '' }, email: last })).toEqual([
      { hashed_email: second },
    ]);
    expect(of({ user_data: { email: third }, email: last })).toEqual([
      { hashed_email: sha256('c@b.example') },
    ]);
    expect(of({ user_data: {}, email: last })).toEqual([{ hashed_email: sha256('d@b.example') }]);
  });

  it('tell an address only when none of its places has one', () => {
    const tools = toolsFor({ user_data: { email_address: 'none@none' }, email: 'a@b.example' });
    expect(identifiers(sources, tools)).toEqual([{ hashed_email: sha256('a@b.example') }]);
    expect(tools.warnings).toEqual([]);
    const none = toolsFor({
      user_data: { email_address: 'none@none' },
      email: ['jane doe@b.example'],
      twclid: 'c1',
    });
    identifiers(sources, none);
    expect(none.warnings).toEqual([expect.stringContaining('"email" cannot be used')]);
    expect(none.warnings.join()).not.toContain('none@none');
  });

  it.each([
    '{"email_address":"jane@example.com"}',
    { email_address: 'jane%40example.com' },
    { email_address: 'JANE%2540EXAMPLE.COM' },
    { email_address: { 4: 'jane@example.com' } },
    { email_address: [null, undefined, 7, 'jane@example.com'] },
  ])('read the user data %j', (user_data) => {
    expect(of({ user_data })).toEqual([{ hashed_email: sha256('jane@example.com') }]);
  });

  it('read a phone number that is still percent-encoded', () => {
    expect(of({ phone: '%2B49%20151%2023456789' })).toEqual([
      { hashed_phone_number: sha256('+4915123456789') },
    ]);
  });

  it.each(['[1]', '{"email_address":', 'null', 7, [], { email: { address: 'a@b.example' } }])(
    'survive the user data %j',
    (user_data) => {
      expect(of({ user_data, twclid: 'c1' })).toEqual([{ twclid: 'c1' }]);
    },
  );

  it('read a click id in each form in which it may come, and tell a damaged one', () => {
    for (const twclid of ['2-abc', '2-abc ', '%7B%22twclid%22%3A%222-abc%22%7D', '{"twclid":"2-abc"}'])
      for (const more of [{ overrides: { twclid } }, {}])
        expect(of({ twclid }, more)).toEqual([{ twclid: '2-abc' }]);
    const tools = toolsFor({ twclid: '2-event' });
    expect(identifiers({ ...sources, clickId: '2-url', overrides: { twclid: '<2>' } }, tools)).toEqual([]);
    expect(tools.warnings).toEqual([expect.stringContaining('"twclid" cannot be used')]);
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

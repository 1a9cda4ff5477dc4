import { isIP, isIPv4 } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ipAddressOf } from '../../src/mapping/ip-address.ts';

describe('an IP address', () => {
  it.each([
    '203.0.113.9',
    '8.8.8.8',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '100.128.0.1',
    '192.167.1.1',
    '255.255.255.255',
    '2001:db8::1',
    '2001:db8:0:0:8:800:200c:417a',
    '1:2:3:4:5:6::',
    '2001:db8:3:4:5:6:7::',
    '::2:3:4:5:6:7:8',
    '2001:db8:3::5:6:7:8',
    'fe00::1',
    'fec0::1',
    'fb00::1',
    'fc::1',
  ])('is %s as it is', (text) => {
    expect(ipAddressOf(text)).toBe(text);
  });

  it.each([
    ['203.0.113.9:54321', '203.0.113.9'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::FFFF:203.0.113.9', '203.0.113.9'],
    ['2001:DB8::A', '2001:db8::a'],
    ['[::ffff:203.0.113.9]:443', '203.0.113.9'],
    ['2001:db8::1%eth0', '2001:db8::1'],
    ['10.0.0.1, 203.0.113.9', '203.0.113.9'],
    ['203.0.113.9, 10.0.0.1', '203.0.113.9'],
    ['unknown, 10.0.0.1:80,203.0.113.9:443 , 8.8.8.8', '203.0.113.9'],
    ['fd00::1 2001:db8::1', '2001:db8::1'],
    ['"203.0.113.9"', '203.0.113.9'],
    ['"[2001:db8::1]:47011"', '2001:db8::1'],
  ])('in %j is %s', (text, expected) => {
    expect(ipAddressOf(text)).toBe(expected);
  });

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '100.127.255.255', '127.0.0.1', '169.254.1.1', '172.16.0.1'],
    ...[
      '172.31.255.255',
      '192.168.1.7',
      '::',
      '::1',
      '0:0:0:0:0:0:0:1',
      'fc00::1',
      'FD12:3456::1',
      'fe80::',
      'febf::1',
    ],
    ...[
      '::ffff:10.0.0.1',
      '::ffff:7f00:1',
      '::ffff:cb00:7109',
      '64:ff9b::203.0.113.9',
      'fe80::1%eth0',
      '[::1]:8080',
      '10.0.0.1, 192.168.0.1',
    ],
    ...[
      '',
      '999.999.999.999',
      '256.1.1.1',
      '1.2.3',
      '1.2.3.4.5',
      '1.2.3.4.',
      '01.2.3.4',
      '1:2',
      ':::',
      ':::::',
    ],
    ...['::1::', ':1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8:', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7::8', '12345::1'],
    ...['localhost', '203.0.113.9[', '1.2.3.4:', '1.2.3.4:123456', '::ffff:1.2.3', '1::2::3', 'g::1'],
  ])('is not in %j', (text) => {
    expect(ipAddressOf(text)).toBe('');
  });

  it('is every one that Node takes for such, unless it is private', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const found = ipAddressOf(text);
        if (found && found !== text.toLowerCase())
          expect([isIPv4(found), /^::ffff:/i.test(text)]).toEqual([true, true]);
        // Left out besides the private ones: IPv6 that ends in dotted decimal, and two colons for one group at an end.
        if (!found && isIP(text))
          expect(text).toMatch(/^(0|10|100|127|169|172|192)\.|^f[cde]|ffff:|^[0:]+1?$|:.*\.|^::|::$/i);
        if (!isIP(text)) expect(found).toBe('');
      }),
      { numRuns: 2000 },
    );
  });

  it('is only what Node takes for one', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'12af.:[]%, ') }), (text) => {
        const found = ipAddressOf(text);
        if (found) expect([text, isIP(found) > 0]).toEqual([text, true]);
      }),
      { numRuns: 5000 },
    );
  });
});

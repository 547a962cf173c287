import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAddressReader, isNetwork, type ProxyTrust } from '../../src/access/client-address.ts';

const read = (peer: string | undefined, trust: Partial<ProxyTrust> = {}, headers: Record<string, string> = {}) =>
  createAddressReader({ proxies: 0, header: 'x-forwarded-for', ...trust })(peer, new Headers(headers));

describe('one client is', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:1:2:3:4:192.0.2.1', '2001:db8:1:2::/64'],
    ['2001:db8:1::192.0.2.1', '2001:db8:1:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['1::', '1:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    [undefined, 'unknown'],
    ['', 'unknown'],
  ])('at %s: %s', (peer, unit) => {
    expect(read(peer)).toBe(unit);
  });

  test('all of an IPv6 network of 64 bits, and no more', () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
    const half = fc.array(group, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(half, half, half, (network, host, other) => {
        const unit = read([...network, ...host].join(':'));
        expect(read([...network, ...other].join(':'))).toBe(unit);
        expect(read([...other, ...host].join(':')) === unit).toBe(other.join() === network.join());
      }),
    );
  });
});

describe('what a client writes into headers', () => {
  const forged = { 'x-forwarded-for': '198.51.100.1', forwarded: 'for=198.51.100.2', 'x-real-ip': '198.51.100.3' };

  test('counts for nothing where no proxy is trusted', () => {
    expect(read('203.0.113.7', {}, forged)).toBe('203.0.113.7');
  });

  test('counts for nothing where it did not come through the trusted network', () => {
    expect(read('203.0.113.7', { proxies: ['10.0.0.0/8'] }, forged)).toBe('203.0.113.7');
  });

  test('never outweighs what the proxies add, in whatever form it is', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())), (lies) => {
        const header = [...lies.map((lie) => lie.replace(/[^ -~]/g, '')), '203.0.113.7'].join(', ');
        expect(read('10.0.0.1', { proxies: 1 }, { 'x-forwarded-for': header })).toBe('203.0.113.7');
        expect(read('10.0.0.1', { proxies: ['10.0.0.0/8'] }, { 'x-forwarded-for': header })).toBe('203.0.113.7');
        expect(read('10.0.0.2', { proxies: 2 }, { 'x-forwarded-for': `${header}, 10.0.0.1` })).toBe('203.0.113.7');
      }),
    );
  });

  test('in the other header counts for nothing', () => {
    const both = { 'x-forwarded-for': '203.0.113.7', forwarded: 'for=198.51.100.2' };
    expect(read('10.0.0.1', { proxies: 1 }, both)).toBe('203.0.113.7');
    expect(read('10.0.0.1', { proxies: 1, header: 'forwarded' }, both)).toBe('198.51.100.2');
  });
});

describe('behind proxies', () => {
  const cases: [string, ProxyTrust['proxies'], string, string][] = [
    ['one proxy', 1, '203.0.113.7', '203.0.113.7'],
    ['two proxies', 2, '203.0.113.7, 10.0.0.9', '203.0.113.7'],
    ['fewer hops than proxies', 3, '203.0.113.7', '203.0.113.7'],
    ['no header', 1, '', '10.0.0.1'],
    ['an address with a port', 1, '203.0.113.7:51234', '203.0.113.7'],
    ['an IPv6 address in brackets with a port', 1, '[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
    ['a proxy that does not tell', 1, 'unknown', '10.0.0.1'],
    ['a hop that does not tell', 2, '203.0.113.7, unknown', '10.0.0.1'],
    ['networks', ['10.0.0.0/8', '192.0.2.1'], '198.51.100.1, 203.0.113.7, 192.0.2.1', '203.0.113.7'],
    ['networks, all hops trusted', ['10.0.0.0/8'], '10.0.0.8, 10.0.0.9', '10.0.0.8'],
    ['IPv6 networks', ['10.0.0.0/8', 'fd00::/8'], '2001:db8::7, fd12::1', '2001:db8:0:0::/64'],
  ];
  test.each(cases)('%s', (_what, proxies, header, unit) => {
    expect(read('10.0.0.1', { proxies }, header === '' ? {} : { 'x-forwarded-for': header })).toBe(unit);
    expect(read('::ffff:10.0.0.1', { proxies }, header === '' ? {} : { 'x-forwarded-for': header })).toBe(unit);
  });

  test.each([
    ['for=203.0.113.7;proto=https', '203.0.113.7'],
    ['For="[2001:db8:1:2::9]:4711"', '2001:db8:1:2::/64'],
    ['for=198.51.100.1, proto=https; for=203.0.113.7', '203.0.113.7'],
    ['for="_gazonk"', '10.0.0.1'],
    ['by=203.0.113.9', '10.0.0.1'],
    ['wherefor=198.51.100.1', '10.0.0.1'],
  ])('Forwarded: %s', (forwarded, unit) => {
    expect(read('10.0.0.1', { proxies: 1, header: 'forwarded' }, { forwarded })).toBe(unit);
  });
});

test.each([
  ['10.0.0.0/8', true],
  ['10.0.0.1', true],
  ['fd00::/8', true],
  ['::1', true],
  ['10.0.0.0/33', false],
  ['fd00::/129', false],
  ['10.0.0/8', false],
  ['10.0.0.0/', false],
  ['10.0.0.0/8/8', false],
  ['fe80::1%eth0', false],
  ['proxy.example.com', false],
  ['', false],
])('%j is a network: %s', (text, expected) => {
  expect(isNetwork(text)).toBe(expected);
});

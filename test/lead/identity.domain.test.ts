import fc from 'fast-check';
import { getDomain } from 'tldts';
import { describe, expect, it } from 'vitest';
import { type NoKeyReason, readDomain } from '../../src/lead/identity/identity.ts';

const domains: [typed: string, host: string][] = [
  ['acme.com', 'acme.com'],
  ['ACME.com', 'acme.com'],
  ['  acme.com\u00a0', 'acme.com'],
  ['acme.com.', 'acme.com'],
  ['acme.com...', 'acme.com'],
  ['acme.com/', 'acme.com'],
  ['acme.com:8080', 'acme.com'],
  ['https://www.acme.com/about?x=1#y', 'acme.com'],
  ['http://acme.com', 'acme.com'],
  ['HTTPS://ACME.COM', 'acme.com'],
  ['//acme.com', 'acme.com'],
  ['http:acme.com', 'acme.com'],
  ['http:///acme.com', 'acme.com'],
  ['https://https://acme.com', 'acme.com'],
  ['ftp://acme.com', 'acme.com'],
  ['acme.com\\about', 'acme.com'],
  ['"acme.com"', 'acme.com'],
  ['acme.com,', 'acme.com'],
  ['ac\u200bme.com', 'acme.com'],
  ['acme\u200d.com', 'acme.com'],
  ['\u202eacme.com', 'acme.com'],
  ['ａｃｍｅ．ｃｏｍ', 'acme.com'],
  ['acme。com', 'acme.com'],
  // Reserved for documentation and tests (RFC 6761)
  ['acme.example', 'acme.example'],
  ['www.acme.test', 'acme.test'],
  ['acme.co.uk', 'acme.co.uk'],
  ['www.acme.co.uk', 'acme.co.uk'],
  // Only www. goes; other hosts stay what they are
  ['uk.acme.com', 'uk.acme.com'],
  ['www.uk.acme.com', 'uk.acme.com'],
  ['www.www.acme.com', 'acme.com'],
  ['www2.acme.com', 'www2.acme.com'],
  ['www.com', 'www.com'],
  ['www.www.com', 'www.com'],
  ['www.co.uk', 'www.co.uk'],
  ['wwwacme.com', 'wwwacme.com'],
  // Private suffixes make tenants
  ['acme.github.io', 'acme.github.io'],
  ['www.acme.github.io', 'acme.github.io'],
  ['acme.uk.com', 'acme.uk.com'],
  ['acme.myshopify.com', 'acme.myshopify.com'],
  // IDN
  ['münchen.de', 'xn--mnchen-3ya.de'],
  ['MÜNCHEN.de', 'xn--mnchen-3ya.de'],
  ['mu\u0308nchen.de', 'xn--mnchen-3ya.de'],
  ['xn--mnchen-3ya.de', 'xn--mnchen-3ya.de'],
  ['пример.рф', 'xn--e1afmkfd.xn--p1ai'],
  ['例子.中国', 'xn--fsqu00a.xn--fiqs8s'],
  ['نامه\u200cای.com', 'xn--mgba3gch31f060k.com'],
  ['نامهای.com', 'xn--mgba3gch31f.com'],
  ['p\u0430ypal.com', 'xn--pypal-4ve.com'], // Cyrillic а
  ['google.com', 'google.com'],
  ['https://www.google.com/', 'google.com'],
  ['about.google.com/products', 'about.google.com'],
];

const unreadable = [
  '',
  ' ',
  'http://',
  'https://?',
  'jane@acme.com',
  '@acme',
  '@acme.com',
  'https://acme.com@evil.com',
  'https://medium.com/@acme',
  'acme＠x.com',
  'Acme Inc',
  'acme .com',
  'acme.com, acme.de',
  'acme.com,acme.de',
  'acme.com;acme.de',
  '*.acme.com',
  "acme's.com",
  'acme%2ecom',
  'xn--a.com',
  'mailto:acme.com',
  'ac\u0000me.com',
  'acme\ud800.com',
  'https://www.google.com/maps/place/Acme',
  'https://google.de/search?q=acme',
  'https://www.amazon.co.uk/stores/acme',
  'https://www.yelp.com/biz/acme',
];

const noKeys: [typed: string, host: string, why: NoKeyReason][] = [
  ['localhost', 'localhost', 'no registrable domain'],
  ['Acme', 'acme', 'no registrable domain'],
  ['com', 'com', 'no registrable domain'],
  ['co.uk', 'co.uk', 'no registrable domain'],
  ['github.io', 'github.io', 'no registrable domain'],
  ['www.github.io', 'www.github.io', 'no registrable domain'],
  ['uk.com', 'uk.com', 'no registrable domain'],
  ['acme.local', 'acme.local', 'no registrable domain'],
  ['acme.internal', 'acme.internal', 'no registrable domain'],
  ['jane.doe', 'jane.doe', 'no registrable domain'],
  ['n/a', 'n', 'no registrable domain'],
  ['-acme.com', '-acme.com', 'no registrable domain'],
  ['.acme.com', '.acme.com', 'no registrable domain'],
  ['a..acme.com', 'a..acme.com', 'no registrable domain'],
  ['127.0.0.1', '127.0.0.1', 'ip address'],
  ['http://2130706433/', '127.0.0.1', 'ip address'],
  ['192.168.0.1:8080', '192.168.0.1', 'ip address'],
  ['[::1]', '[::1]', 'ip address'],
  ['gmail.com', 'gmail.com', 'free-mail domain'],
  ['GoogleMail.com', 'googlemail.com', 'free-mail domain'],
  ['yahoo.co.jp', 'yahoo.co.jp', 'free-mail domain'],
  ['mail.yahoo.com', 'mail.yahoo.com', 'free-mail domain'],
  ['hotmail.fr', 'hotmail.fr', 'free-mail domain'],
  ['outlook.com', 'outlook.com', 'free-mail domain'],
  ['live.co.uk', 'live.co.uk', 'free-mail domain'],
  ['icloud.com', 'icloud.com', 'free-mail domain'],
  ['proton.me', 'proton.me', 'free-mail domain'],
  ['web.de', 'web.de', 'free-mail domain'],
  ['gmx.net', 'gmx.net', 'free-mail domain'],
  ['qq.com', 'qq.com', 'free-mail domain'],
  ['mail.ru', 'mail.ru', 'free-mail domain'],
  ['linkedin.com/company/acme', 'linkedin.com', 'social host'],
  ['de.linkedin.com', 'de.linkedin.com', 'social host'],
  ['facebook.com/acme', 'facebook.com', 'social host'],
  ['m.facebook.com', 'm.facebook.com', 'social host'],
  ['x.com', 'x.com', 'social host'],
  ['twitter.com', 'twitter.com', 'social host'],
  ['instagram.com', 'instagram.com', 'social host'],
  ['youtube.com', 'youtube.com', 'social host'],
  ['github.com/acme', 'github.com', 'social host'],
  ['linktr.ee/acme', 'linktr.ee', 'social host'],
  ['sites.google.com/view/acme', 'sites.google.com', 'social host'],
  ['acme.wordpress.com', 'acme.wordpress.com', 'social host'],
  ['bit.ly/x', 'bit.ly', 'short link'],
  ['lnkd.in', 'lnkd.in', 'short link'],
  ['none.com', 'none.com', 'placeholder'],
];

describe('readDomain', () => {
  it.each(domains)('reads %j as %s', (typed, host) => {
    expect(readDomain(typed)).toEqual({ canonical: `domain:${host}`, key: `domain:${host}` });
  });

  it.each(unreadable)('reads no host from %j', (typed) => {
    expect(readDomain(typed)).toBeNull();
  });

  it.each(noKeys)('%j is no company’s own', (typed, host, why) => {
    expect(readDomain(typed)).toEqual({ canonical: `domain:${host}`, key: null, why });
  });

  it('refuses what is too long for a name of the DNS', () => {
    expect(readDomain(`${'a'.repeat(64)}.com`)).toMatchObject({ key: null, why: 'no registrable domain' });
    expect(readDomain(`${'a.'.repeat(150)}com`)).toMatchObject({ key: null, why: 'too long' });
    expect(readDomain(`https://acme.com/${'a'.repeat(5000)}`)).toBeNull();
  });
});

const pieces = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(...'https:// ftp:// / \\ . .. : :80 ? # % %2e , ; " \' < > [ ] - _ *'.split(' ')),
    },
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        ...'www. acme .com .co.uk .github.io gmail.com localhost münchen.de 127.1 xn-- google'.split(' '),
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constantFrom('\u200d', '\u200c', '\u200b', ' ', '\n', '。', 'İ', 'ς', 'ß') },
  ),
  { maxLength: 8 },
);

describe('any text as a domain', () => {
  it('reads its canonical form as itself', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const read = readDomain(parts.join(''));
        if (read !== null) expect(readDomain(read.canonical.slice('domain:'.length))).toEqual(read);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives a key only where something can be registered', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const key = readDomain(parts.join(''))?.key;
        if (key == null) return;
        expect(key).toMatch(/^domain:[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/);
        expect(getDomain(key.slice('domain:'.length), { allowPrivateDomains: true })).not.toBeNull();
      }),
      { numRuns: 2000 },
    );
  });
});

import fc from 'fast-check';
import { getDomain } from 'tldts';
import { describe, expect, it } from 'vitest';
import { type NoKeyReason, readSocial } from '../../src/lead/identity/identity.ts';

const noKeys: [typed: string, why: NoKeyReason][] = [
  // Other hosts
  ['https://linkedin.com.evil.com/in/jane', 'not a profile'],
  ['https://evil-linkedin.com/in/jane', 'not a profile'],
  ['https://linkedin.co/in/jane', 'not a profile'],
  ['https://de..linkedin.com/in/jane', 'social host'],
  ['https://linkedin.cn/in/jane', 'social host'],
  ['https://linkedin.com@evil.com/in/jane', 'not a url'],
  ['https://evil.com@linkedin.com/in/jane', 'not a url'],
  ['https://evil.com:x@linkedin.com/in/jane', 'not a url'],
  ['https://@linkedin.com/in/jane', 'not a url'],
  ['https://evil.com\\@linkedin.com/in/jane', 'not a profile'],
  ['https://evil.com/linkedin.com/in/jane', 'not a profile'],
  ['https://evil.com?linkedin.com/in/jane', 'not a profile'],
  ['https://evil.com#@linkedin.com/in/jane', 'not a profile'],
  ['https://evil.com/https://linkedin.com/in/jane', 'not a profile'],
  ['https://linkedin.com%2eevil.com/in/jane', 'not a url'],
  ['https://l\u0456nkedin.com/in/jane', 'not a profile'], // Cyrillic і
  ['https://linkedın.com/in/jane', 'not a profile'], // dotless i
  ['ftp://linkedin.com/in/jane', 'not a url'],
  ['javascript://linkedin.com/in/jane', 'not a url'],
  ['linkedin:in/jane', 'not a url'],
  ['in/jane', 'not a profile'],
  ['jane', 'not a profile'],
  ['@jane', 'not a url'],
  ['', 'not a url'],
  ['https://', 'not a url'],
  ['mailto:jane@linkedin.com', 'not a url'],
  // Links that may lead anywhere
  ['https://lnkd.in/abc', 'short link'],
  ['bit.ly/abc', 'short link'],
  [`https://www.linkedin.com/sales/lead/ACwAAAEkww,NAME_SEARCH,x`, 'sales navigator link'],
  [`https://www.linkedin.com/sales/people/ACwAAAEkww`, 'sales navigator link'],
  ['linkedin.com/sales/company/1441', 'sales navigator link'],
  ['linkedin.com/talent/profile/AEMAAA', 'recruiter link'],
  ['linkedin.com/recruiter/profile/1', 'recruiter link'],
  // Pages of nobody
  ['linkedin.com', 'not a profile'],
  ['linkedin.com/in', 'not a profile'],
  ['linkedin.com/in/', 'not a profile'],
  ['linkedin.com/in//', 'not a profile'],
  ['linkedin.com/in/%20', 'not a profile'],
  ['linkedin.com/in/%E2%80%8B', 'not a profile'],
  ['linkedin.com/in/me', 'not a profile'],
  ['linkedin.com/in/Me/', 'not a profile'],
  ['linkedin.com/in/undefined', 'not a profile'],
  ['linkedin.com/in/NULL', 'not a profile'],
  ['linkedin.com/in/none', 'not a profile'],
  ['linkedin.com/in/N%2FA', 'not a profile'],
  ['linkedin.com/in/n/a', 'not a profile'],
  ['linkedin.com/in/unavailable', 'not a profile'],
  ['linkedin.com/in/-', 'not a profile'],
  ['linkedin.com/in/...', 'not a profile'],
  ['linkedin.com/in/0', 'not a profile'],
  ['linkedin.com/in/{{slug}}', 'not a profile'],
  ['linkedin.com/in/[object Object]', 'not a profile'],
  ['linkedin.com/in/jane doe', 'not a profile'],
  ['linkedin.com/in/jane https://x.com/jane', 'not a profile'],
  ['linkedin.com/in/jane|x.com/jane', 'not a profile'],
  ['linkedin.com/in/100%', 'not a profile'],
  ['linkedin.com/in/jos%C3', 'not a profile'],
  ['linkedin.com/in/j%E9r%F4me', 'not a profile'],
  ['linkedin.com/in/%25%25%25', 'not a profile'],
  ['linkedin.com/in/ja%00ne', 'not a profile'],
  ['linkedin.com/in/\ud800', 'not a profile'],
  ['linkedin.com/pub/jane', 'not a profile'],
  ['linkedin.com/pub/jane/a7/576', 'not a profile'],
  ['linkedin.com/pub/jane/a7/576/xyz', 'not a profile'],
  ['linkedin.com/pub/jane/a7b5/576/b50', 'not a profile'],
  ['linkedin.com/pub/dir/Jane/Doe', 'not a profile'],
  ['linkedin.com/pub/dir/abe/dee/fab', 'not a profile'],
  ['linkedin.com/company/', 'not a profile'],
  ['linkedin.com/company/undefined', 'not a profile'],
  ['linkedin.com/profile/view?id=12345', 'not a profile'],
  ['linkedin.com/search/results/people/?keywords=jane', 'not a profile'],
  ['linkedin.com/feed/update/urn:li:activity:1', 'not a profile'],
  ['linkedin.com/posts/jane_x-activity-1-abc', 'not a profile'],
  ['linkedin.com/groups/123', 'not a profile'],
  ['linkedin.com/authwall?sessionRedirect=https%3A%2F%2Flinkedin.com%2Fin%2Fjane', 'not a profile'],
  ['linkedin.com/jane', 'not a profile'],
  ['linkedin.com?in/jane', 'not a profile'],
  // Elsewhere
  ['https://x.com/jane', 'social host'],
  ['https://m.facebook.com/jane', 'social host'],
  ['https://acme.com/team/jane', 'not a profile'],
];

const otherPages: [typed: string, canonical: string][] = [
  ['https://www.facebook.com/Acme/', 'url:facebook.com/Acme'],
  ['HTTP://Facebook.com//Acme?fbclid=x&utm_source=y#top', 'url:facebook.com/Acme'],
  ['https://facebook.com/profile.php?id=12&ref=x&fbclid=1', 'url:facebook.com/profile.php?id=12&ref=x'],
  ['https://twitter.com/#!/jane', 'url:twitter.com#!/jane'],
  ['https://youtube.com/watch?v=AbC&utm_medium=z', 'url:youtube.com/watch?v=AbC'],
  ['https://x.com/j%c3%a9?', 'url:x.com/j%C3%A9'],
  ['https://x.com/jé', 'url:x.com/j%C3%A9'],
  ['https://acme.com:8443/a', 'url:acme.com:8443/a'],
  ['http://acme.com:80/a', 'url:acme.com/a'],
  ['https://www.com/a', 'url:www.com/a'],
  ['https://münchen.de/', 'url:xn--mnchen-3ya.de'],
  ['https://de.linkedin.com/feed/', 'url:de.linkedin.com/feed'],
  ['  some  handle ', 'url:some  handle'],
];

describe('readSocial', () => {
  it.each(noKeys)('finds no key in %j: %s', (typed, why) => {
    expect(readSocial(typed)).toMatchObject({ key: null, why });
  });

  it('refuses what is too long for an index', () => {
    for (const slug of ['a'.repeat(600), '%E7%8E%8B'.repeat(300), 'a'.repeat(100_000)]) {
      expect(readSocial(`https://www.linkedin.com/in/${slug}`)).toMatchObject({ key: null, why: 'too long' });
    }
  });

  it.each(otherPages)('unites %j as %s', (typed, canonical) => {
    expect(readSocial(typed)).toMatchObject({ canonical, key: null });
  });
});

const pieces = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        ...'https:// http: // / \\ @ . : ? # % %2F %2e %25 %C3 %C3%A9 & = , ; " \' < >'.split(' '),
      ),
    },
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        ...'linkedin.com www. evil .com de. in/ pub/ company/ sales/ jane ACoAAb 1441 utm_a=1 x'.split(' '),
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constantFrom('\u200d', '\u200b', ' ', '\n', '。', '／', 'İ', 'Σ') },
  ),
  { maxLength: 12 },
);

describe('any text as a social URL', () => {
  it('gives a key only on linkedin.com', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('');
        const { key } = readSocial(text);
        if (key === null) return;
        expect(key).toMatch(/^linkedin:(?:in|company)\/[^/?#%\s]+$/);
        // The host as a browser sees it, worked out independently
        const plain = text
          .normalize('NFKC')
          .replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}\s"'<]/gu, '')
          .replaceAll('\\', '/');
        const rest = plain.replace(/^(?:https?:\/*|https?\/\/+|\/+|[(,;])+/i, '');
        expect(getDomain(new URL(`https://${rest}`).hostname)).toBe('linkedin.com');
      }),
      { numRuns: 2000 },
    );
  });

  it('reads its canonical form as itself', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const read = readSocial(parts.join(''));
        const [kind, value] = [
          read.canonical.slice(0, read.canonical.indexOf(':')),
          read.canonical.replace(/^\w+:/, ''),
        ];
        expect(readSocial(kind === 'linkedin' ? `https://www.linkedin.com/${value}` : value).canonical).toBe(
          read.canonical,
        );
      }),
      { numRuns: 2000 },
    );
  });
});

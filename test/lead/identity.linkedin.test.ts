import fc from 'fast-check';
import { getDomain } from 'tldts';
import { describe, expect, it } from 'vitest';
import { type NoKeyReason, readSocial } from '../../src/lead/identity.ts';

const token = 'ACoAABh375cB7ns6fzmNnSkbbc2PHqeMbvQTKhA';
const leadToken = 'ACwAAAEkwwAB9KEc2TrQgOLEQ-vzRyZeCDyc6DQ';

const profiles: [typed: string, page: string][] = [
  // Hosts and schemes
  ['https://www.linkedin.com/in/jane', 'in/jane'],
  ['http://linkedin.com/in/jane', 'in/jane'],
  ['linkedin.com/in/jane', 'in/jane'],
  ['www.linkedin.com/in/jane', 'in/jane'],
  ['//linkedin.com/in/jane', 'in/jane'],
  ['https:linkedin.com/in/jane', 'in/jane'],
  ['https:/linkedin.com/in/jane', 'in/jane'],
  ['https//linkedin.com/in/jane', 'in/jane'],
  ['https://https://www.linkedin.com/in/jane', 'in/jane'],
  ['HTTPS://WWW.LINKEDIN.COM/IN/JANE', 'in/jane'],
  ['de.linkedin.com/in/jane', 'in/jane'],
  ['http://de.linkedin.com/in/jane/en?trk=x#y', 'in/jane'],
  ['https://m.linkedin.com/in/jane', 'in/jane'],
  ['https://touch.www.linkedin.com/in/jane', 'in/jane'],
  ['linkedin.com:443/in/jane', 'in/jane'],
  ['linkedin.com./in/jane', 'in/jane'],
  ['linkedin.com\\in\\jane', 'in/jane'],
  ['ｌｉｎｋｅｄｉｎ．com/in/jane', 'in/jane'],
  ['linked\u200bin.com/in/jane', 'in/jane'],
  // Paths
  ['linkedin.com/in/jane/', 'in/jane'],
  ['linkedin.com//in//jane//', 'in/jane'],
  ['linkedin.com/in/jane/en', 'in/jane'],
  ['linkedin.com/in/jane/zh-cn', 'in/jane'],
  ['linkedin.com/in/jane/details/experience/', 'in/jane'],
  ['linkedin.com/in/jane/recent-activity/all/', 'in/jane'],
  ['linkedin.com/in/jane/overlay/contact-info/', 'in/jane'],
  ['linkedin.com/in/jane?originalSubdomain=de', 'in/jane'],
  ['linkedin.com/in/jane%3Ftrk=x', 'in/jane'],
  ['linkedin.com/in/jane%2Fen', 'in/jane'],
  ['linkedin.com/in/jane#about', 'in/jane'],
  ['linkedin.com/in/../in/jane', 'in/jane'],
  ['linkedin.com/mwlite/in/jane', 'in/jane'],
  ['https://www.linkedin.com/comm/in/jane?lipi=x', 'in/jane'],
  ['  https://www.linkedin.com/in/jane  ', 'in/jane'],
  ['<https://www.linkedin.com/in/jane>', 'in/jane'],
  ['"https://www.linkedin.com/in/jane",', 'in/jane'],
  ['https://www.linkedin.com/in/jane.', 'in/jane'],
  ['https://www.linkedin.com/in/jane%20', 'in/jane'],
  ['https://www.linkedin.com/in/jane%E2%80%8B', 'in/jane'],
  ['https://www.linkedin.com/in/ja\nne', 'in/jane'],
  // Slugs
  ['linkedin.com/in/Jane-Doe-B50576A7', 'in/jane-doe-b50576a7'],
  ['linkedin.com/in/jane-doe-', 'in/jane-doe-'],
  ['linkedin.com/in/12345', 'in/12345'],
  ['linkedin.com/in/j%C3%A9r%C3%B4me', 'in/jérôme'],
  ['linkedin.com/in/j%c3%a9r%c3%b4me', 'in/jérôme'],
  ['linkedin.com/in/J%C3%89R%C3%94ME', 'in/jérôme'],
  ['linkedin.com/in/jérôme', 'in/jérôme'],
  ['linkedin.com/in/je\u0301ro\u0302me', 'in/jérôme'],
  ['linkedin.com/in/je%CC%81ro%CC%82me', 'in/jérôme'],
  ['linkedin.com/in/j%25C3%25A9r%25C3%25B4me', 'in/jérôme'],
  ['linkedin.com/in/%E7%8E%8B%E4%BC%9F', 'in/王伟'],
  ['linkedin.com/in/jane-%F0%9F%9A%80', 'in/jane-🚀'],
  // Public profiles of before 2015
  ['https://sy.linkedin.com/pub/krzysztof-marzec/a7/576/b50?trk=x', 'in/krzysztof-marzec-b50576a7'],
  ['linkedin.com/pub/x/a7/576/b50', 'in/x-b50576a7'],
  ['linkedin.com/pub/x-y/a7/576/b50/', 'in/x-y-b50576a7'],
  ['linkedin.com/pub/Abdi-Ahmed/100/384/6B0/en', 'in/abdi-ahmed-6b0384100'],
  ['linkedin.com/pub/greg-street/7/644/b35', 'in/greg-street-b356447'],
  ['linkedin.com/pub/x/1/2/3', 'in/x-0030021'],
  ['linkedin.com/pub/x/a7/76/50', 'in/x-050076a7'],
  // Member tokens
  [`https://www.linkedin.com/in/${token}`, `in/${token}`],
  [`linkedin.com/in/${token}?miniProfileUrn=x`, `in/${token}`],
  [`linkedin.com/in/${leadToken},NAME_SEARCH,x1Yz`, `in/${leadToken}`],
  ['linkedin.com/in/ACoAAbC-_1/', 'in/ACoAAbC-_1'],
  // Organizations
  ['linkedin.com/company/Acme', 'company/acme'],
  ['https://www.linkedin.com/company/acme-inc./about/', 'company/acme-inc.'],
  ['linkedin.com/company/at%26t', 'company/at&t'],
  ['linkedin.com/company/at&t', 'company/at&t'],
  ['linkedin.com/company/yahoo!', 'company/yahoo!'],
  ["linkedin.com/company/l'or%C3%A9al", "company/l'oréal"],
  ['linkedin.com/company/acme/people/?keywords=cto', 'company/acme'],
  ['linkedin.com/company/1441', 'company/1441'],
  ['linkedin.com/company-beta/1441/', 'company/1441'],
  ['linkedin.com/organization-guest/company/acme', 'company/acme'],
  ['linkedin.com/school/Harvard-University/', 'company/harvard-university'],
  ['linkedin.com/showcase/acme-cloud', 'company/acme-cloud'],
];

const noKeys: [typed: string, why: NoKeyReason][] = [
  // Other hosts
  ['https://linkedin.com.evil.com/in/jane', 'not a profile'],
  ['https://evil-linkedin.com/in/jane', 'not a profile'],
  ['https://linkedin.co/in/jane', 'not a profile'],
  ['https://de..linkedin.com/in/jane', 'not a profile'],
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
  // Links that lead to whoever
  ['https://lnkd.in/abc', 'short link'],
  ['bit.ly/abc', 'short link'],
  [`https://www.linkedin.com/sales/lead/${leadToken},NAME_SEARCH,x`, 'sales navigator link'],
  [`https://www.linkedin.com/sales/people/${leadToken}`, 'sales navigator link'],
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
  it.each(profiles)('reads %j as %s', (typed, page) => {
    expect(readSocial(typed)).toEqual({ canonical: `linkedin:${page}`, key: `linkedin:${page}` });
  });

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

  it('keeps the case of member tokens, so that none equals another or a vanity name', () => {
    expect(readSocial(`linkedin.com/in/${token}`).key).not.toBe(
      readSocial(`linkedin.com/in/${token.toLowerCase()}`).key,
    );
    expect(readSocial('linkedin.com/in/ACoAAab').key).not.toBe(readSocial('linkedin.com/in/ACoAAAB').key);
  });

  it('takes only the page of the lead’s own type where the type is known', () => {
    expect(readSocial('linkedin.com/in/jane', 'person').key).toBe('linkedin:in/jane');
    expect(readSocial('linkedin.com/company/acme', 'company').key).toBe('linkedin:company/acme');
    expect(readSocial('linkedin.com/company/acme', 'person')).toEqual({
      canonical: 'linkedin:company/acme',
      key: null,
      why: 'company page',
    });
    expect(readSocial('linkedin.com/in/jane', 'company')).toMatchObject({ key: null, why: 'person profile' });
  });

  it('keeps look-alikes apart', () => {
    expect(readSocial('linkedin.com/in/j\u0430ne').key).toBe('linkedin:in/j\u0430ne');
    expect(readSocial('linkedin.com/in/j\u0430ne').key).not.toBe(readSocial('linkedin.com/in/jane').key);
    expect(readSocial('linkedin.com/in/jerome').key).not.toBe(readSocial('linkedin.com/in/jérôme').key);
    expect(readSocial('linkedin.com/in/acme').key).not.toBe(readSocial('linkedin.com/company/acme').key);
  });
});

const slug = fc.stringMatching(/^[a-z0-9éüñ王]{2,12}-[a-z0-9éüñ王]{1,12}$/);

describe('any LinkedIn profile', () => {
  it('has one key however its URL is written', () => {
    const host = fc.constantFrom(
      'linkedin.com',
      'www.linkedin.com',
      'de.linkedin.com',
      'M.LinkedIn.com',
      'linkedin.com:443',
    );
    const scheme = fc.constantFrom('', 'https://', 'http://', '//', 'HTTPS://', ' https://');
    const end = fc.constantFrom(
      '',
      '/',
      '//',
      '/en',
      '/details/experience/',
      '?trk=a',
      '#b',
      '/?x=%',
      ' ',
      '\u200b',
      ',',
    );
    const write = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toUpperCase(),
      (text: string) => text.normalize('NFD'),
      encodeURIComponent,
      (text: string) => encodeURIComponent(encodeURIComponent(text)),
    );
    fc.assert(
      fc.property(slug, host, scheme, end, write, (name, at, before, after, spelled) => {
        expect(readSocial(`${before}${at}/in/${spelled(name)}${after}`).key).toBe(`linkedin:in/${name}`);
      }),
    );
  });

  it('differs from that of another slug', () => {
    fc.assert(
      fc.property(slug, slug, (one, other) => {
        const same = readSocial(`linkedin.com/in/${one}`).key === readSocial(`linkedin.com/in/${other}`).key;
        expect(same).toBe(one === other);
      }),
    );
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
        // The host as a browser sees it, by means of its own
        const plain = text
          .normalize('NFKC')
          .replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}\s"'<]/gu, '')
          .replaceAll('\\', '/');
        const rest = plain.replace(/^(?:https?:\/*|https?\/\/+|\/+|[(,;])+/i, '');
        expect(getDomain(new URL(`https://${rest}`).hostname)).toBe('linkedin.com');
      }),
      { numRuns: 300_000 },
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
      { numRuns: 300_000 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSocial } from '../../src/lead/identity/identity.ts';

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

describe('readSocial on LinkedIn', () => {
  it.each(profiles)('reads %j as %s', (typed, page) => {
    expect(readSocial(typed)).toEqual({ canonical: `linkedin:${page}`, key: `linkedin:${page}` });
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

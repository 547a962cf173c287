import { describe, expect, it } from 'vitest';
import { type NoKeyReason, readEmail } from '../../src/lead/identity/identity.ts';

/** What is typed, and the address it is. */
const addresses: [typed: string, address: string][] = [
  ['jane@x.com', 'jane@x.com'],
  ['  Jane.Doe@X.COM  ', 'jane.doe@x.com'],
  ['\u00a0jane@x.com\u00a0', 'jane@x.com'],
  ['\u3000jane@x.com\t\r\n', 'jane@x.com'],
  ['\u0000jane@x.com\u0000', 'jane@x.com'],
  ['jane@x.com.', 'jane@x.com'],
  ['jane@x.com;', 'jane@x.com'],
  ['jane@x.com, ', 'jane@x.com'],
  ['mailto:jane@x.com', 'jane@x.com'],
  ['MAILTO:Jane@x.com?subject=Hi&body=x@y.com', 'jane@x.com'],
  ['mailto://jane@x.com', 'jane@x.com'],
  ['mailto:jane%40x.com', 'jane@x.com'],
  ['mailto:jane%2Bcrm@x.com', 'jane+crm@x.com'],
  ['mailto:%E7%94%A8@x.com', '用@x.com'],
  ['%20jane@x.com', 'jane@x.com'],
  ['E-Mail: jane@x.com', 'jane@x.com'],
  ['email:jane@x.com', 'jane@x.com'],
  ['SMTP:Jane@x.com', 'jane@x.com'],
  ['Jane Doe <jane@x.com>', 'jane@x.com'],
  ['"Doe, Jane" <Jane@X.com>', 'jane@x.com'],
  ['jane@old.com <jane@x.com>', 'jane@x.com'],
  ['Jane Doe <jane@x.com>;', 'jane@x.com'],
  ['<jane@x.com>', 'jane@x.com'],
  ['<mailto:jane@x.com|jane@x.com>', 'jane@x.com'],
  ['"jane@x.com"', 'jane@x.com'],
  ["'jane@x.com", 'jane@x.com'],
  ['“jane@x.com”', 'jane@x.com'],
  ['(jane@x.com)', 'jane@x.com'],
  ["o'brien@x.com", "o'brien@x.com"],
  ['j.a.n.e@gmail.com', 'j.a.n.e@gmail.com'],
  ['jane+list@gmail.com', 'jane+list@gmail.com'],
  ['jane_doe-x@sub.x.co.uk', 'jane_doe-x@sub.x.co.uk'],
  ['123456@qq.com', '123456@qq.com'],
  ['jane@corp.local', 'jane@corp.local'],
  // Invisible characters and fullwidth forms
  ['ja\u200bne@x.com', 'jane@x.com'],
  ['jane@\u200bx.com', 'jane@x.com'],
  ['\ufeffjane@x.com', 'jane@x.com'],
  ['\u202ejane@x.com\u202c', 'jane@x.com'],
  ['\u2068jane@x.com\u2069', 'jane@x.com'],
  ['ja\u00adne@x.com', 'jane@x.com'],
  ['ja\u2060ne@x\u200d.com', 'jane@x.com'],
  ['jane＠x．com', 'jane@x.com'],
  ['ｊａｎｅ＠ｘ。ｃｏｍ', 'jane@x.com'],
  // Unicode
  ['jane@münchen.de', 'jane@xn--mnchen-3ya.de'],
  ['jane@MÜNCHEN.de', 'jane@xn--mnchen-3ya.de'],
  ['jane@mu\u0308nchen.de', 'jane@xn--mnchen-3ya.de'],
  ['jane@XN--MNCHEN-3YA.DE', 'jane@xn--mnchen-3ya.de'],
  ['jane@faß.de', 'jane@xn--fa-hia.de'],
  ['jane@fass.de', 'jane@fass.de'],
  ['ян@почта.рф', 'ян@xn--80a1acny.xn--p1ai'],
  ['用户@例子.中国', '用户@xn--fsqu00a.xn--fiqs8s'],
  ['JÉRÔME@x.fr', 'jérôme@x.fr'],
  ['je\u0301ro\u0302me@x.fr', 'jérôme@x.fr'],
];

const notAddresses = [
  '',
  ' ',
  'jane',
  'jane@',
  '@x.com',
  'jane@x',
  'jane@localhost',
  'jane@@x.com',
  'a@b@x.com',
  'jane @x.com',
  'jane@ x.com',
  'jane doe@x.com',
  'jane@x.com, john@x.com',
  'jane@x.com; john@x.com',
  'jane@x.com john@x.com',
  'jane@x.com/path',
  'jane@x.com:25',
  'jane@x..com',
  'jane..doe@x.com',
  '.jane@x.com',
  'jane.@x.com',
  'jane@-x.com',
  'jane@x_y.com',
  'jane@[192.168.0.1]',
  'jane@192.168.0.1',
  '"jane doe"@x.com',
  '"a@b"@x.com',
  'jane\u0000doe@x.com',
  'ja\nne@x.com',
  'jane\ud800@x.com',
  'jane@x\udfff.com',
  'jane@x%2ecom',
  'mailto:',
  'mailto:jane%',
  'mailto:%2520jane@x.com',
  'https://x.com/@jane',
  '/o=ExchangeLabs/ou=Group/cn=Recipients/cn=jane',
  `${'a'.repeat(65)}@x.com`, // RFC 5321: at most 64 bytes
];

describe('readEmail', () => {
  it.each(addresses)('reads %j as %s', (typed, address) => {
    expect(readEmail(typed, 'person')).toEqual({ canonical: `email:${address}`, key: `email:${address}` });
  });

  it.each(notAddresses)('finds no address in %j', (typed) => {
    expect(readEmail(typed, 'person')).toBeNull();
  });

  it('finds no address in what is too long for one', () => {
    for (const typed of [
      `jane@${'a'.repeat(250)}.com`,
      `jane@${'a.'.repeat(200)}com`,
      `${'<'.repeat(5000)}jane@x.com`,
    ]) {
      expect(readEmail(typed, 'person')).toBeNull();
    }
  });

  it.each([
    ['jane@x.com', 'j\u0430ne@x.com'], // Cyrillic а
    ['jane@paypal.com', 'jane@p\u0430ypal.com'],
    ['jane@x.com', 'jane+a@x.com'],
    ['jane@x.com', 'ja.ne@x.com'],
    ['jane@gmail.com', 'jane@googlemail.com'],
    ['jane@x.com', 'jane@mail.x.com'],
    ['jerome@x.fr', 'jérôme@x.fr'],
    ['jane@fass.de', 'jane@faß.de'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(readEmail(one, 'person')?.key).not.toBe(readEmail(other, 'person')?.key);
  });

  const roles = `info sales support hello contact office admin billing noreply no-reply no_reply no.reply NoReply
    do-not-reply donotreply help hr jobs careers press team marketing webmaster postmaster abuse privacy accounts
    accounting customer-service customerservice customer.service contactus contact-us enquiries invoices mailer-daemon
    info+web sales+emea Info INFO info2 sales01 info-de info.berlin support_eu noreply-crm kontakt vertrieb buchhaltung
    büro buero contacto ventas soporte contato vendas accueil commercial comptabilité contatti vendite segreteria
    administratie verkoop biuro obchod zakaz myynti`;
  it.each(roles.split(/\s+/))('%s@ identifies a company, not a person', (local) => {
    const canonical = `email:${local.toLowerCase()}@x.com`;
    expect(readEmail(`${local}@x.com`, 'person')).toEqual({ canonical, key: null, why: 'role address' });
    expect(readEmail(`${local}@x.com`, 'company')).toEqual({ canonical, key: canonical });
  });

  const names = `jane dev sales.maria maria.sales informa infos-jane hellogirl contactjane salesman officer.jane
    adminah hrishi teamer jobs.steve supporter noreplyer press.john +info law ceo 2info`;
  it.each(names.split(/\s+/))('%s@ may be a person', (local) => {
    expect(readEmail(`${local}@x.com`, 'person')?.key).toBe(`email:${local}@x.com`);
  });

  it.each([
    'none@none.com',
    'None@acme.com',
    'null@null.com',
    'undefined@acme.com',
    'unknown@acme.com',
    'noemail@acme.com',
    'no-email+7@acme.com',
    'n/a@acme.com',
    'jane@noemail.com',
    'test@test.com',
    'asdf@asdf.com',
  ])('%s only fills a field', (typed) => {
    for (const type of ['person', 'company'] as const) {
      expect(readEmail(typed, type)).toMatchObject({ key: null, why: 'placeholder' satisfies NoKeyReason });
    }
  });

  it('keeps a free-mail address as a key of persons and companies', () => {
    expect(readEmail('acme.shop@gmail.com', 'company')?.key).toBe('email:acme.shop@gmail.com');
    expect(readEmail('jane@gmail.com', 'person')?.key).toBe('email:jane@gmail.com');
  });
});

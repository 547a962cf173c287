import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatIdentityKey,
  type Identifier,
  type IdentityKey,
  type NoKeyReason,
  parseIdentityKey,
  readContact,
  readDomain,
  readEmail,
  readPhone,
  readSocial,
  readSource,
} from '../../src/lead/identity/identity.ts';

describe('readSource', () => {
  it.each([
    ['apollo', '123', 'apollo:123'],
    [' Apollo ', ' 123 ', 'apollo:123'],
    ['HUBSPOT', '0015g00000AbCdE', 'hubspot:0015g00000AbCdE'],
    ['Sales\u00a0 Navigator', '1', 'sales navigator:1'],
    ['ａｐｏｌｌｏ', '1', 'apollo:1'],
    ['apo\u200bllo', '\u200b1\ufeff', 'apollo:1'],
    ['Cafe\u0301', '1', 'café:1'],
    ['apollo', 'a:b:c', 'apollo:a:b:c'],
    ['hubspot:contact', '1', 'hubspot%3Acontact:1'],
    ['100%', '1', '100%25:1'],
    ['crm', '-12', 'crm:-12'],
    ['crm', '007', 'crm:007'],
    ['crm', 'e\u0301', 'crm:e\u0301'],
    ['crm', '{6F9619FF-8B86-D011-B42D-00C04FC964FF}', 'crm:{6F9619FF-8B86-D011-B42D-00C04FC964FF}'],
    ['crm', 'nullable', 'crm:nullable'],
    ['crm', 'test-17', 'crm:test-17'],
    ['crm', '1e5f', 'crm:1e5f'],
  ])('of %j and %j makes provider:%s', (provider, id, value) => {
    expect(readSource({ provider, id })).toEqual({ canonical: `provider:${value}`, key: `provider:${value}` });
  });

  const junkWords = ` |0|000|0.0|-|--|_|?|...|-1|null|NULL|"null"|(none)|none|None|undefined|NaN|n/a|N/A|#N/A|#REF!|#VALUE!
    anonymous|Unknown|test|TEST|false|[object Object]|{}|[]|(not set)|<string>|string|{{contact.id}}|1.23457E+14
    00000000-0000-0000-0000-000000000000|{00000000-0000-0000-0000-000000000000}|FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF`;
  const junk = [...junkWords.split(/\||\n\s*/), '', '\u200b', '\u0000', 'a\ufffd', 'a\ud800'];
  it.each(junk)('refuses the id %j', (id) => {
    expect(readSource({ provider: 'apollo', id })).toMatchObject({ key: null, why: 'junk id' });
    expect(readSource({ id })).toMatchObject({ key: null, why: 'junk id' });
  });

  it.each([undefined, null, '', ' ', '-', 'null', 'None', 'unknown', '\u200b'])(
    'without a label (%j) keeps the id only',
    (provider) => {
      const source = provider === undefined ? { id: ' 12 ' } : { provider, id: ' 12 ' };
      expect(readSource(source)).toEqual({ canonical: 'source:12', key: null, why: 'unlabelled id' });
    },
  );

  it('refuses what is too long for an index', () => {
    expect(readSource({ provider: 'p', id: 'x'.repeat(501) })).toMatchObject({ key: `provider:p:${'x'.repeat(501)}` });
    expect(readSource({ provider: 'p', id: 'x'.repeat(502) })).toMatchObject({ key: null, why: 'too long' });
    expect(readSource({ provider: 'p', id: 'é'.repeat(251) })).toMatchObject({ key: null, why: 'too long' });
  });

  it('keeps different pairs of provider and id apart', () => {
    const part = fc.stringMatching(/^[a-c:%]{1,4}$/);
    fc.assert(
      fc.property(part, part, part, part, (provider, id, otherProvider, otherId) => {
        const one = readSource({ provider, id });
        const other = readSource({ provider: otherProvider, id: otherId });
        if (one.key === null || other.key === null) return;
        expect(one.key === other.key).toBe(provider === otherProvider && id === otherId);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('identity keys', () => {
  it.each([
    ['email:a@b.com', { kind: 'email', value: 'a@b.com' }],
    ['linkedin:in/jane', { kind: 'linkedin', value: 'in/jane' }],
    ['domain:acme.com', { kind: 'domain', value: 'acme.com' }],
    ['provider:apollo:a:b', { kind: 'provider', value: 'apollo:a:b' }],
    ['id:lead_65f0c0ffee65f0c0ffee65f0', null],
    ['phone:+15551234567', null],
    ['source:1', null],
    ['other:x', null],
    ['url:x.com', null],
    ['email:', null],
    ['email', null],
    [':', null],
    ['', null],
    ['EMAIL:a@b.com', null],
    ['constructor:x', null],
  ])('are taken apart: %s', (key, parts) => {
    expect(parseIdentityKey(key)).toEqual(parts);
  });

  it('survive a round trip', () => {
    const kind = fc.constantFrom<IdentityKey['kind']>('email', 'linkedin', 'domain', 'provider');
    fc.assert(
      fc.property(kind, fc.string({ unit: 'binary', minLength: 1 }), (of, value) => {
        expect(parseIdentityKey(formatIdentityKey({ kind: of, value }))).toEqual({ kind: of, value });
      }),
    );
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom(
        ...'https:// linkedin.com /in/ jane @ x.com . % %C3 + 1 555 : < > " \u0000 \ud800 \u200d \u202e'.split(' '),
      ),
    )
    .map((parts) => parts.join('')),
);

/** Every reader on one text. */
function readAll(text: string): (Identifier | null)[] {
  return [
    ...(['person', 'company'] as const).flatMap((type) => [
      readContact(text, type),
      readContact(text, type, 'email'),
      readContact(text, type, 'phone'),
      readEmail(text, type),
      readSocial(text, type),
    ]),
    readPhone(text),
    readSocial(text),
    readDomain(text),
    readSource({ id: text }),
    readSource({ provider: text, id: '1' }),
    readSource({ provider: 'apollo', id: text }),
  ];
}

describe('any text', () => {
  it('is read without throwing, into a short well-formed key or a reason', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const read of readAll(text)) {
          if (read === null) continue;
          if (read.key === null) {
            expect(read.why).toBeTypeOf('string');
            continue;
          }
          expect(read.key).toBe(read.canonical);
          expect(read.why).toBeUndefined();
          expect(Buffer.from(read.key).toString()).toBe(read.key);
          expect(Buffer.byteLength(read.key)).toBeLessThanOrEqual(512);
          expect(parseIdentityKey(read.key)).not.toBeNull();
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('as a contact reads its canonical form as itself', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const read = readContact(text, 'person');
        const value = read.canonical.slice(read.canonical.indexOf(':') + 1);
        expect(readContact(value, 'person', read.kind === 'other' ? undefined : read.kind)).toEqual(read);
      }),
      { numRuns: 2000 },
    );
  });

  it('is read in linear time', () => {
    const units = 'a @ . % %20 / < > " + 1 - www. http: https:// mailto: a@ a. 1, x1 ( : 0 ext ? # &a= \\ é 😀'.split(
      ' ',
    );
    const bombs = [...units, ' ', '1 ', '\u200d', '\u200b', '\ud800'].flatMap((unit) => [
      unit.repeat(4000).slice(0, 4000),
      `a${unit.repeat(4000).slice(0, 4000)}@x.com`,
      `https://www.linkedin.com/in/${unit.repeat(4000).slice(0, 4000)}x`,
    ]);
    for (const bomb of [...bombs, ...bombs.map((text) => text.repeat(20))]) {
      const start = performance.now();
      readAll(bomb);
      expect(performance.now() - start, JSON.stringify(bomb.slice(0, 20))).toBeLessThan(1000);
    }
  });
});

describe('reasons', () => {
  it('come from one closed list', () => {
    const why = readSocial('linkedin.com/sales/lead/1').why satisfies NoKeyReason | undefined;
    expect(why).toBe('sales navigator link');
  });
});

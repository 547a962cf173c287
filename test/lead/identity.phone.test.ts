import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readContact, readPhone } from '../../src/lead/identity/identity.ts';

const numbers: [typed: string, number: string][] = [
  ['+15551234567', '+15551234567'],
  ['+1 (555) 123-4567', '+15551234567'],
  ['+1.555.123.4567', '+15551234567'],
  ['+1 555 123‑4567', '+15551234567'],
  [' +1\u00a0555\u00a0123\u00a04567 ', '+15551234567'],
  ['\u202a+1 555 123 4567\u202c', '+15551234567'],
  ['＋１ ５５５ １２３ ４５６７', '+15551234567'],
  ["'+15551234567", '+15551234567'],
  ['tel:+1-555-123-4567', '+15551234567'],
  ['tel:+1-555-123-4567;ext=12', '+15551234567;ext=12'],
  ['phone: +1 555 123 4567', '+15551234567'],
  ['+1 555 123 4567 ext. 12', '+15551234567;ext=12'],
  ['+1 555 123 4567 x12', '+15551234567;ext=12'],
  ['+1 555 123 4567, extension 12', '+15551234567;ext=12'],
  ['+1 555 123 4567 #12', '+15551234567;ext=12'],
  ['+1 555 123 4567 (mobile)', '+15551234567'],
  ['+1 555 123 4567 x12 work', '+15551234567;ext=12'],
  ['+44 20 7946 0018', '+442079460018'],
  ['+44 (0)20 7946 0018', '+442079460018'],
  ['(+44) 20 7946 0018', '+442079460018'],
  ['0044 20 7946 0018', '+442079460018'],
  ['+39 06 1234 5678', '+390612345678'],
  ['+٤٤ ٢٠ ٧٩٤٦ ٠٠١٨', '+442079460018'],
  ['+800 1234 5678', '+80012345678'],
  ['+1-800-FLOWERS', '+18003569377'],
  // No country: as dialled
  ['(555) 123-4567', '5551234567'],
  ['555-123-4567 ext 9', '5551234567;ext=9'],
  ['020 7946 0018', '02079460018'],
  ['011 44 20 7946 0018', '011442079460018'],
  ['1-800-FLOWERS', '18003569377'],
  ['+999 123 456 789', '999123456789'],
  ['+1234', '1234'],
  ['112', '112'],
];

describe('readPhone', () => {
  it.each(numbers)('reads %j as %s, which is no key', (typed, number) => {
    expect(readPhone(typed)).toEqual({ canonical: `phone:${number}`, key: null, why: 'phone' });
  });

  it.each([
    '',
    ' ',
    '+',
    '12',
    'ask reception',
    'jane@x.com',
    '+1 555 123 4567 / +1 555 123 4568',
    '+1 555 123 4567 or later',
    '555 1234 ask for Jane',
    '1.5551234567E+10x',
    '+1\u0000x',
    '1'.repeat(19),
    '#VALUE!',
  ])('finds no number in %j', (typed) => {
    expect(readPhone(typed)).toBeNull();
  });

  it('reads its canonical form as itself', () => {
    const piece = fc.constantFrom(
      ...'+ 00 0 1 44 555 123 4567 ( ) - . / x12 ext ;ext=3 tel: F , # mobile'.split(' '),
      ' ',
      '\u200d',
      '٤',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const read = readPhone(pieces.join(''));
        if (read !== null) expect(readPhone(read.canonical.slice('phone:'.length))).toEqual(read);
        if (read !== null) expect(readPhone(read.canonical)).toEqual(read);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('readContact', () => {
  it.each([
    ['jane@x.com', 'email', 'email:jane@x.com'],
    ['mailto:Jane@x.com', 'email', 'email:jane@x.com'],
    ['Jane <jane@x.com>', 'email', 'email:jane@x.com'],
    ['+1 555 123 4567', 'phone', 'phone:+15551234567'],
    ['555-123-4567', 'phone', 'phone:5551234567'],
    ['tel:112', 'phone', 'phone:112'],
    ['112', 'other', 'other:112'],
    ['1-800-FLOWERS', 'other', 'other:1-800-FLOWERS'],
    ['  Jane.Doe \t on\u200b Skype ', 'other', 'other:Jane.Doe on Skype'],
    ['jane@x.com, john@x.com', 'other', 'other:jane@x.com, john@x.com'],
    ['https://wa.me/15551234567', 'other', 'other:https://wa.me/15551234567'],
    ['', 'other', 'other:'],
    ['a\ud800', 'other', 'other:a\ufffd'],
  ])('guesses that %j is %s', (value, kind, canonical) => {
    expect(readContact(value, 'person')).toMatchObject({ kind, canonical });
  });

  it('reads the value as what it is told to be, if it can be', () => {
    expect(readContact('112', 'person', 'phone')).toMatchObject({ kind: 'phone', canonical: 'phone:112' });
    expect(readContact('1-800-FLOWERS', 'person', 'phone').kind).toBe('phone');
    expect(readContact('jane@x.com', 'person', 'email').kind).toBe('email');
    expect(readContact('jane@x.com', 'person', 'phone')).toMatchObject({ kind: 'other', why: 'not a phone number' });
    expect(readContact('+1 555 123 4567', 'person', 'email')).toMatchObject({ kind: 'other', why: 'not an email' });
  });

  it('applies the rules of the type', () => {
    expect(readContact('info@x.com', 'company').key).toBe('email:info@x.com');
    expect(readContact('info@x.com', 'person')).toMatchObject({ kind: 'email', key: null, why: 'role address' });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minScore, scorePair, weights } from '../../src/duplicates/duplicate.score.ts';
import { rank } from '../../src/duplicates/duplicate.service.ts';
import type { Comparable } from '../../src/lead/likeness/lead.comparable.ts';
import { firmKey, mailboxOf, namePartKey, placeKey, rootOf } from '../../src/lead/likeness/lead.likeness.ts';
import { foldText } from '../../src/shared/text.ts';

const few = (...values: string[]) => fc.subarray(values, { maxLength: 2 });
const part = fc.option(fc.constantFrom('jane', 'j', 'doe', 'jane anne', 'bob', 'robert', 'van der berg'));

/** Leads that have much in common, so that every reason comes up. */
const comparable: fc.Arbitrary<Comparable> = fc
  .record({
    id: fc.constantFrom('lead_1', 'lead_2', 'lead_3', 'lead_4'),
    type: fc.constantFrom('person' as const, 'company' as const),
    first: part,
    last: part,
    otherNames: few('jane doe', 'acme'),
    firms: few('acme', 'acmeanvils', 'globex'),
    roots: few('acme.com', 'acme.de', 'globex.com'),
    city: fc.option(fc.constantFrom('berlin', 'paris')),
    country: fc.option(fc.constantFrom('germany', 'de', 'france', 'atlantis')),
    mailboxes: few('jane@acme.com', 'jane@gmail.com'),
    phones: few('+14155550100', '+14155550101'),
    profiles: few('in/jane', 'in/joe'),
    notSame: few('lead_1', 'lead_2'),
  })
  .map(({ first, last, ...rest }) => ({
    ...rest,
    name: { full: [first, last].filter((word) => word !== null).join(' ') || 'jane', first, last },
    blocks: [],
  }));

describe('the score of a pair', () => {
  test('is the same for both of them, from 0 to 1, and never without a reason', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(comparable, comparable, (a, b) => {
        const score = scorePair(a, b);
        expect(scorePair(b, a)).toEqual(score);
        expect(score.score).toBeGreaterThanOrEqual(0);
        expect(score.score).toBeLessThan(1);
        if (score.score > 0) expect(score.reasons.some(({ weight }) => weight > 0)).toBe(true);
        for (const { kind, weight } of score.reasons) {
          kinds.add(kind);
          expect(weight).not.toBe(0);
        }
      }),
      { numRuns: 5_000, seed: 7 },
    );
    expect([...kinds].sort()).toEqual(Object.keys(weights).sort());
  });

  test('never proposes a lead itself, one of another type, or one that was dismissed', () => {
    fc.assert(
      fc.property(comparable, fc.array(comparable), (lead, others) => {
        const proposed = rank(lead, others);
        const scores = proposed.map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        for (const { id, score } of proposed) {
          expect(score).toBeGreaterThanOrEqual(minScore);
          expect(id).not.toBe(lead.id);
          expect(lead.notSame).not.toContain(id);
          expect(others.some((one) => one.id === id && one.type === lead.type && !one.notSame.includes(lead.id))).toBe(
            true,
          );
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('falls where they have profiles of their own', () => {
    fc.assert(
      fc.property(comparable, comparable, (a, b) => {
        const without = scorePair({ ...a, profiles: [] }, { ...b, profiles: [] }).score;
        const against = scorePair({ ...a, profiles: ['in/x'] }, { ...b, profiles: ['in/y'] }).score;
        expect(against).toBeLessThanOrEqual(without);
        if (without > 0.05) expect(against).toBeLessThan(without);
      }),
    );
  });
});

describe('the keys that leads are compared by', () => {
  test.each([
    ['jane.doe@gmail.com', 'janedoe@gmail.com'],
    ['j.a.n.e+x@googlemail.com', 'jane@gmail.com'],
    ['jane.doe+crm@acme.com', 'jane.doe@acme.com'],
    ['jane.doe@web.de', 'jane.doe@web.de'],
    ['+crm@acme.com', '+crm@acme.com'],
  ])('%s reaches %s', (address, mailbox) => {
    expect(mailboxOf(address)).toBe(mailbox);
    expect(mailboxOf(mailbox)).toBe(mailbox);
  });

  test.each([
    ['Acme, Inc.', 'acme'],
    ['ACME S.A.', 'acme'],
    ['The Acme Company', 'acme'],
    ['Cenzontla Móvil S.A.P.I. de C.V.', 'cenzontlamovil'],
    ['Smith & Co. KG', 'smith'],
    ['ТОВ «Криниця Софт»', 'криницясофт'],
    ['月白電機株式会社', '月白電機'],
    ['Limited', 'limited'],
    ['A B C', 'abc'],
    ['!!', null],
  ])('the company %s is %s', (name, key) => {
    expect(firmKey(name)).toBe(key);
  });

  test.each([
    ['https://shop.acme.co.uk/x', 'acme.co.uk'],
    ['gmail.com', null],
    ['acme.github.io', 'acme.github.io'],
    ['nonsense', null],
  ])('the site %s is under %s', (domain, root) => {
    expect(rootOf(domain)).toBe(root);
  });

  test.each([
    ['Dr. Jane', { initial: 'j', key: 'jane' }],
    ['Bob', { initial: 'r', key: 'bob' }],
    ['van der Berg', { initial: 'b', key: 'berg' }],
    ['Müller', { initial: 'm', key: 'muller' }],
    ['Mueller', { initial: 'm', key: 'muller' }],
    ['廖文婷', { initial: '廖', key: '廖文婷' }],
    ['?', null],
    [null, null],
  ])('the name part %s is %o', (text, key) => {
    expect(namePartKey(text)).toEqual(key);
  });

  test('are the same for a text and for its folded form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(namePartKey(foldText(text))).toEqual(namePartKey(text));
        expect(placeKey(foldText(text.replaceAll(',', ' ')))).toEqual(placeKey(text.replaceAll(',', ' ')));
      }),
    );
  });
});

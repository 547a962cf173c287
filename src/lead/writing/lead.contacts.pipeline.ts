import { type Expression, literal } from '../../mongo/expressions.ts';
import type { IdentityRules } from '../identity/identity.rules.ts';
import type { LeadType } from '../identity/identity.ts';
import { toContact, toContacts } from '../lead.elements.ts';
import type { UpdateLeadInput } from '../lead.rules.ts';

/** `email` and `phone` alone change the first contact of their kind in place; a list replaces all contacts. */
export function updatedContacts(input: UpdateLeadInput, rules: IdentityRules): Expression | null {
  if (input.contacts !== undefined) return byType((type) => toContacts(input, type, rules));
  let contacts: Expression | null = null;
  for (const kind of ['email', 'phone'] as const) {
    const value = input[kind];
    if (value === undefined) continue;
    const list: Expression = contacts ?? '$contacts';
    const ofKind: Expression = { $eq: ['$$contact.kind', kind] };
    contacts =
      value === null
        ? { $filter: { input: list, as: 'contact', cond: { $not: [ofKind] } } }
        : withPrimary(
            list,
            ofKind,
            byType((type) => toContact(value, type, rules, kind)),
          );
  }
  return contacts;
}

function withPrimary(list: Expression, ofKind: Expression, contact: Expression): Expression {
  const first: Expression = { $first: { $filter: { input: list, as: 'contact', cond: ofKind } } };
  return {
    $let: {
      vars: { list, contact, old: { $ifNull: [{ $getField: { field: 'canonical', input: first } }, null] } },
      in: {
        $cond: [
          { $eq: ['$$old', null] },
          { $concatArrays: ['$$list', ['$$contact']] },
          {
            $map: {
              input: {
                $filter: {
                  input: '$$list',
                  as: 'item',
                  cond: {
                    $or: [{ $eq: ['$$item.canonical', '$$old'] }, { $ne: ['$$item.canonical', '$$contact.canonical'] }],
                  },
                },
              },
              as: 'item',
              in: { $cond: [{ $eq: ['$$item.canonical', '$$old'] }, '$$contact', '$$item'] },
            },
          },
        ],
      },
    },
  };
}

/** A value that depends on the lead's type, which an update learns only inside MongoDB. */
export function byType(value: (type: LeadType) => unknown): Expression {
  const person = value('person');
  const company = value('company');
  if (JSON.stringify(person) === JSON.stringify(company)) return literal(person);
  return { $cond: [{ $eq: ['$type', 'person'] }, literal(person), literal(company)] };
}

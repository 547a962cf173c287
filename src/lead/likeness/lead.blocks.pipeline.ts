import { type Expression, literal, orEmpty, type Stage, unionOf } from '../../mongo/expressions.ts';
import type { LeadType } from '../identity/identity.ts';
import { most } from './lead.blocks.ts';
import { type LikenessInput, likenessOf } from './lead.likeness.input.ts';

/** Stores in `like` the comparison keys that MongoDB cannot make itself. */
export function likenessStages(input: LikenessInput, mode: 'create' | 'update'): Stage[] {
  const { keys, lists } = likenessOf(input, mode);
  const set: Record<string, Expression> = {};
  for (const [field, key] of Object.entries(keys)) set[`like.${field}`] = literal(key);
  for (const [field, values] of Object.entries(lists)) {
    set[`like.${field}`] = mode === 'create' ? unionOf(`$like.${field}`, values) : literal(values);
  }
  return Object.keys(set).length === 0 ? [] : [{ $set: set }];
}

/** Without nulls: $concat is null where one of its parts is. */
function known(list: Expression): Expression {
  return { $setDifference: [list, [null]] };
}

function each(list: Expression, text: (item: string) => Expression): Expression {
  return { $map: { input: list, as: 'item', in: text('$$item') } };
}

/** A person's name as it may be met: `j.smith`, and `s.john` for those who write the family name first. */
const names: Expression = {
  $cond: [
    { $and: ['$like.first', '$like.last'] },
    [
      { $concat: ['$like.first.initial', '.', '$like.last.key'] },
      { $concat: ['$like.last.initial', '.', '$like.first.key'] },
    ],
    known([{ $concat: ['=', { $ifNull: ['$like.first.key', '$like.last.key', null] }] }]),
  ],
};

/** Where a person is found: at a company, in a city, or in a country where no city is known. */
const settings: Expression = known({
  $concatArrays: [
    [
      { $concat: ['at:', '$like.company'] },
      { $concat: ['at:', '$like.firm'] },
      { $concat: ['in:', { $ifNull: ['$like.city', '$like.raw', '$like.country', null] }] },
    ],
    each({ $slice: [orEmpty('$contacts.firm'), most.firms] }, (firm) => ({ $concat: ['at:', firm] })),
  ],
});

const ofPerson: Expression = {
  $let: {
    vars: { settings },
    in: {
      $reduce: {
        input: names,
        initialValue: [],
        in: {
          $concatArrays: [
            '$$value',
            { $map: { input: '$$settings', as: 'setting', in: { $concat: ['$$setting', '|', '$$this'] } } },
          ],
        },
      },
    },
  },
};

const ofCompany: Expression = {
  $concatArrays: [
    each(known({ $concatArrays: [['$like.full'], { $slice: [orEmpty('$like.firms'), most.domains] }] }), (firm) => ({
      $concat: ['firm:', firm],
    })),
    each({ $slice: [orEmpty('$like.roots'), most.domains] }, (root) => ({ $concat: ['root:', root] })),
  ],
};

/**
 * The blocks that a lead is in: only leads that share one are compared. Each begins with the type of the lead, since
 * no lead is like one of another type.
 * @param type the lead's, where it is known
 */
export function blocksOf(type?: LeadType): Expression {
  const isPerson: Expression = { $eq: ['$type', 'person'] };
  const ofType = { person: ofPerson, company: ofCompany, any: { $cond: [isPerson, ofPerson, ofCompany] } };
  return each(
    {
      $setUnion: [{ $slice: [known(orEmpty('$contacts.reaches')), most.contacts] }, ofType[type ?? 'any']],
    },
    (block) => ({ $concat: type === undefined ? ['$type', ':', block] : [`${type}:`, block] }),
  );
}

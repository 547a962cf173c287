import { type Expression, literal, orEmpty, orNull, type Stage, unionOf } from '../mongo/expressions.ts';
import { most } from './lead.blocks.ts';
import { type LikenessInput, likenessOf } from './lead.likeness.input.ts';

/** Keeps, in `like`, the keys of what leads are compared by: those that MongoDB could not make itself. */
export function likenessStages(input: LikenessInput, mode: 'create' | 'update'): Stage[] {
  const { keys, lists } = likenessOf(input, mode);
  const set: Record<string, Expression> = {};
  for (const [field, key] of Object.entries(keys)) set[`like.${field}`] = literal(key);
  for (const [field, values] of Object.entries(lists)) {
    set[`like.${field}`] = mode === 'create' ? unionOf(`$like.${field}`, values) : literal(values);
  }
  return Object.keys(set).length === 0 ? [] : [{ $set: set }];
}

function known(list: Expression): Expression {
  return { $setDifference: [list, [null]] };
}

function each(list: Expression, text: (item: string) => Expression): Expression {
  return { $map: { input: list, as: 'item', in: text('$$item') } };
}

/** A person's name as it may be met: `j.smith`, and `s.john` for those who write the family name first. */
const names: Expression = {
  $let: {
    vars: { first: orNull('$like.first'), last: orNull('$like.last') },
    in: {
      $cond: [
        { $and: [{ $ne: ['$$first', null] }, { $ne: ['$$last', null] }] },
        [{ $concat: ['$$first.initial', '.', '$$last.key'] }, { $concat: ['$$last.initial', '.', '$$first.key'] }],
        known([{ $concat: ['=', { $ifNull: ['$$first.key', '$$last.key', null] }] }]),
      ],
    },
  },
};

/** Where a person is met: at a company, in a city; a whole country only where no more is known. */
const settings: Expression = {
  $concatArrays: [
    each(
      known({
        $concatArrays: [
          [orNull('$like.company'), orNull('$like.firm')],
          { $slice: [orEmpty('$contacts.firm'), most.firms] },
        ],
      }),
      (firm) => ({ $concat: ['at:', firm] }),
    ),
    each(known([{ $ifNull: ['$like.city', '$like.raw', '$like.country', null] }]), (place) => ({
      $concat: ['in:', place],
    })),
  ],
};

const ofPerson: Expression = {
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
};

const ofCompany: Expression = {
  $concatArrays: [
    each(
      known({ $concatArrays: [[orNull('$like.full')], { $slice: [orEmpty('$like.firms'), most.domains] }] }),
      (firm) => ({
        $concat: ['firm:', firm],
      }),
    ),
    each({ $slice: [orEmpty('$like.roots'), most.domains] }, (root) => ({ $concat: ['root:', root] })),
  ],
};

/**
 * The blocks that a lead is in: only leads that share one are compared. Each begins with the type of the lead, since
 * no lead is like one of another type.
 */
export const blocksOf: Expression = {
  $let: {
    vars: { settings },
    in: each(
      {
        $setUnion: [
          { $slice: [known(orEmpty('$contacts.reaches')), most.contacts] },
          { $cond: [{ $eq: ['$type', 'person'] }, ofPerson, ofCompany] },
        ],
      },
      (block) => ({ $concat: ['$type', ':', block] }),
    ),
  },
};

import { type Expression, literal, orEmpty, orNull, type Stage, unionOf } from '../../mongo/expressions.ts';
import { foldWords } from '../../shared/text.ts';
import { folded } from '../lead.elements.ts';
import { splitName } from '../lead.ts';
import { namePartKey } from '../likeness/lead.likeness.ts';

type NameInput = {
  full?: string | null | undefined;
  short?: string | null | undefined;
  aliases?: string[] | null | undefined;
  first?: string | null | undefined;
  last?: string | null | undefined;
};

type Fold = (value: string | null) => unknown;
const asIs: Fold = (value) => value;

/**
 * Sets the parts of a name that are given and lets the others follow: a person's new `full` is split into first and
 * last, a new `first` or `last` is joined into `full`. What is given as it already stands moves nothing, so that a
 * correct split survives the same full name arriving again.
 *
 * Every part is kept a second time in `folded`, the form that search and sorting use; aliases as their words. A third
 * one, in `like`, serves the comparison of leads.
 */
export function nameStages(name: NameInput, lists: 'union' | 'replace'): Stage[] {
  if (Object.values(name).every((part) => part === undefined)) return [];
  const parts = partExpressions(name, '$name', asIs);
  const foldedParts = partExpressions(name, '$folded', folded);
  const partKeys = partExpressions(name, '$like', namePartKey);
  const aliases = [...new Set(name.aliases)];
  const set: Record<string, Expression> = {
    'name.first': parts.first,
    'name.last': parts.last,
    'name.short': name.short === undefined ? orNull('$name.short') : literal(name.short),
    'folded.first': foldedParts.first,
    'folded.last': foldedParts.last,
    'like.first': partKeys.first,
    'like.last': partKeys.last,
  };
  if (name.short !== undefined) set['folded.short'] = literal(folded(name.short));
  if (name.aliases === undefined) set['name.aliases'] = { $ifNull: ['$name.aliases', []] };
  else {
    const words = literal(foldWords(aliases.join(' ')));
    const union = lists === 'union';
    set['name.aliases'] = union ? unionOf('$name.aliases', aliases) : literal(aliases);
    set['folded.aliases'] = union ? { $setUnion: [orEmpty('$folded.aliases'), words] } : words;
  }
  return [...followsStage(name), { $set: set }, ...fullNameStages(name), { $unset: helpers }];
}

/** Fields in which these stages tell each other something; the last one removes them. */
const helpers = ['oldName', 'renamed'];

/**
 * Puts into `renamed` whether a given full name is new, so that its parts follow; without one, the former name into
 * `oldName`.
 */
function followsStage({ full }: NameInput): Stage[] {
  if (!full) return [{ $set: { oldName: '$name' } }];
  const isNew: Expression = { $ne: [orNull('$name.full'), literal(full)] };
  return [{ $set: { renamed: { $and: [{ $eq: ['$type', 'person'] }, isNew] } } }];
}

function partExpressions(name: NameInput, root: string, fold: Fold): { first: Expression; last: Expression } {
  const split = name.full ? splitName(name.full) : null;
  const part = (key: 'first' | 'last'): Expression => {
    const value = name[key];
    if (value !== undefined) return literal(fold(value));
    const kept = orNull(`${root}.${key}`);
    return split === null ? kept : { $cond: ['$renamed', literal(fold(split[key])), kept] };
  };
  return { first: part('first'), last: part('last') };
}

/** The full name, which follows parts that are not as they were. */
function fullNameStages({ full, first, last }: NameInput): Stage[] {
  if (full) return [{ $set: { 'name.full': literal(full), 'folded.full': literal(folded(full)) } }];
  const [kept, keptFolded] = [orNull('$name.full'), orNull('$folded.full')];
  if (first === undefined && last === undefined) return [{ $set: { 'name.full': kept, 'folded.full': keptFolded } }];
  const joined = (from: string): Expression => ({
    $trim: { input: { $concat: [{ $ifNull: [`${from}.first`, ''] }, ' ', { $ifNull: [`${from}.last`, ''] }] } },
  });
  const moved: Expression = {
    $ne: [
      ['$name.first', '$name.last'],
      ['$oldName.first', '$oldName.last'],
    ],
  };
  return [
    { $set: { renamed: { $and: [moved, { $ne: [joined('$name'), ''] }] } } },
    {
      $set: {
        'name.full': { $cond: ['$renamed', joined('$name'), kept] },
        'folded.full': { $cond: ['$renamed', joined('$folded'), keptFolded] },
      },
    },
  ];
}

/** Keeps the folded form of other searchable texts; undefined keeps what is stored. */
export function searchable(texts: Record<string, string | null | undefined>): Stage[] {
  const set = Object.entries(texts).flatMap(([part, text]) =>
    text === undefined ? [] : [[`folded.${part}`, literal(folded(text))] as const],
  );
  return set.length === 0 ? [] : [{ $set: Object.fromEntries(set) }];
}

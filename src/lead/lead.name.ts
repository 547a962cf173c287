import { type Expression, literal, orNull, type Stage, unionOf } from '../mongo/expressions.ts';
import { folded } from './lead.elements.ts';
import { splitName } from './lead.ts';

type NameInput = {
  full?: string | null | undefined;
  short?: string | null | undefined;
  aliases?: string[] | null | undefined;
  first?: string | null | undefined;
  last?: string | null | undefined;
};

type Fold = (value: string | null) => string | null;
const asIs: Fold = (value) => value;

/**
 * Sets the parts of a name that are given and lets the others follow: a person's new `full` is split into first and
 * last, a new `first` or `last` is joined into `full`. What is given as it already stands moves nothing, so that a
 * correct split survives the same full name arriving again.
 *
 * Every part is kept a second time in `folded`, the form that search and sorting use.
 */
export function nameStages(name: NameInput, lists: 'union' | 'replace'): Stage[] {
  if (Object.values(name).every((part) => part === undefined)) return [];
  const parts = partExpressions(name, '$name', asIs);
  const foldedParts = partExpressions(name, '$folded', folded);
  const aliases = name.aliases ?? [];
  const set: Record<string, Expression> = {
    'name.first': parts.first,
    'name.last': parts.last,
    'name.short': name.short === undefined ? orNull('$name.short') : literal(name.short),
    'folded.first': foldedParts.first,
    'folded.last': foldedParts.last,
  };
  if (name.short !== undefined) set['folded.short'] = literal(folded(name.short));
  if (name.aliases === undefined) set['name.aliases'] = { $ifNull: ['$name.aliases', []] };
  else {
    const foldedAliases = literal(aliases.map(folded).join(' '));
    const stored: Expression = { $ifNull: ['$folded.aliases', ''] };
    set['name.aliases'] = lists === 'union' ? unionOf('$name.aliases', [...new Set(aliases)]) : literal(aliases);
    // Words that stand twice do no harm here, but a text that grows with each merge would count as a change.
    set['folded.aliases'] =
      lists === 'replace'
        ? foldedAliases
        : {
            $cond: [
              { $setIsSubset: [literal(aliases), { $ifNull: ['$name.aliases', []] }] },
              stored,
              { $concat: [stored, ' ', foldedAliases] },
            ],
          };
  }
  return [
    { $set: { oldName: orNull('$name') } },
    { $set: set },
    { $set: { 'name.full': fullName(name, '$name', asIs), 'folded.full': fullName(name, '$folded', folded) } },
    { $unset: 'oldName' },
  ];
}

function partExpressions(name: NameInput, root: string, fold: Fold): { first: Expression; last: Expression } {
  const split = name.full ? splitName(name.full) : null;
  const part = (key: 'first' | 'last'): Expression => {
    const value = name[key];
    if (value !== undefined) return literal(fold(value));
    const kept = orNull(`${root}.${key}`);
    if (split === null) return kept;
    const follows: Expression = {
      $and: [{ $eq: ['$type', 'person'] }, { $ne: [orNull('$name.full'), literal(name.full)] }],
    };
    return { $cond: [follows, literal(fold(split[key])), kept] };
  };
  return { first: part('first'), last: part('last') };
}

function fullName(name: NameInput, root: string, fold: Fold): Expression {
  if (name.full) return literal(fold(name.full));
  const kept = orNull(`${root}.full`);
  if (name.first === undefined && name.last === undefined) return kept;
  const text = (part: string): Expression => ({ $ifNull: [`${root}.${part}`, ''] });
  const joined: Expression = { $trim: { input: { $concat: [text('first'), ' ', text('last')] } } };
  const moved: Expression = {
    $or: (['first', 'last'] as const).map((part) => ({
      $ne: [orNull(`$name.${part}`), orNull(`$oldName.${part}`)],
    })),
  };
  return { $cond: [{ $and: [moved, { $ne: [joined, ''] }] }, joined, kept] };
}

/** Keeps the folded form of other searchable texts; undefined keeps what is stored. */
export function searchable(texts: Record<string, string | null | undefined>): Stage[] {
  const set = Object.entries(texts).flatMap(([part, text]) =>
    text === undefined ? [] : [[`folded.${part}`, literal(folded(text))] as const],
  );
  return set.length === 0 ? [] : [{ $set: Object.fromEntries(set) }];
}

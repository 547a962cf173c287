import type { Comparable } from '../lead/likeness/lead.comparable.ts';
import { namePartKey, nameWords, withoutDigraphs } from '../lead/likeness/lead.likeness.ts';
import { formalName } from '../lead/likeness/lead.nicknames.ts';

type Name = Comparable['name'];

/** How two names stand to each other; `unknown` where one says too little to tell. */
export type Agreement = 'same' | 'variant' | 'unknown' | 'different';

/** Names of persons: initials, nicknames, titles, a missing middle name and either order are variants of one name. */
export function comparePersons(a: Comparable, b: Comparable): Agreement {
  if (a.name.full === b.name.full) return 'same';
  if (a.otherNames.includes(b.name.full) || b.otherNames.includes(a.name.full)) return 'variant';
  if (sorted(a.name.full) === sorted(b.name.full)) return 'variant';
  const [left, right] = [partsOf(a.name), partsOf(b.name)];
  if (left === null || right === null) return 'unknown';
  if (left.last.key === right.last.key && givenAgree(left.given, right.given)) return 'variant';
  const swapped = left.last.key === right.first.key && right.last.key === left.first.key;
  return swapped || initialsSwapped(left, right) || initialsSwapped(right, left) ? 'variant' : 'different';
}

/** Names of companies without their legal forms: one in the other is a variant, as is one that a domain is called. */
export function compareCompanies(a: Comparable, b: Comparable): Agreement {
  const [[left = ''], [right = '']] = [a.firms, b.firms];
  if (left === '' || right === '') return 'unknown';
  if (left === right) return 'same';
  const known = a.otherNames.includes(right) || b.otherNames.includes(left);
  if (known || a.firms.some((firm) => b.firms.includes(firm))) return 'variant';
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  return short.length >= 4 && long.startsWith(short) ? 'variant' : 'different';
}

interface Parts {
  given: string[];
  first: { key: string };
  last: { key: string };
}

function partsOf({ first, last }: Name): Parts | null {
  const [firstKey, lastKey] = [namePartKey(first), namePartKey(last)];
  return firstKey === null || lastKey === null ? null : { given: nameWords(first), first: firstKey, last: lastKey };
}

/** `j` and `jane`, `bob` and `robert`, `jane` and `jane anne`, `wen ting` and `wenting`. */
function givenAgree(a: readonly string[], b: readonly string[]): boolean {
  if (withoutDigraphs(a.join('')) === withoutDigraphs(b.join(''))) return true;
  const formal = (word: string) => withoutDigraphs(formalName(word));
  const pairs = Math.min(a.length, b.length);
  return Array.from({ length: pairs }, (_, at) => [formal(a[at] ?? ''), formal(b[at] ?? '')] as const).every(
    ([left, right]) =>
      left === right || (left.length === 1 && right.startsWith(left)) || (right.length === 1 && left.startsWith(right)),
  );
}

/** `Doe J` beside `Jane Doe`. */
function initialsSwapped(swapped: Parts, other: Parts): boolean {
  return swapped.first.key === other.last.key && givenAgree([swapped.last.key], other.given);
}

function sorted(name: string): string {
  return name.split(' ').sort().join(' ');
}

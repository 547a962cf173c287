import type { Comparable } from '../lead/likeness/lead.comparable.ts';
import { countryCode } from './country.ts';
import { type Agreement, compareCompanies, comparePersons } from './duplicate.names.ts';

/**
 * What speaks for two leads being one, and what against. A positive weight is how sure the reason makes by itself; a
 * negative one is the part of all others that it takes away.
 */
export const weights = {
  SAME_MAILBOX: { person: 0.85, company: 0.7 },
  SAME_PHONE: { person: 0.5, company: 0.5 },
  SAME_ROOT_DOMAIN: { person: 0, company: 0.7 },
  SAME_NAME: { person: 0.5, company: 0.55 },
  NAME_VARIANT: { person: 0.35, company: 0.3 },
  SAME_COMPANY: { person: 0.5, company: 0 },
  SAME_LOCATION: { person: 0.3, company: 0.3 },
  DIFFERENT_PROFILE: { person: -0.7, company: -0.6 },
  DIFFERENT_NAME: { person: -0.7, company: -0.5 },
  DIFFERENT_ROOT_DOMAIN: { person: 0, company: -0.4 },
  DIFFERENT_COUNTRY: { person: -0.3, company: -0.3 },
} as const;

export type ReasonKind = keyof typeof weights;

export interface Reason {
  kind: ReasonKind;
  /** What the two share, or in what they differ. */
  value: string;
  weight: number;
}

export interface Score {
  /** 0 to 1, to two decimals. */
  score: number;
  /** What counts most first. */
  reasons: Reason[];
}

/** A pair below this is nobody's duplicate. */
export const minScore = 0.3;

/**
 * How alike two leads of a type are: `1 - Π (1 - w)` over what speaks for it, since reasons add up without ever
 * reaching certainty, times `Π (1 + w)` over what speaks against. The order of the two does not matter.
 */
export function scorePair(a: Comparable, b: Comparable): Score {
  if (a.type !== b.type || a.id === b.id) return { score: 0, reasons: [] };
  const reasons = [...(a.type === 'person' ? personReasons(a, b) : companyReasons(a, b)), ...sharedReasons(a, b)];
  const weighed = reasons.map(([kind, value]): Reason => ({ kind, value, weight: weights[kind][a.type] }));
  const product = (list: readonly Reason[], part: (weight: number) => number) =>
    list.reduce((all, { weight }) => all * part(weight), 1);
  const supporting =
    1 -
    product(
      weighed.filter(({ weight }) => weight > 0),
      (weight) => 1 - weight,
    );
  const score =
    supporting *
    product(
      weighed.filter(({ weight }) => weight < 0),
      (weight) => 1 + weight,
    );
  return {
    score: Math.round(score * 100) / 100,
    reasons: weighed.sort((one, other) => other.weight - one.weight || (one.kind < other.kind ? -1 : 1)),
  };
}

type Found = [kind: ReasonKind, value: string];

/** Colleagues share a company and neighbours a city: these count only for people of one name. */
function personReasons(a: Comparable, b: Comparable): Found[] {
  const agreement = comparePersons(a, b);
  const names = nameReasons(agreement, a.name.full, b.name.full);
  if (agreement !== 'same' && agreement !== 'variant') return names;
  const firm = firstShared(a.firms, b.firms);
  return [...names, ...(firm === null ? [] : [['SAME_COMPANY', firm] satisfies Found]), ...placeReasons(a, b)];
}

function companyReasons(a: Comparable, b: Comparable): Found[] {
  const agreement = compareCompanies(a, b);
  const reasons = nameReasons(agreement, a.name.full, b.name.full);
  const root = firstShared(a.roots, b.roots);
  if (root !== null) reasons.push(['SAME_ROOT_DOMAIN', root]);
  // acme.com and acme.de are often one company's: only other names are another's.
  else if (a.roots.length > 0 && b.roots.length > 0 && !labels(a).some((label) => labels(b).includes(label))) {
    reasons.push(['DIFFERENT_ROOT_DOMAIN', both(a.roots[0] ?? '', b.roots[0] ?? '')]);
  }
  return agreement === 'different' ? reasons : [...reasons, ...placeReasons(a, b)];
}

function sharedReasons(a: Comparable, b: Comparable): Found[] {
  const reasons: Found[] = [];
  const mailbox = firstShared(a.mailboxes, b.mailboxes);
  if (mailbox !== null) reasons.push(['SAME_MAILBOX', mailbox]);
  const phone = firstShared(a.phones, b.phones);
  if (phone !== null) reasons.push(['SAME_PHONE', phone]);
  const [left, right] = [a.profiles[0], b.profiles[0]];
  if (left !== undefined && right !== undefined && firstShared(a.profiles, b.profiles) === null) {
    reasons.push(['DIFFERENT_PROFILE', both(left, right)]);
  }
  const [here, there] = [countryCode(a.country), countryCode(b.country)];
  if (here !== null && there !== null && here !== there) reasons.push(['DIFFERENT_COUNTRY', both(here, there)]);
  return reasons;
}

function nameReasons(agreement: Agreement, a: string, b: string): Found[] {
  if (agreement === 'same') return [['SAME_NAME', a < b ? a : b]];
  if (agreement === 'variant') return [['NAME_VARIANT', both(a, b)]];
  return agreement === 'different' ? [['DIFFERENT_NAME', both(a, b)]] : [];
}

function placeReasons(a: Comparable, b: Comparable): Found[] {
  if (a.city !== null || b.city !== null)
    return a.city !== null && a.city === b.city ? [['SAME_LOCATION', a.city]] : [];
  return a.country !== null && a.country === b.country ? [['SAME_LOCATION', a.country]] : [];
}

/** What registered domains are called, without their suffix. */
function labels({ roots }: Comparable): string[] {
  return roots.map((root) => root.split('.')[0] ?? '');
}

/** The same whichever lead comes first. */
function firstShared(a: readonly string[], b: readonly string[]): string | null {
  return a.filter((value) => b.includes(value)).sort()[0] ?? null;
}

function both(a: string, b: string): string {
  return [a, b].sort().join(' / ');
}

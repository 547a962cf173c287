import { type Expression, literal, unionBy } from '../../mongo/expressions.ts';
import type { IdentityRules } from '../identity/identity.rules.ts';

/**
 * The version of the rules that a lead's keys follow after a write: the older of the lead's and the writer's, so that
 * keys of a gateway with former rules are found and put right.
 */
export function keysVersionAfter({ version }: IdentityRules): Expression {
  if (version === 0) return '$$REMOVE';
  const former: Expression = { $ifNull: ['$before.keysVersion', 0] };
  return { $cond: [{ $eq: ['$before', null] }, version, { $min: [former, version] }] };
}

/**
 * A list united by canonical value. An item that is already there takes the key that it has in the input: former rules
 * may have given it none, or another lead had taken it. Where another lead holds that key by now, the write is refused
 * instead of passing over it.
 */
export function unionKeyed(field: string, incoming: readonly { canonical: string; key: string | null }[]): Expression {
  const united = unionBy(field, 'canonical', incoming);
  const keyed = incoming.filter(({ key }) => key !== null);
  if (keyed.length === 0) return united;
  // An item that is not among them has index -1, which is the last element: nothing.
  const given: Expression = {
    $arrayElemAt: [
      literal([...keyed.map(({ key }) => ({ key })), {}]),
      { $indexOfArray: [literal(keyed.map(({ canonical }) => canonical)), '$$item.canonical'] },
    ],
  };
  return { $map: { input: united, as: 'item', in: { $mergeObjects: ['$$item', given] } } };
}

import { type Expression, literal, unionBy } from '../mongo/expressions.ts';
import type { IdentityRules } from './identity.rules.ts';

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
 * A list united by canonical value. Under rules of the workspace, an item that is already there takes the key that
 * these give it: where another lead holds that key by now, the write is refused instead of passing over it.
 */
export function unionKeyed(
  field: string,
  incoming: readonly { canonical: string; key: string | null }[],
  { version }: IdentityRules,
): Expression {
  const united = unionBy(field, 'canonical', incoming);
  const keyed = incoming.filter(({ key }) => key !== null);
  if (version === 0 || keyed.length === 0) return united;
  const given: Expression = {
    $first: {
      $filter: {
        input: literal(keyed.map(({ canonical, key }) => ({ canonical, key }))),
        as: 'given',
        cond: { $eq: ['$$given.canonical', '$$item.canonical'] },
      },
    },
  };
  return { $map: { input: united, as: 'item', in: { $mergeObjects: ['$$item', given] } } };
}

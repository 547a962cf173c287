import { type Expression, literal, type Stage } from '../../mongo/expressions.ts';
import { documentBytes } from '../../shared/rules.ts';

/** The code with which MongoDB fails a write that `boundStage` refuses: ConversionFailure. */
export const outgrownCode = 241;

/** More bytes than one more entry of `listIds` takes, its position as a key included. */
const listEntryBytes = 32;

/** Fields that have a bound of their own, and do not count. */
export const ownBounds = ['history', 'provenance'];

/** A lead without what these fields hold. */
function contentOf(lead: string, without: readonly string[]): Expression {
  return { $mergeObjects: [lead, literal(Object.fromEntries(without.map((field) => [field, null])))] };
}

/**
 * Fails the write where the lead would grow past its limit; `before` holds the lead as it was. One that is already past
 * it may still shrink.
 *
 * @param helpers fields that a later stage takes away
 */
export function boundStage(helpers: readonly string[]): Stage {
  const content = (lead: string) => contentOf(lead, [...helpers, ...ownBounds]);
  const size: Expression = { $bsonSize: '$$content' };
  const outgrown: Expression = {
    $and: [{ $gt: [size, documentBytes] }, { $gt: [size, { $bsonSize: content('$before') }] }],
  };
  // Converting a type to a number fails. It has to be a field: MongoDB evaluates constants even in branches it never
  // takes.
  const version: Expression = { $cond: [outgrown, { $toInt: '$type' }, '$version'] };
  return { $set: { version: { $let: { vars: { content: content('$$ROOT') }, in: version } } } };
}

/** Whether a lead can be put on one more list. */
export const hasRoomForList: Expression = {
  $lte: [{ $bsonSize: contentOf('$$ROOT', ownBounds) }, documentBytes - listEntryBytes],
};

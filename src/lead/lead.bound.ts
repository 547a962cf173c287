import { type Expression, literal, type Stage } from '../mongo/expressions.ts';
import { documentBytes } from '../shared/rules.ts';

/** The code with which MongoDB fails a write that `boundStage` refuses: ConversionFailure. */
export const outgrownCode = 241;

/** More than one more entry of `listIds` takes, its position as a key included. */
const listEntryBytes = 32;

/** What has a bound of its own, and does not count. */
export const ownBounds = ['history', 'provenance'];

/** The size of a lead in bytes, without what these fields hold. */
function sizeOf(lead: string, without: readonly string[]): Expression {
  return { $bsonSize: { $mergeObjects: [lead, literal(Object.fromEntries(without.map((field) => [field, null])))] } };
}

/**
 * Fails the write where the lead, there with its former self in `before`, would grow past its limit. A lead that is past
 * it can still shrink.
 *
 * @param helpers fields that a later stage takes away
 */
export function boundStage(helpers: readonly string[]): Stage {
  const content = (lead: string) => sizeOf(lead, [...helpers, ...ownBounds]);
  const outgrown: Expression = {
    $and: [{ $gt: ['$$size', documentBytes] }, { $gt: ['$$size', content('$before')] }],
  };
  // A type is no number. It has to be a field: MongoDB works out what is constant even where nothing asks for it.
  const version: Expression = { $cond: [outgrown, { $toInt: '$type' }, '$version'] };
  return { $set: { version: { $let: { vars: { size: content('$$ROOT') }, in: version } } } };
}

/** Whether a lead can be put on one more list. */
export const hasRoomForList: Expression = { $lte: [sizeOf('$$ROOT', ownBounds), documentBytes - listEntryBytes] };

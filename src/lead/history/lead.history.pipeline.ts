import { type Expression, literal, orEmpty, type Stage } from '../../mongo/expressions.ts';
import type { Author } from '../../shared/author.ts';
import type { Run } from '../../shared/runs.ts';
import type { IdentityRules } from '../identity/identity.rules.ts';
import type { OnMatch } from '../lead.match.ts';
import type { WriteOutcome } from './lead.history.ts';

/** Who writes, when, and by what. It is stored with a change, so that the writer can tell the change as its own. */
export interface WriteStamp {
  run: Run;
  now: Date;
  /** The position of this write in its batch, whose writes share a run; 0 for one of its own. */
  step: number;
  inBatch: boolean;
  author: Author;
  /** The source that the caller names. */
  via?: string | null | undefined;
  /** The sources that the workspace trusts, the most trusted one first. */
  ranking?: readonly string[];
  /** What a creation does to a lead that exists; it merges unless told. */
  onMatch?: OnMatch | undefined;
  /** Where what it brings comes from; it has none of its own where it only moves values. */
  source?: string;
  /** What identifies a lead in its workspace, as far as the writer knows. */
  rules: IdentityRules;
}

/** A write whose old values are larger keeps only the names of the fields, in bytes. */
export const maxEntryBytes = 8 * 1024;

/** Fields of which the history keeps what happened to each of their keys. */
export const jsonFields = ['attributes', 'metadata'] as const;

/** What a write does to a lead, and what it can change. Its pipeline leaves out everything else. */
export interface Writing {
  outcome: WriteOutcome;
  /** The visible fields that it can change. */
  fields: readonly string[];
  /** Whether it makes the lead where there is none: `before` is null then. */
  mayCreate: boolean;
  /** Whether it can put the lead on lists. */
  mayJoin: boolean;
  /** The identity keys that it finds the lead by. */
  keys: readonly string[];
}

/**
 * Puts into `delta` what this write has changed of these fields: `was` has the old values that are gone, `now` the new
 * ones. A null counts as absent; `before` holds the lead as it was.
 */
export function deltaStage(fields: readonly string[]): Stage {
  const valuesOf = (lead: string): Expression => ({
    $objectToArray: Object.fromEntries(fields.map((field) => [field, `${lead}${field}`])),
  });
  const present = (values: Expression): Expression => ({
    $filter: { input: values, as: 'field', cond: { $ne: ['$$field.v', null] } },
  });
  return {
    $set: {
      delta: {
        $let: {
          vars: { old: valuesOf('$before.'), new: valuesOf('$') },
          in: {
            was: present({ $setDifference: ['$$old', '$$new'] }),
            now: present({ $setDifference: ['$$new', '$$old'] }),
          },
        },
      },
    },
  };
}

/** The lists that the write has put the lead on. Others come and go without a write to the lead itself. */
const joined: Expression = { $setDifference: ['$listIds', orEmpty('$before.listIds')] };

/** Whether the write has changed anything, behind `deltaStage`. */
export function isChanged({ mayJoin }: Writing): Expression {
  // `was` and `now` share no element, so they are equal only where both are empty.
  const isMoved: Expression = { $ne: ['$delta.was', '$delta.now'] };
  return mayJoin ? { $or: [isMoved, { $ne: [joined, []] }] } : isMoved;
}

/** What the pipelines of a gateway have in common. */
export interface PipelineSettings {
  /** How many writes a lead remembers; those of a run are all kept until another run comes. */
  historyLength: number;
}

/** Those of a list of writes that a lead goes on remembering beside one more. */
export function stillRemembered(writes: Expression, { historyLength }: PipelineSettings): Expression {
  return { $slice: [writes, 1 - historyLength] };
}

/** The history with this write behind those that are still remembered. */
export function historyWith(
  { run, step, inBatch, now, author, source }: WriteStamp,
  settings: PipelineSettings,
  { outcome, fields, mayCreate, mayJoin, keys }: Writing,
): Expression {
  const earlier = (comparison: '$eq' | '$ne'): Expression => ({
    $filter: {
      input: orEmpty('$before.history'),
      as: 'write',
      cond: { [comparison]: ['$$write.id', literal(run.id)] },
    },
  });
  const jsonDelta = (field: string): Expression => ({
    $let: {
      vars: {
        old: { $objectToArray: { $ifNull: [`$before.${field}`, {}] } },
        new: { $objectToArray: { $ifNull: [`$${field}`, {}] } },
      },
      in: {
        $cond: [
          { $eq: ['$$old', '$$new'] },
          '$$REMOVE',
          {
            was: { $setDifference: ['$$old', '$$new'] },
            set: {
              $map: { input: { $setDifference: ['$$new', '$$old'] }, as: 'field', in: '$$field.k' },
            },
          },
        ],
      },
    },
  });
  const held: Expression = {
    $concatArrays: [orEmpty('$before.identityKeys'), orEmpty('$before.inheritedKeys')],
  };
  const json = jsonFields.filter((field) => fields.includes(field));
  const isPlain: Expression = { $not: [{ $in: ['$$field.k', literal(json)] }] };
  const whole = {
    id: literal(run.id),
    step: literal(step),
    at: now,
    version: { $add: [{ $ifNull: ['$before.version', 0] }, 1] },
    author: literal(author),
    ...(source === undefined ? {} : { source: literal(source) }),
    outcome: mayCreate ? { $cond: [{ $eq: ['$before', null] }, 'created', outcome] } : outcome,
    // As dry runs name them: by the order of the input, which an intersection of sets does not keep.
    matched: keys.length === 0 ? [] : { $filter: { input: literal(keys), as: 'key', cond: { $in: ['$$key', held] } } },
    set: '$delta.now.k',
    joined: mayJoin ? joined : [],
    was: json.length === 0 ? '$delta.was' : { $filter: { input: '$delta.was', as: 'field', cond: isPlain } },
    json: Object.fromEntries(json.map((field) => [field, jsonDelta(field)])),
    short: false,
  };
  const names: Expression = { $setUnion: ['$delta.now.k', '$delta.was.k'] };
  const short: Expression = { $mergeObjects: ['$$whole', { was: [], json: {}, set: names, short: true }] };
  const entry: Expression = {
    $let: {
      vars: { whole },
      in: { $cond: [{ $gt: [{ $bsonSize: '$$whole' }, maxEntryBytes] }, short, '$$whole'] },
    },
  };
  if (!inBatch) return { $concatArrays: [stillRemembered(orEmpty('$before.history'), settings), [entry]] };
  return { $concatArrays: [stillRemembered(earlier('$ne'), settings), earlier('$eq'), [entry]] };
}

/** Leaves the lead as it was where an earlier run of the same request has written to it. */
export function onceOnly({ run, step }: WriteStamp): Stage {
  const own: Expression = {
    $filter: {
      input: orEmpty('$before.history'),
      as: 'write',
      cond: { $and: [{ $eq: ['$$write.id', literal(run.id)] }, { $eq: ['$$write.step', literal(step)] }] },
    },
  };
  return { $replaceWith: { $cond: [{ $eq: [own, []] }, '$$ROOT', '$before'] } };
}

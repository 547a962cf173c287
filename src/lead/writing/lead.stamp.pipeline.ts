import { type Expression, orEmpty, type Stage } from '../../mongo/expressions.ts';
import {
  deltaStage,
  historyWith,
  isChanged,
  onceOnly,
  type PipelineSettings,
  type WriteStamp,
  type Writing,
} from '../history/lead.history.pipeline.ts';
import type { LeadType } from '../identity/identity.ts';
import { blocksOf } from '../likeness/lead.blocks.pipeline.ts';
import { reused } from '../provenance/lead.held.pipeline.ts';
import { boundStage } from './lead.bound.ts';

/**
 * The fields whose change makes a new version, as joining a list does: all that readers see of a lead, and nothing that
 * is only derived from it.
 */
export const visibleFields = [
  ...['name', 'title', 'industry', 'size', 'source', 'company', 'location', 'socials', 'contacts', 'domain', 'status'],
  ...['sources', 'attributes', 'metadata', 'raw', 'identityKeys', 'mergedFrom'],
];

/** The texts whose words a lead is searched by, beside its aliases. */
export const wordParts = ['full', 'first', 'last', 'short', 'title', 'company'] as const;

/** Fields in which stages tell later ones something; `stampStages` removes them. */
export const helpers = ['before', 'delta', 'changed', 'held', 'confirmed'];

function withoutNull(list: Expression): Expression {
  return { $filter: { input: list, as: 'item', cond: { $ne: ['$$item', null] } } };
}

/**
 * The identity keys follow the fields they come from; the id itself keeps the list from ever being empty. Keys that
 * merged leads hold for this one stay with them.
 */
export function identityStages(): Stage[] {
  const keys: Expression = {
    $concatArrays: [
      [{ $concat: ['id:lead_', { $toString: '$_id' }] }],
      '$domainKeys',
      '$contacts.key',
      '$socials.key',
      '$sources.key',
    ],
  };
  const keysThat = (cond: Expression): Expression => ({ $filter: { input: '$identityKeys', as: 'key', cond } });
  const isHeld: Expression = { $in: ['$$key', '$aliasKeys'] };
  return [
    { $set: { identityKeys: withoutNull(keys) } },
    {
      $set: {
        identityKeys: { $cond: ['$aliasKeys', keysThat({ $not: [isHeld] }), '$identityKeys'] },
        inheritedKeys: { $cond: ['$aliasKeys', keysThat(isHeld), '$$REMOVE'] },
      },
    },
  ];
}

const onChange = (value: Expression, kept: Expression): Expression => ({ $cond: ['$changed', value, kept] });

/** The hosts of a lead's domains. */
const hostsOf: Expression = {
  $setDifference: [
    {
      $setUnion: [
        ['$domainHost', '$company.host'],
        {
          $map: {
            input: '$domainKeys',
            as: 'key',
            in: { $replaceOne: { input: '$$key', find: 'domain:', replacement: '' } },
          },
        },
      ],
    },
    [null],
  ],
};

/** The texts of a lead that are searched, as one. */
const textOf: Expression = {
  $reduce: {
    input: wordParts.map((part) => `$folded.${part}`),
    initialValue: '',
    in: { $concat: ['$$value', ' ', { $ifNull: ['$$this', ''] }] },
  },
};

/**
 * The derived fields that leads of a type are found by, `any` where the writer does not know it: words and hosts by
 * filters, blocks by the search for duplicates.
 */
export const foundBy = { person: foundByOf('person'), company: foundByOf('company'), any: foundByOf() };

function foundByOf(type?: LeadType): Record<string, Expression> {
  return {
    hosts: onChange(hostsOf, '$hosts'),
    words: onChange(
      { $setDifference: [{ $setUnion: [{ $split: [textOf, ' '] }, orEmpty('$folded.aliases')] }, ['']] },
      '$words',
    ),
    blocks: onChange(blocksOf(type), '$blocks'),
  };
}

interface Stamping extends Writing {
  /** The fields that the lead is found by; none where the write can change nothing that they come from. */
  foundBy: Record<string, Expression>;
  provenance: Expression;
}

/** A write to an existing lead, which can change all of it. */
export const ofExisting: Omit<Stamping, 'outcome'> = {
  fields: visibleFields,
  mayCreate: false,
  mayJoin: true,
  keys: [],
  foundBy: foundBy.any,
  provenance: '$provenance',
};

/**
 * Moves version and updatedAt only when something that readers see changed, and then writes the history, and renews what
 * the lead is found by.
 */
export function stampStages(
  stamp: WriteStamp,
  settings: PipelineSettings,
  { foundBy, provenance, ...writing }: Stamping,
): Stage[] {
  return [
    deltaStage(writing.fields),
    { $set: { changed: isChanged(writing) } },
    {
      $set: {
        version: onChange({ $add: [{ $ifNull: ['$before.version', 0] }, 1] }, '$version'),
        ...(writing.mayCreate ? { createdAt: { $ifNull: ['$createdAt', stamp.now] } } : {}),
        updatedAt: onChange(stamp.now, '$updatedAt'),
        provenance,
        history: onChange(historyWith(stamp, settings, writing), '$history'),
        ...foundBy,
      },
    },
    ...(stamp.onMatch === 'reuse' ? [reused] : []),
    ...(stamp.run.mayRepeat ? [onceOnly(stamp)] : []),
    boundStage(helpers),
    { $unset: helpers },
  ];
}

import { type Expression, literal, type Stage } from '../../mongo/expressions.ts';
import { ownAuthor } from '../../shared/author.ts';
import type { PipelineSettings } from '../history/lead.history.pipeline.ts';
import type { IdentityRules } from '../identity/identity.rules.ts';
import { identityStages, ofExisting, stampStages } from '../writing/lead.stamp.pipeline.ts';
import type { Rekeyed } from './lead.rekey.ts';

/** What a re-keying writes to a lead. */
export interface KeyWrite {
  fields: Rekeyed['fields'];
  /** The keys that leads which have been merged into it hold from now on; null where nothing was. */
  aliasKeys: readonly string[] | null;
  /** The version of the rules that the lead follows then. */
  keysVersion: number;
}

/** Gives a lead, which still has these entries, the keys that the workspace's rules make of them. */
export function rekeyPipeline(
  { fields, aliasKeys, keysVersion }: KeyWrite,
  run: { id: string; now: Date; rules: IdentityRules },
  settings: PipelineSettings,
): Stage[] {
  const set: Record<string, Expression> = Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field, literal(value)]),
  );
  if (fields.domainKeysOff.length === 0) set.domainKeysOff = '$$REMOVE';
  if (aliasKeys !== null) set.aliasKeys = aliasKeys.length === 0 ? '$$REMOVE' : literal(aliasKeys);
  const { id, now, rules } = run;
  const stamp = { run: { id, mayRepeat: false }, now, step: 0, inBatch: false, author: ownAuthor, rules };
  return [
    { $set: { before: '$$ROOT' } },
    { $set: set },
    ...identityStages(),
    ...stampStages(stamp, settings, { ...ofExisting, outcome: 'rekeyed' }),
    // After the check of the size, so that it does not count.
    { $set: { keysVersion: keysVersion === 0 ? '$$REMOVE' : keysVersion } },
  ];
}

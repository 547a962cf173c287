import type { Collection, Document } from 'mongodb';
import type { Run } from '../../shared/runs.ts';
import type { WriteStamp } from '../history/lead.history.pipeline.ts';
import { leadTypes, scopedKey } from '../identity/identity.ts';
import { aliases, isAlias, type StoredLead } from '../lead.alias.store.ts';
import { idsAlone, type LeadDocument } from '../lead.document.store.ts';
import { type Holder, type Placeable, planCreations } from './lead.creation.plan.ts';

const keysAlone = { ...idsAlone, type: 1, identityKeys: 1 };

/** Of the history, what this run has written when it ran before. */
function fieldsFor({ id, mayRepeat }: Run): Document {
  if (!mayRepeat) return keysAlone;
  const own = { $filter: { input: { $ifNull: ['$history', []] }, as: 'write', cond: { $eq: ['$$write.id', id] } } };
  return { ...keysAlone, history: own };
}

/** Places creations among the leads that have their keys now: one command, and more where it meets merged leads. */
export async function placed<T extends Placeable>(
  leads: Collection<LeadDocument>,
  workspaceId: string,
  creations: readonly T[],
  { run, onMatch }: Pick<WriteStamp, 'run' | 'onMatch'>,
) {
  const keys = [...new Set(creations.flatMap((creation) => creation.keys))];
  const { documents, follow } = await aliases(leads).readHolders(workspaceId, leadTypes, keys, fieldsFor(run));
  const toHolder = (document: StoredLead): Holder =>
    isAlias(document)
      ? { id: (follow(document).lead ?? document)._id.toHexString(), merged: true, writes: [] }
      : { id: document._id.toHexString(), merged: false, writes: document.history ?? [] };
  const known = documents.flatMap((document) => {
    const holder = toHolder(document);
    return document.identityKeys.map((key) => [scopedKey(document.type, key), holder] as const);
  });
  return planCreations(creations, new Map(known), onMatch);
}

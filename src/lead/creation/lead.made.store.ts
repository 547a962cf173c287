import { type Collection, ObjectId } from 'mongodb';
import { objectIdOfRun, type Run } from '../../shared/runs.ts';
import { aliases, isAlias, withHistories } from '../lead.alias.store.ts';
import type { LeadDocument } from '../lead.document.store.ts';
import type { CreatedLead } from '../lead.ts';
import { toMade } from '../writing/lead.written.store.ts';

/** What runs have made that began before. */
export function made(leads: Collection<LeadDocument>) {
  const { readAll } = aliases(leads);

  return {
    /**
     * The leads that an earlier go at this run has made, by their steps. They are found by the ids that the run gives:
     * their identifiers may have moved, they may be part of other leads, and have forgotten who made them. Nothing is
     * asked for a run that begins. Index: _id.
     */
    async findMade(workspaceId: string, run: Run, steps: readonly number[]): Promise<Map<number, CreatedLead>> {
      if (!run.again || steps.length === 0) return new Map();
      const stepOf = new Map(steps.map((step) => [objectIdOfRun(run, step), step]));
      const ids = [...stepOf.keys()].map((id) => new ObjectId(id));
      const { documents, follow } = await readAll(workspaceId, ids, withHistories);
      return new Map(
        documents.flatMap((document) => {
          const { lead } = follow(document);
          const step = stepOf.get(document._id.toHexString());
          if (lead === null || step === undefined) return [];
          return [[step, toMade(isAlias(document) ? document.frozen : document, lead, { run, step })] as const];
        }),
      );
    },
  };
}

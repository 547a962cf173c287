import fc from 'fast-check';
import { type Collection, ObjectId } from 'mongodb';
import { beforeAll, expect, test } from 'vitest';
import { creationOf } from '../../src/lead/creation/lead.creation.store.ts';
import type { LeadDocument } from '../../src/lead/lead.document.store.ts';
import { createLeadRules, updateLeadRules } from '../../src/lead/lead.rules.ts';
import { updatePipeline } from '../../src/lead/writing/lead.pipeline.ts';
import { lastWrite, rewriteAll } from '../../src/lead/writing/lead.rewrite.store.ts';
import { toWritten } from '../../src/lead/writing/lead.written.store.ts';
import type { Stage } from '../../src/mongo/expressions.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { openTestDatabase } from '../support/database.ts';
import { exactly, runs, timeFor } from './json-values.ts';
import { input, sorted, stamp } from './lead-inputs.ts';

// A lead is rewritten here as MongoDB would by the pipeline.

let byPipeline: Collection<LeadDocument>;
let rewritten: Collection<LeadDocument>;

beforeAll(async () => {
  const { db } = await openTestDatabase();
  [byPipeline, rewritten] = ['by_pipeline', 'rewritten'].map((name) =>
    db.collection<LeadDocument>(name, { fieldsAsRaw: Object.create(null) }),
  ) as [Collection<LeadDocument>, Collection<LeadDocument>];
});

const workspaceId = 'ws_650000000000000000000001';
const settings = { historyLength: 3 };
const whole = { projection: lastWrite };

type Terms = typeof stamp extends fc.Arbitrary<infer T> ? T : never;
type Said = typeof input extends fc.Arbitrary<infer T> ? T : never;

const person = ({ parts, ...said }: Said) => ({ ...said, name: { ...said.name, ...parts } });
let seconds = 0;

function stampOf({ lists: _lists, mayRepeat: _mayRepeat, ...terms }: Terms) {
  seconds += 1;
  const now = new Date(1_700_000_000_000 + seconds * 1_000);
  return { ...terms, now, inBatch: false, run: { id: newUuid(), mayRepeat: false } };
}

/** A creation that meets the lead, or an update of it; null where the input is refused. */
function writeOf({ said, terms, isUpdate }: { said: Said; terms: Terms; isUpdate: boolean }, lists: readonly string[]) {
  const own = stampOf(terms);
  const id = `lead_${new ObjectId().toHexString()}`;
  const checked = (isUpdate ? updateLeadRules : createLeadRules).safeParse({ ...person(said), id, type: 'person' });
  if (!checked.success) return null;
  const { data } = checked;
  const update: () => Stage[] =
    'id' in data
      ? () => updatePipeline(data, own, settings)
      : creationOf(workspaceId, data, lists.slice(0, terms.lists), own, settings).update;
  return { update: () => update(), stamp: own };
}

const steps = fc.array(fc.record({ said: input, terms: stamp, isUpdate: fc.boolean() }), {
  minLength: 1,
  maxLength: 4,
});

/** Keys that an object here cannot have as others have theirs. */
const oddKeys = /"(__proto__|_bsontype)":/;

test('a lead rewritten here is the one that the pipelines make', { timeout: timeFor(300) * 400 }, async () => {
  await fc.assert(
    fc.asyncProperty(input, stamp, steps, async (first, terms, all) => {
      const made = createLeadRules.safeParse({ ...person(first), type: 'person' });
      const lists = [0, 1].map(() => `list_${new ObjectId().toHexString()}`);
      const writes = all.map((step) => writeOf(step, lists));
      fc.pre(made.success && !writes.includes(null));
      if (!made.success) return;
      const creation = creationOf(workspaceId, made.data, lists.slice(0, terms.lists), stampOf(terms), settings);
      await Promise.all([byPipeline.deleteMany({}), rewritten.deleteMany({})]);
      const upsert = { upsert: true, returnDocument: 'after' } as const;
      for (const leads of [byPipeline, rewritten])
        await leads.findOneAndUpdate(creation.filter, creation.update(), upsert);
      const _id = creation.newId;
      const lead = await rewritten.findOne({ _id }, whole);
      const rewrites = writes.flatMap((write) => (write === null || lead === null ? [] : [{ ...write, lead }]));
      const after = await rewriteAll(rewritten, workspaceId, rewrites, settings);
      for (const rewrite of rewrites) {
        const here = after.get(rewrite);
        // Nothing else is left to MongoDB.
        if (here === undefined) {
          expect(exactly([first, all])).toMatch(oddKeys);
          continue;
        }
        await byPipeline.updateOne({ _id }, rewrite.update());
        const there = (await byPipeline.findOne({ _id }, whole)) as LeadDocument;
        expect(exactly(sorted({ ...here, history: here.history.slice(-1) }))).toBe(exactly(sorted(there)));
        const [one, other] = [here, there].map((document) => {
          const { lead: shown, writeId, changes } = toWritten(document, rewrite.stamp);
          return exactly(sorted({ shown, writeId, changes: changes() }));
        });
        expect(one).toBe(other);
      }
      const [one, other] = [await rewritten.findOne({ _id }), await byPipeline.findOne({ _id })];
      expect(exactly(sorted(one))).toBe(exactly(sorted(other)));
    }),
    runs(300),
  );
});

import fc from 'fast-check';
import { type Collection, ObjectId } from 'mongodb';
import { beforeAll, expect, test } from 'vitest';
import { creationOf } from '../../src/lead/creation/lead.creation.store.ts';
import { forDriver } from '../../src/lead/creation/lead.new.store.ts';
import { noRules } from '../../src/lead/identity/identity.rules.ts';
import { keysAlone } from '../../src/lead/identity/lead.identified.ts';
import type { LeadDocument } from '../../src/lead/lead.document.store.ts';
import { createLeadRules } from '../../src/lead/lead.rules.ts';
import { outgrownCode } from '../../src/lead/writing/lead.bound.ts';
import { ownAuthor } from '../../src/shared/author.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { openTestDatabase } from '../support/database.ts';
import { exactly, runs, timeFor } from './json-values.ts';
import { input, sorted, stamp } from './lead-inputs.ts';

// A lead that nobody has is made here as MongoDB would make it by the pipeline.

let upserted: Collection<LeadDocument>;
let inserted: Collection<LeadDocument>;

beforeAll(async () => {
  const { db } = await openTestDatabase();
  [upserted, inserted] = ['upserted', 'inserted'].map((name) =>
    db.collection<LeadDocument>(name, { fieldsAsRaw: Object.create(null) }),
  ) as [Collection<LeadDocument>, Collection<LeadDocument>];
});

const workspaceId = 'ws_650000000000000000000001';

/** Fields that serve only to find leads, not compared here; history and provenance are compared above. */
const derived = new Set(['words', 'blocks', 'hosts', 'folded', 'like', 'history', 'provenance']);

const options = { upsert: true, returnDocument: 'after' } as const;

test('a new lead made here is the one that the pipeline makes', { timeout: timeFor(300) * 400 }, async () => {
  await fc.assert(
    fc.asyncProperty(input, fc.constantFrom('person', 'company'), stamp, async ({ parts, ...said }, type, chosen) => {
      const name = type === 'person' ? { ...said.name, ...parts } : said.name;
      const checked = createLeadRules.safeParse({ ...said, name, type });
      fc.pre(checked.success);
      if (!checked.success) return;
      const { mayRepeat, lists, ...terms } = chosen;
      const write = { ...terms, now: new Date(1_700_000_000_000), run: { id: newUuid(), mayRepeat } };
      const listIds = Array.from({ length: lists }, () => `list_${new ObjectId().toHexString()}`);
      const creation = creationOf(workspaceId, checked.data, listIds, write, { historyLength: 20 });
      expect(keysAlone(checked.data, terms.rules)).toEqual(creation.keys);
      const made = creation.document();
      if (made === null) throw new Error('A lead of this size is made here');
      await upserted.deleteMany({});
      const byMongo = await upserted.findOneAndUpdate(creation.filter, creation.update(), options);
      await inserted.insertOne(forDriver(made));
      const here = await inserted.findOne({ _id: made._id });
      expect(exactly(sorted(here))).toBe(exactly(sorted(byMongo)));
      expect(exactly(sorted(made))).toBe(exactly(sorted(here)));
      // MongoDB minds the order of keys when it tells whether a later write changes a value.
      for (const [field, value] of Object.entries(byMongo ?? {})) {
        const own = Object.entries(here ?? {}).find(([key]) => key === field)?.[1];
        if (!derived.has(field)) expect(JSON.stringify(own)).toBe(JSON.stringify(value));
      }
    }),
    runs(300),
  );
});

test('one that is too large is left to MongoDB, which refuses it', async () => {
  const url = (at: number) => ({ url: `https://x.com/${at}${'名'.repeat(2000)}` });
  const socials = Array.from({ length: 50 }, (_, at) => url(at));
  const large = createLeadRules.parse({ type: 'company', name: { full: 'Acme' }, socials });
  const write = {
    step: 0,
    inBatch: true,
    author: ownAuthor,
    rules: noRules,
    now: new Date(),
    run: { id: newUuid(), mayRepeat: false },
  };
  const creation = creationOf(workspaceId, large, [], write, { historyLength: 20 });
  expect(creation.document()).toBeNull();
  await expect(upserted.findOneAndUpdate(creation.filter, creation.update(), options)).rejects.toMatchObject({
    code: outgrownCode,
  });
});

import fc from 'fast-check';
import { type Collection, type Db, ObjectId } from 'mongodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { noRules } from '../../src/lead/identity/identity.rules.ts';
import { type LeadDocument, leadIndexes } from '../../src/lead/lead.document.store.ts';
import type { OnMatch } from '../../src/lead/lead.match.ts';
import { type CreateLeadInput, createLeadRules } from '../../src/lead/lead.rules.ts';
import { createLeadStore } from '../../src/lead/lead.store.ts';
import { ensureIndexes } from '../../src/mongo/indexes.ts';
import { ownAuthor } from '../../src/shared/author.ts';
import { newUuid } from '../../src/shared/ids.ts';
import type { Run } from '../../src/shared/runs.ts';
import { openTestDatabase } from '../support/database.ts';
import { Crash, dyingAfter } from '../support/dying.ts';
import { runs, timeFor } from './json-values.ts';

let db: Db;
let leads: Collection<LeadDocument>;

beforeAll(async () => {
  ({ db } = await openTestDatabase());
  await ensureIndexes(db, leadIndexes);
  leads = db.collection('leads');
});

const stampOf = (run: Run, onMatch: OnMatch = 'merge') => ({
  ...{ run, onMatch, now: new Date(1_700_000_000_000), author: ownAuthor, rules: noRules },
});
const newWorkspace = () => `ws_${new ObjectId().toHexString()}`;
const create = (from: Db, workspaceId: string, inputs: readonly CreateLeadInput[], run: Run, onMatch?: OnMatch) =>
  createLeadStore(from, 20).createOrMergeMany(
    workspaceId,
    inputs.map((input, step) => ({ step, input, listIds: [] })),
    stampOf(run, onMatch),
  );
const newRun = (mayRepeat = false): Run => ({ id: newUuid(), mayRepeat });

const lead = (of: { id?: string | null; emails: readonly string[]; title: string | null; type: string }) =>
  createLeadRules.parse({
    ...{ type: of.type, name: { full: 'Jane Doe' }, title: of.title },
    contacts: of.emails.map((email) => ({ value: email })),
    sources: of.id ? [{ provider: 'apollo', id: of.id }] : [],
  });

test.each(
  (['merge', 'fill blanks', 'reuse', 'fail'] as const).flatMap((match) => [
    [match, 'known'],
    [match, 'new'],
  ]) as [OnMatch, string][],
)('a creation that comes again, as after a crash, changes nothing more: %s of a %s lead', async (match, which) => {
  const workspaceId = newWorkspace();
  const emails = ['jane@acme.com'];
  if (which === 'known') {
    await create(db, workspaceId, [lead({ type: 'person', emails, title: 'CEO', id: '7' })], newRun());
  }
  const input = lead({ type: 'person', emails: [...emails, 'doe@acme.com'], title: 'CTO' });
  const stamp = { ...stampOf(newRun(true), match), step: 0, inBatch: false };
  const all = () => leads.find({}).sort({ _id: 1 }).toArray();
  const answers = [];
  const stored = [];
  for (let time = 0; time < 3; time += 1) {
    answers.push(await createLeadStore(db, 20).createOrMerge(workspaceId, input, [], stamp));
    stored.push(await all());
  }
  expect(stored[0]).not.toEqual([]);
  expect(stored[1]).toEqual(stored[0]);
  expect(stored[2]).toEqual(stored[0]);
  expect(JSON.stringify(answers[2])).toBe(JSON.stringify(answers[0]));
});

describe('a batch', () => {
  const emails = ['ann@acme.com', 'ben@acme.com', 'cem@acme.com', 'dee@acme.com'];
  const item = fc
    .record({
      type: fc.constantFrom('person', 'person', 'company'),
      emails: fc.subarray(emails, { maxLength: 2 }),
      id: fc.option(fc.constantFrom('1', '2')),
      title: fc.option(fc.constantFrom('CEO', 'CTO')),
    })
    .map(lead);
  const onMatch = fc.constantFrom<OnMatch>('merge', 'fill blanks', 'reuse', 'fail');

  /** What became of the inputs, and the leads that are there in the end, without what may differ. */
  async function summary(workspaceId: string, results: Awaited<ReturnType<typeof create>>) {
    const stored = await leads.find({ workspaceId }).sort({ _id: 1 }).toArray();
    return {
      items: results.map((result) =>
        result === 'taken'
          ? result
          : { outcome: result.outcome, matched: result.matchedKeys, changes: result.changes().map(plain) },
      ),
      leads: stored
        .map(({ type, title, contacts, sources, version, identityKeys, history }) => ({
          ...{ type, title, version, contacts: contacts.map(({ canonical }) => canonical) },
          ...{ sources: sources.map(({ canonical }) => canonical), identityKeys: identityKeys.slice(1) },
          history: history.map(({ outcome, matched }) => ({ outcome, matched: matched.toSorted() })),
        }))
        .map((one) => JSON.stringify(one))
        .sort(),
    };
  }

  const plain = ({ path, after }: { path: string[]; after: unknown }) => ({ path, after });

  test('does what its leads do one by one', { timeout: timeFor(60) * 1_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(item, { maxLength: 3 }),
        fc.array(item, { minLength: 1, maxLength: 8 }),
        onMatch,
        async (before, inputs, match) => {
          const [together, alone] = [newWorkspace(), newWorkspace()];
          for (const workspaceId of [together, alone]) {
            for (const input of before) await create(db, workspaceId, [input], newRun());
          }
          const answers: Awaited<ReturnType<typeof create>> = [];
          for (const input of inputs) answers.push(...(await create(db, alone, [input], newRun(), match)));
          const one = await summary(alone, answers);
          const all = await summary(together, await create(db, together, inputs, newRun(), match));
          expect(all.leads).toEqual(one.leads);
          expect(all.items.map(outcomeOf)).toEqual(one.items.map(outcomeOf));
        },
      ),
      runs(60),
    );
  });

  const outcomeOf = (result: string | { outcome: string; matched: unknown }) =>
    typeof result === 'string' ? result : { outcome: result.outcome, matched: result.matched };

  test.each([
    ['fill blanks', 'CEO', 'merged'],
    ['fill blanks', null, 'unchanged'],
    ['reuse', 'CEO', 'unchanged'],
  ] as const)(
    'of %s tells of title %s whose lead it met, when a later item takes a key that it left: %s',
    async (match, title, outcome) => {
      const of = (emails: string[], its: string | null = null) => lead({ type: 'person', emails, title: its });
      const inputs = [of(['cem@acme.com']), of(['ben@acme.com', 'cem@acme.com'], title), of(['ben@acme.com'], 'CTO')];
      const run = newRun(true);
      const workspaceId = newWorkspace();
      for (const results of [
        await create(db, workspaceId, inputs, run, match),
        await create(db, workspaceId, inputs, run, match),
      ]) {
        const [first, second, third] = results.map((result) => (result === 'taken' ? null : result));
        expect(second).toMatchObject({ outcome, lead: { id: first?.lead.id, contacts: [{ value: 'cem@acme.com' }] } });
        expect(third).toMatchObject({ outcome: 'created', lead: { contacts: [{ value: 'ben@acme.com' }] } });
      }
    },
  );

  test.each(['alone', 'beside others'])('names the keys that matched in the order of the input: %s', async (which) => {
    const workspaceId = newWorkspace();
    const of = (ways: readonly string[], title: string) => lead({ type: 'person', emails: ways, title });
    await create(db, workspaceId, [of(emails, 'CEO'), of(['eve@acme.com'], 'CEO')], newRun());
    for (const [at, first] of emails.entries()) {
      const given = [first, ...emails.filter((email) => email !== first).reverse()];
      const others = which === 'alone' ? [] : [of(['eve@acme.com'], `No. ${at}`)];
      const [result] = await create(db, workspaceId, [of(given, `No. ${at}`), ...others], newRun());
      expect(result).toMatchObject({ matchedKeys: given.map((value) => ({ kind: 'email', value })) });
    }
  });

  test('that a crash has cut off is gone on with, whatever it had written', async () => {
    const known = lead({ type: 'person', emails: ['known@acme.com'], title: null });
    const fresh = Array.from({ length: 120 }, (_, at) =>
      lead({ type: 'person', emails: at % 10 === 0 ? [] : [`new${at}@acme.com`], title: `No. ${at}` }),
    );
    const again = lead({ type: 'person', emails: ['new1@acme.com', 'other@acme.com'], title: 'CEO' });
    const inputs = [...fresh, again, lead({ type: 'person', emails: ['known@acme.com'], title: 'CTO' })];
    const told: unknown[] = [];
    for (let allowed = 0; allowed <= 3; allowed += 1) {
      const workspaceId = newWorkspace();
      await create(db, workspaceId, [known], newRun());
      const run = newRun(true);
      const dying = create(dyingAfter(db, allowed), workspaceId, inputs, run);
      if (allowed < 3) await expect(dying).rejects.toThrow(Crash);
      else await dying;
      const { items, leads: stored } = await summary(workspaceId, await create(db, workspaceId, inputs, run));
      expect(stored).toHaveLength(fresh.length + 1);
      told.push({ items, stored });
    }
    for (const one of told) expect(one).toEqual(told[0]);
    expect(told[0]).toMatchObject({ items: { 0: { outcome: 'created' }, 120: { outcome: 'merged' } } });
  });
});

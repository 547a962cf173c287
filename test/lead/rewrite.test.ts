import { type Collection, type Document, ObjectId } from 'mongodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { creationOf } from '../../src/lead/creation/lead.creation.store.ts';
import { noRules } from '../../src/lead/identity/identity.rules.ts';
import { type LeadDocument, leadIndexes } from '../../src/lead/lead.document.store.ts';
import { createLeadRules, type UpdateLeadInput } from '../../src/lead/lead.rules.ts';
import { updatePipeline } from '../../src/lead/writing/lead.pipeline.ts';
import { canRewrite, isSmall, lastWrite, rewriteAll } from '../../src/lead/writing/lead.rewrite.store.ts';
import { ensureIndexes } from '../../src/mongo/indexes.ts';
import { ownAuthor } from '../../src/shared/author.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { openTestDatabase } from '../support/database.ts';

// Leads that are rewritten as they were read: src/lead/writing/lead.rewrite.store.ts.

let leads: Collection<LeadDocument>;

beforeAll(async () => {
  const { db } = await openTestDatabase();
  await ensureIndexes(db, leadIndexes);
  leads = db.collection('leads');
});

const workspaceId = 'ws_650000000000000000000001';
const settings = { historyLength: 20 };
const stampOf = () => ({
  ...{ run: { id: newUuid(), mayRepeat: false }, now: new Date(1_700_000_000_000), rules: noRules },
  ...{ author: ownAuthor, step: 0, inBatch: false },
});

let people = 0;

/** A new lead, as it is read to be rewritten. */
async function made(input: object = {}): Promise<LeadDocument> {
  people += 1;
  const email = `jane.${people}@acme.com`;
  const whole = createLeadRules.parse({ type: 'person', name: { full: 'Jane' }, email, ...input });
  const { newId, document } = creationOf(workspaceId, whole, [], stampOf(), settings);
  await leads.insertOne(document() as LeadDocument);
  return read(newId);
}

async function read(_id: ObjectId): Promise<LeadDocument> {
  const lead = await leads.findOne({ _id }, { projection: lastWrite });
  if (lead === null) throw new Error('No such lead');
  return lead;
}

const listIds = [`list_${new ObjectId().toHexString()}`];

/** An update of a lead, or a creation that meets it and puts it on a list. */
function rewriteOf(lead: LeadDocument, patch: Omit<UpdateLeadInput, 'id'>, stamp = stampOf()) {
  return { lead, stamp, update: () => updatePipeline({ id: '', ...patch }, stamp, settings) };
}

function joining(lead: LeadDocument) {
  const stamp = stampOf();
  const email = lead.contacts[0]?.value;
  const input = createLeadRules.parse({ type: 'person', name: { full: 'Joined' }, email });
  return { lead, stamp, update: creationOf(workspaceId, input, listIds, stamp, settings).update };
}

const rewrite = async (...rewrites: ReturnType<typeof rewriteOf>[]) => {
  const after = await rewriteAll(leads, workspaceId, rewrites, settings);
  return rewrites.map((one) => after.get(one) ?? null);
};

describe('a lead that is not what was read is left as it is', () => {
  test.each<[string, Document]>([
    ['changed', { $inc: { version: 1 } }],
    ['confirmed by a source', { $push: { provenance: { source: 'crm', paths: ['title'] } } }],
    ['keyed by newer rules', { $set: { keysVersion: 4 } }],
    ['given the keys of another one', { $set: { aliasKeys: ['email:other@acme.com'] } }],
    ['merged into another one', { $set: { mergedInto: new ObjectId() } }],
  ])('where it was %s', async (_what, update) => {
    const [lead, other] = [await made(), await made()];
    await leads.updateOne({ _id: lead._id }, update);
    const before = await leads.findOne({ _id: lead._id });
    const [result, ofOther] = await rewrite(rewriteOf(lead, { title: 'CTO' }), rewriteOf(other, { title: 'CFO' }));
    expect(result).toBeNull();
    expect(await leads.findOne({ _id: lead._id })).toEqual(before);
    // The other one of the command is not held up.
    expect(ofOther).toMatchObject({ title: 'CFO', version: 2 });
    expect(await read(other._id)).toEqual(ofOther && { ...ofOther, history: ofOther.history.slice(-1) });
  });

  test('where it was put on a list, and is to be put on another one', async () => {
    const lead = await made();
    const list = new ObjectId();
    await leads.updateOne({ _id: lead._id }, { $push: { listIds: list } });
    expect(await rewrite(joining(lead))).toEqual([null]);
    expect(await read(lead._id)).toEqual({ ...lead, listIds: [list] });
    // One that has nothing to do with lists leaves them as they are.
    expect(await rewrite(rewriteOf(lead, { title: 'CTO' }))).toMatchObject([{ title: 'CTO' }]);
    expect(await read(lead._id)).toMatchObject({ title: 'CTO', listIds: [list] });
    expect(await rewrite(joining(await read(lead._id)))).toMatchObject([{ name: { full: 'Joined' }, version: 3 }]);
    expect((await read(lead._id)).listIds).toHaveLength(2);
  });

  test('where it was deleted', async () => {
    const lead = await made();
    await leads.deleteOne({ _id: lead._id });
    expect(await rewrite(rewriteOf(lead, { title: 'CTO' }))).toEqual([null]);
    expect(await leads.findOne({ _id: lead._id })).toBeNull();
  });
});

test('an identifier of another lead is not taken', async () => {
  const [lead, holder, other] = [await made(), await made(), await made()];
  const email = holder.contacts[0]?.value ?? '';
  const answer = await rewrite(rewriteOf(lead, { email }), rewriteOf(other, { title: 'CFO' }));
  expect(answer).toMatchObject([null, { title: 'CFO' }]);
  expect(await read(lead._id)).toEqual(lead);
});

test('several writes of one lead build on each other, and are one', async () => {
  const lead = await made();
  const answer = await rewrite(
    rewriteOf(lead, { title: 'CTO', metadata: { a: 1 } }),
    rewriteOf(lead, { title: 'CTO' }),
    rewriteOf(lead, { metadata: { b: 2 }, domain: null }),
  );
  expect(answer.map((after) => after?.version)).toEqual([2, 2, 3]);
  expect(answer.map((after) => after?.metadata)).toEqual([{ a: 1 }, { a: 1 }, { a: 1, b: 2 }]);
  const stored = await leads.findOne({ _id: lead._id });
  expect(stored).toMatchObject({ title: 'CTO', version: 3, metadata: { a: 1, b: 2 } });
  expect(stored?.history.map(({ version, set }) => [version, set])).toEqual([
    [1, expect.anything()],
    [2, ['title', 'metadata']],
    [3, ['metadata']],
  ]);
});

test('of a batch, a write that is lost is not taken for an earlier one of its run', async () => {
  const whole = async ({ _id }: LeadDocument) => (await leads.findOne({ _id })) as LeadDocument;
  const [lead, other] = [await made(), await made()];
  const run = { id: newUuid(), mayRepeat: true };
  const step = (at: number) => ({ ...stampOf(), run, step: at, inBatch: true });
  expect(await rewrite(rewriteOf(await whole(lead), { title: 'CTO' }, step(0)))).toMatchObject([{ title: 'CTO' }]);
  const stale = await whole(lead);
  await leads.updateOne({ _id: lead._id }, { $inc: { version: 1 } });
  const answer = await rewrite(
    rewriteOf(stale, { title: 'CEO' }, step(1)),
    rewriteOf(await whole(other), { title: 'CFO' }, step(2)),
  );
  expect(answer).toMatchObject([null, { title: 'CFO' }]);
  expect(await whole(lead)).toEqual({ ...stale, version: stale.version + 1 });
  // One that comes again finds itself in the history.
  expect(await rewrite(rewriteOf(await whole(other), { title: 'CFO' }, step(2)))).toMatchObject([{ version: 2 }]);
  expect((await whole(other)).history.map(({ step: at }) => at)).toEqual([0, 2]);
});

test('a lead remembers so many writes', async () => {
  const lead = await made();
  for (let turn = 0; turn < 25; turn += 1) await rewrite(rewriteOf(await read(lead._id), { title: `T${turn}` }));
  const { history = [], version } = (await leads.findOne({ _id: lead._id })) ?? {};
  expect(version).toBe(26);
  expect(history.map((write) => write.version)).toEqual(Array.from({ length: 20 }, (_, at) => at + 7));
});

test('large leads, merged ones and repeated runs are not for it', async () => {
  const large = await made();
  await leads.updateOne({ _id: large._id }, { $set: { raw: { text: 'x'.repeat(70_000) } } });
  expect(await leads.findOne({ _id: large._id, ...isSmall })).toBeNull();
  const lead = await made();
  expect(await leads.findOne({ _id: lead._id, ...isSmall })).not.toBeNull();
  const stamp = stampOf();
  expect(canRewrite(lead, stamp)).toBe(true);
  expect(canRewrite(lead, { ...stamp, run: { id: newUuid(), mayRepeat: true } })).toBe(false);
  expect(canRewrite({ ...lead, aliasKeys: ['email:other@acme.com'] }, stamp)).toBe(false);
  const alias = {
    ...{ _id: lead._id, workspaceId, type: 'person' as const },
    identityKeys: [],
    mergeId: '',
    frozen: lead,
  };
  expect(canRewrite({ ...alias, mergedInto: new ObjectId() }, stamp)).toBe(false);
});

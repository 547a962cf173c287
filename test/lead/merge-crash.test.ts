import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createServices, createStores, type Services } from '../../src/services.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { Crash, dyingAfter } from '../support/dying.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { type LeadCalls, leadCalls, person, type WholeLead } from './lead-calls.ts';
import { mergeCalls, withoutStamp } from './merge-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
  leads = leadCalls(client);
});

/** The services of a process that dies before its write after these. */
function mortal(allowed: number): Services {
  const stores = createStores(dyingAfter(gateway.mongo.db, allowed));
  return createServices(stores, client.workspaceId, { clock: systemClock, newId: newUuid });
}

interface Scene {
  winner: WholeLead;
  losers: WholeLead[];
}

async function scene(): Promise<Scene> {
  const winner = await leads.created(person({ metadata: { own: 1 } }));
  const losers = [
    await leads.created(person({ title: 'CTO', metadata: { crm: { a: 1 } } })),
    await leads.created(person({ industry: 'Tools', metadata: { crm: { b: 2 } } })),
  ];
  return { winner, losers };
}

const inputOf = ({ winner, losers }: Scene) => ({ winnerId: winner.id, loserIds: losers.map(({ id }) => id) });

/** How many writes it takes until `work` does not die of them any more. */
async function eachCrash(work: (writes: number) => Promise<'died' | 'done'>): Promise<number> {
  for (let allowed = 0; ; allowed += 1) if ((await work(allowed)) === 'done') return allowed;
}

async function dies(work: Promise<unknown>): Promise<'died' | 'done'> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof Crash) return 'died';
    throw error;
  }
}

async function expectMerged({ winner, losers }: Scene): Promise<void> {
  for (const { id } of [winner, ...losers]) {
    expect(await leads.read(id)).toMatchObject({
      ...{ id: winner.id, title: 'CTO', industry: 'Tools', version: 2 },
      metadata: { own: 1, crm: { a: 1, b: 2 } },
      identityKeys: [winner, ...losers].flatMap(({ identityKeys }) => identityKeys),
    });
  }
}

async function expectApart(all: readonly WholeLead[]): Promise<void> {
  for (const lead of all) expect(withoutStamp(await leads.read(lead.id))).toEqual(withoutStamp(lead));
}

async function expectNothingOpen(): Promise<void> {
  const left = { workspaceId: client.workspaceId, $or: [{ merging: { $exists: true } }, { claimed: true }] };
  expect(await gateway.mongo.db.collection('leads').find(left).toArray()).toEqual([]);
}

/** What the next one to come does after a crash. */
const survivors: [string, (scene: Scene) => Promise<unknown>][] = [
  ['the same merge again', (given) => client.services.lead.mergeLeads(inputOf(given), false)],
  [
    'the same merge again, by a process that dies too, and again',
    async (given) => {
      await eachCrash((allowed) => dies(mortal(allowed).lead.mergeLeads(inputOf(given), false)));
    },
  ],
];

describe('a crash at any write', () => {
  test.each(survivors)('of a merge is repaired by %s', async (_who, repair) => {
    const count = await eachCrash(async (allowed) => {
      const given = await scene();
      const end = await dies(mortal(allowed).lead.mergeLeads(inputOf(given), false));
      // Whatever has been written, every lead is found by its id and by its key until it is repaired.
      for (const { id, email } of [given.winner, ...given.losers]) {
        expect(await leads.find(id)).not.toBeNull();
        const resolution = await client.services.lead.resolve({
          type: 'person',
          name: { full: 'Jane Doe' },
          email,
        });
        expect(resolution.candidates).toHaveLength(1);
      }
      await repair(given);
      await expectMerged(given);
      await expectNothingOpen();
      return end;
    });
    expect(count).toBe(6);
  });

  test('of a merge is repaired by whoever writes to one of the leads', async () => {
    const count = await eachCrash(async (allowed) => {
      const given = await scene();
      const end = await dies(mortal(allowed).lead.mergeLeads(inputOf(given), false));
      const { winner, losers } = given;
      for (const { id, email } of losers) {
        await leads.updated({ id, size: '1-10' });
        await leads.create(person({ email }));
      }
      const found = await Promise.all([winner, ...losers].map(({ id }) => leads.read(id)));
      // Either it has come to nothing, or to its end.
      const ids = new Set(found.map(({ id }) => id));
      expect(ids.size === 1 || ids.size === 3).toBe(true);
      expect(found[1]).toMatchObject({ size: '1-10', title: 'CTO' });
      expect(found[2]).toMatchObject({ size: '1-10', industry: 'Tools' });
      return end;
    });
    expect(count).toBe(6);
  });

  test('of an undoing is repaired by undoing it again', async () => {
    const count = await eachCrash(async (allowed) => {
      const given = await scene();
      const { mergeId } = await mergeCalls(client).merge(given.winner.id, ...given.losers.map(({ id }) => id));
      const end = await dies(mortal(allowed).lead.unmerge({ mergeId }));
      for (const { id } of [given.winner, ...given.losers]) expect(await leads.find(id)).not.toBeNull();
      const { restored, kept } = await mergeCalls(client).unmerge(mergeId);
      expect(restored.map(({ id }) => id)).toEqual(given.losers.map(({ id }) => id));
      expect(kept).toEqual([]);
      await expectApart([given.winner, ...given.losers]);
      await expectNothingOpen();
      return end;
    });
    expect(count).toBe(4);
  });

  test('of an undoing forgets no identifier that others have by now', async () => {
    const count = await eachCrash(async (allowed) => {
      const { winner, losers } = await scene();
      const { mergeId } = await mergeCalls(client).merge(winner.id, ...losers.map(({ id }) => id));
      await leads.updated({ id: winner.id, contacts: [{ value: winner.email ?? '' }] });
      const takers: WholeLead[] = [];
      for (const { email } of losers) takers.push(await leads.created(person({ email })));
      const end = await dies(mortal(allowed).lead.unmerge({ mergeId }));
      const taken = takers.map(({ id, email }) => ({
        path: ['identityKeys', `email:${email}`],
        reason: 'TAKEN',
        leadId: id,
      }));
      expect((await mergeCalls(client).unmerge(mergeId)).kept, `after ${allowed} writes`).toEqual(taken);
      await expectNothingOpen();
      return end;
    });
    expect(count).toBeGreaterThan(6);
  });

  test('of a deletion leaves no identifier behind', async () => {
    const count = await eachCrash(async (allowed) => {
      const given = await scene();
      await mergeCalls(client).merge(given.winner.id, ...given.losers.map(({ id }) => id));
      const end = await dies(mortal(allowed).lead.delete(given.winner.id));
      if (allowed > 0) {
        for (const { id, email } of given.losers) {
          expect(await leads.find(id)).toBeNull();
          expect((await leads.create(person({ email }))).outcome).toBe('CREATED');
        }
      }
      return end;
    });
    expect(count).toBe(2);
  });
});

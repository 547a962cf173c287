import { ObjectId } from 'mongodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { createServices, createStores, type Services } from '../../src/services.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await createTestGateway();
});

describe.each([1, 8])('a lead that remembers %d writes', (historyLength) => {
  let services: Services;
  beforeAll(async () => {
    const { workspaceId } = await gateway.client();
    const stores = createStores(gateway.mongo.db, { historyLength });
    services = createServices(stores, workspaceId, { clock: systemClock, newId: newUuid });
  });

  const jane = () => ({ type: 'person' as const, name: { full: 'Jane' }, email: `${newUuid()}@acme.com` });

  async function versionsOf(id: string): Promise<number[]> {
    const document = await gateway.mongo.db.collection('leads').findOne({ _id: new ObjectId(id.slice(5)) });
    return document?.history.map(({ version }: { version: number }) => version);
  }

  const latest = (version: number) =>
    Array.from({ length: historyLength }, (_, at) => version - historyLength + at + 1);

  test('keeps the latest of them', async () => {
    const { lead } = await services.lead.create(jane());
    for (let n = 2; n <= 12; n += 1) await services.lead.update({ id: lead.id, title: `Title ${n}` });
    expect(await versionsOf(lead.id)).toEqual(latest(12));
  });

  test('keeps those of a whole batch besides, until another write comes', async () => {
    const input = jane();
    const { lead } = await services.lead.create(input);
    for (let n = 2; n <= 12; n += 1) await services.lead.update({ id: lead.id, title: `Title ${n}` });
    await services.lead.createMany([13, 14, 15].map((n) => ({ ...input, title: `Title ${n}` })));
    expect(await versionsOf(lead.id)).toEqual([...latest(13), 14, 15]);
    await services.lead.update({ id: lead.id, title: 'Title 16' });
    expect(await versionsOf(lead.id)).toEqual(latest(16));
  });

  test('keeps the latest also when a merge is undone', async () => {
    const [{ lead: winner }, { lead: other }] = [
      await services.lead.create(jane()),
      await services.lead.create(jane()),
    ];
    for (let n = 2; n <= 12; n += 1) await services.lead.update({ id: other.id, title: `Title ${n}` });
    const { mergeId } = await services.lead.mergeLeads({ winnerId: winner.id, loserIds: [other.id] }, false);
    await services.lead.unmerge({ mergeId: mergeId ?? '' });
    expect(await versionsOf(other.id)).toEqual(latest(13));
    expect(await versionsOf(winner.id)).toEqual([1, 2, 3].slice(-historyLength));
  });
});

import { expect, test } from 'vitest';
import { createServices, createStores, type Services } from '../../src/services.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { sleepingAfter } from '../support/dying.ts';
import { createTestGateway } from '../support/gateway.ts';
import { leadCalls, person } from './lead-calls.ts';
import { mergeCalls } from './merge-calls.ts';
import { provenanceCalls } from './provenance-calls.ts';

const started = createTestGateway();

test.each([
  ['a merge', false],
  ['the undoing of one', true],
])(
  'a source that confirms a value before any write of %s is not forgotten',
  { timeout: 60_000 },
  async (_what, undoes) => {
    const gateway = await started;
    const client = await gateway.client();
    const [leads, merges, calls] = [leadCalls(client), mergeCalls(client), provenanceCalls(client)];
    await calls.rank('crm', 'apollo');
    let points = 0;
    for (let slept = true; slept; points += 1) {
      slept = false;
      const winner = person({ title: 'CRO' });
      const { id } = (await calls.create(winner, { via: 'apollo' })).lead;
      const loser = (await calls.create(person({ industry: 'Tools' }), { via: 'apollo' })).lead;
      const mergeId = undoes ? (await merges.merge(id, loser.id)).mergeId : '';
      const stores = createStores(
        sleepingAfter(gateway.mongo.db, points, async () => {
          slept = true;
          await calls.create(winner, { via: 'crm' });
        }),
      );
      const services: Services = createServices(stores, client.workspaceId, { clock: systemClock, newId: newUuid });
      if (undoes) await services.lead.unmerge({ mergeId });
      else await services.lead.mergeLeads({ winnerId: id, loserIds: [loser.id] }, false);
      expect(await leads.read(id)).toMatchObject({ title: 'CRO', industry: undoes ? null : 'Tools' });
      if (slept) expect(await calls.sourcesOf(id), `after ${points} writes`).toMatchObject({ title: 'crm' });
    }
    expect(points).toBeGreaterThan(3);
  },
);

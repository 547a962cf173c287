import { expect, test } from 'vitest';
import { createScanWorker } from '../../src/duplicates/scan.worker.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { createTestGateway } from '../support/gateway.ts';
import { duplicateCalls } from './duplicates.helpers.ts';
import { scanCalls } from './scan-calls.ts';

test.each([['before'], ['after']])('a scan keeps no pair that is dismissed %s it notes the pair', async (when) => {
  const gateway = await createTestGateway();
  const client = await gateway.client();
  const calls = { ...duplicateCalls(client), ...scanCalls(client) };
  const ids: string[] = [];
  for (const name of ['Jane Doe', 'Jane Doe', 'Jane Doe']) {
    ids.push(await calls.create({ name: { full: name }, company: { name: 'Acme' } }));
  }
  const [a = '', b = '', c = ''] = ids.sort();
  const { scan } = await calls.start();

  const { scans, leads } = gateway.stores;
  let isFirst = true;
  const dismiss = async () => {
    if (isFirst) await client.services.duplicates.dismiss([b, a]);
    isFirst = false;
  };
  const addPairs: typeof scans.addPairs = async (...args) => {
    if (when === 'before') await dismiss();
    const added = await scans.addPairs(...args);
    await dismiss();
    return added;
  };
  const worker = createScanWorker({
    ...{ scans: { ...scans, addPairs }, leads, clock: systemClock, newId: newUuid },
    onError: (error) => {
      throw error;
    },
  });
  await worker.runDue();
  const { state, pairs } = await calls.read(scan.id);
  expect(state).toBe('DONE');
  expect(pairs.edges.map(({ node }) => node.leadIds).sort()).toEqual([
    [a, c],
    [b, c],
  ]);
});

import type { TestClient, TestGateway } from './gateway.ts';

/** Makes a key what a process leaves that dies before it keeps its answer: the next request takes its run over. */
export async function leaveUnanswered(gateway: TestGateway, client: TestClient, key: string): Promise<void> {
  const records = gateway.mongo.db.collection<{ _id: string }>('idempotency');
  const died = { $set: { answer: null, startedAt: new Date(Date.now() - 60_000) } };
  const { modifiedCount } = await records.updateOne({ _id: `${client.workspaceId}:${key}` }, died);
  if (modifiedCount !== 1) throw new Error(`Nothing was sent with the key ${key}`);
}

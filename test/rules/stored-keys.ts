import { expect } from 'vitest';
import type { IdentityRules } from '../../src/lead/identity/identity.rules.ts';
import { rekeyed } from '../../src/lead/rekey/lead.rekey.ts';
import type { TestGateway } from '../support/gateway.ts';

interface Stored {
  _id: { toHexString(): string };
  type: 'person' | 'company';
  identityKeys: string[];
  inheritedKeys?: string[];
  mergedInto?: { toHexString(): string };
  mergedFrom?: { id: { toHexString(): string } }[];
  keysVersion?: number;
}

const real = (keys: readonly string[] = []) => keys.filter((key) => !key.startsWith('id:'));

/** Everything stored of the leads of a workspace, the oldest first. */
export async function readStored({ mongo }: TestGateway, workspaceId: string): Promise<Stored[]> {
  return mongo.db.collection<Stored>('leads').find({ workspaceId }).sort({ _id: 1 }).toArray() as never;
}

async function rulesOf({ stores }: TestGateway, workspaceId: string): Promise<IdentityRules> {
  return (await stores.rekeys.find(workspaceId, new Date())).rules;
}

/**
 * What holds once a re-keying is over: all leads follow the rules; each has the keys that these make of it, but for those
 * that another lead has; no key is held twice, none by nobody, and what a merged lead holds is its winner's.
 */
export async function expectKeyed(gateway: TestGateway, workspaceId: string): Promise<void> {
  const rules = await rulesOf(gateway, workspaceId);
  const stored = await readStored(gateway, workspaceId);
  expect(stored.filter(({ keysVersion = 0 }) => keysVersion !== rules.version)).toEqual([]);
  const holders = new Map<string, Stored>();
  for (const lead of stored) {
    for (const key of new Set(lead.identityKeys)) {
      expect(holders.get(`${lead.type} ${key}`), key).toBeUndefined();
      holders.set(`${lead.type} ${key}`, lead);
    }
  }
  for (const lead of stored.filter(({ mergedInto }) => mergedInto === undefined)) {
    const shown = new Set([...real(lead.identityKeys), ...real(lead.inheritedKeys)]);
    const wanted = rekeyed(lead as never, rules).keys;
    for (const key of shown) expect(wanted, 'a key that the rules do not make').toContain(key);
    for (const key of wanted) {
      const holder = holders.get(`${lead.type} ${key}`);
      expect(holder, `nobody has ${key}`).toBeDefined();
      const own = holder === lead || lead.mergedFrom?.some(({ id }) => holder?._id.toHexString() === id.toHexString());
      expect(shown.has(key), `${key} is shown by whoever has it`).toBe(own === true);
    }
  }
}

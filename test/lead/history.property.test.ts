import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/shared/json.ts';
import { createTestGateway, type TestClient } from '../support/gateway.ts';
import { exactly, jsonObject, runs, timeFor } from './json-values.ts';

let client: TestClient;

beforeAll(async () => {
  client = await (await createTestGateway()).client();
});

interface Entry {
  changes: { path: string[]; before: JsonValue }[];
}

async function historyOf(id: string): Promise<Entry[]> {
  const { data, errors } = await client.send(
    'query($id: ID!) { lead(id: $id) { history(first: 100) { nodes { changes { path before } } } } }',
    { id },
  );
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return (data as { lead: { history: { nodes: Entry[] } } }).lead.history.nodes;
}

/** What a lead's JSON was before its latest changes, from what they say of themselves. */
function undone(value: JsonObject, entry: Entry, field: string): JsonObject {
  const root = new Map<string, unknown>([[field, toMap(value)]]);
  for (const { path, before } of entry.changes.filter((change) => change.path[0] === field)) {
    let at = root;
    for (const key of path.slice(0, -1)) {
      let next = at.get(key);
      if (!(next instanceof Map)) {
        next = new Map();
        at.set(key, next);
      }
      at = next as Map<string, unknown>;
    }
    const last = path.at(-1) ?? '';
    if (before === null) at.delete(last);
    else at.set(last, toMap(before));
  }
  return fromMap(root.get(field) ?? new Map()) as JsonObject;
}

const toMap = (value: JsonValue): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? new Map(Object.entries(value).map(([key, item]) => [key, toMap(item)]))
    : value;

const fromMap = (value: unknown): unknown =>
  value instanceof Map ? Object.fromEntries([...value].map(([key, item]) => [key, fromMap(item)])) : value;

/** Objects that hold nothing but objects that hold nothing, and so on, are as good as none: no value tells of them. */
function withoutEmpty(value: JsonValue): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const kept = withoutEmpty(item);
    return kept === undefined || kept === null ? [] : [[key, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const told = (value: JsonValue) => exactly(withoutEmpty(JSON.parse(JSON.stringify(value))) ?? {});

test(
  'the changes lead back through every version of any metadata',
  async () => {
    const patches = fc.array(jsonObject, { minLength: 1, maxLength: 4 });
    const property = fc.asyncProperty(patches, async (given) => {
      const { lead } = await client.services.lead.create({ type: 'person', name: { full: 'Jane' } });
      const versions: JsonObject[] = [{}];
      for (const metadata of given) {
        const written = await client.services.lead.update({ id: lead.id, metadata });
        if (written.changes().some(({ known }) => !known)) return;
        if (written.lead.version > versions.length) versions.push(written.lead.metadata);
      }
      const nodes = await historyOf(lead.id);
      expect(nodes).toHaveLength(versions.length);
      for (const [back, entry] of nodes.slice(0, -1).entries()) {
        const version = versions.length - 1 - back;
        expect(told(undone(versions[version] ?? {}, entry, 'metadata'))).toBe(told(versions[version - 1] ?? {}));
      }
    });
    await fc.assert(property, runs(40));
  },
  timeFor(120_000),
);

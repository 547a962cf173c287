import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { beforeAll, expect, test } from 'vitest';
import { schema } from '../../src/schema/schema.ts';
import { isLong } from '../chaos/form.ts';
import { difference, openDatabase, textOf } from '../strangers/database.ts';
import { fillWorkspace, type WorkspaceData } from '../strangers/workspace-data.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { createDraw } from './draw.ts';
import { note, runsOf, sizes, timeLimit } from './form.ts';
import type { HttpAnswer } from './http-answers.ts';
import { checkResult } from './operation-answers.ts';
import { anyOperation, type Operation } from './operations.ts';
import { createPools } from './pools.ts';
import { checkLeads } from './stored-invariants.ts';

let gateway: TestGateway;
let client: TestClient;
let mine: WorkspaceData;

beforeAll(async () => {
  // Generated documents name everything, which no client does. Depth, cost and size stay as they are.
  gateway = await createTestGateway({ aliases: 1_000, tokens: 20_000, directives: 100 });
  client = await gateway.client();
  mine = await fillWorkspace(gateway, client, 'mine');
});

async function send({ query, variables }: Operation): Promise<HttpAnswer> {
  const { status, headers, text } = await gateway
    .fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${client.key}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(15_000),
    })
    .then(async (response) => ({ status: response.status, headers: response.headers, text: await response.text() }));
  return { status, headers: new Map(headers), body: text };
}

test(
  'operations that fit the schema are answered as they ask, or with a code',
  async () => {
    const database = openDatabase(gateway.mongo);
    const other = await gateway.client();
    await fillWorkspace(gateway, other, 'theirs');
    const before = (await database.dump())(other.workspaceId);
    const pools = createPools(mine.things);
    const codes = new Map<string, number>();
    const results = new Map<string, number>();
    const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
    let whole = 0;

    await fc.assert(
      fc.asyncProperty(fc.gen(), async (generate) => {
        const operation = anyOperation(createDraw(generate), pools);
        expect(validate(schema, parse(operation.query)), operation.query).toEqual([]);
        const answer = await send(operation);
        try {
          const found = checkResult(operation, answer, pools.note);
          for (const code of found) count(codes, code);
          if (found.length === 0) whole += 1;
          for (const [, type = ''] of answer.body.matchAll(/"__typename":"(\w+(?:Payload|Error))"/g))
            count(results, type);
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          const sent = JSON.stringify(operation.variables).slice(0, 3_000);
          throw new Error(`${why}\n${operation.query}\n${sent}\nwas answered\n${answer.body.slice(0, 3_000)}`, {
            cause: error,
          });
        }
      }),
      runsOf(sizes.operations),
    );

    const leads = await checkLeads(gateway.mongo.db);
    const { added, gone } = difference(before, (await database.dump())(other.workspaceId));
    expect(textOf([...added, ...gone])).toBe('');
    note(`${sizes.operations} operations, ${whole} without top-level errors, ${leads} leads`);
    note(`codes ${JSON.stringify(Object.fromEntries(codes))}`);
    note(`results ${JSON.stringify(Object.fromEntries(results))}`);
    // Else it was not what it says: nearly all is refused, or some mutation never came through.
    expect(whole).toBeGreaterThan(sizes.operations / 2);
    const payloads = Object.keys(schema.getTypeMap()).filter((name) => name.endsWith('Payload'));
    if (isLong) expect([...results.keys()]).toEqual(expect.arrayContaining(payloads));
  },
  timeLimit,
);

import fc from 'fast-check';
import { type ExecutionResult, execute, getOperationAST, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { isCompilable } from '../../src/http/compiled/compilable.ts';
import { createExecutor } from '../../src/http/compiled/executor.ts';
import { toPublicError } from '../../src/http/errors.ts';
import { isLong } from '../chaos/form.ts';
import { createDraw } from '../fuzz/draw.ts';
import { note, runsOf, timeLimit } from '../fuzz/form.ts';
import { anyOperation } from '../fuzz/operations.ts';
import { createPools } from '../fuzz/pools.ts';
import { thingKinds } from '../strangers/kinds.ts';
import type { Things } from '../strangers/workspace-data.ts';
import { mockedSchema } from './mocked-schema.ts';

const operations = isLong ? 5_000 : 500;
const worldsEach = 3;

const schema = mockedSchema();
const ids = ['01890000-0000-7000-8000-000000000000', '01890000-0000-7000-8000-000000000001'];
const things = Object.fromEntries(thingKinds.map((kind) => [kind, ids])) as unknown as Things;

/** An answer as clients see it. Which of two failures comes first is left to the executor. */
function published(result: ExecutionResult): string {
  const errors = (result.errors ?? []).map((error) => JSON.stringify(toPublicError(error))).sort();
  return JSON.stringify({ data: result.data, errors }, null, 1);
}

test(
  'compiled operations answer what graphql-js answers',
  async () => {
    const pools = createPools(things);
    const executor = createExecutor(0);
    let compiled = 0;
    let failed = 0;
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (generate) => {
        const { query, variables: variableValues } = anyOperation(createDraw(generate), pools);
        const document = parse(query);
        expect(validate(schema, document), query).toEqual([]);
        const operation = getOperationAST(document);
        if (operation == null) throw new Error('There is no operation');
        if (isCompilable(schema, document, operation)) compiled += 1;
        for (let world = 0; world < worldsEach; world += 1) {
          const args = { schema, document, variableValues, contextValue: { world: String(world) } };
          const expected = published(await execute(args));
          if (expected.includes('"message"')) failed += 1;
          const answer = published(await executor(args, operation));
          expect(answer, `${query}\n${JSON.stringify(variableValues)}`).toBe(expected);
        }
      }),
      runsOf(operations),
    );
    note(`${operations} operations, ${compiled} compiled, ${failed} of ${operations * worldsEach} answers with errors`);
    expect(compiled).toBeGreaterThan(operations / 2);
    expect(failed).toBeGreaterThan(operations / 10);
  },
  timeLimit,
);

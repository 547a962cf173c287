import fc from 'fast-check';
import { execute, getOperationAST, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { isCompilable } from '../../src/http/compiled/compilable.ts';
import { createExecutor } from '../../src/http/compiled/executor.ts';
import { isLong } from '../chaos/form.ts';
import { createDraw } from '../fuzz/draw.ts';
import { note, runsOf, timeLimit } from '../fuzz/form.ts';
import { anyOperation } from '../fuzz/operations.ts';
import { createPools } from '../fuzz/pools.ts';
import { thingKinds } from '../strangers/kinds.ts';
import type { Things } from '../strangers/workspace-data.ts';
import { published } from './answers.ts';
import { mockedSchema } from './mocked-schema.ts';

const operations = isLong ? 5_000 : 500;
const worldsEach = 3;

const schema = mockedSchema();
const ids = ['01890000-0000-7000-8000-000000000000', '01890000-0000-7000-8000-000000000001'];
const things = Object.fromEntries(thingKinds.map((kind) => [kind, ids])) as unknown as Things;

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
          const answer = published(await executor(args, operation));
          const asked = `${query}\n${JSON.stringify(variableValues)}`;
          expect({ data: answer.data, errors: answer.errors }, asked).toEqual({
            data: expected.data,
            errors: expected.errors,
          });
          expect(answer.below, asked).toEqual(expected.below);
          if (expected.errors.length + expected.below.size > 0) failed += 1;
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

import { beforeAll, describe, expect, test } from 'vitest';
import type { JsonValue } from '../../src/shared/json.ts';
import { exactly, mergePatch, mergeWithoutNulls } from '../lead/json-values.ts';
import { isAccepted, sendLiteral, sendValue } from './graphql-calls.ts';
import { hostileLiterals, hostileValuesOf, shareOf } from './hostile-values.ts';
import { findLeaves, type Leaf } from './leaves.ts';
import {
  type Answered,
  createHostileWorld,
  expectNothingFound,
  expectOnly,
  explained,
  topCodes,
  valuesUnder,
  type World,
} from './trial.ts';

const leaves = findLeaves();
const named = (these: readonly Leaf[]) => these.map((leaf, index) => [leaf.name, leaf, index] as const);
const mutations = named(leaves.filter(({ parent }) => parent.name === 'Mutation'));
const queries = named(leaves.filter(({ parent }) => parent.name !== 'Mutation'));

let world: World;

beforeAll(async () => {
  world = await createHostileWorld();
});

test('there are values for every type that an argument can have', () => {
  for (const { type } of leaves) expect(hostileValuesOf(type).length).toBeGreaterThan(20);
});

describe('a hostile value in a mutation is refused, or stored as it is and nowhere else', () => {
  test.each(mutations)('%s', async (_name, leaf, index) => {
    for (const value of shareOf(hostileValuesOf(leaf.type), index)) {
      await explained(value, async () => {
        const answered = await sendValue(world, leaf, value);
        topCodes(answered);
        if (!isAccepted(answered, leaf)) return;
        await expectOnly(world, answered.sent);
        expectShown(leaf, JSON.parse(value), answered);
      });
    }
    expect(await expectOnly(world, ''), 'a refused request wrote something').toEqual([]);
  });
});

describe('a hostile value in a query is refused or finds nothing', () => {
  test.each(queries)('%s', async (_name, leaf, index) => {
    for (const value of shareOf(hostileValuesOf(leaf.type), index)) {
      await explained(value, async () => {
        const answered = await sendValue(world, leaf, value);
        topCodes(answered);
        if (isSelective(leaf, JSON.parse(value))) expectNothingFound(world, answered);
      });
    }
    expect(await expectOnly(world, ''), 'a query wrote something').toEqual([]);
  });
});

describe('so is what is written into the document itself', () => {
  test.each([...mutations, ...queries])('%s', async (_name, leaf, index) => {
    for (const literal of shareOf(hostileLiterals, index)) {
      await explained(literal, async () => {
        const answered = await sendLiteral(world, leaf, literal);
        topCodes(answered);
        const isMutation = leaf.parent.name === 'Mutation';
        if (isMutation && isAccepted(answered, leaf)) await expectOnly(world, answered.sent);
        if (!isMutation && !/^(null|""|"""\s)/.test(literal) && isSelective(leaf, literal)) {
          expectNothingFound(world, answered);
        }
      });
    }
    expect(await expectOnly(world, ''), 'a refused request wrote something').toEqual([]);
  });
});

/** Types for which a strange value may be valid. */
const unselective = new Set(['Boolean', 'Int', 'DateTime']);

/** Whether a value must find nothing; null and blank ask for nothing. */
function isSelective({ type, field }: Leaf, value: JsonValue): boolean {
  // It tells what a change makes of all leads.
  if (field.name === 'previewIdentityRules') return false;
  return !unselective.has(type.name) && value !== null && (typeof value !== 'string' || value.trim() !== '');
}

/** Inputs that are not shown again under their own name, and why. */
const notShown: Record<string, string> = {
  idempotencyKey: 'it is kept with the request',
  via: 'it is shown beside each value that it is the source of',
  sources: 'they are shown in their canonical form',
};

/** An accepted text or JSON must stand in the answer, to the letter. */
function expectShown({ path, type, field }: Leaf, value: JsonValue, { answer }: Answered): void {
  const name = path.at(-1) ?? '';
  // Rules are kept in canonical form, whatever spelling they are given in.
  if (name in notShown || field.name === 'setIdentityRules') return;
  const shown = valuesUnder(answer, name).map(asText);
  if (type.name === 'String') {
    if (value === null) return;
    if (typeof value !== 'string') throw new Error('No text was taken for one');
    if (value.trim() !== '') expect(shown).toContain(asText(value.trim()));
  } else if (type.name === 'JSONObject') {
    if (value === null) return;
    const merged = field.name === 'updateLead' ? mergePatch({}, value) : mergeWithoutNulls({}, value);
    expect(shown).toContain(asText(name === 'raw' ? value : merged));
  }
}

/** JSON text has no -0. */
function asText(value: unknown): string {
  return exactly(JSON.parse(JSON.stringify(value)));
}

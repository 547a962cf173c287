import { beforeAll, describe, expect, test } from 'vitest';
import { documentOf, sendCall } from './calls.ts';
import { difference, textOf } from './database.ts';
import { findReferences, forge } from './references.ts';
import { comparable, firstDifference, strangersIn } from './traces.ts';
import { fieldsWithin, isAnswered, objectType, queryType, startsWalk, walk } from './walk.ts';
import { createWorld, type Workspace, type World } from './world.ts';

type Answers = Awaited<ReturnType<typeof walk>>;

/** Links followed behind the first one: what clients go, and what shows where a link leads. */
const [far, near] = [2, 0];

let world: World;
/** What my workspace answered while it was alone, and what the two answer now. */
let alone: Answers;
let mine: Answers;
let theirs: Answers;
let theirsBefore: Answers;

const walkOf = (side: 'mine' | 'theirs', hops: number) => walk(world, world[side], hops);
const mineNear = () => walkOf('mine', near);
const theirsNear = () => walkOf('theirs', near);

beforeAll(async () => {
  world = await createWorld(async (before) => {
    alone = await walk(before, before.mine, far);
  });
  mine = await walkOf('mine', far);
  theirs = await walkOf('theirs', far);
  theirsBefore = await theirsNear();
});

describe('what a workspace sees of itself', () => {
  test('goes along every link of the schema', () => {
    const names = [...fieldsWithin(Object.values(queryType.getFields()).filter(startsWalk))];
    const bodies = mine.map(({ body }) => body);
    const empty = names.filter((name) => !isAnswered(bodies, name));
    expect(empty, 'a walk finds nothing here: add an example to workspace-data.ts').toEqual([]);
  });

  test('is the same whether there is another workspace or not', () => {
    expectSame(mine, alone, 'with another workspace');
  });

  test('is nothing of the other workspace', () => {
    for (const { name, body } of mine) expect(strangersIn(body, [], world.theirs.ids), name).toEqual([]);
    // The other one sees its own by the same requests, so its marks are found where there are any.
    const marked = theirs.filter(({ body }) => strangersIn(body, [], world.theirs.ids).length > 0);
    // A choice may find nothing, as when none of theirs has the status.
    const names = theirs.map(({ name }) => name).filter((name) => !name.includes('{'));
    expect(names.filter((name) => !marked.some((one) => one.name === name))).toEqual([]);
  });
});

describe('a reference to the other workspace that should never have been stored', () => {
  const kinds = [
    'duplicatePairs to lead 1',
    'duplicatePairs to scan 1',
    'leads to lead 1',
    'leads to lead 2',
    'leads to list 1',
    'prospects to campaign 1',
    'prospects to campaign 2',
    'prospects to lead 1',
    'signals to entity 1',
    'signals to entity 2',
    'signals to entity 3',
  ];
  const referenceOf = (name: string, own: Workspace, other: Workspace) => {
    const reference = findReferences(world, own, other).find((one) => one.name === name);
    if (reference === undefined) throw new Error(`No document goes from ${name}`);
    return reference;
  };

  test('can be of no other kind', () => {
    const names = findReferences(world, world.mine, world.theirs).map(({ name }) => name);
    expect(names.sort(), 'documents name other kinds of things now').toEqual(kinds);
  });

  test.each(kinds)('leads nowhere from %s, for either of the two', async (kind) => {
    const reference = referenceOf(kind, world.mine, world.theirs);
    await forge(world, reference, reference.other);
    const foreign = await mineNear();
    expectSame(await theirsNear(), theirsBefore, 'from the other side');
    await world.undo();
    await forge(world, reference, reference.nobodys);
    const unknown = await mineNear();
    await world.undo();
    for (const [step, { name, body }] of foreign.entries()) {
      expect(strangersIn(body, [reference.other], world.theirs.ids), name).toEqual([]);
      const same = comparable(unknown[step]?.body ?? '', [reference.nobodys], world);
      expect(firstDifference(comparable(body, [reference.other], world), same), name).toBeNull();
    }
  });

  test.each(kinds)('lets no mutation reach over, from %s', async (kind) => {
    const reference = referenceOf(kind, world.theirs, world.mine);
    await forge(world, reference, reference.other);
    const forged = (await world.database.dump())(world.theirs.client.workspaceId);
    const mutation = objectType('Mutation');
    for (const field of Object.values(mutation.getFields())) {
      const call = { parent: mutation, field };
      await sendCall(world, world.mine, call, [], documentOf(call, 0));
      const now = await world.database.dump();
      expect(textOf(difference(forged, now(world.theirs.client.workspaceId)).added), field.name).toBe('');
      await world.database.restore(world.mine.dump, now(world.mine.client.workspaceId));
    }
    await world.database.restore(world.theirs.dump, forged);
  });
});

function expectSame(answers: Answers, before: Answers, what: string): void {
  for (const [step, { name, body }] of answers.entries()) {
    expect(firstDifference(body, before[step]?.body ?? ''), `${what}: ${name}`).toBeNull();
  }
}

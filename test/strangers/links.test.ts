import { beforeAll, describe, expect, test } from 'vitest';
import { documentOf, sendCall } from './calls.ts';
import { difference, textOf } from './database.ts';
import { findReferences, forge } from './references.ts';
import { comparable, firstDifference, strangersIn } from './traces.ts';
import { fieldsWithin, isAnswered, objectType, queryType, startsWalk, walk } from './walk.ts';
import { createWorld, type World } from './world.ts';

type Answers = Awaited<ReturnType<typeof walk>>;

/** How many links are followed behind the first one: as many as clients follow, or just what shows where a link leads. */
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
    // A choice may find nothing, as when none of theirs has the status; and some parts are numbers alone.
    const unmarked = /\{|^DuplicateScan\.progress$/;
    const names = theirs.map(({ name }) => name).filter((name) => !unmarked.test(name));
    expect(names.filter((name) => !marked.some((one) => one.name === name))).toEqual([]);
  });
});

describe('a reference to the other workspace that should never have been stored', () => {
  const long = 120_000;

  test('leads nowhere', { timeout: long }, async () => {
    const references = findReferences(world, world.mine, world.theirs);
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) {
      await forge(world, reference, reference.other);
      const foreign = await mineNear();
      await world.undo();
      await forge(world, reference, reference.nobodys);
      const unknown = await mineNear();
      await world.undo();
      for (const [step, { name, body }] of foreign.entries()) {
        const what = `${reference.name} in ${name}`;
        expect(strangersIn(body, [reference.other], world.theirs.ids), what).toEqual([]);
        const same = comparable(unknown[step]?.body ?? '', [reference.nobodys], world);
        expect(firstDifference(comparable(body, [reference.other], world), same), what).toBeNull();
      }
    }
  });

  test('shows nothing of mine to the other', async () => {
    for (const reference of findReferences(world, world.mine, world.theirs)) {
      await forge(world, reference, reference.other);
    }
    expectSame(await theirsNear(), theirsBefore, 'from the other side');
    await world.undo();
  });

  test('lets no mutation of the one reach the other', { timeout: long }, async () => {
    const mutation = objectType('Mutation');
    const calls = Object.values(mutation.getFields()).map((field) => ({ parent: mutation, field }));
    for (const reference of findReferences(world, world.theirs, world.mine)) {
      await forge(world, reference, reference.other);
      const forged = (await world.database.dump())(world.theirs.client.workspaceId);
      for (const call of calls) {
        await sendCall(world, world.mine, call, [], documentOf(call, 0));
        const now = await world.database.dump();
        const { added, gone } = difference(forged, now(world.theirs.client.workspaceId));
        expect(textOf([...gone, ...added]), `their ${reference.name} after ${call.field.name}`).toBe('');
        await world.database.restore(world.mine.dump, now(world.mine.client.workspaceId));
      }
      await world.database.restore(world.theirs.dump, forged);
    }
  });
});

function expectSame(answers: Answers, before: Answers, what: string): void {
  for (const [step, { name, body }] of answers.entries()) {
    expect(firstDifference(body, before[step]?.body ?? ''), `${what}: ${name}`).toBeNull();
  }
}

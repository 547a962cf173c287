import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../src/rest/routes.ts';
import { cursorTrial } from './cursors.ts';
import { findsIdentity, isReference, type Kind } from './kinds.ts';
import { choicesOf, findRestPlaces, type RestPlace, restKindOf } from './rest-places.ts';
import { type RestSetting, sendRest } from './rest-requests.ts';
import { firstDifference, strangersIn, withOpenCursors } from './traces.ts';
import { type Trial, trialsOf } from './trials.ts';
import { sharedText } from './values.ts';
import { compareTrial, expectOnlyMine } from './verdict.ts';
import { type Asking, createWorld, type World } from './world.ts';

const places = findRestPlaces();
let world: World;

/** What my workspace answered to every read while it was alone. */
let alone: string[];

async function readAll(of: { gateway: World['gateway']; mine: Asking }): Promise<string[]> {
  const answers = [];
  for (const route of routes.filter(({ method }) => method === 'GET')) {
    const response = await sendRest(of, of.mine, route, []);
    answers.push(`${response.status} ${route.path} ${withOpenCursors(await response.text())}`);
  }
  return answers;
}

beforeAll(async () => {
  world = await createWorld(async (before) => {
    alone = await readAll(before);
  });
});

afterAll(() => world.undo());

test('every value of the REST calls that can name a thing is tried', () => {
  const untold = places.filter((place) => restKindOf(place) === undefined).map(({ name }) => name);
  expect(untold, 'say in rest-places.ts or kinds.ts what these can name').toEqual([]);
});

test('every read answers the same whether there is another workspace or not', async () => {
  const answers = await readAll(world);
  for (const answer of answers) expect(answer).toMatch(/^200 /);
  expect(firstDifference(answers.join('\n'), alone.join('\n'))).toBeNull();
  expect(strangersIn(answers.join(), [], world.theirs.ids)).toEqual([]);
});

/** A setting of a parameter of a list. */
function parameter(name: string, value: unknown): RestSetting {
  return { place: { name, part: 'query', path: [{ name, isList: false }] }, value };
}

async function cursorsOf({ route }: RestPlace, workspace: Asking, fixed: RestSetting[]): Promise<string[]> {
  const response = await sendRest(world, workspace, route, [...fixed, parameter('limit', 1)]);
  const { nextCursor } = await response.json();
  if (typeof nextCursor !== 'string') throw new Error(`${route.path} needs two rows in workspace-data.ts`);
  return [nextCursor];
}

async function trialsAt(place: RestPlace, kind: Kind, fixed: RestSetting[]): Promise<Trial[]> {
  if (kind !== 'cursor') return trialsOf(kind, world);
  const [mine, theirs] = [await cursorsOf(place, world.mine, fixed), await cursorsOf(place, world.theirs, fixed)];
  return [cursorTrial(world, 'their cursor', mine[0], theirs[0] ?? '')];
}

describe('a value of the other workspace is like one that nobody has', () => {
  test.each(places.map((place) => [place.name, place] as const))('%s', async (_name, place) => {
    const kind = restKindOf(place);
    if (kind === undefined) throw new Error(`Say in rest-places.ts what ${place.name} can name`);
    const sorts = kind === 'cursor' ? choicesOf(place.route, 'sort').map((sort) => [parameter('sort', sort)]) : [];
    let found = false;
    for (const fixed of sorts.length === 0 ? [[]] : sorts) {
      for (const trial of await trialsAt(place, kind, fixed)) {
        const send = (value: unknown) => sendRest(world, world.mine, place.route, [...fixed, { place, value }]);
        found = (await compareTrial(world, trial, isReference(kind), send)).isTold || found;
      }
    }
    const mustFind =
      isReference(kind) || findsIdentity(kind, place.name) || (place.part === 'query' && place.route.method === 'GET');
    if (mustFind) expect(found, 'a value of mine must be told from one of nobody’s').toBe(true);
  });
});

const sharable = places.filter((place) => sharedText(restKindOf(place) ?? '') !== undefined);

test.each(sharable.map((place) => [place.name, place] as const))(
  'a value that both workspaces have is only mine: %s',
  async (_name, place) => {
    const value = sharedText(restKindOf(place) ?? '');
    await expectOnlyMine(world, () => sendRest(world, world.mine, place.route, [{ place, value }]));
  },
);

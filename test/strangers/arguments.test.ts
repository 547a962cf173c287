import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listedAt, type Setting } from './arguments.ts';
import { documentOf, ordersOf, sendCall } from './calls.ts';
import { cursorTrials } from './cursors.ts';
import { targetOf } from './documents.ts';
import { finds, isReference, isThingKind, type Kind, kindOf, unusedKinds } from './kinds.ts';
import { findPlaces, type Place } from './places.ts';
import { type Trial, thingTrials, trialsOf } from './trials.ts';
import { sharedText, text } from './values.ts';
import { compareTrial, expectOnlyMine } from './verdict.ts';
import { fieldsWithin, isAnswered, objectType, queryType, startsWalk } from './walk.ts';
import { createWorld, type World } from './world.ts';

const places = findPlaces();
let world: World;
/** Everything that was answered. */
const answers: string[] = [];

beforeAll(async () => {
  world = await createWorld();
});

afterAll(() => world.undo());

/** An answer is followed to what the value could lead to; where it is things themselves, walks do that. */
function documentFor(place: Place): string {
  return documentOf(place, place.parent.name === 'Mutation' ? 2 : targetOf(place.field) === null ? 1 : 0);
}

function known(place: Place): Kind {
  const kind = kindOf(place);
  if (kind === undefined) throw new Error(`Say in kinds.ts what ${place.name} can name`);
  return kind;
}

test('every value of the schema that can name a thing is tried', () => {
  const untold = places.filter((place) => kindOf(place) === undefined).map(({ name }) => name);
  expect(untold, 'say in kinds.ts what these can name').toEqual([]);
  expect(unusedKinds(places), 'nothing has these names any more: take them out of kinds.ts').toEqual([]);
});

describe('a value of the other workspace is like one that nobody has', () => {
  test.each(places.map((place) => [place.name, place] as const))('%s', async (_name, place) => {
    const kind = known(place);
    let found = false;
    for (const fixed of kind === 'cursor' ? ordersOf(place.field) : [{}]) {
      const call = { ...place, fixed };
      const document = documentFor(place);
      const send = (value: unknown) =>
        sendCall(world, world.mine, call, [{ place, value: listedAt(place, value, world.mine) }], document);
      const trials = kind === 'cursor' ? await cursorTrials(world, call) : trialsOf(kind, world);
      const beside = place.isList && isReference(kind) ? trials.slice(0, 1).map(besideMine) : [];
      for (const trial of [...trials, ...beside]) {
        const { bodies, isTold } = await compareTrial(world, trial, isReference(kind), send);
        answers.push(...bodies);
        found ||= isTold;
      }
    }
    if (finds(place, kind)) expect(found, 'a value of mine must be told from one of nobody’s').toBe(true);
  });
});

const sharable = places.filter((place) => sharedText(kindOf(place) ?? '') !== undefined);

test.each(sharable.map((place) => [place.name, place] as const))(
  'a value that both workspaces have is only mine: %s',
  async (_name, place) => {
    const shared = sharedText(known(place));
    const settings: Setting[] = [{ place, value: listedAt(place, shared, world.mine) }];
    await expectOnlyMine(world, () => sendCall(world, world.mine, place, settings, documentFor(place)));
  },
);

/** The same among values of mine, which must fare as if it were not there. */
function besideMine({ mine, theirs, nobodys, ...trial }: Trial): Trial {
  return { ...trial, label: `${trial.label} beside mine`, theirs: [mine, theirs], nobodys: [mine, nobodys] };
}

describe('a call that is all about the other workspace is like one about nothing', () => {
  const about = places.flatMap((place) => {
    const kind = kindOf(place);
    return isThingKind(kind) ? [{ place, kind }] : [];
  });
  const fields = [...new Set(about.map(({ place }) => place.field))];
  const several = fields
    .map((field) => about.filter(({ place }) => place.field === field))
    .filter((own) => own.length > 1);

  test.each(several.map((own) => [`${own[0]?.place.parent}.${own[0]?.place.field.name}`, own] as const))(
    '%s',
    async (_name, own) => {
      const tried = own.map(({ place, kind }) => ({ place, trial: thingTrials(kind, world)[0] }));
      const sent = (side: 'theirs' | 'nobodys') => tried.flatMap(({ trial }) => trial?.sent[side] ?? []);
      const whole = {
        label: 'all of it',
        theirs: 'theirs',
        nobodys: 'nobodys',
        sent: { mine: [], theirs: sent('theirs'), nobodys: sent('nobodys') },
      } as const;
      const [call] = own;
      if (call === undefined) return;
      await compareTrial(world, whole, true, (side) => {
        const settings = tried.map(({ place, trial }): Setting => {
          const value = side === 'theirs' ? trial?.theirs : trial?.nobodys;
          return { place, value: listedAt(place, value, world.mine) };
        });
        return sendCall(world, world.mine, call.place, settings, documentFor(call.place));
      });
    },
  );
});

test('every part of the answers was seen', async () => {
  const mutation = objectType('Mutation');
  const { updateLead, setIdentityRules } = mutation.getFields();
  if (updateLead !== undefined) {
    // Conflicts that no name or id brings about: the lead is at version 2.
    const outdated = { input: { id: world.mine.things.lead[0], expectedVersion: 1, title: 'Changed' } };
    const call = { parent: mutation, field: updateLead, fixed: outdated };
    answers.push(await (await sendCall(world, world.mine, call, [], documentOf(call, 2))).text());
  }
  // What a lead that is left as it is has not taken.
  const input = { type: 'PERSON', name: { full: 'Somebody' }, title: 'Other', email: text('email', 'mine') };
  const creations = [
    [mutation, 'createLead', { input }],
    [mutation, 'createLeads', { inputs: [input] }],
    [queryType, 'resolveLead', { input }],
  ] as const;
  for (const [parent, name, sent] of creations) {
    const field = parent.getFields()[name];
    if (field === undefined) continue;
    const call = { parent, field, fixed: { ...sent, onMatch: 'REUSE' } };
    answers.push(await (await sendCall(world, world.mine, call, [], documentOf(call, 2))).text());
  }
  if (setIdentityRules !== undefined) {
    const call = { parent: mutation, field: setIdentityRules, fixed: { input: {}, expectedVersion: 99 } };
    answers.push(await (await sendCall(world, world.mine, call, [], documentOf(call, 2))).text());
  }
  const queries = Object.values(queryType.getFields());
  const byWalks = fieldsWithin(queries.filter(startsWalk));
  const names = [...fieldsWithin([...queries, ...Object.values(mutation.getFields())])].filter(
    (name) => !byWalks.has(name),
  );
  expect(names.filter((name) => !isAnswered(answers, name))).toEqual([]);
});

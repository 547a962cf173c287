import { expect } from 'vitest';
import { difference, textOf } from './database.ts';
import { comparable, firstDifference, strangersIn, type Traces, withOpenCursors } from './traces.ts';
import type { Trial } from './trials.ts';
import type { Side } from './values.ts';
import type { Outcome, World } from './world.ts';

/** Headers that differ from answer to answer, whatever was asked. */
const ownHeaders = /^(date|content-length|x-request-id|(x-)?ratelimit.*)$/i;

/** An outcome that can be compared with another one's. */
interface Seen {
  answer: { status: number; headers: Record<string, string>; body: string };
  /** Documents that the request changed or made, as they are now, and those that it changed or removed, as before. */
  written: string[];
  gone: string[];
  commands: string[];
}

/**
 * Sends the same request three times, with a value of mine, of theirs and of nobody's, and fails where theirs can be
 * told from nobody's: by the answer, by what is stored, or by the database commands it takes.
 *
 * @param reference whether the value only refers to something, so that nothing of it may be stored
 * @returns all answers, and whether a value of mine can be told from nobody's: where none can, nothing was shown
 */
export async function compareTrial(
  world: World,
  trial: Trial,
  reference: boolean,
  send: (value: unknown) => Promise<Response>,
): Promise<{ bodies: string[]; isTold: boolean }> {
  const look = async (side: Side) => {
    const outcome = await world.observe(() => send(trial[side]));
    const told = strangersIn(withOpenCursors(outcome.body), trial.sent[side], world.theirs.ids);
    expect(told, `${trial.label}: the answer tells of the other workspace`).toEqual([]);
    return { outcome, seen: seenOf(world, outcome, trial.sent[side]) };
  };
  const theirs = await look('theirs');
  const nobodys = await look('nobodys');

  const stored = textOf(difference(world.mine.dump, theirs.outcome.stored).added);
  const allowed = reference ? [] : trial.sent.theirs;
  expect(strangersIn(stored, allowed, world.theirs.ids), `${trial.label}: something of theirs is stored`).toEqual([]);
  for (const part of ['answer', 'written', 'gone', 'commands'] as const) {
    const [one, other] = [theirs.seen, nobodys.seen].map((seen) => JSON.stringify(seen[part], null, 1));
    expect(firstDifference(one ?? '', other ?? ''), `${trial.label}: ${part} tell theirs from nobody’s`).toBeNull();
  }
  expect(theirs.outcome.status, `${trial.label}: the request failed for another reason`).toBeLessThan(500);
  expect(theirs.outcome.body).not.toContain('INTERNAL_SERVER_ERROR');

  const bodies = [theirs.outcome.body, nobodys.outcome.body];
  if (trial.mine === undefined) return { bodies, isTold: false };
  const mine = await look('mine');
  const sent = [...trial.sent.mine, ...trial.sent.nobodys];
  const [one, other] = [mine, nobodys].map(({ outcome }) => comparable(withOpenCursors(outcome.body), sent, world));
  return { bodies: [...bodies, mine.outcome.body], isTold: one !== other };
}

/** Sends a request with what both workspaces have, and fails where mine gets or stores anything of theirs. */
export async function expectOnlyMine(world: World, send: () => Promise<Response>): Promise<void> {
  const { body, stored } = await world.observe(send);
  const { added } = difference(world.mine.dump, stored);
  expect(strangersIn(withOpenCursors(body), [], world.theirs.ids)).toEqual([]);
  expect(strangersIn(textOf(added), [], world.theirs.ids)).toEqual([]);
}

function seenOf(world: World, { status, headers, body, commands, stored }: Outcome, sent: Traces): Seen {
  const plain = (text: string) => comparable(text, sent, world);
  const { added, gone } = difference(world.mine.dump, stored);
  const linesOf = (dump: typeof added) => dump.map((one) => `${one.collection} ${sorted(plain(one.text))}`).sort();
  return {
    answer: {
      status,
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !ownHeaders.test(name))),
      body: plain(withOpenCursors(body)),
    },
    written: linesOf(added),
    gone: linesOf(gone),
    commands,
  };
}

/** Keys and sets of texts in one order: an upsert's documents have their fields in any. */
function sorted(json: string): string {
  return JSON.stringify(JSON.parse(json), (_key, value: unknown) => {
    if (Array.isArray(value)) return value.every((item) => typeof item === 'string') ? value.sort() : value;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

import { isThingKind, type Kind, nodeKinds } from './kinds.ts';
import { findIds, type Traces, unknownId } from './traces.ts';
import { type Side, type TextName, text, traceOf } from './values.ts';
import type { ThingKind } from './workspace-data.ts';
import type { World } from './world.ts';

/** A value as the asking workspace has it, as the other one has it, and as nobody has it: all of one form. */
export interface Trial {
  label: string;
  /** Missing where a value of mine would show nothing. */
  mine?: unknown;
  theirs: unknown;
  nobodys: unknown;
  /** What of each can come back. */
  sent: Record<Side, Traces>;
}

const inUpperCase = (id: string) => id.replace(/[^_]+$/, (digits) => digits.toUpperCase());

/** Ways to write an id that make none of it. */
const misspellings: Record<string, (id: string) => string> = {
  'without its prefix or dashes': (id) => id.replace(/^.*_|-/g, ''),
  'under another prefix': (id) => `list_${id.replace(/^.*_/, '')}`,
  'with blanks around it': (id) => ` ${id} `,
};

/** What to try where something of a kind is asked for. Cursors come from lists, so not from here. */
export function trialsOf(kind: Exclude<Kind, 'cursor'>, world: World): Trial[] {
  if (kind === 'node') return nodeKinds.flatMap((one) => thingTrials(one, world, misspellings));
  if (kind === 'companyId') return thingTrials('lead', world);
  if (isThingKind(kind)) return thingTrials(kind, world);
  if (kind === 'json') {
    const sent = (side: Side) => [traceOf('jsonKey', side), traceOf('jsonValue', side)];
    const json = (side: Side) => ({ [text('jsonKey', side)]: text('jsonValue', side) });
    return [trial('JSON', json, sent)];
  }
  return [textTrial(kind)];
}

export function textTrial(name: TextName): Trial {
  const say = (side: Side) => text(name, side);
  return trial(name, say, (side) => [traceOf(name, side)]);
}

function trial(label: string, value: (side: Side) => unknown, sent: (side: Side) => Traces): Trial {
  return {
    label,
    mine: value('mine'),
    theirs: value('theirs'),
    nobodys: value('nobodys'),
    sent: { mine: sent('mine'), theirs: sent('theirs'), nobodys: sent('nobodys') },
  };
}

/** What to try where a thing is asked for: those of the other workspace, and the first of them in other spellings. */
export function thingTrials(
  kind: ThingKind,
  { mine, theirs, isKnown }: World,
  moreSpellings: Record<string, (id: string) => string> = {},
): Trial[] {
  return theirs.things[kind].flatMap((id, index): Trial[] => {
    const ids = { mine: mine.things[kind][index] ?? '', theirs: id, nobodys: unknownId(id, isKnown) };
    const label = `${kind} ${index + 1}`;
    const plain = trial(
      label,
      (side) => ids[side],
      (side) => tracesOf(ids[side]),
    );
    if (index > 0) return [plain];
    const respelled = Object.entries({ 'in upper case': inUpperCase, ...moreSpellings }).map(([how, spell]): Trial => {
      const { mine: _mine, ...spelled } = trial(
        `${label} ${how}`,
        (side) => spell(ids[side]),
        (side) => tracesOf(spell(ids[side])),
      );
      return spelled;
    });
    return [plain, ...respelled];
  });
}

/** Both the id as a whole and what stays of it in any spelling. */
function tracesOf(id: string): Traces {
  return [...findIds(id), id.trim().replace(/^\w+_/, '')];
}

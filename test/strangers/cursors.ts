import { changedRules, readRulesInput } from '../../src/lead/identity/identity.rules.input.ts';
import { toPreviewCursor } from '../../src/workspace/preview-cursor.ts';
import { type Call, documentOf, sendCall } from './calls.ts';
import { findIds, unknownId } from './traces.ts';
import type { Trial } from './trials.ts';
import { strangerText } from './values.ts';
import type { Workspace, World } from './world.ts';

/** The cursors of a list, as its own workspace gets them. */
async function cursorsOf(world: World, workspace: Workspace, call: Call): Promise<string[]> {
  if (call.field.name === 'previewIdentityRules') return previewCursorsOf(world, workspace);
  const response = await sendCall(world, workspace, call, [], documentOf(call, 0));
  const cursors = (await response.text()).match(/(?<="\w+Edge_cursor":")[\w-]+/g) ?? [];
  if (cursors.length < 2) throw new Error(`${call.parent.name}.${call.field.name} needs two rows in workspace-data.ts`);
  return cursors;
}

/** A gateway makes them only where there are more leads than it looks at in seconds. */
async function previewCursorsOf({ gateway }: World, { client, things }: Workspace): Promise<string[]> {
  const { workspaceId } = client;
  const { rules: before } = await gateway.stores.rekeys.find(workspaceId, new Date());
  const rules = changedRules(before, readRulesInput({ kindsOff: ['email'] }));
  return [...things.lead]
    .sort()
    .map((id) => toPreviewCursor({ workspaceId, rules }, { keysVersion: 0, id: id.slice('lead_'.length) }));
}

/** Cursors of their list, beside those of the same place in it that lead to nothing of theirs. */
export async function cursorTrials(world: World, call: Call): Promise<Trial[]> {
  const [mine, theirs] = [await cursorsOf(world, world.mine, call), await cursorsOf(world, world.theirs, call)];
  return [
    cursorTrial(world, 'their first cursor', mine.at(-1), theirs[0] ?? ''),
    cursorTrial(world, 'their last cursor', mine[0], theirs.at(-1) ?? ''),
  ];
}

export function cursorTrial(world: World, label: string, mine: string | undefined, theirs: string): Trial {
  const parts: unknown[] = JSON.parse(Buffer.from(theirs, 'base64url').toString());
  const id = String(parts.at(-1));
  // A cursor without an id is the same in every workspace.
  const unknown = findIds(id).size === 0 ? parts.at(-1) : unknownId(id, world.isKnown);
  const nobodys = Buffer.from(JSON.stringify([...parts.slice(0, -1), unknown])).toString('base64url');
  const texts = JSON.stringify(parts).match(strangerText) ?? [];
  const sent = { mine: [], theirs: [theirs, id, ...texts], nobodys: [nobodys, String(unknown), ...texts] };
  return { label, mine, theirs, nobodys, sent };
}

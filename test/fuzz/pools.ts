import { kindOfType, thingKinds } from '../strangers/kinds.ts';
import type { ThingKind, Things } from '../strangers/workspace-data.ts';

const odd = {
  ids: ['', 'x', 'lead_', 'lead_aaaaaaaaaaaaaaaaaaaaaaaa', 'list_aaaaaaaaaaaaaaaaaaaaaaaa'],
  uuids: ['01890000-0000-7000-8000-000000000000', '00000000-0000-0000-0000-000000000000'],
  cursors: ['', 'x', 'W10', 'W3t9XQ'],
};
/** How many of a kind are kept: the latest. */
const kept = 40;

/** Kinds of values that are kept: things, merges, which have an id and are none, and rows of lists. */
type Kept = ThingKind | 'merge' | 'cursor';

export type Pools = ReturnType<typeof createPools>;

/** Ids and cursors that answers have shown, so that operations are about what is there. */
export function createPools(things: Things) {
  // Never shown to what launches campaigns, so that there is a prospect that can be edited.
  const draft = { campaignId: things.campaign[0], prospectId: things.prospect[0] };
  const seen = new Map<Kept, string[]>(
    thingKinds.map((kind) => [kind, things[kind].filter((id) => id !== draft.campaignId)]),
  );
  const of = (kind: Kept) => seen.get(kind) ?? [];
  return {
    draft,
    idsOf: (kind: ThingKind) => of(kind),
    merges: () => [...of('merge'), ...odd.uuids],
    ids: () => [...thingKinds.flatMap(of), ...odd.ids],
    uuids: () => [...of('campaign'), ...of('prospect'), ...of('entity'), ...odd.uuids],
    cursors: () => [...of('cursor'), ...odd.cursors],
    /** Keeps what an answer shows in a field of a type, if it is an id or a cursor. */
    note(type: string, field: string, value: unknown): void {
      const kind = /cursor$/i.test(field)
        ? 'cursor'
        : field === 'mergeId'
          ? 'merge'
          : field === 'id'
            ? kindOfType[type]
            : undefined;
      if (kind === undefined || typeof value !== 'string' || value === draft.campaignId || of(kind).includes(value))
        return;
      seen.set(kind, [...of(kind).slice(1 - kept), value]);
    },
  };
}

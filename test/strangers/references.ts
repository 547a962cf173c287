import { BSON } from 'mongodb';
import type { Stored } from './database.ts';
import { thingKinds } from './kinds.ts';
import { findIds, unknownId } from './traces.ts';
import type { Workspace, World } from './world.ts';

/** A document that names a thing of its own workspace, and ids that would name another one. */
export interface Reference {
  /** `prospects to campaign 1` */
  name: string;
  stored: Stored;
  own: string;
  other: string;
  nobodys: string;
}

/** Every kind of reference that documents of a workspace hold, one of each. */
export function findReferences({ isKnown }: World, own: Workspace, other: Workspace): Reference[] {
  const pairs = thingKinds.flatMap((kind) =>
    own.things[kind].map((id, index) => ({
      to: `${kind} ${index + 1}`,
      own: bareId(id),
      other: bareId(other.things[kind][index] ?? ''),
    })),
  );
  const found = new Map<string, Reference>();
  for (const stored of own.dump) {
    const itself = bareId(String(BSON.EJSON.parse(stored.text)._id));
    for (const pair of pairs) {
      const name = `${stored.collection} to ${pair.to}`;
      if (pair.own === itself || found.has(name) || !findIds(stored.text).has(pair.own)) continue;
      found.set(name, { name, stored, own: pair.own, other: pair.other, nobodys: unknownId(pair.other, isKnown) });
    }
  }
  return [...found.values()];
}

/** Writes a document as an old mistake could have left it: with another id wherever it names a thing of its own. */
export async function forge(
  { database }: World,
  { stored, own }: Pick<Reference, 'stored' | 'own'>,
  id: string,
): Promise<void> {
  const { _id } = BSON.EJSON.parse(stored.text, { relaxed: false });
  await database.replace(stored, { ...BSON.EJSON.parse(stored.text.replaceAll(own, id), { relaxed: false }), _id });
}

function bareId(id: string): string {
  return id.replace(/^[a-z]+_/, '');
}

import { BSON } from 'mongodb';
import type { Stored } from './database.ts';
import { thingKinds } from './kinds.ts';
import { findIds, unknownId } from './traces.ts';
import type { Workspace, World } from './world.ts';

/** A document that names a thing of its own workspace, and ids that would name another one. */
export interface Reference {
  /** `prospects.campaignId to campaign`, by the fields that name it */
  name: string;
  stored: Stored;
  own: string;
  other: string;
  nobodys: string;
}

/** Every kind of reference that documents of a workspace hold, one of each. */
export function findReferences({ isKnown }: World, own: Workspace, other: Workspace): Reference[] {
  const documents = own.dump.map((stored) => ({
    stored,
    fields: Object.entries(BSON.EJSON.parse(stored.text)).map(([name, value]) => ({
      name,
      ids: findIds(JSON.stringify(value)),
    })),
  }));
  const found = new Map<string, Reference>();
  for (const kind of thingKinds) {
    for (const [index, id] of own.things[kind].entries()) {
      const ids = { own: bareId(id), other: bareId(other.things[kind][index] ?? '') };
      for (const { stored, fields } of documents) {
        const naming = fields.filter((field) => field.ids.has(ids.own));
        const name = `${stored.collection}.${naming.map((field) => field.name).join('+')} to ${kind}`;
        const isItself = naming.some((field) => field.name === '_id' && field.ids.size === 1);
        if (naming.length === 0 || isItself || found.has(name)) continue;
        found.set(name, { name, stored, ...ids, nobodys: unknownId(ids.other, isKnown) });
      }
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

import { type DocumentNode, visit } from 'graphql';
import type { Wanted } from '../shared/wanted.ts';

const known = new WeakMap<DocumentNode, Wanted>();

/**
 * What a document asks for: the names of all its fields, wherever they stand. No part of the answer can show a field
 * that is not among them, so this holds for every batch of the request.
 */
export function wantedBy(document: DocumentNode): Wanted {
  let wanted = known.get(document);
  if (wanted === undefined) {
    const names = new Set<string>();
    visit(document, { Field: ({ name }) => void names.add(name.value) });
    wanted = (field) => names.has(field);
    known.set(document, wanted);
  }
  return wanted;
}

import type { Author } from './author.ts';

/** Sources that nobody names: explicit edits, people, imports, Leadgraph itself. */
const ownSources = { edit: '@edit', user: '@user', import: '@import', system: '@system' } as const;
export const reservedSources: readonly string[] = Object.values(ownSources);

/** The form in which names of sources are kept and compared. */
export function canonicalSource(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}

/**
 * The source of a write: the one that the request names, else the one that the input says the lead came from, else what
 * its author tells. Names that begin like ours are not taken from inputs.
 */
export function sourceOf(
  { via, author }: { via?: string | null | undefined; author: Author },
  inputSource: string | null | undefined,
): string {
  const named = [via, inputSource].map((name) => canonicalSource(name ?? ''));
  const given = named.find((name) => name !== '' && !name.startsWith('@'));
  if (given !== undefined) return given;
  if (author.door === 'import') return ownSources.import;
  if (author.actor === null) return ownSources.system;
  if (author.actor.kind === 'user') return ownSources.user;
  const name = canonicalSource(author.actor.name).replace(/^@+/, '');
  return name === '' ? author.actor.id : name;
}

/** The source of an explicit edit. */
export function editSourceOf(stamp: { via?: string | null | undefined; author: Author }): string {
  return stamp.via == null ? ownSources.edit : sourceOf(stamp, null);
}

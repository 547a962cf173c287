/** Who does something: a key, or a user that a frontend vouches for with a token. */
export interface Actor {
  kind: 'key' | 'user';
  /** `key_…`, or the `sub` of the token. */
  id: string;
  name: string;
}

/** Who a write is by, and the door that it came through; no actor where Leadgraph acts by itself. */
export interface Author {
  actor: Actor | null;
  door: 'graphql' | 'rest' | 'import' | 'system';
}

/** What Leadgraph does by itself: sample data, repairs. */
export const ownAuthor: Author = { actor: null, door: 'system' };

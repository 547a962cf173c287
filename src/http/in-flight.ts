import type { ServerResponse } from 'node:http';

interface Link {
  response: ServerResponse | null;
  before: Link | null;
  after: Link | null;
}

/**
 * The responses that are not finished, as a linked list. A set that lives as long as the server moves its table
 * whenever that is full, and the tables that it leaves keep what they last held in V8's young generation:
 * responses, each with all of its request. A link that is taken out leads nowhere.
 */
export class InFlight implements Iterable<ServerResponse> {
  readonly #end: Link = { response: null, before: null, after: null };
  #last: Link = this.#end;

  /** @returns what takes the response out again; to be called once */
  add(response: ServerResponse): () => void {
    const link: Link = { response, before: this.#last, after: null };
    this.#last.after = link;
    this.#last = link;
    return () => {
      const { before, after } = link;
      if (before !== null) before.after = after;
      if (after === null) this.#last = before ?? this.#end;
      else after.before = before;
      link.response = null;
      link.before = null;
      link.after = null;
    };
  }

  /** As they are when it begins, in the order in which they came. */
  [Symbol.iterator](): Iterator<ServerResponse> {
    const all: ServerResponse[] = [];
    for (let link = this.#end.after; link !== null; link = link.after) {
      if (link.response !== null) all.push(link.response);
    }
    return all[Symbol.iterator]();
  }
}

type Makers<S> = Record<string, (scope: S) => unknown>;

/**
 * A class of objects whose parts are made of what the object is given, each when it is first asked for. Making such an
 * object costs next to nothing, whatever it has.
 */
export function lazyParts<S, T extends Makers<S>>(
  makers: T & Makers<S>,
): new (
  scope: S,
) => { readonly [K in keyof T]: ReturnType<T[K]> } {
  class Parts {
    readonly #scope: S;
    readonly #made: unknown[] = [];

    constructor(scope: S) {
      this.#scope = scope;
    }

    static {
      for (const [at, [name, make]] of Object.entries(makers).entries()) {
        Object.defineProperty(Parts.prototype, name, {
          enumerable: true,
          get(this: Parts) {
            this.#made[at] ??= make(this.#scope);
            return this.#made[at];
          },
        });
      }
    }
  }
  return Parts as never;
}

type Group = (scope: never) => object;

type All<M> = M extends readonly [(scope: never) => infer A, ...infer Rest] ? A & All<Rest> : unknown;

/**
 * Makes objects that have the methods of all groups; a group is made when one of its methods is first asked for. The
 * first object tells which methods a group has.
 */
export function lazyGroups<const M extends readonly [Group, ...Group[]]>(
  groups: M,
): (scope: Parameters<M[0]>[0]) => All<M> {
  let Known: (new (scope: never) => unknown) | undefined;
  return (scope) => {
    Known ??= classOf(groups, scope as never);
    return new Known(scope as never) as All<M>;
  };
}

function classOf(groups: readonly Group[], sample: never): new (scope: never) => unknown {
  class Groups {
    readonly #scope: never;
    readonly #made: (object | undefined)[] = [];

    constructor(scope: never) {
      this.#scope = scope;
    }

    static {
      for (const [at, make] of groups.entries()) {
        for (const name of Object.keys(make(sample))) {
          Object.defineProperty(Groups.prototype, name, {
            enumerable: true,
            get(this: Groups) {
              this.#made[at] ??= make(this.#scope);
              return Reflect.get(this.#made[at], name);
            },
          });
        }
      }
    }
  }
  return Groups;
}

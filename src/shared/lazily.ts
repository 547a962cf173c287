type Makers = Record<string, () => unknown>;

/** An object whose parts are made when they are first asked for. */
export function lazily<T extends Makers>(makers: T): { readonly [K in keyof T]: ReturnType<T[K]> } {
  const parts = {};
  for (const [name, make] of Object.entries(makers)) {
    Object.defineProperty(parts, name, {
      configurable: true,
      enumerable: true,
      get() {
        const value = make();
        Object.defineProperty(parts, name, { value, enumerable: true });
        return value;
      },
    });
  }
  return parts as { readonly [K in keyof T]: ReturnType<T[K]> };
}

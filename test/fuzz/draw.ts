import fc, { type GeneratorValue } from 'fast-check';

/** Choices that the seed decides. */
export type Draw = ReturnType<typeof createDraw>;

/** Fast-check prefers small and extreme numbers: as choices they would make most operations alike. */
const evenly = (limit: number) => fc.noBias(fc.integer({ min: 0, max: limit - 1 }));

/** @param generate what fast-check's `gen()` gives a run of a property */
export function createDraw(generate: GeneratorValue) {
  const below = (limit: number) => generate(evenly, limit);
  return {
    /** A whole number from 0 to one less than the limit. */
    below,
    /** True as often as the share says, from 0 to 1. */
    chance: (share: number) => below(1_000) < share * 1_000,
    of<T>(values: readonly T[]): T {
      const value = values[below(values.length)];
      if (value === undefined) throw new Error('There is nothing to choose from');
      return value;
    },
    times: <T>(count: number, make: (index: number) => T): T[] =>
      Array.from({ length: count }, (_, index) => make(index)),
  };
}

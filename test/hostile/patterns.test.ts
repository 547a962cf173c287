import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldWords } from '../../src/shared/text.ts';
import { runs } from '../lead/json-values.ts';
import { findPatterns } from './source-patterns.ts';

// Without it, the first call would look for a Java or native program to start.
process.env.RECHECK_BACKEND = 'pure';
const { check } = await import('recheck');

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const patterns = findPatterns(root);

/** How long the analysis of one pattern may take before it counts as not understood. */
const timeout = 150_000;

async function findingOf(pattern: RegExp): Promise<string | null> {
  // The seed makes what is found out by trial the same in each run.
  const found = await check(pattern.source, pattern.flags, { timeout, randomSeed: 1 });
  if (found.status === 'safe') return null;
  if (found.status === 'unknown') return `unknown: ${found.error.kind}`;
  return `${found.complexity.summary}, for example by ${found.attack.pattern}`;
}

test('the analysis knows a bad pattern when it sees one', async () => {
  expect(await findingOf(/^(a+)+$/)).toMatch(/^exponential/);
  expect(await findingOf(/x*y/)).toMatch(/^2nd degree/);
  expect(await findingOf(/^x*y/)).toBeNull();
});

/** Patterns made of text that comes from outside, each with why it does no harm. */
const argued: Record<string, string> = {
  'src/lead/lead.filter.ts $regex: `^${word}`': 'a folded word is letters and digits alone; see below',
  'src/lead/rekey/lead.rekey.preview.store.ts new RegExp(`^${escaped(text)}`)': 'every letter stands for itself',
};

describe('patterns of the source', () => {
  test('are found', () => {
    expect(patterns.length).toBeGreaterThan(100);
    expect(patterns.filter(({ place }) => place.startsWith('src/shared/text.ts')).map(({ text }) => text)).toContain(
      String.raw`/\p{M}+/gu`,
    );
  });

  test('are written down, not made of text, but for those that are argued', () => {
    const made = patterns.filter(({ pattern }) => pattern === null);
    expect(made.map(({ place, text }) => `${place.replace(/:\d+$/, '')} ${text}`)).toEqual(Object.keys(argued));
  });

  const literals = new Map(
    patterns.flatMap(({ place, pattern }) => (pattern === null ? [] : [[String(pattern), { place, pattern }]])),
  );
  test.each([...literals.values()].map(({ place, pattern }) => [place, pattern] as const))(
    '%s takes time in proportion to the text: %s',
    { timeout: timeout + 30_000 },
    async (_place, pattern) => {
      expect(await findingOf(pattern)).toBeNull();
    },
  );
});

describe('words of a search', () => {
  test('are letters and digits alone, of whatever text', () => {
    const unit = fc.oneof(
      fc.constantFrom('.', '*', '(', '|', '\\', '^', '$', 'K', 'ﬁ', '①', '½', '\u0345'),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.array(unit).map((parts) => parts.join('')),
        (text) => {
          for (const word of foldWords(text)) expect(word).toMatch(/^[\p{L}\p{N}]+$/u);
        },
      ),
      runs(2_000),
    );
  });

  test('are folded in a moment, however long the text', () => {
    for (const unit of ['a', ' ', '.', 'é', 'e\u0301', '\u0301', 'ß', 'ﷺ', '\ud800', '(a+)+$']) {
      const started = performance.now();
      foldWords(unit.repeat(10_000));
      expect(performance.now() - started).toBeLessThan(1_000);
    }
  });
});

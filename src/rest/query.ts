import * as z from 'zod';
import { InvalidInputError } from '../shared/errors.ts';
import { defaultPageSize, type Page, type PageRequest } from '../shared/paging.ts';
import { requiredText } from '../shared/rules.ts';

/** The parameters of a URL, those given several times as a list. */
export function readQuery(url: string): Record<string, string | string[]> {
  const { searchParams } = new URL(url);
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

/** Text that something is filtered by. Empty is refused: it would look like a filter and let everything through. */
export function textParameter(max: number, description: string) {
  return requiredText(max).optional().describe(description);
}

/** One of several values, repeated or separated by commas. */
export function listParameter<const T extends readonly [string, ...string[]]>(values: T, description: string) {
  return z
    .preprocess(splitCommas, z.array(z.enum(values)))
    .optional()
    .meta({ description, explode: false });
}

/** Texts, repeated or separated by commas. */
export function textsParameter(max: number, description: string) {
  return z
    .preprocess(splitCommas, z.array(requiredText(max)).max(50))
    .optional()
    .meta({ description, explode: false });
}

/** A moment or a day, which stands for its first moment in UTC. */
export function timeParameter(description: string) {
  return z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], {
      error: 'Must be a time such as 2026-01-31T09:30:00Z, or a date',
    })
    .transform((value) => new Date(value))
    .optional()
    .describe(description);
}

function splitCommas(value: unknown): unknown {
  return [value].flat().flatMap((item) => (typeof item === 'string' ? item.split(',') : [item]));
}

const sizeError = 'Must be a whole number of at least 1';

/** What every list takes. */
export const pageParameters = {
  limit: z
    .preprocess(
      (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
      z.int({ error: sizeError }).min(1, { error: sizeError }),
    )
    .optional()
    .meta({ description: `How many rows, 1 to 100 or what the gateway is set to; ${defaultPageSize} unless told.` }),
  cursor: requiredText(4096)
    .optional()
    .describe('`nextCursor` of the page before. Repeat the filters and the order with it.'),
};

/**
 * The page that a list was asked for.
 * @throws InvalidInputError for more rows than a page may have
 */
export function pageRequestOf(
  { limit, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  { maxPageSize }: { maxPageSize: number },
): PageRequest {
  if (limit !== undefined && limit > maxPageSize) {
    throw InvalidInputError.of(['limit'], `Must be at most ${maxPageSize}`, 'page_size');
  }
  const first = limit ?? Math.min(defaultPageSize, maxPageSize);
  return { first, ...(cursor === undefined ? {} : { after: cursor }) };
}

/** Where the next page begins; null behind the last one. */
export function nextCursorOf(page: Page<unknown>): string | null {
  return page.hasNextPage ? (page.edges.at(-1)?.cursor ?? null) : null;
}

import { createReadStream } from 'node:fs';
import * as z from 'zod';
import type { LeadType } from '../../lead/identity/identity.ts';
import { leadStatuses } from '../../lead/lead.ts';
import { findInexactInteger, isJsonObject, type JsonObject } from '../../shared/json.ts';
import { wording } from '../../shared/wording.ts';
import type { LeadInput } from './lead-input.ts';
import { isOwnColumn } from './rejects.ts';

/** A line of a JSONL file that is not blank. */
export interface JsonLine {
  text: string;
  /** Where it ends in the file. */
  bytes: number;
}

/** A line can hold no lead beyond this; its rest is dropped as it is read. */
const maxLineLength = 1024 * 1024;

/** The lines of a file, read as they are asked for. */
export async function* readJsonl(path: string): AsyncGenerator<JsonLine> {
  let rest = '';
  let bytes = 0;
  const lineOf = (line: string): JsonLine[] => {
    const text = line.replace(/^\uFEFF/, '').trim();
    return text === '' ? [] : [{ text, bytes }];
  };
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    const lines = String(chunk).split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      bytes += Buffer.byteLength(rest) + Buffer.byteLength(line) + 1;
      yield* lineOf(rest + line);
      rest = '';
    }
    if (rest.length <= maxLineLength) rest += last;
  }
  bytes += Buffer.byteLength(rest);
  yield* lineOf(rest);
}

/** A value that text is made of without guessing: text, or a number. */
const text = z.union([z.string(), z.number().transform(String)], { error: 'Must be text' }).nullish();
const word = <T extends string>(words: readonly T[]) =>
  z
    .string({ error: `Must be one of ${words.join(', ')}` })
    .transform((value) => value.trim().toLowerCase().replace(/[\s-]/g, '_'))
    .pipe(z.enum(words, { error: `Must be one of ${words.join(', ')}` }));
const object = z.custom<JsonObject>(isJsonObject, { error: 'Must be a JSON object' }).nullish();
const required = z.union([z.string(), z.number().transform(String)], { error: 'Must be text' });
const list = <T extends z.ZodType>(item: T) => z.array(item, { error: 'Must be a list' }).nullish();

const name = z.strictObject({ full: text, short: text, aliases: list(required), first: text, last: text });

/** What a line may hold: all that the gateway's CreateLeadInput has, and nothing that GraphQL would refuse. */
const leadShape = z.strictObject({
  type: word(['person', 'company'] as const),
  name: z.union([name, z.string().transform((full) => ({ full }))], { error: 'Must be a name' }),
  title: text,
  company: z.strictObject({ name: text, id: text, domain: text }).nullish(),
  location: z.strictObject({ city: text, state: text, country: text, raw: text }).nullish(),
  socials: list(z.strictObject({ url: required })),
  contacts: list(z.strictObject({ value: required })),
  email: text,
  phone: text,
  domain: text,
  industry: text,
  size: text,
  status: word(leadStatuses).nullish(),
  source: text,
  sources: list(z.strictObject({ provider: text, id: required })),
  attributes: object,
  metadata: object,
  raw: object,
  listIds: list(required),
});

/** The lead that a line holds, or why it holds none. `type` is that of leads that do not say it. */
export function readLine(line: string, type: LeadType | null): { input: LeadInput } | { code: string; reason: string } {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    return { code: 'INVALID_JSON', reason: `Not JSON: ${error instanceof Error ? error.message : error}` };
  }
  if (!isJsonObject(json)) return { code: 'INVALID_JSON', reason: 'Not a JSON object' };
  const inexact = findInexactInteger(line);
  if (inexact !== null) {
    return { code: 'INVALID_INPUT', reason: `${inexact} has more digits than a number keeps: write it as text` };
  }
  const lead = Object.fromEntries(Object.entries(json).filter(([field]) => !isOwnColumn(field)));
  const result = leadShape.safeParse(type === null || lead.type != null ? lead : { ...lead, type }, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? `Unknown field: ${issue.keys.join(', ')}` : wording(issue)),
  });
  if (result.success) return { input: result.data };
  const reasons = result.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  return { code: 'INVALID_INPUT', reason: reasons.join('; ') };
}

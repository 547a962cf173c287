import * as z from 'zod';
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';

/** Bounds of one JSON input (`metadata`, `attributes`, `raw`). Many inputs may add up to more, up to `documentBytes`. */
export const jsonLimits = { depth: 16, keys: 500, bytes: 64 * 1024 } as const;

/** How large a document that takes more and more in can grow, in bytes of BSON. */
export const documentBytes = 1024 * 1024;

const controlFree = 'must not contain NUL or half of a surrogate pair';

/** Text that survives storage: well-formed Unicode (no lone surrogates, UTF-8 has none) without NUL. */
export function isStorableText(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0');
}

/** Required text: trimmed, 1 to `max` UTF-16 units. */
export function requiredText(max: number) {
  return z
    .string()
    .refine(isStorableText, { error: `Text ${controlFree}`, params: { code: 'invalid_text' } })
    .trim()
    .min(1, { error: 'Must not be empty' })
    .max(max, { error: `Must be at most ${max} characters long` });
}

/** Optional text: trimmed, at most `max` UTF-16 units; blank counts as null. */
export function optionalText(max: number) {
  return z
    .string()
    .refine(isStorableText, { error: `Text ${controlFree}`, params: { code: 'invalid_text' } })
    .trim()
    .max(max, { error: `Must be at most ${max} characters long` })
    .transform((value) => (value === '' ? null : value))
    .nullish();
}

/** A list of 1 to `max` items. */
export function batchOf<T extends z.ZodType>(item: T, max: number) {
  const error = `Must have 1 to ${max} items`;
  return z.array(item).min(1, { error }).max(max, { error });
}

/** An optional JSON object within `jsonLimits`; passed on by reference, so that no key is lost on the way. */
export const optionalJsonObject = z
  .custom<JsonObject>(isJsonObject, { error: 'Must be a JSON object' })
  .superRefine((value, context) => {
    const problem = findJsonProblem(value);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem, params: { code: 'invalid_json' } });
  })
  .nullish();

function findJsonProblem(root: JsonObject): string | null {
  let keys = 0;
  const open: { value: JsonValue; depth: number }[] = [{ value: root, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string' && !isStorableText(value)) return `Text in JSON ${controlFree}`;
    if (typeof value === 'number' && !Number.isFinite(value)) return 'Numbers in JSON must be finite';
    if (typeof value !== 'object' || value === null) continue;
    if (depth > jsonLimits.depth) return `JSON must be at most ${jsonLimits.depth} levels deep`;
    if (Array.isArray(value)) {
      for (const item of value) open.push({ value: item, depth: depth + 1 });
      continue;
    }
    for (const [key, item] of Object.entries(value)) {
      keys += 1;
      if (keys > jsonLimits.keys) return `JSON must have at most ${jsonLimits.keys} keys`;
      if (!isStorableText(key)) return `Keys in JSON ${controlFree}`;
      // MongoDB's drivers read {"$ref", "$id"} back as a reference object, and not always as the same one.
      if (key === '$ref') return 'The key "$ref" is reserved by MongoDB';
      open.push({ value: item, depth: depth + 1 });
    }
  }
  if (Buffer.byteLength(JSON.stringify(root)) > jsonLimits.bytes) {
    return `JSON must be at most ${jsonLimits.bytes / 1024} KB long`;
  }
  return null;
}

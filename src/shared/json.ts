/** JSON as RFC 8259 has it. Objects keep every own key, `__proto__` and `constructor` included. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

/** A JSON object, not an array, a scalar or null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether a JavaScript number keeps every digit of this integer: beyond 2^53 most are rounded, which silently turns one
 * id into another.
 */
export function isExactInteger(digits: string): boolean {
  return digits.length < 16 || digits === '-0' || String(Number(digits)) === digits;
}

/** The first whole number of a JSON text that a number would not keep; null where there is none. */
export function findInexactInteger(json: string): string | null {
  if (!/\d{16}/.test(json)) return null;
  let inText = false;
  let at = 0;
  for (const match of json.matchAll(/-?\d{16,}/g)) {
    const [digits] = match;
    for (; at < match.index; at += 1) {
      const character = json.charAt(at);
      if (character === '"') inText = !inText;
      else if (inText && character === '\\') at += 1;
    }
    const isPart =
      /[.eE+\d]/.test(json.charAt(match.index - 1)) || /[.eE]/.test(json.charAt(match.index + digits.length));
    if (!inText && !isPart && !isExactInteger(digits)) return digits;
  }
  return null;
}

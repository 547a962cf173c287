/** The longest form that a character of a string can have in JSON: `\u001f`. */
const bytesPerUnit = 6;

/** The size of a value as JSON where it is more than `max` bytes, or a lower bound of it; null where it is not. */
export function excessOf(value: unknown, max: number): number | null {
  const least = leastSize(value, max);
  if (least > max) return least;
  if (least * bytesPerUnit <= max) return null;
  const bytes = Buffer.byteLength(JSON.stringify(value));
  return bytes > max ? bytes : null;
}

/** The size as if every character took one byte; given up above `max`, so that nothing huge is walked to its end. */
function leastSize(value: unknown, max: number): number {
  let size = 0;
  const add = (part: unknown): void => {
    if (size > max) return;
    if (typeof part === 'string') size += part.length + 2;
    else if (typeof part === 'number') size += String(part).length;
    else if (typeof part === 'boolean' || part === null) size += 4;
    else if (part instanceof Date) size += 26;
    else if (Array.isArray(part)) {
      size += 1 + part.length;
      for (const item of part) add(item);
    } else if (typeof part === 'object') {
      size += 1;
      const object = part as Record<string, unknown>;
      for (const key in object) {
        size += key.length + 4;
        add(object[key]);
      }
    }
  };
  add(value);
  return size;
}

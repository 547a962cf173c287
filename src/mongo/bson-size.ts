import { BSON, type Document, ObjectId } from 'mongodb';
import { toBson } from './expressions.ts';

/** The bytes that a document takes in BSON, whatever keys are in it. */
export function bytesOf(document: Document): number {
  return BSON.serialize(toBson(document) as Document).byteLength;
}

/** Whether a document takes more bytes in BSON. */
export function isLarger(document: Document, bytes: number): boolean {
  return mayBeLarger(document, bytes) && bytesOf(document) > bytes;
}

/**
 * Whether a value may take more bytes in BSON: its size is bounded from above, which takes a fraction of the time that
 * the exact one does.
 */
export function mayBeLarger(value: unknown, bytes: number): boolean {
  return mostBytes(value) > bytes;
}

/** A type, a key's end, a length and an end; or eight bytes of a number, twelve of an id. */
const frame = 16;
const bytesPerUnit = 3;

function mostBytes(value: unknown): number {
  if (typeof value === 'string') return frame + bytesPerUnit * value.length;
  if (typeof value !== 'object' || value === null || value instanceof ObjectId) return frame;
  let sum = frame;
  if (Array.isArray(value)) for (const item of value) sum += frame + mostBytes(item);
  else for (const key in value) sum += bytesPerUnit * key.length + mostBytes(Reflect.get(value, key));
  return sum;
}

import { type Document, ObjectId } from 'mongodb';
import { isPlainObject } from '../expressions.ts';

/** Raised by what is left to MongoDB: operators that are not known here, and whatever it would refuse. */
export class LeftToMongo extends Error {}

/** Without what is missing. */
export function copyOf(document: Document): Document {
  const copy: Document = {};
  for (const key in document) if (document[key] !== undefined) put(copy, key, document[key]);
  return copy;
}

/** What is missing keeps its place, since V8 is slow at objects that lose one. */
export function put(document: Document, field: string, value: unknown): void {
  if (field === '__proto__') throw new LeftToMongo();
  document[field] = value;
}

export function objectOf(value: unknown): Document {
  if (!isPlainObject(value)) throw new LeftToMongo();
  return value;
}

export function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== 0;
}

/** The order in which MongoDB compares values of different types; only what pipelines compare by size is here. */
function rankOf(value: unknown): number {
  if (value === undefined) return 0;
  if (value === null) return 1;
  return typeof value === 'number' ? 2 : 3;
}

export function isGreater(one: unknown, other: unknown): boolean {
  const [rank, otherRank] = [rankOf(one), rankOf(other)];
  if (rank !== otherRank) return rank > otherRank;
  if (typeof one === 'number' && typeof other === 'number') return one > other;
  if (rank === 3) throw new LeftToMongo();
  return false;
}

/** Whether two values are the same to MongoDB, which minds the order of keys. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, at) => isSame(item, other[at]));
  }
  if (isPlainObject(one)) {
    if (!isPlainObject(other)) return false;
    const keys = Object.keys(one);
    let at = 0;
    for (const key in other) if (key !== keys[at++] || !isSame(one[key], other[key])) return false;
    return at === keys.length;
  }
  if (Array.isArray(other) || isPlainObject(other)) return false;
  return textOf(one) === textOf(other);
}

/** A text that two values share only where they are the same. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  if (value instanceof Date) return `d${value.getTime()}`;
  if (value instanceof ObjectId) return `i${value.toHexString()}`;
  const entries = Object.entries(objectOf(value)).map(([key, item]) => `${JSON.stringify(key)}:${textOf(item)}`);
  return `{${entries.join()}}`;
}

/** Lists that are compared item by item; longer ones by their texts. */
const shortList = 32;

/** Tells whether a value is in a list, where it may stand at the same place as in another list. */
export function membership(list: readonly unknown[]): (value: unknown, at: number) => boolean {
  if (list.length <= shortList) {
    return (value, at) => (at < list.length && isSame(list[at], value)) || list.some((item) => isSame(item, value));
  }
  const texts = new Set(list.map(textOf));
  return (value) => texts.has(textOf(value));
}

/** Each value of a list once. */
export function once(list: readonly unknown[]): unknown[] {
  if (list.length > shortList) return [...new Map(list.map((item) => [textOf(item), item])).values()];
  const found: unknown[] = [];
  for (const item of list) if (!found.some((other) => isSame(other, item))) found.push(item);
  return found;
}

export const isNothing = (value: unknown): value is null | undefined => value === undefined || value === null;
export const isList = (value: unknown): value is unknown[] => Array.isArray(value);
export const isText = (value: unknown): value is string => typeof value === 'string';
export const isNumber = (value: unknown): value is number => typeof value === 'number';

/** The name of a value's type. */
export function typeOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (isPlainObject(value)) return 'object';
  if (value instanceof Date) return 'date';
  if (value instanceof ObjectId) return 'objectId';
  // MongoDB has several types of numbers, and none of this name.
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

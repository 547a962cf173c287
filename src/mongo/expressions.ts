import type { Document } from 'mongodb';
import { isJsonObject, type JsonObject, type JsonValue } from '../shared/json.ts';

/** A MongoDB aggregation expression. */
export type Expression = string | number | boolean | null | Date | Expression[] | { [operator: string]: unknown };

/** One stage of an update pipeline. */
export type Stage = { [operator: string]: unknown };

/**
 * A pipeline that is made only when the driver writes it to the wire. The driver keeps a command until it is answered,
 * and what is kept so long outlives V8's young generation (docs/performance.md). Before it sends an update the
 * driver looks for operators in it, hence the empty `$set`.
 */
export function madeWhenSent(make: () => Stage[]): Stage[] {
  return Object.assign([{ $set: {} }], { toBSON: make });
}

/**
 * A value as it stands: `$` and `.` in it are only characters. Scalars that can be nothing else are passed as they are.
 */
export function literal(value: unknown): Expression {
  if (typeof value === 'string' && !value.startsWith('$')) return value;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  return { $literal: toBson(value) };
}

/** `value`, or null where the document has no such field. */
export function orNull(value: Expression): Expression {
  return { $ifNull: [value, null] };
}

/** A list field of the document; empty where there is none. */
export function orEmpty(field: string): Expression {
  return { $ifNull: [field, []] };
}

/**
 * The stored list followed by those incoming items whose `key` it does not have yet: union by canonical value.
 * Items are objects with that key; both sides keep their order.
 */
export function unionBy(field: string, key: string, incoming: readonly unknown[]): Expression {
  const stored = orEmpty(field);
  if (incoming.length === 0) return stored;
  return {
    $concatArrays: [
      stored,
      {
        $filter: {
          input: literal(incoming),
          as: 'item',
          cond: { $not: [{ $in: [`$$item.${key}`, { $ifNull: [`${field}.${key}`, []] }] }] },
        },
      },
    ],
  };
}

/** The stored list of scalars followed by those incoming ones it lacks. */
export function unionOf(field: string, incoming: readonly unknown[]): Expression {
  const stored = orEmpty(field);
  if (incoming.length === 0) return stored;
  return {
    $concatArrays: [
      stored,
      { $filter: { input: literal(incoming), as: 'item', cond: { $not: [{ $in: ['$$item', stored] }] } } },
    ],
  };
}

/**
 * Whether `stored` is this JSON. MongoDB's own equality minds the order of an object's keys, which JSON does not have
 * (RFC 8259, section 4), so objects are compared key by key.
 */
export function equalsJson(stored: Expression, json: JsonValue): Expression {
  if (!holdsObject(json)) return { $eq: [stored, literal(json)] };
  const parts: [is: Expression, length: Expression, equal: Expression[]] = Array.isArray(json)
    ? [
        { $isArray: '$$stored' },
        { $size: '$$stored' },
        json.map((item, index) => equalsJson({ $arrayElemAt: ['$$stored', index] }, item)),
      ]
    : [
        { $eq: [{ $type: '$$stored' }, 'object'] },
        { $size: { $objectToArray: '$$stored' } },
        Object.entries(json).map(([key, value]) =>
          equalsJson({ $getField: { field: literal(key), input: '$$stored' } }, value),
        ),
      ];
  const [is, length, equal] = parts;
  const same: Expression = { $and: [{ $eq: [length, equal.length] }, ...equal] };
  return { $let: { vars: { stored }, in: { $cond: [is, same, false] } } };
}

function holdsObject(json: JsonValue): json is JsonObject | JsonValue[] {
  return Array.isArray(json) ? json.some(holdsObject) : isJsonObject(json);
}

/**
 * Makes JSON safe to hand to the driver, which takes an own key named `_bsontype` for a BSON type and throws: such an
 * object goes as a Map, which the driver writes entry by entry. Everything else is passed as it is.
 */
export function toBson(value: unknown): unknown {
  if (Array.isArray(value)) return mapChanged(value);
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value);
  const converted = entries.map(([key, item]) => [key, toBson(item)] as const);
  if (Object.hasOwn(value, '_bsontype')) return new Map(converted);
  if (converted.every(([, item], index) => item === entries[index]?.[1])) return value;
  return new Map(converted);
}

function mapChanged(items: unknown[]): unknown[] {
  const converted = items.map(toBson);
  return converted.every((item, index) => item === items[index]) ? items : converted;
}

/** Whether a value is an object of JSON or of BSON, and nothing that has a class. */
export function isPlainObject(value: unknown): value is Document {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

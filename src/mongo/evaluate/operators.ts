import { type Document, ObjectId } from 'mongodb';
import { bytesOf, isLarger } from '../bson-size.ts';
import { isPlainObject } from '../expressions.ts';
import { type Operator, resultOf, type Scope, within } from './expression.ts';
import { ofAll, ofOne, operandOf, operands } from './operands.ts';
import { isGreater, isNothing, isNumber, isSame, isText, isTrue, LeftToMongo, typeOf } from './values.ts';

/** What $trim takes away, which is less than JavaScript's trim does, and a NUL. */
function isBlank(unit: number): boolean {
  if (unit <= 0x20) return unit === 0 || unit === 0x20 || (unit >= 0x9 && unit <= 0xd);
  return unit === 0xa0 || unit === 0x1680 || (unit >= 0x2000 && unit <= 0x200a);
}

function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && isBlank(text.charCodeAt(from))) from += 1;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

const compared =
  (isMet: (one: unknown, other: unknown) => boolean): Operator =>
  (operand, scope) => {
    const [one, other] = operand as unknown[];
    return isMet(resultOf(one, scope), resultOf(other, scope));
  };

/** Whether a size is greater than a number, which takes the time that exact sizes do only where they are close. */
function isLargerThan([size, bytes]: unknown[], scope: Scope): boolean | null {
  if (!isPlainObject(size) || !('$bsonSize' in size) || !isNumber(bytes)) return null;
  const value = operandOf(size.$bsonSize, scope);
  return isPlainObject(value) ? isLarger(value, bytes) : null;
}

const isMore = compared(isGreater);

/** Operators of conditions, variables, numbers and texts. */
export const plainOperators: { readonly [name: string]: Operator } = {
  $literal: (value) => {
    // An object that the driver would take for a type of its own; see toBson.
    if (holdsMap(value)) throw new LeftToMongo();
    return value;
  },

  $eq: compared(isSame),
  $ne: compared((one, other) => !isSame(one, other)),
  $gt: (operand, scope) => isLargerThan(operand as unknown[], scope) ?? isMore(operand, scope),
  $lte: compared((one, other) => !isGreater(one, other)),
  $and: (operand, scope) => (operand as unknown[]).every((item) => isTrue(resultOf(item, scope))),
  $or: (operand, scope) => (operand as unknown[]).some((item) => isTrue(resultOf(item, scope))),
  $not: (operand, scope) => !isTrue(operandOf(operand, scope)),
  $type: (operand, scope) => typeOf(operandOf(operand, scope)),
  $isArray: (operand, scope) => Array.isArray(operandOf(operand, scope)),

  $cond: (operand, scope) => {
    if (!Array.isArray(operand)) throw new LeftToMongo();
    return resultOf(isTrue(resultOf(operand[0], scope)) ? operand[1] : operand[2], scope);
  },
  $ifNull: (operand, scope) => {
    let value: unknown;
    for (const item of operand as unknown[]) {
      value = resultOf(item, scope);
      if (!isNothing(value)) return value;
    }
    return value;
  },
  $let: (operand, scope) => {
    const { vars, in: inside } = operand as { vars: Document; in: unknown };
    let { variables } = scope;
    for (const name in vars) variables = { name, value: resultOf(vars[name], scope), outer: variables };
    return resultOf(inside, within(scope, variables));
  },

  $add: ofAll(isNumber, (values) => values.reduce((sum, value) => sum + value, 0)),
  $min: (operand, scope) => {
    const values = operands(operand, scope).filter((value) => !isNothing(value));
    if (!values.every(isNumber)) throw new LeftToMongo();
    return values.length === 0 ? null : Math.min(...values);
  },
  $bsonSize: ofOne(isPlainObject, bytesOf),
  // Pipelines have it where MongoDB is to refuse a write.
  $toInt: () => {
    throw new LeftToMongo();
  },
  $toString: ofOne(
    (value): value is ObjectId => value instanceof ObjectId,
    (value) => value.toHexString(),
  ),

  $concat: ofAll(isText, (texts) => texts.join('')),
  $split: ofAll(isText, ([text = '', separator = '']) => text.split(separator)),
  $indexOfCP: ofAll(isText, ([text = '', part = '']) => {
    const at = text.indexOf(part);
    return at <= 0 ? at : [...text.slice(0, at)].length;
  }),
  $trim: (operand, scope) => {
    const { input, ...options } = operand as Document;
    if (Object.keys(options).length > 0) throw new LeftToMongo();
    const text = resultOf(input, scope);
    if (isNothing(text)) return null;
    if (!isText(text)) throw new LeftToMongo();
    return trimmed(text);
  },
  $replaceOne: (operand, scope) => {
    const { input, find, replacement } = operand as Document;
    const texts = [input, find, replacement].map((item) => resultOf(item, scope));
    if (texts.some(isNothing)) return null;
    if (!texts.every(isText)) throw new LeftToMongo();
    const [text = '', from = '', to = ''] = texts;
    return text.replace(from, () => to);
  },
};

function holdsMap(value: unknown): boolean {
  return value instanceof Map || (Array.isArray(value) && value.some(holdsMap));
}

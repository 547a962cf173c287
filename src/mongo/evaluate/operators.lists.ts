import type { Document } from 'mongodb';
import { isPlainObject } from '../expressions.ts';
import { fieldOf, type Operator, resultOf, type Variable, within } from './expression.ts';
import { ofAll, ofLists, ofOne, operandOf, operands, overItems } from './operands.ts';
import {
  isList,
  isNothing,
  isNumber,
  isSame,
  isText,
  isTrue,
  LeftToMongo,
  membership,
  objectOf,
  once,
  put,
} from './values.ts';

/** Operators of lists, sets and objects. */
export const listOperators: { readonly [name: string]: Operator } = {
  $in: (operand, scope) => {
    const [value, list] = operands(operand, scope);
    if (!Array.isArray(list)) throw new LeftToMongo();
    return isText(value) ? list.includes(value) : list.some((item) => isSame(item, value));
  },
  $size: (operand, scope) => {
    const list = operandOf(operand, scope);
    if (!Array.isArray(list)) throw new LeftToMongo();
    return list.length;
  },
  $first: ofOne(isList, (list) => list[0]),
  $arrayElemAt: (operand, scope) => {
    const [list, at] = operands(operand, scope);
    if (isNothing(list) || isNothing(at)) return null;
    if (!Array.isArray(list) || !isNumber(at)) throw new LeftToMongo();
    return list.at(at);
  },
  $indexOfArray: (operand, scope) => {
    const [list, value, ...range] = operands(operand, scope);
    if (isNothing(list)) return null;
    if (!Array.isArray(list) || range.length > 0) throw new LeftToMongo();
    return list.findIndex((item) => isSame(item, value));
  },
  $slice: (operand, scope) => {
    const [list, length, ...rest] = operands(operand, scope);
    if (isNothing(list) || isNothing(length)) return null;
    if (!Array.isArray(list) || !isNumber(length) || rest.length > 0) throw new LeftToMongo();
    return length < 0 ? list.slice(length) : list.slice(0, length);
  },
  $range: ofAll(isNumber, ([from = 0, to = 0]) => Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at)),
  $concatArrays: ofLists((...lists) => lists.flat(1)),
  $filter: (operand, scope) => {
    const { input, as = 'this', cond, ...options } = operand as Document;
    if (Object.keys(options).length > 0) throw new LeftToMongo();
    const kept: unknown[] = [];
    const each = overItems(input, as, scope, (item, inner) => {
      if (isTrue(resultOf(cond, inner))) kept.push(item);
    });
    return each === null ? null : kept;
  },
  $map: (operand, scope) => {
    const { input, as = 'this', in: inside } = operand as Document;
    return overItems(input, as, scope, (_item, inner) => resultOf(inside, inner) ?? null);
  },
  $reduce: (operand, scope) => {
    const { input, initialValue, in: inside } = operand as Document;
    const value: Variable = { name: 'value', value: resultOf(initialValue, scope), outer: scope.variables };
    const each = overItems(input, 'this', within(scope, value), (_item, inner) => {
      value.value = resultOf(inside, inner);
    });
    return each === null ? null : value.value;
  },

  $setUnion: ofLists((...lists) => once(lists.flat(1))),
  $setIntersection: ofLists((first = [], ...others) => {
    const tests = others.map(membership);
    return once(first).filter((item, at) => tests.every((isIn) => isIn(item, at)));
  }),
  $setDifference: ofLists((first = [], second = []) => {
    const isIn = membership(second);
    return once(first.filter((item, at) => !isIn(item, at)));
  }),
  $anyElementTrue: (operand, scope) => {
    const list = operandOf(operand, scope);
    if (!Array.isArray(list)) throw new LeftToMongo();
    return list.some(isTrue);
  },

  $mergeObjects: (operand, scope) => {
    const merged: Document = {};
    for (const value of operands(operand, scope)) {
      if (isNothing(value)) continue;
      const object = objectOf(value);
      for (const key in object) put(merged, key, object[key]);
    }
    return merged;
  },
  $getField: (operand, scope) => {
    const { field, input } = operand as Document;
    const [name, value] = [resultOf(field, scope), resultOf(input, scope)];
    if (!isText(name)) throw new LeftToMongo();
    if (value === null) return null;
    return isPlainObject(value) ? fieldOf(value, name) : undefined;
  },
  $objectToArray: ofOne(isPlainObject, (object) => Object.entries(object).map(([k, v]) => ({ k, v }))),
  $arrayToObject: ofOne(isList, (list) => {
    const object: Document = {};
    for (const entry of list) {
      const { k, v, ...others } = objectOf(entry);
      if (!isText(k) || v === undefined || Object.keys(others).length > 0) throw new LeftToMongo();
      put(object, k, v);
    }
    return object;
  }),
};

import { isJsonObject, type JsonObject } from '../shared/json.ts';
import { type Expression, literal } from './expressions.ts';

/**
 * What a null in a patch does: `remove` takes the key away (RFC 7396), `ignore` leaves what is stored, so that merging
 * a sparse copy of a lead never clears a field.
 */
export type NullRule = 'remove' | 'ignore';

/**
 * Compiles a JSON merge patch (RFC 7396) to an aggregation expression, so that MongoDB applies it atomically: objects
 * merge at every depth, arrays and scalars replace. Keys are only ever literals, whatever characters they have.
 *
 * The expression is flat in the number of keys and grows by eight BSON levels for each level of the patch; MongoDB
 * takes 200.
 *
 * @param target the expression of the stored object; null, missing and non-objects count as `{}`
 */
export function mergePatchExpression(target: Expression, patch: JsonObject, nulls: NullRule): Expression {
  const entries = Object.entries(patch);
  const values = entries.filter(([, value]) => value !== null && !isJsonObject(value));
  const objects = entries.filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1]));
  const removed = nulls === 'remove' ? entries.filter(([, value]) => value === null).map(([key]) => key) : [];

  const kept: Expression = removed.length === 0 ? '$$target' : without('$$target', removed);
  const merged: Expression[] = [kept];
  if (values.length > 0) merged.push(literal(Object.fromEntries(values)));
  if (objects.length > 0) {
    const pairs = objects.map(([key, value]) => ({
      k: literal(key),
      v: mergePatchExpression({ $getField: { field: literal(key), input: '$$target' } }, value, nulls),
    }));
    merged.push({ $arrayToObject: [pairs] });
  }
  const object: Expression = { $cond: [{ $eq: [{ $type: target }, 'object'] }, target, {}] };
  if (merged.length === 1 && removed.length === 0) return object;
  return { $let: { vars: { target: object }, in: { $mergeObjects: merged } } };
}

function without(target: Expression, keys: readonly string[]): Expression {
  return {
    $arrayToObject: {
      $filter: {
        input: { $objectToArray: target },
        as: 'entry',
        cond: { $not: [{ $in: ['$$entry.k', literal(keys)] }] },
      },
    },
  };
}

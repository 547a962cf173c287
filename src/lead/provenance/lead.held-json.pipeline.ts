import { type Expression, literal, orNull } from '../../mongo/expressions.ts';
import type { JsonNode } from './lead.provenance.ts';

const child = (key: string): Expression => ({ $getField: { field: literal(key), input: '$$target' } });
const targetOf = (target: Expression, merged: Expression[]): Expression => ({
  $let: {
    vars: { target: { $cond: [{ $eq: [{ $type: target }, 'object'] }, target, {}] } },
    in: { $mergeObjects: ['$$target', ...merged] },
  },
});

/** A merge patch without what is held. */
export function guardedJson({ leaves, nodes }: JsonNode, target: Expression): Expression {
  const values = leaves.filter(({ value }) => value !== null);
  const allowed: Expression = {
    $filter: {
      input: literal(values.map(({ key, value, path }) => ({ k: key, v: value, p: path }))),
      as: 'leaf',
      cond: { $not: [{ $in: ['$$leaf.p', '$held'] }] },
    },
  };
  const pairs = nodes.map(({ key, node }) => ({
    k: literal(key),
    v: { $cond: [{ $in: [literal(node.path), '$held'] }, child(key), guardedJson(node, child(key))] },
  }));
  return targetOf(target, [
    ...(values.length === 0
      ? []
      : [{ $arrayToObject: { $map: { input: allowed, as: 'leaf', in: { k: '$$leaf.k', v: '$$leaf.v' } } } }]),
    ...(pairs.length === 0 ? [] : [{ $arrayToObject: [pairs] }]),
  ]);
}

const blanks: Expression = [null, '', [], literal({})];

/** What the object lacks, filled in at every depth. */
export function filledJson({ leaves, nodes }: JsonNode, target: Expression): Expression {
  const values = leaves.filter(({ value }) => value !== null).map(({ key, value }) => [key, value] as const);
  const own: Expression = {
    $arrayToObject: {
      $filter: {
        input: { $objectToArray: '$$target' },
        as: 'entry',
        cond: { $not: [{ $in: ['$$entry.v', blanks] }] },
      },
    },
  };
  const pairs = nodes.map(({ key, node }) => ({
    k: literal(key),
    v: {
      $cond: [
        { $or: [{ $eq: [{ $type: child(key) }, 'object'] }, { $in: [orNull(child(key)), blanks] }] },
        filledJson(node, child(key)),
        child(key),
      ],
    },
  }));
  return targetOf(target, [
    ...(values.length === 0 ? [] : [literal(Object.fromEntries(values)), own]),
    ...(pairs.length === 0 ? [] : [{ $arrayToObject: [pairs] }]),
  ]);
}

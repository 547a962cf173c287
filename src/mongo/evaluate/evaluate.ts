import type { Document } from 'mongodb';
import type { Stage } from '../expressions.ts';
import { isPlainObject } from '../expressions.ts';
import { resultOf, type Scope } from './expression.ts';
import { listOperators } from './operators.lists.ts';
import { plainOperators } from './operators.ts';
import { copyOf, LeftToMongo, objectOf, put } from './values.ts';

const operators = { ...plainOperators, ...listOperators };

const scopeOf = (root: Document): Scope => ({ operators, root, variables: null });

/**
 * The document that an update pipeline makes of this one, as MongoDB would; null where only MongoDB can tell. What is
 * missing is `undefined` on the way. Numbers have no types here, so that only their values are compared, and a size
 * counts those that JSON has. Nothing of what is passed is changed, and what comes back shares its values with it.
 */
export function evaluate(pipeline: readonly Stage[], document: Document): Document | null {
  try {
    let root = copyOf(document);
    for (const stage of pipeline) root = afterStage(root, stage);
    return copyOf(root);
  } catch (error) {
    if (error instanceof LeftToMongo) return null;
    throw error;
  }
}

/** @param root is changed, unless a stage replaces it */
function afterStage(root: Document, stage: Stage): Document {
  const [name, ...others] = Object.keys(stage);
  if (name === undefined || others.length > 0) throw new LeftToMongo();
  const argument = stage[name];
  if (name === '$replaceWith') return copyOf(objectOf(resultOf(argument, scopeOf(root))));
  if (name === '$set') setFields(root, argument as Document);
  else if (name === '$unset') for (const field of argument as string[]) setField(root, field, undefined);
  else throw new LeftToMongo();
  return root;
}

/** Each expression sees the document as it was before all of them. */
function setFields(root: Document, fields: Document): void {
  const scope = scopeOf(root);
  const values: unknown[] = [];
  for (const path in fields) {
    const expression: unknown = fields[path];
    // An object without an operator would be merged with the one that is there.
    if (isPlainObject(expression) && !hasOperator(expression)) throw new LeftToMongo();
    values.push(resultOf(expression, scope));
  }
  let at = 0;
  for (const path in fields) setField(root, path, values[at++]);
}

function setField(root: Document, path: string, value: unknown): void {
  const dot = path.indexOf('.');
  if (dot < 0) {
    put(root, path, value);
    return;
  }
  const [field, part] = [path.slice(0, dot), path.slice(dot + 1)];
  const parent: unknown = root[field];
  if (part.includes('.') || Array.isArray(parent)) throw new LeftToMongo();
  if (value === undefined && !isPlainObject(parent)) throw new LeftToMongo();
  const copy = isPlainObject(parent) ? copyOf(parent) : {};
  put(copy, part, value);
  put(root, field, value === undefined ? copyOf(copy) : copy);
}

function hasOperator(expression: Document): boolean {
  for (const key in expression) return key.startsWith('$');
  return false;
}

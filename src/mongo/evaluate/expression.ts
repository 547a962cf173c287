import type { Document } from 'mongodb';
import { keptLast } from '../../shared/kept.ts';
import { isPlainObject } from '../expressions.ts';
import { copyOf, LeftToMongo, put } from './values.ts';

/** A variable of `$let`, `$map`, `$filter` or `$reduce`, and those around it. */
export interface Variable {
  name: string;
  value: unknown;
  outer: Variable | null;
}

/** Where an expression is evaluated. */
export interface Scope {
  operators: { readonly [name: string]: Operator };
  root: Document;
  variables: Variable | null;
}

export type Operator = (operand: unknown, scope: Scope) => unknown;

/** The value of an expression; undefined where it is missing. */
export function resultOf(expression: unknown, scope: Scope): unknown {
  if (typeof expression === 'string') {
    if (!expression.startsWith('$')) return expression;
    const path = pathOf(expression);
    return path.variable === null ? follow(scope.root, path.fields, 0) : variableOf(path.variable, path.fields, scope);
  }
  if (Array.isArray(expression)) return expression.map((item) => resultOf(item, scope) ?? null);
  if (!isPlainObject(expression)) return expression;
  const object: Document = {};
  for (const key in expression) {
    if (key.startsWith('$')) return operatorOf(key, scope)(expression[key], scope);
    const value = resultOf(expression[key], scope);
    if (value !== undefined) put(object, key, value);
  }
  return object;
}

function operatorOf(name: string, { operators }: Scope): Operator {
  const operator = operators[name];
  if (operator === undefined) throw new LeftToMongo();
  return operator;
}

interface Path {
  /** The variable that it begins with; null where that is the document. */
  variable: string | null;
  fields: readonly string[];
}

/** Paths that pipelines have had. Longer ones come from keys that callers have chosen. */
const paths = keptLast<Path>(1_000);
const longestKept = 60;

function pathOf(expression: string): Path {
  const known = paths.get(expression);
  if (known !== undefined) return known;
  const isVariable = expression.startsWith('$$');
  const [first = '', ...rest] = expression.slice(isVariable ? 2 : 1).split('.');
  const path = isVariable ? { variable: first, fields: rest } : { variable: null, fields: [first, ...rest] };
  if (expression.length <= longestKept) paths.set(expression, path);
  return path;
}

function variableOf(name: string, fields: readonly string[], { root, variables }: Scope): unknown {
  for (let at = variables; at !== null; at = at.outer) if (at.name === name) return follow(at.value, fields, 0);
  if (name === 'REMOVE') return undefined;
  if (name === 'ROOT') return follow(copyOf(root), fields, 0);
  throw new LeftToMongo();
}

/** The value at a path; behind a list, those of its objects that have one. */
function follow(value: unknown, fields: readonly string[], from: number): unknown {
  let inner = value;
  for (let at = from; at < fields.length; at += 1) {
    if (Array.isArray(inner)) return inner.flatMap((item) => ofItem(item, fields, at));
    inner = isPlainObject(inner) ? fieldOf(inner, fields[at] as string) : undefined;
  }
  return inner;
}

function ofItem(item: unknown, fields: readonly string[], from: number): unknown[] {
  const found = isPlainObject(item) ? follow(item, fields, from) : undefined;
  return found === undefined ? [] : [found];
}

export function fieldOf(object: Document, field: string): unknown {
  return Object.hasOwn(object, field) ? object[field] : undefined;
}

/** Where the expressions inside of an operator are evaluated, which has variables of its own. */
export function within({ operators, root }: Scope, variables: Variable | null): Scope {
  return { operators, root, variables };
}

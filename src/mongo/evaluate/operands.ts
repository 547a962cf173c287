import { type Operator, resultOf, type Scope, type Variable, within } from './expression.ts';
import { isNothing, LeftToMongo } from './values.ts';

/** The operands of an operator that takes a list of them. */
export function operands(operand: unknown, scope: Scope): unknown[] {
  if (!Array.isArray(operand)) throw new LeftToMongo();
  return operand.map((item) => resultOf(item, scope));
}

/** The one operand of an operator, which may stand in a list. */
export function operandOf(operand: unknown, scope: Scope): unknown {
  if (!Array.isArray(operand)) return resultOf(operand, scope);
  if (operand.length !== 1) throw new LeftToMongo();
  return resultOf(operand[0], scope);
}

/** An operator of lists, which is null where one of them is. */
export function ofLists(result: (...lists: unknown[][]) => unknown): Operator {
  return (operand, scope) => {
    const lists = operands(operand, scope);
    if (lists.some(isNothing)) return null;
    if (!lists.every(Array.isArray)) throw new LeftToMongo();
    return result(...(lists as unknown[][]));
  };
}

/** An operator of one value of a kind, which is null where there is none. */
export function ofOne<T>(is: (value: unknown) => value is T, result: (value: T) => unknown): Operator {
  return (operand, scope) => {
    const value = operandOf(operand, scope);
    if (isNothing(value)) return null;
    if (!is(value)) throw new LeftToMongo();
    return result(value);
  };
}

/** An operator of values of one kind, which is null where one of them is. */
export function ofAll<T>(is: (value: unknown) => value is T, result: (values: T[]) => unknown): Operator {
  return (operand, scope) => {
    const values = operands(operand, scope);
    if (values.some(isNothing)) return null;
    if (!values.every(is)) throw new LeftToMongo();
    return result(values as T[]);
  };
}

/**
 * Visits the items of the list that an operator goes over, each as a variable.
 * @returns what the visits answered; null where there is no list
 */
export function overItems<T>(
  input: unknown,
  name: string,
  scope: Scope,
  visit: (item: unknown, scope: Scope) => T,
): T[] | null {
  const list = resultOf(input, scope);
  if (isNothing(list)) return null;
  if (!Array.isArray(list)) throw new LeftToMongo();
  const variable: Variable = { name, value: undefined, outer: scope.variables };
  const inner = within(scope, variable);
  return list.map((item) => {
    variable.value = item;
    return visit(item, inner);
  });
}

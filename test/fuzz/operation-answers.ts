import { isJsonObject } from '../../src/shared/json.ts';
import { checkShape, type NoteLeaf } from './answer-shape.ts';
import { checkAnswer, type HttpAnswer } from './http-answers.ts';
import type { Operation } from './operations.ts';

/** What may keep an operation that fits the schema from being run. */
const refusals = ['QUERY_TOO_COMPLEX', 'GRAPHQL_VALIDATION_FAILED'];

/**
 * Checks the answer to an operation that fits the schema.
 * @returns the codes of its top-level errors
 * @throws Error that says what is wrong with it
 */
export function checkResult(operation: Operation, answer: HttpAnswer, note: NoteLeaf): string[] {
  const codes = checkAnswer(answer);
  if (answer.status !== 200) throw new Error(`The status is ${answer.status}`);
  const result: unknown = JSON.parse(answer.body);
  if (!isJsonObject(result)) throw new Error('The answer is no object');
  const { data, errors = [] } = result;
  if (!Array.isArray(errors)) throw new Error('The errors are no list');
  if (data === null || data === undefined) {
    const unexpected = codes.filter((code) => data === undefined && !refusals.includes(code));
    if (errors.length === 0 || unexpected.length > 0) throw new Error('There is no data, and no reason for it');
    return codes;
  }
  checkShape(operation, data, note);
  for (const error of errors) {
    const path = isJsonObject(error) && Array.isArray(error.path) ? error.path : [];
    if (path.length === 0 || valueAt(data, path) !== null) throw new Error(`${JSON.stringify(error)} is of no null`);
  }
  return codes;
}

/** What is at the end of a path, or null where it already ends before. */
function valueAt(data: unknown, path: readonly unknown[]): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return value;
    value = Object.entries(value).find(([key]) => key === String(step))?.[1];
  }
  return value;
}

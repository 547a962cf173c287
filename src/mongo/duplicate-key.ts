import { MongoBulkWriteError, MongoServerError } from 'mongodb';

/** MongoDB refused a write because a unique index already has one of its keys (E11000). */
export function isDuplicateKey(error: unknown): error is MongoServerError {
  return error instanceof MongoServerError && error.code === 11000;
}

/**
 * The positions in an unordered bulk write that a unique index refused; the others went through.
 * @param alsoExpected further codes of failures that the caller knows what to do about
 * @throws the error itself where it tells of anything else
 */
export function duplicatePositions(error: unknown, alsoExpected: readonly unknown[] = []): number[] {
  if (!(error instanceof MongoBulkWriteError)) throw error;
  const failures = [error.writeErrors].flat();
  const expected = failures.every(({ code }) => code === 11000 || alsoExpected.includes(code));
  if (failures.length === 0 || !expected) throw error;
  return failures.map((failure) => failure.index);
}

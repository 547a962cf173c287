import { MongoServerError } from 'mongodb';

/** MongoDB refused a write because a unique index already has one of its keys (E11000). */
export function isDuplicateKey(error: unknown): error is MongoServerError {
  return error instanceof MongoServerError && error.code === 11000;
}

import { MongoError, MongoServerError } from 'mongodb';

/** Names of the errors by which the driver says that no server answered in time. */
const names = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongoTopologyClosedError',
  'MongoNotConnectedError',
  'MongoWaitQueueTimeoutError',
  'PoolClearedError',
  'PoolClosedError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoClientClosedError',
]);

/** The database did not answer, or was changing its primary: the same request may work later. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof MongoError)) return false;
  return names.has(error.name) || (error instanceof MongoServerError && error.hasErrorLabel('RetryableWriteError'));
}

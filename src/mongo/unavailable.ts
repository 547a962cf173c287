import { MongoBulkWriteError, MongoError, MongoNetworkError, MongoServerError } from 'mongodb';

/** Names of the errors by which the driver says that no server answered in time, beside those of the network. */
const names = new Set([
  'MongoServerSelectionError',
  'MongoServerClosedError',
  'MongoTopologyClosedError',
  'MongoNotConnectedError',
  'MongoWaitQueueTimeoutError',
  'MongoPoolClosedError',
  'MongoClientClosedError',
]);

/** What servers answer that are stopping, cannot reach each other, or are changing their primary. */
const codes = new Set<unknown>([6, 7, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/** What Node says of a connection that ended under a command; the driver hands some of these on as they are. */
const connectionCodes = new Set<unknown>([
  'EPIPE',
  'ECONNRESET',
  'ETIMEDOUT',
  'ERR_STREAM_DESTROYED',
  'ERR_SOCKET_CLOSED',
]);

/** The database did not answer, or was changing its primary: the same request may work later. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof MongoError)) {
    return error instanceof Error && 'code' in error && connectionCodes.has(error.code);
  }
  if (error instanceof MongoNetworkError || names.has(error.name)) return true;
  if (!(error instanceof MongoServerError)) return false;
  // A bulk write wraps whatever ends it.
  if (error instanceof MongoBulkWriteError && isUnavailable(error.errorResponse)) return true;
  return codes.has(error.code) || error.hasErrorLabel('RetryableWriteError');
}

/**
 * The errors after which the driver tries a read with a cursor once more. Errors of overload (`RetryableError`) it has
 * already retried.
 */
export function isWorthAnotherRead(error: unknown): boolean {
  if (!(error instanceof MongoError) || error.hasErrorLabel('RetryableError')) return false;
  return error instanceof MongoNetworkError || (error instanceof MongoServerError && codes.has(error.code));
}

/** The server gave a command up because its time was over (MaxTimeMSExpired). */
export function isTimeExceeded(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === 50;
}

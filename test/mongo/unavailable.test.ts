import { MongoBulkWriteError, MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { isUnavailable } from '../../src/mongo/unavailable.ts';

const withCode = (code: string) => Object.assign(new Error(`write ${code}`), { code });
const fromServer = (code: number, errorLabels: string[] = []) =>
  new MongoServerError({ code, errmsg: 'x', errorLabels });
const inBulk = (error: Error) => new MongoBulkWriteError(error, {} as never);

describe('the database is away', () => {
  test.each<[string, unknown]>([
    ['a connection that broke', new MongoNetworkError('read ECONNRESET')],
    ['a connection that had ended, as Node says it', withCode('EPIPE')],
    ['the same inside a bulk write', inBulk(withCode('EPIPE'))],
    ['a broken connection inside a bulk write', inBulk(new MongoNetworkError('closed'))],
    ['no server in time', new MongoServerSelectionError('timed out', {} as never)],
    ['a server that is stopping', fromServer(91)],
    ['a primary that stepped down', fromServer(189)],
    ['a write that the server calls worth another try', fromServer(1, ['RetryableWriteError'])],
  ])('%s', (_case, error) => {
    expect(isUnavailable(error)).toBe(true);
  });
});

describe('the database is there', () => {
  test.each<[string, unknown]>([
    ['a key that is taken', fromServer(11000)],
    ['the time of a command is over', fromServer(50)],
    ['a key that is taken inside a bulk write', inBulk(fromServer(11000))],
    ['a file that is missing', withCode('ENOENT')],
    ['an error of ours', new TypeError('x is not a function')],
    ['no error', 'EPIPE'],
  ])('%s', (_case, error) => {
    expect(isUnavailable(error)).toBe(false);
  });
});

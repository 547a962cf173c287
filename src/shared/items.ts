import type { ErrorCode } from './errors.ts';

/** What became of one item of a batch that the rest of the batch did not share. */
export interface ItemError {
  id: string;
  code: ErrorCode;
  message: string;
}

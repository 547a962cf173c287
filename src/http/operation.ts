import { type DocumentNode, getOperationAST } from 'graphql';

/** Names that programs have. A longer one could be anything. */
const shortName = /^\w{1,64}$/;

/** An operation as the log may name it: its kind, and its name where it has one; null where there is none to run. */
export function describeOperation(document: DocumentNode, operationName: string | null | undefined): string | null {
  const operation = getOperationAST(document, operationName);
  if (operation == null) return null;
  const name = operation.name?.value ?? '';
  return shortName.test(name) ? `${operation.operation} ${name}` : operation.operation;
}

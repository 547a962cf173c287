import type { OperationDefinitionNode } from 'graphql';

/** Names that programs have. A longer one could be anything. */
const shortName = /^\w{1,64}$/;

/** An operation as the log may name it: its kind, and its name where it has one. */
export function describeOperation({ name, operation }: OperationDefinitionNode): string {
  return name !== undefined && shortName.test(name.value) ? `${operation} ${name.value}` : operation;
}

import type { ObjectRef } from '@pothos/core';
import { wrapErrorIfMatches } from '@pothos/plugin-errors';
import { type ErrorCode, errorCodes, InvalidInputError, LeadgraphError, NotFoundError } from '../shared/errors.ts';
import type { ItemError } from '../shared/items.ts';
import { builder, type GatewaySchemaTypes } from './builder.ts';

const ErrorCodeRef = builder.enumType('ErrorCode', {
  description: 'Every code of a failure, here and in `extensions.code` of top-level errors. The list is closed.',
  values: Object.fromEntries(
    Object.entries(errorCodes).map(([code, description]) => [code, { description, value: code as ErrorCode }]),
  ) as Record<ErrorCode, { description: string; value: ErrorCode }>,
});

export const ErrorRef = builder.interfaceRef<LeadgraphError>('Error').implement({
  description: 'An expected failure. Nothing was written unless the type says otherwise.',
  resolveType: ({ name }) => name,
  fields: (t) => ({
    code: t.expose('code', { type: ErrorCodeRef, description: 'What kind of failure this is.' }),
    message: t.exposeString('message', { description: 'What went wrong, for people.' }),
  }),
});

const InputIssueRef = builder.objectRef<InvalidInputError['issues'][number]>('InputIssue').implement({
  description: 'One rule that the input breaks.',
  fields: (t) => ({
    path: t.exposeStringList('path', {
      description: 'The way from the arguments to the value: `["input", "name", "full"]`.',
    }),
    message: t.exposeString('message', { description: 'What is wrong with the value, for people.' }),
    code: t.exposeString('code', { description: 'Which rule is broken, for programs.' }),
  }),
});

builder.objectType(InvalidInputError, {
  name: 'InvalidInputError',
  description: 'The input breaks a rule.',
  interfaces: [ErrorRef],
  fields: (t) => ({
    issues: t.expose('issues', { type: [InputIssueRef], description: 'Every broken rule, at least one.' }),
  }),
});

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description: 'The workspace has nothing with this id. Unknown, malformed and foreign ids are all the same.',
  interfaces: [ErrorRef],
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id that was given.' }) }),
});

export const ItemErrorRef = builder.objectRef<ItemError>('ItemError').implement({
  description: 'Why one item of a batch was left out; the others went through.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the item, as given.' }),
    code: t.expose('code', { type: ErrorCodeRef, description: 'What kind of failure this is.' }),
    message: t.exposeString('message', { description: 'What went wrong, for people.' }),
  }),
});

type ErrorClass = new (...args: never[]) => LeadgraphError;

/** An error as the value of a field. A bare error would count as the failure of the field. */
export function asValue<T extends LeadgraphError>(error: T): T {
  const value: unknown = wrapErrorIfMatches(error, [LeadgraphError as never]);
  return value as T;
}

/** The result of a mutation: its payload, or one of the failures that a caller can expect. */
export function resultUnion<T>(name: string, payload: ObjectRef<GatewaySchemaTypes, T>, errors: readonly ErrorClass[]) {
  return builder.errorUnion(name, {
    description: `The payload, or why there is none.`,
    types: [payload, ...errors] as [ObjectRef<GatewaySchemaTypes, T>],
    resolveType: () => payload.name as never,
  });
}

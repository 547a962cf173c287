import type { ArgBuilder } from '@pothos/core';
import { builder, type GatewaySchemaTypes } from '../schema/builder.ts';
import { ErrorRef } from '../schema/errors.ts';
import { IdempotencyKeyInUseError, IdempotencyKeyReusedError } from './idempotency.errors.ts';

builder.objectType(IdempotencyKeyReusedError, {
  name: 'IdempotencyKeyReusedError',
  description: 'The idempotency key came before with another request. Nothing was done.',
  interfaces: [ErrorRef],
});

builder.objectType(IdempotencyKeyInUseError, {
  name: 'IdempotencyKeyInUseError',
  description: 'The first request with this idempotency key is still at work. Nothing was done by this one.',
  interfaces: [ErrorRef],
  fields: (t) => ({
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', { description: 'When it is worth asking again.' }),
  }),
});

/** What a mutation that takes an idempotency key can fail with. */
export const keyErrors = [IdempotencyKeyReusedError, IdempotencyKeyInUseError] as const;

/** The argument of every mutation that creates. */
export function idempotencyKeyArg(t: ArgBuilder<GatewaySchemaTypes>) {
  return t.string({
    description:
      'Makes it safe to send the mutation again, for 24 hours: the same key and arguments get the first outcome, ids and errors, and nothing is done twice; what they name is read as it stands by then. 1 to 255 printable ASCII characters, a UUID at best.',
  });
}

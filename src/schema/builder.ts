import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin, { type AuthFailure, RequestCache } from '@pothos/plugin-scope-auth';
import ZodPlugin from '@pothos/plugin-zod';
import { ForbiddenError } from '../shared/errors.ts';
import { toInvalidInput } from '../shared/invalid-input.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import { covers, type Scope } from '../workspace/workspace.ts';
import type { GatewayContext } from './context.ts';

interface GatewayTypes {
  Context: GatewayContext;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  AuthScopes: { scope: Scope; everyScope: readonly Scope[] };
  Connection: { totalCount: () => Promise<number> };
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    UUID: { Input: string; Output: string };
    JSON: { Input: JsonValue; Output: JsonValue };
    JSONObject: { Input: JsonObject; Output: JsonObject };
  };
}

export type GatewaySchemaTypes = PothosSchemaTypes.ExtendDefaultTypes<GatewayTypes>;

/** The scopes that a failed check had asked for. */
function askedScopes(failure: AuthFailure): string[] {
  if ('failures' in failure) return failure.failures.flatMap(askedScopes);
  return 'parameter' in failure ? [failure.parameter].flat().map(String) : [];
}

/** Every type of the schema is registered here. Errors come first, so that a failed check of the input is a result. */
export const builder = new SchemaBuilder<GatewayTypes>({
  plugins: [ErrorsPlugin, ScopeAuthPlugin, RelayPlugin, ZodPlugin],
  defaultFieldNullability: false,
  scopeAuth: {
    authScopes: ({ viewer }) => ({
      scope: (asked) => covers(viewer.scopes, asked),
      everyScope: (asked) => asked.every((scope) => covers(viewer.scopes, scope)),
    }),
    unauthorizedError: (_parent, _context, info, { failure }) =>
      new ForbiddenError(`The field "${info.fieldName}" needs a key with the scope ${askedScopes(failure).join(', ')}`),
  },
  zod: { validationError: toInvalidInput },
  relay: {
    cursorType: 'String',
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    pageInfoTypeOptions: { description: 'Where a page stands in its list (Relay cursor connections).' },
    hasNextPageFieldOptions: { description: 'Whether rows follow this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether rows come before this page.' },
    startCursorFieldOptions: { description: 'Cursor of the first row; null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last row, to pass as `after`; null on an empty page.' },
    firstArgOptions: { description: 'How many rows, 1 to 100 or what the gateway is set to; 25 unless told.' },
    lastArgOptions: { description: 'How many rows from the end, instead of `first`.' },
    afterArgOptions: { description: 'Rows that follow this cursor.' },
    beforeArgOptions: { description: 'Rows that come before this cursor.' },
    cursorFieldOptions: { description: 'Where this row stands in the list; opaque.' },
    nodeFieldOptions: { description: 'The row itself.', nullable: false },
    edgesFieldOptions: {
      description: 'The rows of this page with their cursors.',
      nullable: { list: false, items: false },
    },
    nodesOnConnection: { description: 'The rows of this page.' },
    pageInfoFieldOptions: { description: 'Where this page stands in the list.' },
  },
});

/**
 * Forgets the checked scopes of a request. The plugin keeps them in a weak map whose values lead back to their keys,
 * which collections of V8's young generation take for being in use, so that all of the request would grow old.
 */
export function forgetChecks(context: GatewayContext): void {
  RequestCache.clearForContext<GatewaySchemaTypes>(context);
}

builder.queryType({ description: 'All that can be read. Every field answers for the workspace of the key alone.' });
builder.mutationType({
  description: 'All that can be changed. Expected failures are part of each result; read them with `... on Error`.',
});

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    description: 'How many rows the whole list has; counted only when asked for.',
    resolve: (connection) => connection.totalCount(),
  }),
);

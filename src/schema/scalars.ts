import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTime, GraphQLJSON, GraphQLJSONObject, GraphQLUUID } from 'graphql-scalars';
import { builder } from './builder.ts';

/** The scalar of a library under a description for our readers. */
function described(scalar: GraphQLScalarType, description: string): GraphQLScalarType {
  const { specifiedByURL: _url, ...config } = scalar.toConfig();
  return new GraphQLScalarType({ ...config, description, extensions: {} });
}

builder.addScalarType(
  'DateTime',
  described(GraphQLDateTime, 'A moment, as RFC 3339 has it: `2026-01-31T09:30:00.000Z`.'),
);
builder.addScalarType(
  'UUID',
  described(GraphQLUUID, 'A UUID (RFC 9562), as campaigns, prospects, signals and entities have.'),
);
builder.addScalarType('JSON', described(GraphQLJSON, 'Any JSON value.'));
builder.addScalarType(
  'JSONObject',
  described(GraphQLJSONObject, 'A JSON object. Keys keep every character they are given with.'),
);

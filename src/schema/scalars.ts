import { GraphQLError, GraphQLScalarType, type ValueNode, visit } from 'graphql';
import { GraphQLDateTime, GraphQLJSON, GraphQLJSONObject, GraphQLUUID } from 'graphql-scalars';
import { isExactInteger, isJsonObject } from '../shared/json.ts';
import { builder } from './builder.ts';

/**
 * The scalar of a library under a description for our readers. What is not even of the right kind is refused here: the
 * libraries would write it into a message, which fails for an object with a `toString` of its own, or a deep one.
 */
function described(
  scalar: GraphQLScalarType,
  description: string,
  kind: { name: string; has: (value: unknown) => boolean },
): GraphQLScalarType {
  const { specifiedByURL: _url, ...config } = scalar.toConfig();
  return new GraphQLScalarType({
    ...config,
    description,
    extensions: {},
    parseValue(value) {
      if (!kind.has(value)) throw new GraphQLError(`${scalar.name} must be ${kind.name}`);
      return config.parseValue(value);
    },
    parseLiteral(node, variables) {
      refuseUnlikeJson(node);
      return config.parseLiteral(node, variables);
    },
  });
}

/** Refuses what the libraries would read as another value, or as none: they leave out the values of enums. */
function refuseUnlikeJson(literal: ValueNode): void {
  visit(literal, {
    EnumValue(node) {
      throw new GraphQLError(`${node.value} is no JSON value: text stands in quotes`, { nodes: node });
    },
    IntValue(node) {
      if (isExactInteger(node.value)) return;
      throw new GraphQLError('A whole number has more digits than a number keeps: send it as text', { nodes: node });
    },
  });
}

const text = { name: 'text', has: (value: unknown) => typeof value === 'string' };
const json = { name: 'JSON', has: () => true };
const object = { name: 'a JSON object', has: isJsonObject };

builder.addScalarType(
  'DateTime',
  described(GraphQLDateTime, 'A moment, as RFC 3339 has it: `2026-01-31T09:30:00.000Z`.', text),
);
builder.addScalarType(
  'UUID',
  described(GraphQLUUID, 'A UUID (RFC 9562), as campaigns, prospects, signals and entities have.', text),
);
builder.addScalarType('JSON', described(GraphQLJSON, 'Any JSON value.', json));
builder.addScalarType(
  'JSONObject',
  described(GraphQLJSONObject, 'A JSON object. Keys keep every character they are given with.', object),
);

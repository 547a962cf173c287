import { type DocumentNode, GraphQLError, type Source } from 'graphql';

/** An error of compiled code as graphql-js would have made it: where it stands, and what it comes from. */
export function toOwnError(error: GraphQLError, document: DocumentNode): GraphQLError {
  const { message, locations = [], path, originalError } = error;
  const source = document.loc?.source;
  const position = source === undefined ? {} : { source, positions: positionsOf(source, locations) };
  const own = originalError instanceof GraphQLError ? originalError : null;
  return new GraphQLError(message, {
    ...(own?.nodes == null ? position : { nodes: own.nodes }),
    path: path ?? null,
    originalError: originalError instanceof Error ? originalError : new Error(message),
    extensions: own?.extensions ?? null,
  });
}

function positionsOf({ body }: Source, locations: readonly { line: number; column: number }[]): number[] {
  const starts = [0, ...[...body.matchAll(/\r\n|[\n\r]/g)].map((end) => end.index + end[0].length)];
  return locations.map(({ line, column }) => (starts[line - 1] ?? 0) + column - 1);
}

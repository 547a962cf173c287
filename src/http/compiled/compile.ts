import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import { collectFields, fragmentsOf } from '../guards/selections.ts';

/** The code of an operation, which takes its root value, context and variables. */
export type Query = CompiledQuery['query'];

/** Compiles an operation; null where the compiler cannot. */
export async function compile(
  { schema, document }: ExecutionArgs,
  operation: OperationDefinitionNode,
): Promise<Query | null> {
  // The compiler takes as long to load as the rest of the gateway: whoever starts one need not wait for it.
  const { compileQuery, isCompiledQuery } = await import('graphql-jit');
  const isAlone = operation.operation === OperationTypeNode.MUTATION && hasOneField(document, operation);
  const [within, text] = isAlone ? [mutationsAsQueries(schema), asQuery(document, operation)] : [schema, document];
  try {
    const compiled = compileQuery(within, text, operation.name?.value, { disablingCapturingStackErrors: true });
    return isCompiledQuery(compiled) ? compiled.query : null;
  } catch {
    return null;
  }
}

function hasOneField(document: DocumentNode, { selectionSet }: OperationDefinitionNode): boolean {
  const all = () => true;
  return collectFields(fragmentsOf(document), [selectionSet], all, all).size === 1;
}

/**
 * A mutation as a query: one field has no other to wait for, and the code that keeps mutations in order keeps all that
 * they lead to past the collections of the young generation (24 KB of an update, where a query leaves 1 KB).
 */
function asQuery(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const definitions = document.definitions.map((definition) =>
    definition === operation ? { ...operation, operation: OperationTypeNode.QUERY } : definition,
  );
  return { ...document, definitions };
}

const known = new WeakMap<GraphQLSchema, GraphQLSchema>();

function mutationsAsQueries(schema: GraphQLSchema): GraphQLSchema {
  const made =
    known.get(schema) ??
    new GraphQLSchema({ ...schema.toConfig(), query: schema.getMutationType(), mutation: null, assumeValid: true });
  known.set(schema, made);
  return made;
}

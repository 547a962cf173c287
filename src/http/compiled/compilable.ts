import {
  BREAK,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { appliesTo, collectFields, type Fragments, fragmentsOf, selectionsOf } from '../guards/selections.ts';

/** Compiling takes about 20 µs a field, which everybody else waits for. */
const maxFields = 1_000;

/**
 * Whether an operation may be compiled. The compiler writes documents into code and misses some of what GraphQL allows,
 * so whatever is not plain is left to graphql-js:
 * - names and texts with two underscores: `__proto__` as a key would set a prototype, and the compiler takes marks of
 *   its own that begin with them for code;
 * - aliases with an underscore, which may equal a name that the compiler makes for another field;
 * - variables inside literals, which are lost in the literals of scalars;
 * - introspection, and what is too large.
 */
export function isCompilable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): boolean {
  return (
    operation.operation !== 'subscription' && isPlain(document) && isSmall(schema, fragmentsOf(document), operation)
  );
}

function isPlain(document: DocumentNode): boolean {
  let plain = true;
  const refuse = () => {
    plain = false;
    return BREAK;
  };
  let literals = 0;
  const enter = () => {
    literals += 1;
  };
  const leave = () => {
    literals -= 1;
  };
  visit(document, {
    Field: ({ name, alias }) => {
      if (name.value === '__typename') return alias?.value.startsWith('__proto__') ? refuse() : undefined;
      return name.value.startsWith('__') || alias?.value.includes('_') ? refuse() : undefined;
    },
    StringValue: ({ value }) => (value.includes('__') ? refuse() : undefined),
    EnumValue: ({ value }) => (value.includes('__') ? refuse() : undefined),
    Variable: ({ name }) => (literals > 0 || name.value.includes('__') ? refuse() : undefined),
    ListValue: { enter, leave },
    ObjectValue: { enter, leave },
    ObjectField: ({ name }) => (name.value.includes('__') ? refuse() : undefined),
  });
  return plain;
}

/** Counts the fields that code is written for: those of an interface or union once for each of its types. */
function isSmall(schema: GraphQLSchema, fragments: Fragments, operation: OperationDefinitionNode): boolean {
  let left = maxFields;

  function count(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): void {
    const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    for (const one of types) {
      if (!('getFields' in one)) continue;
      const enters = () => {
        left -= 1;
        return left > 0;
      };
      const fields = collectFields(fragments, sets, enters, (condition) => appliesTo(schema, condition, one));
      for (const nodes of fields.values()) countBelow(one, nodes);
      if (left <= 0) return;
    }
  }

  function countBelow(parent: GraphQLObjectType, nodes: readonly FieldNode[]): void {
    const below = selectionsOf(nodes);
    const field = nodes[0] && parent.getFields()[nodes[0].name.value];
    const type = field && getNamedType(field.type);
    if (below.length > 0 && isCompositeType(type)) count(type, below);
  }

  const root = schema.getRootType(operation.operation);
  if (root != null) count(root, [operation.selectionSet]);
  return left > 0;
}

import {
  type FieldNode,
  type GraphQLCompositeType,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { ConcreteRequest } from 'relay-runtime';
import { schema } from '../../src/schema/schema.ts';

interface Argument {
  kind: 'Variable';
  name: string;
  variableName: string;
}

interface Field {
  alias: string | null;
  args: Argument[] | null;
  name: string;
  storageKey: null;
}

type Selection =
  | (Field & { kind: 'ScalarField' })
  | (Field & { kind: 'LinkedField'; concreteType: string | null; plural: boolean; selections: Selection[] })
  | { kind: 'InlineFragment'; type: string; abstractKey: string | null; selections: Selection[] };

/** The list of a query's root that Relay joins from its pages: the field, and the key of `@connection`. */
interface Connection {
  field: string;
  key: string;
}

/**
 * What the Relay compiler makes of an operation whose arguments are variables. For the published operations it differs
 * from the compiler's own output only in that it asks for no `id` and no `__typename` beyond those of the document.
 */
export function relayArtifact(document: string, connection?: Connection): ConcreteRequest {
  const [operation] = parse(document).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('Expected an operation');
  const root = schema.getRootType(operation.operation);
  const name = operation.name?.value;
  if (root == null || name === undefined) throw new Error('Expected an operation with a name');
  const argumentDefinitions = (operation.variableDefinitions ?? []).map(({ variable }) => ({
    defaultValue: null,
    kind: 'LocalArgument' as const,
    name: variable.name.value,
  }));
  const selections = selectionsOf(operation.selectionSet, root);
  const joined = connection === undefined ? [] : selections.flatMap((field) => handleOf(field, connection));
  return {
    kind: 'Request',
    fragment: {
      kind: 'Fragment',
      name,
      type: root.name,
      abstractKey: null,
      metadata: null,
      argumentDefinitions,
      selections: selections.map((field) => joinedField(field, connection)),
    },
    operation: { kind: 'Operation', name, argumentDefinitions, selections: [...selections, ...joined] },
    params: {
      cacheID: name,
      id: null,
      metadata: {},
      name,
      operationKind: operation.operation === OperationTypeNode.MUTATION ? 'mutation' : 'query',
      text: print(withDiscriminators(operation)),
    },
  };
}

function selectionsOf(set: SelectionSetNode, parent: GraphQLCompositeType): Selection[] {
  return set.selections.map((selection): Selection => {
    if (selection.kind === Kind.FIELD) return fieldOf(selection, parent);
    const type = selection.kind === Kind.INLINE_FRAGMENT && schema.getType(selection.typeCondition?.name.value ?? '');
    if (!type || !isCompositeType(type)) throw new Error('Expected "... on Type"');
    const abstractKey = isAbstractType(type) ? discriminatorOf(type.name) : null;
    return {
      kind: 'InlineFragment',
      type: type.name,
      abstractKey,
      selections: selectionsOf(selection.selectionSet, type),
    };
  });
}

function fieldOf(node: FieldNode, parent: GraphQLCompositeType): Selection {
  const name = node.name.value;
  const args = (node.arguments ?? []).map(({ name: argument, value }): Argument => {
    if (value.kind !== Kind.VARIABLE) throw new Error(`Expected a variable for ${argument.value}`);
    return { kind: 'Variable', name: argument.value, variableName: value.name.value };
  });
  args.sort((a, b) => (a.name < b.name ? -1 : 1));
  const field: Field = {
    alias: node.alias?.value ?? null,
    args: args.length === 0 ? null : args,
    name,
    storageKey: null,
  };
  if (node.selectionSet === undefined) return { ...field, kind: 'ScalarField' };
  const declared = isUnionType(parent) ? undefined : parent.getFields()[name]?.type;
  const type = getNamedType(declared);
  if (!declared || !isCompositeType(type)) throw new Error(`${parent.name} has no objects at ${name}`);
  return {
    ...field,
    kind: 'LinkedField',
    concreteType: isAbstractType(type) ? null : type.name,
    plural: isListType(getNullableType(declared)),
    selections: selectionsOf(node.selectionSet, type),
  };
}

const filtersOf = ({ args }: Field) =>
  (args ?? []).filter(({ name }) => !['first', 'after', 'last', 'before'].includes(name));

/** Has the pages of a connection joined when they are written. */
function handleOf(field: Selection, { field: list, key }: Connection) {
  if (field.kind !== 'LinkedField' || field.name !== list) return [];
  const { name, args } = field;
  const filters = filtersOf(field).map((argument) => argument.name);
  return [{ kind: 'LinkedHandle' as const, alias: null, name, args, filters, handle: 'connection', key }];
}

/** Reads a connection where its pages are joined. */
function joinedField(field: Selection, connection: Connection | undefined): Selection {
  if (field.kind !== 'LinkedField' || field.name !== connection?.field) return field;
  const { alias, name } = field;
  return { ...field, alias: alias ?? name, args: filtersOf(field), name: `__${connection.key}_connection` };
}

const discriminatorOf = (type: string) => `__is${type}`;

/** Asks `__isError: __typename` inside `... on Error`: so Relay sees at run time that a type is one of an interface's. */
function withDiscriminators(operation: OperationDefinitionNode): OperationDefinitionNode {
  return visit(operation, {
    InlineFragment(node) {
      const type = schema.getType(node.typeCondition?.name.value ?? '');
      if (!isAbstractType(type)) return undefined;
      const discriminator: FieldNode = {
        kind: Kind.FIELD,
        alias: { kind: Kind.NAME, value: discriminatorOf(type.name) },
        name: { kind: Kind.NAME, value: '__typename' },
      };
      const selections = [discriminator, ...node.selectionSet.selections];
      return { ...node, selectionSet: { ...node.selectionSet, selections } };
    },
  });
}

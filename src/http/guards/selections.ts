import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return fragments;
}

/** Whether a fragment of this type condition applies to objects of a type. */
export function appliesTo(schema: GraphQLSchema, condition: string, type: GraphQLObjectType): boolean {
  if (condition === type.name) return true;
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && schema.isSubType(wanted, type);
}

/** The name that the answer has a field under. */
function responseName({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/**
 * The fields of selection sets that are answered as one, by response name, as execution collects them: fragments
 * followed, each once. It does not recurse, so no chain or circle of fragments is too long for it.
 * @param enters sees every selection, and says whether to go on with it
 */
export function collectFields(
  fragments: Fragments,
  sets: Iterable<SelectionSetNode>,
  enters: (selection: SelectionNode) => boolean,
  applies: (typeCondition: string) => boolean,
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const followed = new Set<string>();
  const pending = [...sets];
  for (let set = pending.pop(); set !== undefined; set = pending.pop()) {
    for (const selection of set.selections) {
      if (!enters(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const name = responseName(selection);
        const group = fields.get(name);
        if (group === undefined) fields.set(name, [selection]);
        else group.push(selection);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const { typeCondition, selectionSet } = selection;
        if (typeCondition === undefined || applies(typeCondition.name.value)) pending.push(selectionSet);
      } else {
        const fragment = fragments.get(selection.name.value);
        if (fragment === undefined || followed.has(fragment.name.value)) continue;
        followed.add(fragment.name.value);
        if (applies(fragment.typeCondition.name.value)) pending.push(fragment.selectionSet);
      }
    }
  }
  return fields;
}

/** What stands below fields that are answered as one. */
export function selectionsOf(fields: readonly FieldNode[]): SelectionSetNode[] {
  return fields.flatMap(({ selectionSet }) => selectionSet ?? []);
}

import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { objectTypes } from '../strangers/places.ts';

/** A value that a request can bring, of whatever type. */
export interface Leaf {
  /** `Mutation.updateLead(input.id)` */
  name: string;
  parent: GraphQLObjectType;
  field: GraphQLField<unknown, unknown>;
  /** The argument, then the fields inside it. */
  path: readonly string[];
  /** Where the value is declared: `UpdateLeadInput.id`. */
  declared: string;
  type: GraphQLLeafType;
  isList: boolean;
}

/** Every leaf of every argument of the schema. */
export function findLeaves(): Leaf[] {
  return objectTypes.flatMap((parent) =>
    Object.values(parent.getFields()).flatMap((field) =>
      field.args.flatMap((argument) => {
        const declared = `${parent.name}.${field.name}(${argument.name})`;
        return leavesOf(argument, [argument.name], declared).map((leaf) => ({
          ...leaf,
          name: `${parent.name}.${field.name}(${leaf.path.join('.')})`,
          parent,
          field,
        }));
      }),
    ),
  );
}

function leavesOf(
  input: GraphQLArgument | GraphQLInputField,
  path: readonly string[],
  declared: string,
): Pick<Leaf, 'path' | 'declared' | 'type' | 'isList'>[] {
  const type = getNamedType(input.type);
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).flatMap((part) =>
      leavesOf(part, [...path, part.name], `${type.name}.${part.name}`),
    );
  }
  return [{ path, declared, type, isList: isListType(getNullableType(input.type)) }];
}

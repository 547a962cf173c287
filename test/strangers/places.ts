import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isListType,
  isObjectType,
} from 'graphql';
import { schema } from '../../src/schema/schema.ts';

type Field = GraphQLField<unknown, unknown>;

/** A value that a request can bring: an argument, or a part of one. */
export interface Place {
  /** `Mutation.updateLead(input.id)` */
  name: string;
  parent: GraphQLObjectType;
  field: Field;
  /** The argument, then the fields inside it. */
  path: readonly string[];
  /** Where the value is declared: `UpdateLeadInput.id`, or `Query.lead(id)` for an argument. */
  declared: string;
  type: string;
  /** Whether it is one of a list of values. */
  isList: boolean;
}

/** Types of values that name nothing. All others can: an id, a cursor, an identifier, a name. */
const namesNothing = new Set(['Boolean', 'DateTime', 'Float', 'Int']);

/** Every object type, the roots included. */
export const objectTypes = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !isIntrospectionType(type),
);

/** Every place of the schema that can name a thing. */
export function findPlaces(): Place[] {
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

/** A part of an argument that has a few values to choose from. */
export interface Choice {
  path: readonly string[];
  declared: string;
  values: readonly unknown[];
}

/** Every choice that the arguments of a field leave. */
export function choicesOf(field: Field): Choice[] {
  const choices: Choice[] = [];
  for (const argument of field.args) leavesOf(argument, [argument.name], argument.name, choices);
  return choices;
}

type Leaf = Pick<Place, 'path' | 'declared' | 'type' | 'isList'>;

function leavesOf(
  value: GraphQLArgument | GraphQLInputField,
  path: readonly string[],
  declared: string,
  choices: Choice[] = [],
): Leaf[] {
  const type: GraphQLNamedType = getNamedType(value.type);
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).flatMap((part) =>
      leavesOf(part, [...path, part.name], `${type.name}.${part.name}`, choices),
    );
  }
  const isList = isListType(getNullableType(value.type));
  if (isEnumType(type)) {
    const names = type.getValues().map(({ name }) => name);
    choices.push({ path, declared, values: isList ? names.map((name) => [name]) : names });
  }
  return isEnumType(type) || namesNothing.has(type.name) ? [] : [{ path, declared, type: type.name, isList }];
}

/** Whether a value of this type must be given. */
export function isRequired({ type, defaultValue }: GraphQLArgument | GraphQLInputField): boolean {
  return getNullableType(type) !== type && defaultValue === undefined;
}

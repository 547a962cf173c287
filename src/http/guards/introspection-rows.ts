import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  isUnionType,
} from 'graphql';

/** How many rows a list of introspection counts for below a type that the request chose. */
const rowsOfChosenType = 20;

/** How often a type wraps another one: half as often at each link of a chain of `ofType`, and never a fourth time. */
const rowsOfWrapped = 0.5;

type Rows = ReadonlyMap<string, number>;

const known = new WeakMap<GraphQLSchema, Rows>();

/**
 * How many rows a field of introspection counts for. The list of all types is as long as it is, and right below it every
 * list has its average length: so GraphiQL's own query costs about what it resolves, and not twenty times that.
 * @param belowAllTypes whether the field stands below the list of all types, with nothing but lists between
 */
export function introspectionRows(
  schema: GraphQLSchema,
  parent: GraphQLObjectType,
  { name, type }: GraphQLField<unknown, unknown>,
  belowAllTypes: boolean,
): number {
  if (name === 'ofType') return rowsOfWrapped;
  if (!isListType(getNullableType(type))) return 1;
  let rows = known.get(schema);
  if (rows === undefined) {
    rows = countRows(schema);
    known.set(schema, rows);
  }
  const average = belowAllTypes || parent.name === '__Schema' || parent.name === '__Directive';
  return average ? (rows.get(`${parent.name}.${name}`) ?? rowsOfChosenType) : rowsOfChosenType;
}

function countRows(schema: GraphQLSchema): Rows {
  const types = Object.values(schema.getTypeMap());
  const perType = (lengthOf: (type: GraphQLNamedType) => number) => sum(types.map(lengthOf)) / types.length;
  const fields = types.flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [],
  );
  const directives = schema.getDirectives();
  return new Map([
    ['__Schema.types', types.length],
    ['__Schema.directives', directives.length],
    ['__Directive.args', sum(directives.map(({ args }) => args.length)) / directives.length],
    ['__Type.fields', fields.length / types.length],
    ['__Type.inputFields', perType((type) => (isInputObjectType(type) ? Object.keys(type.getFields()).length : 0))],
    ['__Type.enumValues', perType((type) => (isEnumType(type) ? type.getValues().length : 0))],
    ['__Type.interfaces', perType((type) => (isObjectType(type) ? type.getInterfaces().length : 0))],
    [
      '__Type.possibleTypes',
      perType((type) => (isUnionType(type) || isInterfaceType(type) ? schema.getPossibleTypes(type).length : 0)),
    ],
    ['__Field.args', sum(fields.map(({ args }) => args.length)) / fields.length],
  ]);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

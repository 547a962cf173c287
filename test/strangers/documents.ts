import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
} from 'graphql';
import { schema } from '../../src/schema/schema.ts';
import { otherWays } from './kinds.ts';
import { isRequired } from './places.ts';

type Field = GraphQLField<unknown, unknown>;

/** Whether a type has an id of its own: a link to it leads from one thing to another. */
export function isThing(type: GraphQLNamedType): type is GraphQLObjectType {
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');
}

/** The thing that a field leads to, be it in pages or not; null for a field that stays with its own thing. */
export function targetOf(field: Field): GraphQLNamedType | null {
  const type = getNamedType(field.type);
  const nodes = isObjectType(type) ? type.getFields().nodes : undefined;
  const target = nodes === undefined ? type : getNamedType(nodes.type);
  return isThing(target) || (isInterfaceType(target) && target.name === 'Node') ? target : null;
}

/**
 * Everything of a type, and of the things it leads to over `hops` links; of the last of them only what has no parts.
 * Each field stands under `Type_field`, so that no two fragments of a union collide and an answer tells what each value
 * is.
 */
function selectAll(type: GraphQLNamedType, hops: number): string {
  if (isAbstractType(type)) {
    const fragments = schema.getPossibleTypes(type).map((one) => `... on ${one.name} ${selectAll(one, hops)}`);
    return `{ __typename ${fragments.join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  return `{ __typename ${Object.values(type.getFields())
    .map((field) => selectField(type, field, hops))
    .join(' ')} }`;
}

function selectField(parent: GraphQLObjectType, field: Field, hops: number): string {
  const name = `${parent.name}_${field.name}: ${field.name}`;
  const type = getNamedType(field.type);
  if (field.args.some(isRequired)) throw new Error(`${parent.name}.${field.name} needs arguments: select it by hand`);
  if (isLeafType(type)) return name;
  // The nodes of a page are read in full, so its edges need only show that they are the same.
  if (parent.name.endsWith('Edge') && field.name === 'node') return `${name} ${selectAll(type, 0)}`;
  const isLink = targetOf(field) !== null && !parent.name.endsWith('Connection');
  if (hops === 0 && (isLink || isThing(parent))) return '';
  return `${name} ${selectAll(type, isLink ? hops - 1 : hops)}`;
}

/** An operation of one root field, with a variable for each of its arguments. */
export function operationOf(operation: 'query' | 'mutation', field: Field, hops: number): string {
  const variables = field.args.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  return `${operation} ${variables && `(${variables})`} { ${callOf(field)} ${selectAll(getNamedType(field.type), hops)} }`;
}

/** A query of one field of a thing, with a variable for each of its arguments and `$thing` for the thing. */
export function nestedOperationOf(parent: GraphQLObjectType, field: Field, hops: number): string {
  const variables = ['$thing: ID!', ...field.args.map(({ name, type }) => `$${name}: ${type}`)].join(', ');
  const selected = `${callOf(field)} ${selectAll(getNamedType(field.type), hops)}`;
  const way = otherWays[parent.name];
  const node = `node(id: $thing) { __typename ... on ${parent.name} { ${selected} } }`;
  return `query (${variables}) { ${way === undefined ? node : way.query(selected)} }`;
}

function callOf({ name, args }: Field): string {
  return args.length === 0 ? name : `${name}(${args.map((arg) => `${arg.name}: $${arg.name}`).join(', ')})`;
}

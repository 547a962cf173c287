import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
} from 'graphql';
import { schema } from '../../src/schema/schema.ts';
import { argumentsOf } from './arguments.ts';
import { documentOf } from './calls.ts';
import { isThing, nestedOperationOf, targetOf } from './documents.ts';
import { kindOfType, otherWays } from './kinds.ts';
import { choicesOf, isRequired, objectTypes } from './places.ts';
import { withOpenCursors } from './traces.ts';
import { type Asking, ask, type World } from './world.ts';

export const queryType = objectType('Query');

export function objectType(name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`The schema has no type ${name}`);
  return type;
}

/** One request of a walk. */
interface Step {
  name: string;
  document: string;
  variables: Record<string, unknown>;
}

/**
 * Requests that go through all that a workspace can see: every list, whole and by each choice of its filters, and from
 * the workspace's things along every link and `hops` links further, in pieces.
 */
function stepsOf(asking: Asking, hops: number): Step[] {
  const { things } = asking;
  const lists = Object.values(queryType.getFields())
    .filter(startsWalk)
    .flatMap((field): Step[] => {
      const [name, call] = [`Query.${field.name}`, { parent: queryType, field }];
      const document = documentOf(call, 0);
      const chosen = choicesOf(field)
        .filter(({ path }) => path[0] === 'filter')
        .flatMap((place) => place.values.map((value) => argumentsOf(field, [{ place, value }], asking)));
      return [
        { name, document: documentOf(call, Math.min(hops, 1)), variables: {} },
        ...chosen.map((variables) => ({ name: `${name} ${JSON.stringify(variables)}`, document, variables })),
      ];
    });
  // Where a field stays with its own thing, the first link is one further.
  const hopsFrom = (field: GraphQLField<unknown, unknown>) => (targetOf(field) === null ? hops + 1 : hops);
  const links = objectTypes.flatMap((type) => {
    const kind = kindOfType[type.name] ?? otherWays[type.name]?.kind;
    if (kind === undefined && !isThing(type)) return [];
    if (kind === undefined) throw new Error(`Nobody knows a ${type.name}: add one to workspace-data.ts and kinds.ts`);
    return Object.values(type.getFields())
      .filter((field) => !isLeafType(getNamedType(field.type)))
      .flatMap((field) => {
        const document = nestedOperationOf(type, field, hopsFrom(field));
        return things[kind].map((thing) => ({ name: `${type.name}.${field.name}`, document, variables: { thing } }));
      });
  });
  return [...lists, ...links];
}

/** What a walk was answered, step by step, with its cursors opened. */
export async function walk(
  world: Pick<World, 'gateway'>,
  asking: Asking,
  hops: number,
): Promise<{ name: string; body: string }[]> {
  const take = async ({ name, document, variables }: Step) => {
    const response = await ask(world, asking.client, document, variables);
    return { name, body: withOpenCursors(await response.text()) };
  };
  return Promise.all(stepsOf(asking, hops).map(take));
}

/** Whether a walk can begin with a field: it needs nothing to be called. */
export function startsWalk({ args }: GraphQLField<unknown, unknown>): boolean {
  return !args.some(isRequired);
}

/** The fields that lead from one type to another on any way from these, as answers show them: `Lead_lists`. */
export function fieldsWithin(roots: readonly GraphQLField<unknown, unknown>[]): Set<string> {
  const reached = new Set<GraphQLObjectType>();
  const names = new Set<string>();
  const follow = (target: GraphQLNamedType) => {
    if (isObjectType(target)) reached.add(target);
    if (isAbstractType(target)) for (const one of schema.getPossibleTypes(target)) reached.add(one);
  };
  for (const { type } of roots) follow(getNamedType(type));
  for (const type of reached) {
    for (const field of Object.values(type.getFields())) {
      const target = getNamedType(field.type);
      if (!isLeafType(target)) names.add(`${type.name}_${field.name}`);
      follow(target);
    }
  }
  return names;
}

/** Whether one of the answers has something under a name. */
export function isAnswered(bodies: readonly string[], name: string): boolean {
  const something = new RegExp(`"${name}":(?:\\{|\\[\\{)`);
  return bodies.some((body) => something.test(body));
}

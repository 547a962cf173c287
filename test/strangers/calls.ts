import { type GraphQLField, type GraphQLObjectType, getNamedType, isEnumType, isInputObjectType } from 'graphql';
import { argumentsOf, type Setting } from './arguments.ts';
import { nestedOperationOf, operationOf } from './documents.ts';
import { kindOfType, otherWays } from './kinds.ts';
import type { ThingKind } from './workspace-data.ts';
import { type Asking, ask, type World } from './world.ts';

/** A field that takes arguments, with those that it is called with whatever else is tried. */
export interface Call {
  parent: GraphQLObjectType;
  field: GraphQLField<unknown, unknown>;
  fixed?: Record<string, unknown>;
}

const operations: Record<string, 'query' | 'mutation'> = { Query: 'query', Mutation: 'mutation' };

/** What a field's own thing is: its document takes the id of one. Null for the fields of an operation itself. */
export function wayTo({ parent, field }: Call): ThingKind | null {
  if (parent.name in operations) return null;
  const kind = kindOfType[parent.name] ?? otherWays[parent.name]?.kind;
  if (kind === undefined) throw new Error(`Nobody knows how to reach ${parent.name}.${field.name}: say it in kinds.ts`);
  return kind;
}

/** The document of a call that asks for everything, and for things `hops` links away. */
export function documentOf(call: Call, hops: number): string {
  const operation = operations[call.parent.name];
  return operation === undefined
    ? nestedOperationOf(call.parent, call.field, hops)
    : operationOf(operation, call.field, hops);
}

/** Sends a call of a workspace about its own things, but for the settings. */
export function sendCall(
  world: Pick<World, 'gateway'>,
  workspace: Asking,
  call: Call,
  settings: readonly Setting[],
  document: string,
): Promise<Response> {
  const kind = wayTo(call);
  return ask(world, workspace.client, document, {
    ...(kind === null ? {} : { thing: workspace.things[kind][0] }),
    ...argumentsOf(call.field, settings, workspace),
    ...call.fixed,
  });
}

/** Every order that a list can be asked for in, as arguments; one without any where it has no choice. */
export function ordersOf(field: GraphQLField<unknown, unknown>): Record<string, unknown>[] {
  // A change of all leads: what indexes find is told at once.
  if (field.name === 'previewIdentityRules') return [{ input: { kindsOff: ['EMAIL'] } }];
  const orderBy = field.args.find(({ name }) => name === 'orderBy');
  const type = orderBy && getNamedType(orderBy.type);
  if (!isInputObjectType(type)) return [{}];
  return Object.values(type.getFields())
    .reduce<Record<string, unknown>[]>(
      (orders, part) => {
        const choices = getNamedType(part.type);
        if (!isEnumType(choices)) throw new Error(`Nobody knows the values of ${type.name}.${part.name}`);
        return orders.flatMap((order) => choices.getValues().map(({ name }) => ({ ...order, [part.name]: name })));
      },
      [{}],
    )
    .map((order) => ({ orderBy: order }));
}

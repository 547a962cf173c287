import {
  type GraphQLInputType,
  type GraphQLNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
} from 'graphql';
import { schema } from '../../src/schema/schema.ts';
import { isJsonObject } from '../../src/shared/json.ts';
import { argumentsOf, type Setting } from '../strangers/arguments.ts';
import { documentOf, wayTo } from '../strangers/calls.ts';
import type { JsonText } from './hostile-values.ts';
import type { Leaf } from './leaves.ts';
import { type Answered, readAnswer, type World } from './trial.ts';

/** Stands where the hostile value goes, which need not be one that JavaScript can write. */
const marker = '@@hostile@@';

function callOf(world: World, { parent, field, path, declared, isList }: Leaf, hops: number) {
  const settings: Setting[] = [{ place: { path, declared }, value: isList ? [marker] : marker }];
  // Without it, whatever has nothing at the path would be found.
  if (declared === 'JsonPathFilter.path') {
    settings.push({ place: { path: [...path.slice(0, -1), 'equals'], declared }, value: 'what nobody has' });
  }
  const kind = wayTo({ parent, field });
  return {
    document: documentOf({ parent, field }, hops),
    thing: kind === null ? {} : { thing: world.mine.things[kind][0] },
    given: argumentsOf(field, settings, world.mine),
  };
}

/** Sends a call with this value at the leaf, and what it takes everywhere else, as variables. */
export async function sendValue(world: World, leaf: Leaf, value: JsonText): Promise<Answered> {
  // What is written must be shown; a part of an item is one link further away.
  const hops = leaf.parent.name === 'Mutation' ? (leaf.path.length > 3 ? 3 : 2) : 0;
  const { document, thing, given } = callOf(world, leaf, hops);
  const variables = JSON.stringify({ ...thing, ...given }).replace(JSON.stringify(marker), () => value);
  return send(world, variables, `{"query":${JSON.stringify(document)},"variables":${variables}}`);
}

/** The same with all arguments written into the document, where GraphQL's own syntax reads them. */
export async function sendLiteral(world: World, leaf: Leaf, literal: string): Promise<Answered> {
  const { document, thing, given } = callOf(world, leaf, 0);
  const { field } = leaf;
  const written = field.args
    .filter(({ name }) => name in given)
    .map(({ name, type }) => `${name}: ${literalOf(type, given[name])}`)
    .join(', ')
    .replace(JSON.stringify(marker), () => literal);
  const query = document
    .replace(
      /^(query|mutation) \([^)]*\)/,
      (_all, operation) => `${operation} ${'thing' in thing ? '($thing: ID!)' : ''}`,
    )
    .replace(new RegExp(`\\b${field.name}\\([^)]*\\)`), () => `${field.name}(${written})`);
  return send(world, written, JSON.stringify({ query, variables: thing }));
}

async function send(world: World, sent: string, body: string): Promise<Answered> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${world.mine.client.key}` };
  const response = await world.gateway.fetch('/graphql', { method: 'POST', headers, body });
  const thing = body.slice(body.lastIndexOf('"variables"'));
  return readAnswer(world, `${sent} ${thing}`, response);
}

function literalOf(type: GraphQLInputType, value: unknown): string {
  const plain: GraphQLNamedType | GraphQLInputType = getNullableType(type);
  if (isListType(plain) && Array.isArray(value)) {
    return `[${value.map((item) => literalOf(plain.ofType, item)).join(', ')}]`;
  }
  if (isInputObjectType(plain) && isJsonObject(value)) {
    const fields = plain.getFields();
    return `{ ${Object.entries(value)
      .map(([name, part]) => {
        const field = fields[name];
        if (field === undefined) throw new Error(`${plain.name} has no ${name}`);
        return `${name}: ${literalOf(field.type, part)}`;
      })
      .join(', ')} }`;
  }
  return isEnumType(plain) && value !== marker ? String(value) : JSON.stringify(value);
}

const errorTypes = Object.values(schema.getTypeMap()).flatMap((type) =>
  isObjectType(type) && type.getInterfaces().some((one) => isInterfaceType(one) && one.name === 'Error')
    ? [type.name]
    : [],
);

/** Whether a mutation did what it was asked for, with every item of a batch. */
export function isAccepted({ answer }: Answered, { field }: Leaf): boolean {
  const data = isJsonObject(answer) && isJsonObject(answer.data) ? answer.data[field.name] : null;
  const text = JSON.stringify(data ?? null);
  return text !== 'null' && !errorTypes.some((name) => text.includes(`"__typename":"${name}"`));
}
